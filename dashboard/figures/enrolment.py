"""Enrolment against its plan, month by month."""

from collections.abc import Iterable
from typing import Any

import numpy as np

from dashboard.figures import labels, theme, words
from dashboard.figures.kinds import Figure
from dashboard.stats.enrolment import Accrual

PLOT = 250
RIGHT = 116
_TOPS = (5, 10, 20, 30, 40, 50, 60, 80, 100, 120, 150, 200, 250, 300, 400, 500, 600, 800, 1000, 1500, 2000, 5000)


def accrual(result: Accrual) -> Figure:
    """Participants randomised so far as steps, the plan as a thin dashed line, each named at its end."""
    months = [words.month(np.datetime64(value)) for value in result.months]
    now, plan = result.total, result.expected_now
    end = labels.top(1.05 * max(now, plan, 1), _TOPS)
    actual = _line(months, result.randomised, theme.arm("").line | {"shape": "hvh"}, "randomised")
    planned = _line(months, result.expected, {"color": theme.MUTE, "dash": "dash", "width": 1.2}, "planned")
    ends = [(now, f"<b>{now} randomised</b>", theme.arm("").colour)]
    ends += [(plan, f"{plan} planned", theme.MUTE)] if plan else []
    places = labels.spread([value / end * PLOT for value, _, _ in ends], 17, 9, PLOT - 6)
    annotations = [theme.heading("Participants, cumulative", xshift=-42)]
    for (_, text, colour), place in zip(ends, places, strict=True):
        annotations.append(
            theme.text(
                text,
                color=colour,
                xref="paper",
                x=1,
                xanchor="left",
                xshift=6,
                yref="paper",
                y=0,
                yshift=round(place, 1),
            )
        )
    annotations += [] if now else [theme.nothing("No participants randomised so far")]
    height = PLOT + 30 + 46
    layout = theme.layout(
        height,
        {"l": 48, "r": RIGHT, "t": 30, "b": 46},
        xaxis=theme.base(
            {
                "type": "category",
                "tickvals": _ticks(months),
                "ticktext": [name.replace(" ", "<br>") for name in _ticks(months)],
                "range": [-0.5, max(len(months), 1) - 0.5],
            }
        ),
        yaxis=theme.axis(range=[0, end], nticks=6, tickformat="d"),
        hovermode="x unified",
        annotations=annotations,
    )
    foot = f"{now} of {result.planned} planned participants ({words.share(now, result.planned)})"
    alt = f"{now} of {result.planned} participants randomised"
    alt += f" by the end of {months[-1]}; the plan has {plan} by then." if plan else "."
    return Figure({"data": [planned, actual] if plan else [actual], "layout": layout}, alt, foot, height)


def _line(months: list[str], values: Iterable[int], look: dict[str, Any], name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": months,
        "y": [int(value) for value in values],
        "line": look,
        "cliponaxis": False,
        "hovertemplate": f"%{{y}} {name}<extra></extra>",
    }


def _ticks(months: list[str]) -> list[str]:
    """Every month while there are few, else every third, sixth or twelfth from the first."""
    step = next(every for every in (1, 3, 6, 12, 24) if len(months) <= 6 * every or every == 24)
    return months[::step]
