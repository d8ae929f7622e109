"""Adverse events as dots: share of participants by arm, and the difference of each two arms with its interval.

A row's name stands above its dots, so that the whole width is theirs on a narrow screen too.
"""

import math
from collections.abc import Sequence
from typing import Any

from dashboard.figures import labels, rows, theme, words
from dashboard.figures.kinds import Figure
from dashboard.stats.arms import pairs
from dashboard.stats.counts import AdverseEvents, Cell, EventRow, RowDifference

_SHARES = (10, 20, 30, 40, 50, 60, 80, 100)
_NAME = 18
"""Height of a row's name, in pixels."""
_MARK = 8
"""Height that each arm's dot, or each pair's interval, takes in a row."""
_SYMBOLS = (("circle", "●"), ("square", "■"), ("diamond", "◆"))
_FIELDS = ([0.0, 0.54], [0.63, 1.0])
"""The widths of shares and of differences."""


def adverse_events(result: AdverseEvents, *, level: str = "term", most: int = 15) -> Figure:
    """Shares at the left and, with two arms or more, differences at the right.

    The `most` rows of that `level` with the most participants over all arms are shown, in that order
    (as given where equal), so neither rows nor order depend on how the arms compare.
    """
    every = [row for row in result.rows if row.level == level and _people(row)]
    shown = sorted(every, key=lambda row: -_people(row))[:most]
    between = [pair for pair, _, _ in pairs(result.arms)]
    row = _NAME + 8 + _MARK * max(len(result.arms), len(between))
    highest = max((_share(row.cells[arm]) for row in shown for arm in result.arms), default=0.0)
    widest = max(
        (
            100 * abs(value)
            for row in shown
            for each in row.differences.values()
            if _known(each)
            for value in _limits(each)
        ),
        default=0.0,
    )
    margin = {"l": 14, "r": 24, "t": 46, "b": 54 if between else 34}
    height = max(len(shown), 3) * row + margin["t"] + margin["b"]
    share = {"range": [0, labels.top(highest, _SHARES)], "domain": _FIELDS[0] if between else [0, 1], "ticksuffix": "%"}
    layout = theme.layout(
        height,
        margin,
        xaxis=theme.base(share),
        yaxis=theme.axis(
            range=[max(len(shown), 3) * row, 0],
            tickvals=[_line(i, row) for i in range(len(shown))],
            showticklabels=False,
        ),
        hovermode="closest",
        annotations=[*_headings(result.arms, between), *_names(shown, row)],
    )
    if not shown:
        layout["annotations"].append(theme.nothing(f"No events so far among {sum(result.n.values())}"))
    data = [_dots(arm, shown, row, off) for arm, off in zip(result.arms, _offsets(len(result.arms)), strict=True)]
    if between:
        layout["xaxis2"] = _difference_axis(labels.top(widest, _SHARES))
        layout["shapes"] = [_zero()]
        data += [_intervals(k, pair, shown, row, off) for k, (pair, off) in enumerate(_placed(between))]
    return Figure({"data": data, "layout": layout}, _alt(result, shown), _foot(result, shown, every), height)


def _people(row: EventRow) -> int:
    return sum(cell.participants for cell in row.cells.values())


def _share(cell: Cell) -> float:
    return round(100 * cell.participants / cell.n, 3) if cell.n else 0.0


def _known(each: RowDifference) -> bool:
    """An arm of nobody has no difference to another."""
    return not math.isnan(each.difference)


def _limits(each: RowDifference) -> tuple[float, float, float]:
    return each.difference, each.lower, each.upper


def _line(place: int, row: int) -> float:
    """Where a row's dots stand, in pixels from the top: below its name."""
    return place * row + _NAME - 2 + (row - _NAME) / 2


def _offsets(many: int) -> list[float]:
    """Marks of equal values must all be seen: they stand a little apart within the row."""
    return [_MARK * (i - (many - 1) / 2) for i in range(many)]


def _placed(between: Sequence[str]) -> list[tuple[str, float]]:
    return list(zip(between, _offsets(len(between)), strict=True))


def _names(shown: Sequence[EventRow], row: int) -> list[dict[str, Any]]:
    left = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -8, "yref": "y", "yanchor": "middle"}
    return [
        theme.text(rows.short(each.title), color=theme.INK, y=place * row + _NAME / 2 + 1, **left)
        for place, each in enumerate(shown)
    ]


