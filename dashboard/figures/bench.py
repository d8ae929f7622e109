"""Designs of stopping rules beside one another: their boundaries, and the chance that each is met."""

from collections.abc import Sequence
from typing import Any

import pandas as pd

from dashboard.figures import labels, theme, words
from dashboard.figures.kinds import Column, Figure, Sentence, Table, Verbatim
from dashboard.stats.arms import Result
from dashboard.stats.stopping.boundary import Range
from dashboard.stats.stopping.design import Boundaries, Design, Operating, Written

PLOT = 264
MARGIN = {"l": 44, "r": 76, "t": 30, "b": 48}
ERROR = "Monte Carlo standard error"
_GAP = 18
_STEPS = (1, 2, 5, 10, 20, 50, 100)
_LINES = (
    (theme.RULE, "solid", "circle", "━"),
    (theme.INK, "dash", "square-open", "╍"),
    (theme.MUTE, "dot", "diamond-open", "┅"),
)
"""Colour, dash, mark and key of the first, second and third design; no arm's."""


def answer(result: Operating) -> Sentence:
    """What each design does, in a sentence."""
    return Sentence(" ".join(_said(result, number) for number in range(len(result.designs))))


def boundaries(result: Boundaries) -> Figure:
    """Events that meet each design against participants or exposure: lines, or marks at the looks of a few."""
    drawn = list(zip(result.designs, result.ranges, strict=True))
    right = max((steps[-1].last for _, steps in drawn if steps), default=1)
    highest = max((step.events for _, steps in drawn for step in steps), default=1)
    top = highest + max(1, round(0.12 * highest))
    ends = [(steps[-1].last, steps[-1].events / top) if steps else (0, 0) for _, steps in drawn]
    layout = theme.layout(
        PLOT + 78,
        MARGIN,
        xaxis=theme.base({"range": [0, right], "nticks": 6, "tickformat": "d"}),
        yaxis=theme.axis(range=[0, top], dtick=labels.top(top / 7, _STEPS), tickformat="d"),
        hovermode="closest",
        annotations=[
            theme.heading("Events that meet the guideline", xshift=-38),
            _foot_title(_amounts(result.designs)),
            *_names(result.designs, ends, right),
        ],
    )
    data = [_boundary(number, *each) for number, each in enumerate(drawn)]
    alt = " ".join(_told(design, steps) for design, steps in drawn)
    return Figure({"data": data, "layout": layout}, alt, _key(result.designs), PLOT + 78)


def curve(result: Operating) -> Figure:
    """The chance that each design is met, by the true rate."""
    right = 100 * result.rates[-1]
    ends = [(right, float(found.probability[-1])) for found in result.found]
    first = result.designs[0]
    layout = theme.layout(
        PLOT + 78,
        MARGIN,
        xaxis=theme.base({"range": [0, right], "nticks": 6, "ticksuffix": "%"}),
        yaxis=theme.axis(range=[0, 1], tickformat=".0%", dtick=0.25),
        hovermode="closest",
        shapes=[_upright(100 * rate) for rate in (first.p0, first.p1)],
        annotations=[
            *(_mark(name, 100 * rate) for name, rate in (("p0", first.p0), ("p1", first.p1))),
            _foot_title("True rate within the window"),
            *_names(result.designs, ends, right),
        ],
    )
    data = [_chances(number, result) for number in range(len(result.designs))]
    alt = f"Chance that the guideline is met at a true rate of {words.percent(result.rates[-1])}: " + "; ".join(
        f"{design.name} {words.percent(chance)}" for design, (_, chance) in zip(result.designs, ends, strict=True)
    )
    return Figure({"data": data, "layout": layout}, f"{alt}.", _key(result.designs), PLOT + 78)


def operating(result: Result) -> Table:
    """What each design does at each true rate, exact or simulated; chances in percent, Monte Carlo errors in points."""
    table = result.table()
    shown = [(str(name), _cells(str(name), table[name])) for name in table.columns]
    numeric = [pd.api.types.is_numeric_dtype(table[name]) for name in table.columns]
    titles = [f"{name}, points" if name == ERROR else name for name, _ in shown]
    columns = tuple(Column(name, "right" if right else "left") for name, right in zip(titles, numeric, strict=True))
    return Table(columns, tuple(zip(*(cells for _, cells in shown), strict=True)))


def _cells(name: str, column: "pd.Series[Any]") -> list[str]:
    if name == "True rate":
        return [f"{100 * rate:g}%" for rate in column]
    if name == ERROR:
        return [words.points(error, 2) for error in column]
    chance = name in ("Chance that it is met", "Exact chance")
    return [words.percent(value) if chance else words.cell(value) for value in column]


