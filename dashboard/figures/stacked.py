"""What became of one arm's participants: the causes stacked, so that with the event-free they fill the whole."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from dashboard.figures import labels, risk, steps, theme, words
from dashboard.figures.curves import CLOCK, NOW, censored
from dashboard.figures.kinds import Figure
from dashboard.figures.risk import Counting, Row, Section
from dashboard.stats.arms import ByArm
from dashboard.stats.competing import FREE, CumulativeIncidence
from dashboard.stats.intervals import Array
from dashboard.stats.landmarks import Curve
from dashboard.stats.times import Counts

_LABEL = 17
"""Least distance between two labels, in pixels."""


def stacked(result: ByArm[CumulativeIncidence], *, which: int, clock: str = CLOCK, lag: str = NOW) -> Figure:
    """One arm, the `which`-th from 0 by letter: areas from the first cause at the foot to the event-free on top.

    Dotted lines are 95% limits: of the first cause, and of having had any. All arms' drawings end on the same day.
    """
    name = sorted(result.results)[which]
    end = risk.axis_end(list(result.results.values()))
    arm, style = result.results[name], theme.arm(name)
    sections = [
        Section("At risk", (Row(style.mark, style.colour, arm.at_risk),)),
        Section("Events", (Row(style.mark, style.colour, _any_event(arm)),)),
    ]
    plot, height = steps.framed(
        [*_areas(arm, style.colour, end), *_limits(arm, style.colour, end)] if arm.n else [],
        sections,
        until=end,
        top=1.0,
        heading="% of participants" + (f", cut-off {words.MINUS} {lag} days" if lag != NOW else ""),
        axis_title=clock,
        notes=_labels(arm, end) if arm.n else [theme.nothing("No participants so far")],
    )
    counts = ", ".join(f"{words.inside(cause)} {n}" for cause, n in arm.events.items())
    foot = f"{style.says}{counts}, among {arm.n}"
    foot = foot[:1].upper() + foot[1:]
    return Figure(plot, _alt(arm, style.says, end, clock), f"{foot} · {censored(lag)}" if lag != NOW else foot, height)


def _boundaries(arm: CumulativeIncidence) -> Array:
    """The upper edges of the causes' areas, one row each (causes, times)."""
    return np.cumsum([curve.estimate for curve in arm.curves.values()], axis=0)


def _areas(arm: CumulativeIncidence, colour: str, end: float) -> list[dict[str, Any]]:
    """Tints from strong at the foot to pale: told apart in grey print too, and named within."""
    edges, strengths = _boundaries(arm), np.linspace(0.42, 0.12, len(arm.causes))
    return [
        _line(arm.free, edge, end, colour, width=1.4)
        | {"fill": "tonexty" if number else "tozeroy", "fillcolor": theme.tint(colour, round(float(strength), 2))}
        | {"name": cause, "hovertemplate": f"{cause}  %{{text}}<extra></extra>"}
        | {"text": [words.percent(value) for value in _within(arm.free, arm.curves[cause].estimate, end)[1]]}
        for number, (cause, edge, strength) in enumerate(zip(arm.causes, edges, strengths, strict=True))
    ]


def _limits(arm: CumulativeIncidence, colour: str, end: float) -> list[dict[str, Any]]:
    first = arm.curves[arm.causes[0]]
    drawn = [first.lower, first.upper, 1 - arm.free.lower, 1 - arm.free.upper]
    return [_line(arm.free, limit, end, colour, width=1, dash="dot") | {"hoverinfo": "skip"} for limit in drawn]


def _line(curve: Curve, values: Array, end: float, colour: str, **line: Any) -> dict[str, Any]:
    days, shown = _within(curve, values, end)
    known = ~np.isnan(shown)
    return {
        "type": "scatter",
        "mode": "lines",
        "x": steps.plain(days[known]),
        "y": steps.plain(100 * shown[known]),
        "line": {"color": colour, "shape": "hv"} | line,
    }


def _within(curve: Curve, values: Array, end: float) -> tuple[Array, Array]:
    """The steps up to the end of the axis, the last one drawn out to it or to the last day observed."""
    inside = curve.time <= end
    days, shown = curve.time[inside], values[inside]
    last = min(end, float(curve.time[-1]))
    return np.append(days, last), np.append(shown, shown[-1])


def _labels(arm: CumulativeIncidence, end: float) -> list[dict[str, Any]]:
    """Each area's name and share, within it at the right, moved apart where it is thin."""
    at = arm.free.index(end)
    shares = {cause: float(curve.estimate[at]) for cause, curve in arm.curves.items()}
    shares[FREE] = float(arm.free.estimate[at])
    middles = np.cumsum(list(shares.values())) - np.array(list(shares.values())) / 2
    places = labels.spread([float(middle) * steps.PLOT for middle in middles], _LABEL, 9, steps.PLOT - 9)
    last = min(end, float(arm.free.time[-1]))
    return [
        theme.text(f"{name} {words.percent(share)}", color=theme.INK, x=last, xref="x", xanchor="right", xshift=-4)
        | {
            "bgcolor": theme.tint(theme.PAPER, 0.7),
            "borderpad": 0,
            "y": 0,
            "yref": "paper",
            "yanchor": "middle",
            "yshift": round(place, 1),
        }
        for (name, share), place in zip(shares.items(), places, strict=True)
    ]


def _any_event(arm: CumulativeIncidence) -> Counting:
    def by(days: Sequence[int]) -> Counts:
        return np.asarray(sum(arm.events_by(days).values()), dtype=np.int64)

    return by


def _alt(arm: CumulativeIncidence, says: str, end: float, clock: str) -> str:
    if not arm.n:
        return f"{says}no participants so far."
    at = arm.free.index(end)
    shares = [f"{words.inside(cause)} {words.percent(curve.estimate[at])}" for cause, curve in arm.curves.items()]
    shares.append(f"{words.inside(FREE)} {words.percent(arm.free.estimate[at])}")
    return f"{says}day {min(end, arm.free.time[-1]):.0f}{clock.removeprefix('Days')}: {', '.join(shares)}."