def _dots(arm: str, shown: Sequence[EventRow], row: int, offset: float) -> dict[str, Any]:
    style = theme.arm(arm)
    cells = [each.cells[arm] for each in shown]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": style.label,
        "x": [_share(cell) for cell in cells],
        "y": [_line(i, row) + offset for i in range(len(shown))],
        "marker": style.marker,
        "cliponaxis": False,
        "text": [
            f"{each.title}<br>{style.label}: {words.part(cell.participants, cell.n)}"
            for each, cell in zip(shown, cells, strict=True)
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _intervals(which: int, pair: str, shown: Sequence[EventRow], row: int, offset: float) -> dict[str, Any]:
    known = [(i, each.differences[pair]) for i, each in enumerate(shown) if _known(each.differences[pair])]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": pair,
        "xaxis": "x2",
        "x": [round(100 * each.difference, 3) for _, each in known],
        "y": [_line(i, row) + offset for i, _ in known],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [round(100 * (each.upper - each.difference), 3) for _, each in known],
            "arrayminus": [round(100 * (each.difference - each.lower), 3) for _, each in known],
            "color": theme.MUTE,
            "thickness": 1.4,
            "width": 0,
        },
        "marker": {
            "symbol": _SYMBOLS[which % len(_SYMBOLS)][0],
            "size": 7,
            "color": theme.INK,
            "line": {"width": 0, "color": theme.INK},
        },
        "text": [f"{shown[i].title}<br>{pair}, points: {words.difference(*_limits(each))}" for i, each in known],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _difference_axis(limit: float) -> dict[str, Any]:
    return theme.base(
        {
            "range": [-1.04 * limit, 1.04 * limit],
            "domain": _FIELDS[1],
            "anchor": "y",
            "tickvals": [-limit, -limit / 2, 0, limit / 2, limit],
            "ticktext": [words.MINUS + words.short(limit), "", "0", "", f"+{words.short(limit)}"],
        }
    )


def _zero() -> dict[str, Any]:
    line = {"color": theme.AXIS, "width": 1}
    ends = {"xref": "x2", "x0": 0, "x1": 0, "yref": "paper", "y0": 0, "y1": 1}
    return {"type": "line", "line": line, "layer": "below"} | ends


def _headings(arms: Sequence[str], between: Sequence[str]) -> list[dict[str, Any]]:
    """What each field measures, and below it the marks of arms and, where there are several, of pairs."""
    made = [theme.heading("% of participants", xshift=-8) | {"yshift": 24}]
    near = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "bottom"}
    if len(arms) > 1:
        key = ((theme.arm(arm).colour, theme.arm(arm).mark) for arm in arms)
        made.append(theme.text(_key(key), x=0, xanchor="left", xshift=-8, yshift=6, **near))
    if between:
        middle = {"xref": "paper", "x": round(sum(_FIELDS[1]) / 2, 4), "xanchor": "center", "yref": "paper"}
        title = f"{between[0]}, points" if len(between) == 1 else "Differences, points"
        made.append(theme.text(title, y=1, yanchor="bottom", yshift=24, **middle))
        later = f"in {between[0].split(' ', 1)[0]}" if len(between) == 1 else "in later"
        gap = "&nbsp;&nbsp;"
        made.append(theme.text(f"← fewer{gap}{later}{gap}more →", y=0, yanchor="middle", yshift=-38, **middle))
    if len(between) > 1:
        marks = ((theme.INK, f"{_SYMBOLS[k % len(_SYMBOLS)][1]} {pair}") for k, pair in enumerate(between))
        made.append(theme.text(_key(marks), x=1, xanchor="right", xshift=12, yshift=6, **near))
    return made


def _key(marks: Any) -> str:
    return "&nbsp;&nbsp;&nbsp;".join(f'<span style="color:{colour}"><b>{mark}</b></span>' for colour, mark in marks)


def _foot(result: AdverseEvents, shown: Sequence[EventRow], every: Sequence[EventRow]) -> str:
    sizes = ", ".join(f"{theme.arm(arm).lead}n = {result.n[arm]}" for arm in result.arms)
    left = len(every) - len(shown)
    return f"{sizes} · {left} not shown, each with fewer or as many participants" if left else sizes


def _alt(result: AdverseEvents, shown: Sequence[EventRow]) -> str:
    if not shown:
        return f"No events so far among {sum(result.n.values())}."
    first = shown[0]
    shares = "; ".join(
        f"{theme.arm(arm).lead}{words.part(first.cells[arm].participants, first.cells[arm].n)}" for arm in result.arms
    )
    between = "".join(
        f"; {pair}, points: {words.difference(*_limits(each))}"
        for pair, each in first.differences.items()
        if _known(each)
    )
    return f"{words.count(len(shown), 'row')}; most participants: {words.inside(first.title)}, {shares}{between}."
