"""Adverse events as dots: share of participants by arm, and the difference of each two arms with its interval."""

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from dashboard.figures import labels, rows, theme, words
from dashboard.figures.kinds import Figure

_SHARES = (10, 20, 30, 40, 50, 60, 80, 100)
_NEAR = {"yref": "paper", "yanchor": "bottom", "y": 1, "yshift": 8}


class Cell(Protocol):
    """Participants with the event, of n, in one arm."""

    @property
    def participants(self) -> int: ...  # noqa: D102
    @property
    def n(self) -> int: ...  # noqa: D102


class Difference(Protocol):
    """Later arm minus earlier arm as fractions, with 95% limits."""

    @property
    def difference(self) -> float: ...  # noqa: D102
    @property
    def lower(self) -> float: ...  # noqa: D102
    @property
    def upper(self) -> float: ...  # noqa: D102


class EventRow(Protocol):
    """A row over all arms: `level` is overall, soc or term."""

    @property
    def level(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str: ...  # noqa: D102
    @property
    def cells(self) -> Mapping[str, Cell]: ...  # noqa: D102
    @property
    def differences(self) -> Mapping[str, Difference]: ...  # noqa: D102


class AdverseEvents(Protocol):
    """Adverse events, the same rows in every arm; `n` participants per arm."""

    @property
    def arms(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def n(self) -> Mapping[str, int]: ...  # noqa: D102
    @property
    def rows(self) -> Sequence[EventRow]: ...  # noqa: D102


def adverse_events(result: AdverseEvents, *, level: str = "term", most: int = 15) -> Figure:
    """Shares at the left and, with two arms or more, differences at the right.

    The `most` rows of that `level` with the most participants over all arms are shown, in that order
    (as given where equal), so neither rows nor order depend on how the arms compare.
    """
    every = [row for row in result.rows if row.level == level and _people(row)]
    shown = sorted(every, key=lambda row: -_people(row))[:most]
    names = [row.title for row in shown]
    pairs = list(dict.fromkeys(pair for row in result.rows for pair in row.differences))
    fields = _fields(len(pairs))
    highest = max((_share(row.cells[arm]) for row in shown for arm in result.arms), default=0.0)
    widest = max((100 * abs(v) for row in shown for pair in pairs for v in _limits(row, pair) if v == v), default=0.0)
    bottom = 54 if pairs else 34
    height = max(len(shown), 4) * rows.ROW + 30 + bottom
    layout = theme.layout(
        height,
        {"l": rows.left(names), "r": 18, "t": 30, "b": bottom},
        xaxis=theme.base({"range": [0, labels.top(highest, _SHARES)], "domain": fields[0], "ticksuffix": "%"}),
        yaxis=rows.axis(names),
        hovermode="closest",
        annotations=_headings(result, pairs, fields),
        shapes=[],
    )
    if not shown:
        people = sum(result.n.values())
        layout["annotations"].append(theme.nothing(f"No events so far among {people}"))
    data = [_dots(arm, shown, offset) for arm, offset in zip(result.arms, _beside(len(result.arms)), strict=True)]
    limit = labels.top(widest, _SHARES)
    for place, pair in enumerate(pairs, start=2):
        layout[f"xaxis{place}"] = _difference_axis(limit, fields[place - 1])
        layout["shapes"].append(_zero(f"x{place}"))
        data.append(_intervals(pair, shown, f"x{place}"))
    return Figure({"data": data, "layout": layout}, _alt(result, shown), _foot(result, shown, every), height)


def _people(row: EventRow) -> int:
    return sum(cell.participants for cell in row.cells.values())


def _share(cell: Cell) -> float:
    return round(100 * cell.participants / cell.n, 3) if cell.n else 0.0


def _limits(row: EventRow, pair: str) -> tuple[float, float, float]:
    each = row.differences[pair]
    return each.difference, each.lower, each.upper


def _fields(pairs: int) -> list[list[float]]:
    """The domains of shares and of each pair's differences."""
    if not pairs:
        return [[0.0, 1.0]]
    first = 0.6 if pairs == 1 else 0.4
    gap = 0.05
    width = (1 - first - gap * pairs) / pairs
    starts = [first + gap + i * (width + gap) for i in range(pairs)]
    return [[0.0, first], *([round(start, 4), round(start + width, 4)] for start in starts)]


def _beside(arms: int) -> list[float]:
    """Dots of equal shares must both be seen: arms stand a little apart within the row."""
    return [offset * 0.6 for offset in rows.offsets(arms)]


def _dots(arm: str, shown: Sequence[EventRow], offset: float) -> dict[str, Any]:
    style = theme.arm(arm)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": style.label,
        "x": [_share(row.cells[arm]) for row in shown],
        "y": [i + offset for i in range(len(shown))],
        "marker": style.marker,
        "cliponaxis": False,
        "text": [
            f"{row.title}<br>{style.label}: {words.part(row.cells[arm].participants, row.cells[arm].n)}"
            for row in shown
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _intervals(pair: str, shown: Sequence[EventRow], xaxis: str) -> dict[str, Any]:
    known = [
        (i, *_limits(row, pair))
        for i, row in enumerate(shown)
        if row.differences[pair].difference == row.differences[pair].difference
    ]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": pair,
        "xaxis": xaxis,
        "x": [round(100 * each, 3) for _, each, _, _ in known],
        "y": [i for i, _, _, _ in known],
        "error_x": {
            "type": "data",
            "symmetric": False,
            "array": [round(100 * (upper - each), 3) for _, each, _, upper in known],
            "arrayminus": [round(100 * (each - lower), 3) for _, each, lower, _ in known],
            "color": theme.MUTE,
            "thickness": 1.4,
            "width": 0,
        },
        "marker": {"symbol": "circle", "size": 7, "color": theme.INK, "line": {"width": 0, "color": theme.INK}},
        "text": [
            f"{shown[i].title}<br>{pair}: {words.points(each)} points ({words.points(low)} to {words.points(high)})"
            for i, each, low, high in known
        ],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _difference_axis(limit: float, domain: list[float]) -> dict[str, Any]:
    ticks = [-limit, -limit / 2, 0, limit / 2, limit]
    return theme.base(
        {
            "range": [-1.04 * limit, 1.04 * limit],
            "domain": domain,
            "anchor": "y",
            "tickvals": ticks,
            "ticktext": [("+" if tick > 0 else "") + words.short(tick) for tick in ticks],
        }
    )


def _zero(xaxis: str) -> dict[str, Any]:
    line = {"color": theme.AXIS, "width": 1}
    return {
        "type": "line",
        "xref": xaxis,
        "x0": 0,
        "x1": 0,
        "yref": "paper",
        "y0": 0,
        "y1": 1,
        "line": line,
        "layer": "below",
    }


def _headings(result: AdverseEvents, pairs: Sequence[str], fields: Sequence[list[float]]) -> list[dict[str, Any]]:
    made = [theme.heading("% of participants")]
    key = "&nbsp;&nbsp;&nbsp;".join(
        f'<span style="color:{style.colour}"><b>{style.mark}</b></span>' for style in map(theme.arm, result.arms)
    )
    if len(result.arms) > 1:
        made.append(theme.text(key, xref="paper", x=fields[0][1], xanchor="right", **_NEAR))
    for place, pair in enumerate(pairs, start=1):
        middle = round(sum(fields[place]) / 2, 4)
        later = pair.split(" ", 1)[0]
        below = {"xref": "paper", "x": middle, "xanchor": "center", "yref": "paper", "y": 0, "yanchor": "middle"}
        title = f"{pair}, percentage points (95% interval)" if len(pairs) == 1 else f"{pair}, points (95%)"
        made.append(theme.text(title, xref="paper", x=middle, xanchor="center", **_NEAR))
        made.append(theme.text(f"← fewer in {later}&nbsp;&nbsp;&nbsp;&nbsp;more in {later} →", yshift=-38, **below))
    return made


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
        f"; {pair} {words.points(each.difference)} points ({words.points(each.lower)} to {words.points(each.upper)})"
        for pair, each in first.differences.items()
        if each.difference == each.difference
    )
    return f"{words.count(len(shown), 'row')}; most participants: {words.inside(first.title)}, {shares}{between}."
