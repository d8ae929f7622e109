"""Curves over follow-up: cumulative incidence and survival, by arm, with numbers at risk."""

from collections.abc import Mapping, Sequence

import numpy as np

from dashboard.figures import risk, steps, theme, words
from dashboard.figures.kinds import Figure
from dashboard.figures.risk import Row
from dashboard.figures.steps import Curve
from dashboard.stats import survival as stats
from dashboard.stats.arms import ByArm
from dashboard.stats.competing import CumulativeIncidence
from dashboard.stats.survival import Survival

CLOCK = "Days after randomisation"

Arms = Mapping[str, CumulativeIncidence] | Mapping[str, Survival]


def incidence(
    result: ByArm[CumulativeIncidence], *, cause: str, together: Sequence[str] = (), clock: str = CLOCK
) -> Figure:
    """Cumulative incidence of one of the result's causes by arm.

    `together` are the causes drawn beside each other, by default this one: their axes end at the same share.
    """
    arms = result.results
    end = risk.axis_end(list(arms.values()))
    drawn = {
        each: [_curve(name, arm.curves[each]).until(end) for name, arm in arms.items()]
        for each in dict.fromkeys((cause, *together))
    }
    happened = any(arm.events[cause] for arm in arms.values())
    plot, height = steps.plot(
        drawn[cause],
        _at_risk(arms),
        until=end,
        top=steps.top([curve for curves in drawn.values() for curve in curves]),
        heading=f"{cause}, % of participants",
        axis_title=clock,
        empty="" if happened else _empty(arms),
    )
    measure = f"Cumulative incidence of {words.inside(cause)}"
    counts = {
        name: ", ".join(f"{words.inside(each)} {n}" for each, n in arm.events.items()) + ","
        for name, arm in arms.items()
    }
    return Figure(plot, _alt(measure, drawn[cause], end, clock, arms, happened), _foot(counts, arms), height)


def survival(result: ByArm[Survival], *, title: str = "Survival", clock: str = CLOCK) -> Figure:
    """Kaplan–Meier curves by arm, from 0 to 100%."""
    arms = result.results
    end = risk.axis_end(list(arms.values()))
    curves = [_curve(name, arm.curve).until(end) for name, arm in arms.items()]
    happened = any(arm.events for arm in arms.values())
    plot, height = steps.plot(
        curves,
        _at_risk(arms),
        until=end,
        top=1.0,
        heading=f"{title}, % of participants",
        axis_title=clock,
        empty="" if happened else _empty(arms),
    )
    counts = {name: words.count(arm.events, "event") for name, arm in arms.items()}
    return Figure(plot, _alt(title, curves, end, clock, arms, happened), _foot(counts, arms), height)


def _curve(name: str, curve: stats.Curve) -> Curve:
    style = theme.arm(name)
    return Curve(style.label, style.colour, style.dash, curve.time, curve.estimate, curve.lower, curve.upper)


def _at_risk(arms: Arms) -> list[Row]:
    return [Row(theme.arm(name).mark, theme.arm(name).colour, arm.at_risk) for name, arm in arms.items()]


def _empty(arms: Arms) -> str:
    people = sum(arm.n for arm in arms.values())
    return f"No events so far among {people}" if people else "No participants so far"


def _alt(measure: str, curves: Sequence[Curve], end: float, clock: str, arms: Arms, happened: bool) -> str:
    """The result in a sentence, at the last day on the axis that every curve reaches."""
    if not happened:
        return f"{measure}: {words.inside(_empty(arms))}."
    reached = min(float(curve.times[-1]) for curve in curves if curve.times.size)
    landmark = [tick for tick in risk.ticks(end) if tick <= reached][-1]
    values = "; ".join(f"{curve.name} {_estimate(curve, landmark)}" for curve in curves)
    return f"{measure}, day {landmark}{clock.removeprefix('Days')}: {values}; 95% intervals."


def _estimate(curve: Curve, day: float) -> str:
    if not curve.times.size:
        return "no participants"
    at = int(np.searchsorted(curve.times, day, side="right")) - 1
    return words.estimate(curve.value[at], curve.low[at], curve.high[at])


def _foot(counts: Mapping[str, str], arms: Arms) -> str:
    text = " · ".join(f"{theme.arm(name).says}{counts[name]} among {arm.n}" for name, arm in arms.items())
    return text[:1].upper() + text[1:]
