"""Two fields side by side: values by arm at the left, differences of each two arms with their intervals at the right.

A row's name stands above its marks, so that the whole width is theirs on a narrow screen too.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.figures import labels, rows, signs, theme, words

_ENDS = (10, 20, 30, 40, 50, 60, 80, 100)
_NAME = 18
"""Height of a row's name, in pixels."""
_MARK = 8
"""Height that each arm's mark, or each pair's interval, takes in a row."""
_SYMBOLS = (("circle", "●"), ("square", "■"), ("diamond", "◆"))
_FIELDS = ([0.0, 0.54], [0.63, 1.0])
"""The widths of values and of differences."""


@dataclass(frozen=True)
class Mark:
    """A value on the axis, its words when pointed at (plotly's HTML), and its interval; NaN where there is none."""

    value: float
    says: str
    lower: float = math.nan
    upper: float = math.nan

    @property
    def reach(self) -> float:
        """How far from zero it goes, interval included."""
        return max(abs(end) for end in (self.value, self.lower, self.upper) if math.isfinite(end))


@dataclass(frozen=True)
class Row:
    """A row's name, its mark in each arm and in each two arms; what has no mark is not drawn.

    `beside` are words at the right end of the name's line.
    """

    title: str
    arms: Mapping[str, Mark]
    between: Mapping[str, Mark]
    beside: str = ""


@dataclass(frozen=True)
class Heads:
    """What the left field measures, the suffix of its ticks, and the unit of differences."""

    measure: str
    suffix: str
    unit: str


def draw(shown: Sequence[Row], arms: Sequence[str], between: Sequence[str], heads: Heads) -> tuple[dict[str, Any], int]:
    """The drawing and its height in pixels; one field alone where there are no two arms."""
    row = _NAME + 8 + _MARK * max(len(arms), len(between))
    margin = {"l": 14, "r": 24, "t": 46, "b": 54 if between else 34}
    height = max(len(shown), 3) * row + margin["t"] + margin["b"]
    end = _end(mark for each in shown for mark in each.arms.values())
    left = {"range": [0, end], "domain": _FIELDS[0] if between else [0, 1], "ticksuffix": heads.suffix}
    layout = theme.layout(
        height,
        margin,
        xaxis=theme.base(left),
        yaxis=theme.axis(
            range=[max(len(shown), 3) * row, 0],
            tickvals=[_line(i, row) for i in range(len(shown))],
            showticklabels=False,
        ),
        hovermode="closest",
        annotations=[*_headings(arms, between, heads), *_names(shown, row)],
    )
    data = [_values(arm, shown, row, off) for arm, off in zip(arms, _offsets(len(arms)), strict=True)]
    if between:
        layout["xaxis2"] = _difference_axis(_end(mark for each in shown for mark in each.between.values()))
        layout["shapes"] = [_zero()]
        placed = zip(between, _offsets(len(between)), strict=True)
        data += [_differences(k, pair, shown, row, off) for k, (pair, off) in enumerate(placed)]
    return {"data": data, "layout": layout}, height


def _end(marks: Iterable[Mark]) -> float:
    return labels.top(max((mark.reach for mark in marks), default=0.0), _ENDS)


def _line(place: int, row: int) -> float:
    """Where a row's marks stand, in pixels from the top: below its name."""
    return place * row + _NAME - 2 + (row - _NAME) / 2


def _offsets(many: int) -> list[float]:
    """Marks of equal values must all be seen: they stand a little apart within the row."""
    return [_MARK * (i - (many - 1) / 2) for i in range(many)]


def _names(shown: Sequence[Row], row: int) -> list[dict[str, Any]]:
    left = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -8, "yref": "y", "yanchor": "middle"}
    right = {"xref": "paper", "x": 1, "xanchor": "right", "xshift": 20, "yref": "y", "yanchor": "middle"}
    right |= {"bgcolor": theme.PAPER, "borderpad": 0}  # no line runs through the words
    height = [place * row + _NAME / 2 + 1 for place in range(len(shown))]
    names = [
        theme.text(rows.shown(each.title), color=theme.INK, y=y, **left) for each, y in zip(shown, height, strict=True)
    ]
    beside = [theme.text(each.beside, y=y, **right) for each, y in zip(shown, height, strict=True) if each.beside]
    return [*names, *beside]


