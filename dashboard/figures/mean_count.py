"""Mean cumulative counts by arm: how many events a participant has had by each day, as curves and at landmarks."""

from collections.abc import Mapping

import numpy as np

from dashboard.figures import landmarks, risk, steps, theme, words
from dashboard.figures.curves import CLOCK
from dashboard.figures.kinds import Column, Figure, Table
from dashboard.figures.risk import Row, Section
from dashboard.figures.steps import PER_PARTICIPANT, Curve
from dashboard.stats.arms import ByArm
from dashboard.stats.landmarks import FEW
from dashboard.stats.mean_counts import OfGroups
from dashboard.stats.mean_cumulative import MeanCumulative


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
        top=steps.top(drawn, unit=PER_PARTICIPANT),
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


def at_landmarks(result: ByArm[OfGroups]) -> Table:
    """Per group and arm: mean events per participant by each landmark."""
    of_arms = {arm: list(of.curves.items()) for arm, of in result.results.items()}
    days = next((curve.read_at for of in of_arms.values() for _, curve in of), ())
    heads = [Column(f"{theme.arm(arm).label}: by day {day:g}", arm=arm) for arm in of_arms for day in days]
    rows = tuple(
        (across[0][0], *(_cell(curve, day) for _, curve in across for day in days))
        for across in zip(*of_arms.values(), strict=True)
    )
    sizes = ", ".join(f"{theme.arm(arm).lead}n = {of[0][1].n}" for arm, of in of_arms.items() if of)
    foot = f"Mean number per participant; 95% intervals in parentheses; a dash beyond the follow-up · {sizes}"
    flagged = any(landmarks.FLAG in cell for row in rows for cell in row[1:])
    foot += f" · {landmarks.FEW_AT_RISK}" if flagged else ""
    return Table((Column("Events of special interest", "left"), *heads), rows, foot=foot)


def _cell(arm: MeanCumulative, day: float) -> str:
    read = arm.at(day)
    text = PER_PARTICIPANT.says(read.mean, read.lower, read.upper)
    return f"{text} {landmarks.FLAG}" if read.at_risk < FEW and np.isfinite(read.mean) else text


def _curve(name: str, arm: MeanCumulative) -> Curve:
    """From day 0, before anything happened."""
    style, (low, high) = theme.arm(name), arm.limits
    start = [0.0] if len(arm.time) else []
    parts = (np.concatenate([start, values]) for values in (arm.time, arm.mean))
    limits = (np.concatenate([[np.nan] * len(start), values]) for values in (low, high))
    return Curve(style.label, style.colour, style.dash, *parts, *limits)


def _alt(title: str, arms: Mapping[str, MeanCumulative], end: float) -> str:
    """The result in a sentence, at the last day on the axis that every arm reaches."""
    reached = min(float(arm.time[-1]) for arm in arms.values() if len(arm.time))
    day = [tick for tick in risk.ticks(end) if tick <= reached][-1]
    values = "; ".join(f"{theme.arm(name).label} {_value(arm, day)}" for name, arm in arms.items())
    return f"{title}, mean number per participant, day {day}{CLOCK.removeprefix('Days')}: {values}; 95% intervals."


def _value(arm: MeanCumulative, day: float) -> str:
    return _cell(arm, day) if arm.n else "no participants"
