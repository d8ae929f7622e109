"""Curves over follow-up: cumulative incidence and survival, by arm, with numbers at risk and events so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.figures import risk, steps, theme, words
from dashboard.figures.kinds import Figure
from dashboard.figures.risk import Counting, Row, Section
from dashboard.figures.steps import Curve, Point
from dashboard.stats import landmarks as stats
from dashboard.stats.arms import ByArm
from dashboard.stats.competing import CumulativeIncidence
from dashboard.stats.survival import Survival
from dashboard.stats.times import Counts

CLOCK = "Days after randomisation"
NOW = "0"
"""The choice of data up to the cut-off itself; any other is so many days before."""
SHOWN = "on"
"""The choice of benchmarks drawn."""

Arms = Mapping[str, CumulativeIncidence] | Mapping[str, Survival]


@dataclass(frozen=True)
class Drawing:
    """What every drawing of curves says besides them: measure, axis title, published points, lag in days, condition."""

    measure: str
    clock: str
    points: Sequence[Point]
    lag: str
    given: str = ""

    @property
    def heading(self) -> str:
        """What the upright axis measures."""
        limited = f"cut-off {words.MINUS} {self.lag} days" if self.lag != NOW else self.given
        return f"{self.measure}, %, {limited}" if limited else f"{self.measure}, % of participants"

    def near(self, end: float) -> list[Point]:
        """The points on the drawn axis."""
        return [point for point in self.points if point.day <= end]

    def foot(self, end: float) -> list[str]:
        """What stands below besides counts: the published points, those beyond the axis too, and the lag."""
        beyond = " (beyond the axis)"
        says = [f"{each.mark} {each.says}{beyond if each.day > end else ''}" for each in self.points]
        return [*([censored(self.lag)] if self.lag != NOW else []), *says]


def censored(lag: str) -> str:
    """What a lag does, in words."""
    return f"Everybody censored {lag} days before the cut-off"


def incidence(
    result: ByArm[CumulativeIncidence],
    *,
    cause: str,
    together: Sequence[str] = (),
    clock: str = CLOCK,
    points: Sequence[Point] = (),
    benchmarks: str = "off",
    lag: str = NOW,
    given: str = "",
) -> Figure:
    """Cumulative incidence of one of the result's causes by arm.

    `together` are the causes drawn beside each other, by default this one: their axes end at the same share.
    Published `points` are drawn where `benchmarks` is "on"; `lag` is what was left out before the cut-off, in
    days;
    `given` what the curves are conditional on.
    """
    arms = result.results
    end = risk.axis_end(list(arms.values()))
    drawn = {
        each: [_curve(name, arm.curves[each]).until(end) for name, arm in arms.items()]
        for each in dict.fromkeys((cause, *together))
    }
    drawing = Drawing(cause, clock, points if benchmarks == SHOWN else (), lag, given)
    counts = {
        name: ", ".join(f"{words.inside(each)} {n}" for each, n in arm.events.items()) + ","
        for name, arm in arms.items()
    }
    return _figure(
        drawing,
        drawn[cause],
        _sections(arms, {name: arm.curves[cause] for name, arm in arms.items()}),
        end=end,
        top=steps.top([curve for curves in drawn.values() for curve in curves], drawing.near(end)),
        empty="" if any(arm.events[cause] for arm in arms.values()) else _empty(arms),
        measure=f"Cumulative incidence of {words.inside(cause)}",
        foot=_foot(counts, arms),
    )


def survival(
    result: ByArm[Survival],
    *,
    title: str = "Survival",
    clock: str = CLOCK,
    points: Sequence[Point] = (),
    benchmarks: str = "off",
    lag: str = NOW,
) -> Figure:
    """Kaplan–Meier curves by arm, from 0 to 100%; `points`, `benchmarks` and `lag` as for `incidence`."""
    arms = result.results
    end = risk.axis_end(list(arms.values()))
    counts = {name: words.count(arm.events, "event") for name, arm in arms.items()}
    return _figure(
        Drawing(title, clock, points if benchmarks == SHOWN else (), lag),
        [_curve(name, arm.curve).until(end) for name, arm in arms.items()],
        _sections(arms, {name: arm.curve for name, arm in arms.items()}),
        end=end,
        top=1.0,
        empty="" if any(arm.events for arm in arms.values()) else _empty(arms),
        measure=title,
        foot=_foot(counts, arms),
    )


def _figure(
    drawing: Drawing,
    curves: Sequence[Curve],
    sections: Sequence[Section],
    *,
    end: float,
    top: float,
    empty: str,
    measure: str,
    foot: str,
) -> Figure:
    plot, height = steps.plot(
        curves,
        sections,
        until=end,
        top=top,
        heading=drawing.heading,
        axis_title=drawing.clock,
        empty=empty,
        points=drawing.near(end),
    )
    alt = f"{measure}: {words.inside(empty)}." if empty else _alt(measure, curves, end, drawing.clock)
    return Figure(plot, alt, " · ".join([foot, *drawing.foot(end)]), height)


def _curve(name: str, curve: stats.Curve) -> Curve:
    style = theme.arm(name)
    return Curve(style.label, style.colour, style.dash, curve.time, curve.estimate, curve.lower, curve.upper)


def _sections(arms: Arms, curves: Mapping[str, stats.Curve]) -> list[Section]:
    """At risk, and events up to and including each day."""
    at_risk = tuple(Row(theme.arm(name).mark, theme.arm(name).colour, arm.at_risk) for name, arm in arms.items())
    events = tuple(Row(theme.arm(name).mark, theme.arm(name).colour, _events(curves[name])) for name in arms)
    return [Section("At risk", at_risk), Section("Events", events)]


def _events(curve: stats.Curve) -> Counting:
    def by(days: Sequence[int]) -> Counts:
        return np.array([curve.events[max(curve.index(day), 0)] for day in days], dtype=np.int64)

    return by


def _empty(arms: Arms) -> str:
    people = sum(arm.n for arm in arms.values())
    return f"No events so far among {people}" if people else "No participants so far"


def _alt(measure: str, curves: Sequence[Curve], end: float, clock: str) -> str:
    """The result in a sentence, at the last day on the axis that every curve reaches."""
    reached = min(float(curve.times[-1]) for curve in curves if curve.times.size)
    landmark = [tick for tick in risk.ticks(end) if tick <= reached][-1]
    values = "; ".join(f"{curve.name} {_estimate(curve, landmark)}" for curve in curves)
    return f"{measure}, day {landmark}{clock.removeprefix('Days')}: {values}; 95% intervals."


def _estimate(curve: Curve, day: float) -> str:
    if not curve.times.size or day < curve.times[0]:
        return words.MISSING if curve.times.size else "no participants"
    at = int(np.searchsorted(curve.times, day, side="right")) - 1
    return words.estimate(curve.value[at], curve.low[at], curve.high[at])


def _foot(counts: Mapping[str, str], arms: Arms) -> str:
    text = " · ".join(f"{theme.arm(name).says}{counts[name]} among {arm.n}" for name, arm in arms.items())
    return text[:1].upper() + text[1:]