def _values(arm: str, shown: Sequence[Row], row: int, offset: float) -> dict[str, Any]:
    style = theme.arm(arm)
    known = [(i, each.arms[arm]) for i, each in enumerate(shown) if arm in each.arms]
    return _trace(known, row, offset) | _errors(known, style.colour) | {"name": style.label, "marker": style.marker}


def _differences(which: int, pair: str, shown: Sequence[Row], row: int, offset: float) -> dict[str, Any]:
    known = [(i, each.between[pair]) for i, each in enumerate(shown) if pair in each.between]
    symbol = {"symbol": _SYMBOLS[which % len(_SYMBOLS)][0], "size": 7, "color": theme.INK}
    edge = {"line": {"width": 0, "color": theme.INK}}
    named = {"name": pair, "xaxis": "x2", "marker": symbol | edge}
    return _trace(known, row, offset) | _errors(known, theme.MUTE) | named


def _trace(known: Sequence[tuple[int, Mark]], row: int, offset: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [round(mark.value, 3) for _, mark in known],
        "y": [_line(i, row) + offset for i, _ in known],
        "cliponaxis": False,
        "text": [mark.says for _, mark in known],
        "hovertemplate": "%{text}<extra></extra>",
    }


def _errors(known: Sequence[tuple[int, Mark]], colour: str) -> dict[str, Any]:
    """Intervals as thin lines, none of no length; nothing where no mark has one."""
    if not any(math.isfinite(mark.lower) for _, mark in known):
        return {}
    above, below = (
        [round(side * (end - mark.value), 3) if math.isfinite(end) else 0.0 for mark, end in ends]
        for side, ends in ((1, [(m, m.upper) for _, m in known]), (-1, [(m, m.lower) for _, m in known]))
    )
    bar = {"type": "data", "symmetric": False, "array": above, "arrayminus": below}
    return {"error_x": bar | {"color": colour, "thickness": 1.4, "width": 0}}


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


def _headings(arms: Sequence[str], between: Sequence[str], heads: Heads) -> list[dict[str, Any]]:
    """What each field measures, and below it the marks of arms and, where there are several, of pairs."""
    made = [theme.heading(heads.measure, xshift=-8) | {"yshift": 24}]
    near = {"xref": "paper", "yref": "paper", "y": 1, "yanchor": "bottom"}
    if len(arms) > 1 and not signs.found(arms[0]):  # arms that have names stand in the drawing's own key
        key = ((theme.arm(arm).colour, theme.arm(arm).mark) for arm in arms)
        made.append(theme.text(_key(key), x=0, xanchor="left", xshift=-8, yshift=6, **near))
    if between:
        middle = {"xref": "paper", "x": round(sum(_FIELDS[1]) / 2, 4), "xanchor": "center", "yref": "paper"}
        title = f"{between[0]}, {heads.unit}" if len(between) == 1 else f"Differences, {heads.unit}"
        made.append(theme.text(title, y=1, yanchor="bottom", yshift=24, **middle))
        later = f"in {between[0].split(' ', 1)[0]}" if len(between) == 1 else "in later"
        gap = "&nbsp;&nbsp;"
        made.append(theme.text(f"← fewer{gap}{later}{gap}more →", y=0, yanchor="middle", yshift=-38, **middle))
    if len(between) > 1:
        marks = ((theme.INK, f"{_SYMBOLS[k % len(_SYMBOLS)][1]} {pair}") for k, pair in enumerate(between))
        made.append(theme.text(_key(marks), x=1, xanchor="right", xshift=12, yshift=6, **near))
    return made


def _key(marks: Iterable[tuple[str, str]]) -> str:
    return "&nbsp;&nbsp;&nbsp;".join(f'<span style="color:{colour}"><b>{mark}</b></span>' for colour, mark in marks)
