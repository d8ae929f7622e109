"""One participant: facts, laboratory results over time, and what counts towards a guideline."""

from dataclasses import replace
from typing import Any

from dashboard.figures import rows, tables, theme, words
from dashboard.figures.kinds import Column, Figure, Lead, Table
from dashboard.figures.timeline import NOBODY
from dashboard.stats.facts import Facts
from dashboard.stats.participant import Labs, Series, Towards

LANE = 72
"""Pixels a laboratory test."""


def who(result: Facts, *, person: str = "", leads_to: str = "") -> Table:
    """A row a fact; the last one leads to the page that tells the arm, if there is one."""
    if not result.rows:
        return Table((), (), empty=f"{NOBODY}.")
    more = (("Treatment, its own events, narrative", "on a page of their own"),) if leads_to else ()
    shown = (*result.rows, *more)
    leads = (*(None for _ in result.rows), *(Lead(leads_to, {"person": person}) for _ in more))
    return Table((Column("Participant", "left"), Column(person, "left")), shown, leads=leads)


def towards(result: Towards, *, person: str = "") -> Table:
    """A row a guideline, each leading to the guideline's page; dates of its reasons in words."""
    shown = tables.frame(result)
    rows = tuple(tuple(words.dated(cell) for cell in row) for row in shown.rows)
    leads = tuple(Lead(rule.name) for rule, _ in result.lines)
    empty = "The trial definition has no guideline." if person else f"{NOBODY}."
    return replace(shown, rows=rows, leads=leads, empty=empty)


def labs(result: Labs, *, person: str = "") -> Figure:
    """A lane a test: its values joined, the limits of normal as a pale band, its last value in figures."""
    names = [one.title for one in result.series]
    height = 8 + 44 + LANE * max(len(names), 2)
    clock = "Days from transplantation" if result.transplanted else "Days from randomisation"
    layout = theme.layout(
        height,
        {"l": 8, "r": 56, "t": 8, "b": 44},
        xaxis=theme.base(
            {"showgrid": True, "range": _days(result)}
            | {"title": {"text": clock, "font": {"size": theme.TEXT, "color": theme.MUTE}, "standoff": 8}}
        ),
        yaxis=rows.axis(names, showticklabels=False, showgrid=False),
        hovermode="closest",
        shapes=[shape for at, one in enumerate(result.series) for shape in _band(at, one)],
        annotations=[*rows.lanes(names), *(_last(at, one) for at, one in enumerate(result.series))]
        if names
        else [theme.nothing("No laboratory results" if person else NOBODY)],
    )
    data = [_line(at, one) for at, one in enumerate(result.series)]
    return Figure(
        {"data": data, "layout": layout}, _alt(result), "Pale band: limits of normal" if names else "", height
    )


def _days(result: Labs) -> list[float]:
    """From the first day to the last with some room, a week at least: a single day has whole days around it."""
    days = [day for one in result.series for day in one.days] or [0]
    room = max(7.0, 0.03 * (max(days) - min(days)))
    return [min(days) - room, max(days) + room]


def _scale(one: Series) -> tuple[float, float]:
    """The least and the most that a lane holds: its values and its limits."""
    known = [*one.values, *(limit for limit in (one.lower, one.upper) if limit is not None)]
    low, high = min(known), max(known)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _place(at: int, value: float, scale: tuple[float, float]) -> float:
    """Where a value stands within its lane; the lower two thirds of the lane are the scale."""
    low, high = scale
    return at + 0.42 - 0.6 * (value - low) / (high - low)


def _line(at: int, one: Series) -> dict[str, Any]:
    scale = _scale(one)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": list(one.days),
        "y": [_place(at, value, scale) for value in one.values],
        "line": {"color": theme.INK, "width": 1.4},
        "marker": {"size": 5, "color": theme.INK},
        "hovertext": [
            words.drawn(f"{one.title}: {value:g} {one.unit}, day {day}")
            for day, value in zip(one.days, one.values, strict=True)
        ],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _band(at: int, one: Series) -> list[dict[str, Any]]:
    if one.lower is None and one.upper is None:
        return []
    scale = _scale(one)
    low = scale[0] if one.lower is None else one.lower
    high = scale[1] if one.upper is None else one.upper
    ends = {"y0": _place(at, low, scale), "y1": _place(at, high, scale)}
    return [
        {"type": "rect", "xref": "paper", "x0": 0, "x1": 1, "layer": "below", "line": {"width": 0}}
        | {"fillcolor": theme.tint(theme.AXIS, 0.25)}
        | ends
    ]


def _last(at: int, one: Series) -> dict[str, Any]:
    where = {"x": 1, "xref": "paper", "xanchor": "left", "y": at + 0.12, "yanchor": "middle", "xshift": 6}
    return theme.text(f"{one.values[-1]:g}", color=theme.INK, **where)


def _alt(result: Labs) -> str:
    each = [f"{one.title} {one.values[-1]:g} on day {one.days[-1]}" for one in result.series]
    return f"Last values: {words.listed(each)}." if each else "No laboratory results."