def verbatim(result: Written) -> Verbatim:
    """The lines as they are."""
    return Verbatim("\n".join(" ".join(row) for row in result.rows).strip())


def _said(result: Operating, number: int) -> str:
    design = result.designs[number]
    low, (high, amount, months) = result.at(number, design.p0)[0], result.at(number, design.p1)
    what = "windows of exposure" if design.rule.counts == "exposure" else "participants"
    return (
        f"{design.name} is met with a chance of {words.percent(low)} at a true rate of {100 * design.p0:g}% "
        f"and of {words.percent(high)} at {100 * design.p1:g}%, "
        f"where following ends after {words.number(amount)} {what} or {words.number(months)} months on average."
    )


def _boundary(number: int, design: Design, steps: Sequence[Range]) -> dict[str, Any]:
    colour, dash, symbol, _ = _LINES[number]
    looked = bool(design.looks)
    x, y = _marks(steps) if looked else _staircase(steps)
    return {
        "type": "scatter",
        "mode": "markers" if looked else "lines",
        "name": design.name,
        "x": x,
        "y": y,
        "line": {"color": colour, "dash": dash, "width": 2.2},
        "marker": {"symbol": symbol, "size": 10, "color": colour},
        "cliponaxis": False,
        "hovertemplate": f"{design.name}: %{{y}} among %{{x}}<extra></extra>",
    }


def _marks(steps: Sequence[Range]) -> tuple[list[float], list[int]]:
    """A mark at each end of a range; looks between them need the same events."""
    ends = [(float(amount), step.events) for step in steps for amount in dict.fromkeys((step.first, step.last))]
    return [amount for amount, _ in ends], [events for _, events in ends]


def _staircase(steps: Sequence[Range]) -> tuple[list[float], list[int]]:
    """k events meet the guideline up to the last amount of their range; there the line goes up."""
    starts = [float(steps[0].first), *(float(step.last) for step in steps[:-1])] if steps else []
    x = [amount for start, step in zip(starts, steps, strict=True) for amount in (start, float(step.last))]
    return x, [step.events for step in steps for _ in range(2)]


def _chances(number: int, result: Operating) -> dict[str, Any]:
    colour, dash, *_ = _LINES[number]
    name = result.designs[number].name
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": [100 * rate for rate in result.rates],
        "y": [float(chance) for chance in result.found[number].probability],
        "line": {"color": colour, "dash": dash, "width": 2.2},
        "hovertemplate": f"{name}: %{{y:.1%}} at %{{x:.1f}}%<extra></extra>",
    }


def _names(designs: Sequence[Design], ends: Sequence[tuple[float, float]], right: float) -> list[dict[str, Any]]:
    """Each design's name at the end of its line: (where it ends, its height as a share of the plot's)."""
    places = labels.spread([height * PLOT for _, height in ends], _GAP, 8, PLOT - 4)
    return [
        theme.text(
            f"{_LINES[number][3]} {design.name}",
            color=_LINES[number][0],
            xref="x",
            x=min(end, right),
            xanchor="left",
            xshift=8,
            yref="paper",
            y=0,
            yshift=round(place, 1),
            yanchor="middle",
        )
        for number, (design, (end, _), place) in enumerate(zip(designs, ends, places, strict=True))
    ]


def _amounts(designs: Sequence[Design]) -> str:
    counted = {design.rule.counts for design in designs}
    titles = {"participants": "Evaluable participants", "exposure": "Windows of exposure"}
    return " · ".join(title for counts, title in titles.items() if counts in counted)


def _foot_title(text: str) -> dict[str, Any]:
    return theme.text(text, xref="paper", x=0.5, xanchor="center", yref="paper", y=0, yanchor="middle", yshift=-36)


def _upright(x: float) -> dict[str, Any]:
    return {
        "type": "line",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "yref": "paper",
        "line": {"color": theme.AXIS, "width": 1},
    }


def _mark(name: str, x: float) -> dict[str, Any]:
    return theme.text(name, xref="x", x=x, xanchor="center", yref="paper", y=1, yanchor="bottom", yshift=4)


def _told(design: Design, steps: Sequence[Range]) -> str:
    if not steps:
        return f"{design.name}: no number of events meets it."
    few, many = (f"{step.events} among {str(step).split(':')[0]}" for step in (steps[0], steps[-1]))
    return f"{design.name}: from {few} to {many}."


def _key(designs: Sequence[Design]) -> str:
    return "\n".join(f"{_LINES[number][3]} {design.name}: {design.words}" for number, design in enumerate(designs))
