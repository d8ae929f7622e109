"""Mean cumulative counts over follow-up: how many events a participant has had by each day, by arm."""

import math
from collections.abc import Mapping

import numpy as np

from dashboard.figures import risk, steps, theme, words
from dashboard.figures.curves import CLOCK
from dashboard.figures.kinds import Figure
from dashboard.figures.risk import Row, Section
from dashboard.figures.steps import PER_PARTICIPANT, Curve
from dashboard.stats.arms import ByArm
from dashboard.stats.mean_cumulative import MeanCumulative

_TOPS = (1, 2, 5)
"""Ends of the axis, times powers of ten: each is divided into five."""


def curve(result: ByArm[MeanCumulative], *, titles: Mapping[str, str], interest: str = "") -> Figure:
    """Mean events per participant by arm, from zero; `titles` name what is counted by the choice of `interest`."""
    arms = result.results
    end = risk.axis_end(list(arms.values()))
    drawn = [_curve(name, arm).until(end) for name, arm in arms.items()]
    events = {name: int(arm.events.sum()) for name, arm in arms.items()}
    empty = "" if any(events.values()) else f"No events so far among {sum(arm.n for arm in arms.values())}"
    title = titles[interest or next(iter(titles))]
    plot, height = steps.plot(
        drawn,
        [
            Section("At risk", tuple(Row(theme.arm(n).mark, theme.arm(n).colour, a.at_risk) for n, a in arms.items())),
            Section("Events", tuple(Row(theme.arm(n).mark, theme.arm(n).colour, a.events_by) for n, a in arms.items())),
        ],
        until=end,
        top=_top(drawn),
        heading=f"{title}, mean number per participant",
        axis_title=CLOCK,
        empty=empty,
        unit=PER_PARTICIPANT,
    )
    foot = " · ".join(
        f"{theme.arm(name).says}{words.count(events[name], 'event')} among {arm.n}" for name, arm in arms.items()
    )
    alt = f"{title}: {words.inside(empty)}." if empty else _alt(title, arms, end)
    return Figure(plot, alt, foot[:1].upper() + foot[1:], height)


def _curve(name: str, arm: MeanCumulative) -> Curve:
    """From day 0, before anything happened."""
    style, (low, high) = theme.arm(name), arm.limits
    start = [0.0] if len(arm.time) else []
    parts = (np.concatenate([start, values]) for values in (arm.time, arm.mean))
    limits = (np.concatenate([[np.nan] * len(start), values]) for values in (low, high))
    return Curve(style.label, style.colour, style.dash, *parts, *limits)


def _top(curves: list[Curve]) -> float:
    most = max((float(np.max(np.fmax(each.high, each.value), initial=0.0)) for each in curves), default=0.0)
    if most <= 0:
        return 1.0
    power = 10.0 ** math.floor(math.log10(most))
    return float(next((step * power for step in _TOPS if step * power >= most), 10 * power))


def _alt(title: str, arms: Mapping[str, MeanCumulative], end: float) -> str:
    """The result in a sentence, at the last day on the axis that every arm reaches."""
    reached = min(float(arm.time[-1]) for arm in arms.values() if len(arm.time))
    day = [tick for tick in risk.ticks(end) if tick <= reached][-1]
    values = "; ".join(f"{theme.arm(name).label} {_value(arm, day)}" for name, arm in arms.items())
    return f"{title}, mean number per participant, day {day}{CLOCK.removeprefix('Days')}: {values}; 95% intervals."


def _value(arm: MeanCumulative, day: float) -> str:
    if not arm.n:
        return "no participants"
    read = arm.at(day)
    return PER_PARTICIPANT.says(read.mean, read.lower, read.upper)
