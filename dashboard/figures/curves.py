"""Curves over follow-up: cumulative incidence and survival, by arm, with numbers at risk."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Protocol

import numpy as np

from dashboard.figures import risk, steps, theme, words
from dashboard.figures.arrays import Array
from dashboard.figures.kinds import Figure
from dashboard.figures.risk import Row
from dashboard.figures.steps import Curve

CLOCK = "Days after randomisation"


class Step(Protocol):
    """A right-continuous step curve of proportions; `time` ascends from 0, `events` counts up to each time."""

    @property
    def time(self) -> Array: ...  # noqa: D102
    @property
    def estimate(self) -> Array: ...  # noqa: D102
    @property
    def lower(self) -> Array: ...  # noqa: D102
    @property
    def upper(self) -> Array: ...  # noqa: D102
    @property
    def events(self) -> Array: ...  # noqa: D102


class Arm(Protocol):
    """n participants with their observed days, ascending."""

    @property
    def n(self) -> int: ...  # noqa: D102
    @property
    def days(self) -> Array: ...  # noqa: D102
    def at_risk(self, times: Array, /) -> Array: ...  # noqa: D102


class Incidence(Arm, Protocol):
    """Cumulative incidence of each cause, by its name."""

    @property
    def causes(self) -> Sequence[str]: ...  # noqa: D102
    @property
    def curves(self) -> Mapping[str, Step]: ...  # noqa: D102


class Survival(Arm, Protocol):
    """One curve of those without event so far."""

    @property
    def curve(self) -> Step: ...  # noqa: D102


class Incidences(Protocol):
    """Cumulative incidence by arm."""

    @property
    def results(self) -> Mapping[str, Incidence]: ...  # noqa: D102


class Survivals(Protocol):
    """Survival by arm."""

    @property
    def results(self) -> Mapping[str, Survival]: ...  # noqa: D102


def incidence(
    result: Incidences,
    *,
    cause: str | None = None,
    titles: Mapping[str, str] = MappingProxyType({}),
    clock: str = CLOCK,
    until: float | None = None,
    top: float | None = None,
    events: bool = False,
) -> Figure:
    """Cumulative incidence of one cause by arm, or of every cause where there is one arm and none is chosen.

    `cause` is one of the result's `causes`, by default the first; `titles` are their words. `until` (days) and
    `top` (a proportion) fix the axes where several figures are to share them; `events` adds cumulative events
    to the numbers at risk.
    """
    arms = result.results
    known = list(next(iter(arms.values())).causes)
    causes = [cause] if cause else known if len(arms) == 1 else known[:1]
    end = until or risk.axis_end(list(arms.values()))
    several = len(causes) > 1
    curves = [_incidence(name, arm, k, causes, titles).until(end) for name, arm in arms.items() for k in causes]
    what = "Cumulative incidence" if several else titles.get(causes[0], causes[0])
    measure = what if several else f"Cumulative incidence of {words.inside(what)}"
    happened = any(_happened(arm.curves[k]) for arm in arms.values() for k in causes)
    counted = [_row(name, arm, arm.curves[causes[0]] if events else None) for name, arm in arms.items()]
    plot, height = steps.plot(
        curves,
        counted,
        until=end,
        top=top or steps.top(curves),
        heading=f"{what}, % of participants",
        axis_title=clock,
        ends=not several,
        empty="" if happened else _empty(arms),
    )
    counts = {name: {titles.get(k, k): _happened(arm.curves[k]) for k in known} for name, arm in arms.items()}
    return Figure(plot, _alt(measure, curves, end, clock, arms, happened), _foot(counts, arms), height)


def survival(
    result: Survivals,
    *,
    title: str = "Survival",
    event: str = "event",
    clock: str = CLOCK,
    until: float | None = None,
    events: bool = False,
) -> Figure:
    """Kaplan–Meier curves by arm, from 0 to 100%; `event` is what ends survival, in the singular."""
    arms = result.results
    end = until or risk.axis_end(list(arms.values()))
    curves = [_curve(name, arm.curve).until(end) for name, arm in arms.items()]
    happened = any(_happened(arm.curve) for arm in arms.values())
    plot, height = steps.plot(
        curves,
        [_row(name, arm, arm.curve if events else None) for name, arm in arms.items()],
        until=end,
        top=1.0,
        heading=f"{title}, % of participants",
        axis_title=clock,
        empty="" if happened else _empty(arms),
    )
    foot = " · ".join(
        f"{_who(name)}{words.count(_happened(arm.curve), event)} among {arm.n}" for name, arm in arms.items()
    )
    return Figure(plot, _alt(title, curves, end, clock, arms, happened), foot, height)


def _incidence(name: str, arm: Incidence, cause: str, causes: Sequence[str], titles: Mapping[str, str]) -> Curve:
    if len(causes) == 1:
        return _curve(name, arm.curves[cause])
    dash = theme.DASHES[causes.index(cause) % len(theme.DASHES)]
    return _curve(name, arm.curves[cause], label=titles.get(cause, cause), dash=dash)


def _curve(name: str, step: Step, label: str = "", dash: str = "") -> Curve:
    style = theme.arm(name)
    drawn = (step.time, step.estimate, step.lower, step.upper)
    return Curve(label or style.label, style.colour, dash or style.dash, *drawn)


def _happened(step: Step) -> int:
    return int(step.events[-1])


def _row(name: str, arm: Arm, counted: Step | None) -> Row:
    style = theme.arm(name)
    return Row(style.mark, style.colour, arm.at_risk, _so_far(counted) if counted else None)


def _so_far(step: Step) -> Callable[[Array], Array]:
    def events(days: Array) -> Array:
        return np.asarray(step.events)[np.searchsorted(step.time, days, side="right") - 1]

    return events


def _empty(arms: Mapping[str, Arm]) -> str:
    people = sum(arm.n for arm in arms.values())
    return f"No events so far among {people}" if people else "No participants so far"


def _alt(measure: str, curves: Sequence[Curve], end: float, clock: str, arms: Mapping[str, Arm], happened: bool) -> str:
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


def _foot(events: Mapping[str, Mapping[str, int]], arms: Mapping[str, Arm]) -> str:
    def one(name: str) -> str:
        counts = ", ".join(f"{words.inside(cause)} {n}" for cause, n in events[name].items())
        return f"{_who(name)}{counts}, among {arms[name].n}"

    text = " · ".join(one(name) for name in arms)
    return text[:1].upper() + text[1:]


def _who(name: str) -> str:
    return theme.arm(name).lead.replace(" ", ": ")
