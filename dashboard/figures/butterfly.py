"""Adverse events by worst grade: the arms' shares as bars that grow darker with the grade, two arms back to back."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboard.figures import labels as places
from dashboard.figures import rows, tables, theme, words
from dashboard.figures.kinds import Figure
from dashboard.stats.counts import AdverseEvents, EventRow

_NAME, _BAR = 18, 14
_ENDS = (10, 20, 30, 40, 50, 60, 80, 100)
_GAP = 0.04


def worst_grade(result: AdverseEvents, *, labels: Sequence[str] = (), level: str = "term", most: int = 15) -> Figure:
    """Bars of participants by worst grade, mildest next to the line at 0; one field an arm.

    The rows are those of `dots.adverse_events`: the `most` frequent over all arms, whatever the arms are.
    """
    every = [row for row in result.rows if row.level == level and tables.people(row)]
    shown = sorted(every, key=lambda row: -tables.people(row))[:most]
    steps = tables.steps(result.grades)
    graded = [words.inside(tables.grade(step, labels)) for step in steps if step]
    end = places.top(max((_share(row, arm) for row in shown for arm in result.arms), default=0.0), _ENDS)
    height = max(len(shown), 3) * (_NAME + _BAR + 4) + 46 + 34
    layout = theme.layout(
        height,
        {"l": 14, "r": 14, "t": 46, "b": 34},
        barmode="stack",
        bargap=0,
        yaxis=theme.axis(range=[max(len(shown), 3), 0], showticklabels=False, showgrid=False),
        hovermode="closest",
        annotations=[*_heads(result), *_names(shown)],
        **{_axis(at): _across(at, len(result.arms), end) for at in range(len(result.arms))},
    )
    if not shown:
        layout["annotations"].append(theme.nothing(f"No events so far among {sum(result.n.values())}"))
    data = [
        _bars(shown, arm, at, grade, tint, tables.grade(grade, labels))
        for at, arm in enumerate(result.arms)
        for grade, tint in zip(steps, _tints(steps), strict=True)
    ]
    return Figure(
        {"data": data, "layout": layout},
        _alt(result, shown, steps, labels),
        _foot(result, shown, every, graded),
        height,
    )


def _share(row: EventRow, arm: str) -> float:
    cell = row.cells[arm]
    return 100 * cell.participants / cell.n if cell.n else 0.0


def _tints(steps: Sequence[int]) -> list[float]:
    """From pale to full; what is not graded is the palest."""
    graded = [round(float(tint), 2) for tint in np.linspace(0.25, 1.0, max(sum(map(bool, steps)), 2))]
    return [graded[at] if grade else 0.1 for at, grade in enumerate(steps)]


def _axis(at: int) -> str:
    return f"xaxis{at + 1}" if at else "xaxis"


def _across(at: int, arms: int, end: float) -> dict[str, Any]:
    """The fields side by side; the first of two runs to the left."""
    gap = 0.0 if arms == 2 else _GAP
    domain = [round((at + gap * bool(at)) / arms, 4), round((at + 1) / arms, 4)]
    backwards = arms == 2 and at == 0
    reach = [end, 0] if backwards else [0, end]
    ticks = [end / 2, end] if arms == 2 and at else [0, end / 2, end]  # one 0 on the line between two
    said = [f"{words.short(tick)}%" for tick in ticks]  # plotly puts a suffix to ticks of its own choice alone
    return theme.base({"range": reach, "domain": domain, "anchor": "y", "tickvals": ticks, "ticktext": said})


def _bars(shown: Sequence[EventRow], arm: str, at: int, grade: int, tint: float, name: str) -> dict[str, Any]:
    cells = [row.cells[arm] for row in shown]
    counts = [cell.grades.get(grade, 0) for cell in cells]
    colour = theme.arm(arm).colour
    return {
        "type": "bar",
        "orientation": "h",
        "name": f"{theme.arm(arm).label}: {words.inside(name)}",
        "x": [round(100 * count / cell.n, 3) if cell.n else 0 for count, cell in zip(counts, cells, strict=True)],
        "y": [place + (_NAME + _BAR / 2) / (_NAME + _BAR + 4) for place in range(len(shown))],
        "width": _BAR / (_NAME + _BAR + 4),
        "xaxis": f"x{at + 1}" if at else "x",
        "marker": {"color": theme.tint(colour, tint), "line": {"color": colour, "width": 0.6}},
        "text": [
            f"{words.drawn(row.title)}<br>{theme.arm(arm).lead}{words.inside(name)}: {words.part(count, cell.n)}"
            for row, cell, count in zip(shown, cells, counts, strict=True)
        ],
        "textposition": "none",
        "hovertemplate": "%{text}<extra></extra>",
    }


def _names(shown: Sequence[EventRow]) -> list[dict[str, Any]]:
    left = {"xref": "paper", "x": 0, "xanchor": "left", "xshift": -8, "yref": "y", "yanchor": "middle"}
    height = _NAME / 2 / (_NAME + _BAR + 4)
    return [theme.text(rows.shown(row.title), color=theme.INK, y=at + height, **left) for at, row in enumerate(shown)]


def _heads(result: AdverseEvents) -> list[dict[str, Any]]:
    made = [theme.heading("% of participants, by worst grade", xshift=-8) | {"yshift": 24}]
    many = len(result.arms)
    for at, arm in enumerate(result.arms):
        style = theme.arm(arm)
        place = {"x": round((at + 0.5) / many, 4), "xanchor": "center", "xref": "paper", "y": 1, "yref": "paper"}
        made.append(theme.text(f"<b>{style.mark}</b>", color=style.colour, yanchor="bottom", yshift=6, **place))
    return made if many > 1 else made[:1]


def _foot(result: AdverseEvents, shown: Sequence[EventRow], every: Sequence[EventRow], graded: Sequence[str]) -> str:
    left = len(every) - len(shown)
    blank = any(cell.grades.get(0) for row in shown for cell in row.cells.values())
    parts = [tables.sizes(result.n), f"pale to dark: {words.listed([*graded])}" if graded else ""]
    parts.append(f"palest, at the end: {words.inside(tables.grade(0, ()))}" if blank else "")
    parts.append(f"{left} not shown, each with fewer or as many participants" if left else "")
    return " · ".join(part for part in parts if part)


def _alt(result: AdverseEvents, shown: Sequence[EventRow], steps: Sequence[int], labels: Sequence[str]) -> str:
    if not shown:
        return f"No events so far among {sum(result.n.values())}."
    first = shown[0]
    said = []
    for arm in result.arms:
        cell = first.cells[arm]
        counts = [f"{words.inside(tables.grade(g, labels))} {cell.grades.get(g, 0)}" for g in steps]
        said.append(f"{theme.arm(arm).lead}{words.part(cell.participants, cell.n)}, {', '.join(counts)}")
    return f"{words.count(len(shown), 'row')}; most participants: {words.inside(first.title)}, {'; '.join(said)}."
