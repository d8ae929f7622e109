"""Curves read off at landmarks, as sentences and tables: one row a measure and day, the arms side by side."""

import math
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, zip_longest

from dashboard.figures import theme, words
from dashboard.figures.curves import NOW, censored
from dashboard.figures.kinds import Column, Sentence, Table
from dashboard.stats.arms import BetweenArms, ByArm, WithDifferences
from dashboard.stats.competing import ALONE, CumulativeIncidence, Difference, LandmarkDifferences
from dashboard.stats.landmarks import FEW, Landmark
from dashboard.stats.survival import Survival

FLAG = "†"
"""What stands at a reading with few at risk."""
FEW_AT_RISK = f"{FLAG} fewer than {FEW} at risk"
ONE_ARM = "‡"
"""What stands at a difference whose interval is one arm's alone."""
ONE_ARM_ALONE = f"{ONE_ARM} {ALONE}"
_BEYOND = f"{words.MISSING} beyond the follow-up"
_STOP = " · "


def answer(
    result: ByArm[CumulativeIncidence] | ByArm[Survival],
    *,
    measures: Sequence[str],
    clock: str = "randomisation",
    lag: str = NOW,
) -> Sentence:
    """The measures at the last landmark to which every arm with participants has five at risk.

    `measures` are titles of the result's landmarks, in the order to be said; the first one's name may be given to a
    survival curve, which has one measure only.
    """
    arms = {name: arm for name, arm in result.results.items() if arm.n}
    if not arms:
        return Sentence("No participants so far.")
    day = _last([arm.landmarks for arm in arms.values()])
    if day is None:
        each = " of each arm" if len(result.results) > 1 else ""
        what = words.listed([measures[0], *map(words.inside, measures[1:])])
        return Sentence(f"{what}: no landmark is reached yet by {FEW} or more participants{each}.")
    said = []
    for measure in measures:
        marks = {name: _reading(arm.landmarks, measure, day) for name, arm in arms.items()}
        said.append(f"{words.inside(measure)} " + ", ".join(theme.arm(n).lead + _value(m) for n, m in marks.items()))
    early = "" if lag == NOW else f" {censored(lag)}."
    return Sentence(f"At day {day:g} after {clock}: {'; '.join(said)}.{early}")


def incidence(result: ByArm[CumulativeIncidence], *, measures: Sequence[str] = (), lag: str = NOW) -> Table:
    """Some measures (every cause, then event-free, by default) at each landmark."""
    return _table({name: _of(arm.landmarks, measures) for name, arm in result.results.items()}, [], lag)


def survival(result: ByArm[Survival], *, title: str = "Survival", lag: str = NOW) -> Table:
    """Survival at each landmark, under its own title, then its median in days."""
    medians = [(_median(arm) if arm.n else words.MISSING, "", "") for arm in result.results.values()]
    last = ("Median, days", *chain.from_iterable(medians))
    named = {n: tuple(replace(mark, measure=title) for mark in arm.landmarks) for n, arm in result.results.items()}
    return _table(named, [last], lag)


def incidence_compared(
    result: WithDifferences[CumulativeIncidence, LandmarkDifferences], *, measures: Sequence[str] = (), lag: str = NOW
) -> Table:
    """Each arm's measures at each landmark, and in the same row the differences."""
    of_arms = incidence(result.arms, measures=measures, lag=lag)
    return _beside(of_arms, differences(result.between, measures=measures, lag=lag))


def survival_compared(
    result: WithDifferences[Survival, LandmarkDifferences], *, title: str = "Survival", lag: str = NOW
) -> Table:
    """Each arm's survival at each landmark, in the same row the differences; the medians below are not compared."""
    return _beside(survival(result.arms, title=title, lag=lag), differences(result.between, title=title, lag=lag))


def differences(
    result: BetweenArms[LandmarkDifferences], *, measures: Sequence[str] = (), title: str = "", lag: str = NOW
) -> Table:
    """Differences of each two arms at each landmark, in percentage points; `title` in place of the measure's name."""
    shown = [[row for row in each.rows if not measures or row.measure in measures] for each in result.results.values()]
    lines = list(zip(*shown, strict=True))
    head, names = _named([(title or across[0].measure, across[0].day) for across in lines])
    columns = (Column(head, "left"), *(Column(f"{pair}, points (95% interval)") for pair in result.results))
    rows = [(name, *map(difference, across)) for name, across in zip(names, lines, strict=True)]
    every = [row for pair in shown for row in pair]
    return Table(columns, tuple(rows), foot=_foot([*notes(every)], lag))


def difference(each: Difference) -> str:
    """A difference in points with its interval, if it has one, and the flags that `notes` explains."""
    if not math.isfinite(each.difference):
        return words.MISSING
    flag = flags(each)
    if not math.isfinite(each.lower):
        return words.points(each.difference) + flag
    return words.difference(each.difference, each.lower, each.upper) + flag


def flags(each: Difference) -> str:
    """The marks at a known difference: few at risk in one of its arms, an interval that is one arm's alone."""
    marks = [*([FLAG] if few(each) else []), *([ONE_ARM] if each.alone else [])]
    return f" {' '.join(marks)}" if marks else ""


def notes(every: Sequence[Difference]) -> list[str]:
    """What the marks at some of these differences mean."""
    said = [FEW_AT_RISK] if any(few(each) for each in every) else []
    return [*said, *([ONE_ARM_ALONE] if any(each.alone for each in every) else [])]


def few(difference: Difference) -> bool:
    """Whether a known difference stands on fewer than five in one of its arms."""
    return math.isfinite(difference.difference) and min(difference.at_risk) < FEW


def _beside(of_arms: Table, between: Table) -> Table:
    """Two tables of the same rows as one; a row that only the first has ends blank."""
    blank = ("",) * len(between.columns)
    rows = (row + other[1:] for row, other in zip_longest(of_arms.rows, between.rows, fillvalue=blank))
    said = dict.fromkeys([*of_arms.foot.split(_STOP), *between.foot.split(_STOP)])
    return Table((*of_arms.columns, *between.columns[1:]), tuple(rows), foot=_STOP.join(said))


def _table(arms: dict[str, tuple[Landmark, ...]], last: list[tuple[str, ...]], lag: str) -> Table:
    heads = [
        Column(f"{theme.arm(name).lead}{title}".strip(), arm=name)
        for name in arms
        for title in ("% (95% interval)", "at risk", "events")
    ]
    lines = list(zip(*arms.values(), strict=True))
    head, names = _named([(across[0].measure, across[0].day) for across in lines])
    rows = [(name, *chain.from_iterable(map(_cells, across))) for name, across in zip(names, lines, strict=True)]
    flagged = any(mark.few and math.isfinite(mark.estimate) for marks in arms.values() for mark in marks)
    return Table((Column(head, "left"), *heads), (*rows, *last), foot=_foot([FEW_AT_RISK] if flagged else [], lag))


def _of(marks: Sequence[Landmark], measures: Sequence[str]) -> tuple[Landmark, ...]:
    return tuple(mark for mark in marks if not measures or mark.measure in measures)


def _cells(mark: Landmark) -> tuple[str, str, str]:
    return _value(mark), str(mark.at_risk), f"{mark.events} / {mark.n}"


def _value(mark: Landmark) -> str:
    flag = f" {FLAG}" if mark.few and math.isfinite(mark.estimate) else ""
    return words.estimate(mark.estimate, mark.lower, mark.upper) + flag


def _median(arm: Survival) -> str:
    if math.isnan(arm.median.estimate):
        return "not reached"
    low, high = (
        words.short(end) if math.isfinite(end) else "not reached" for end in (arm.median.lower, arm.median.upper)
    )
    return f"{words.short(arm.median.estimate)} ({low} to {high})"


def _named(rows: Sequence[tuple[str, float]]) -> tuple[str, list[str]]:
    """The head of the column of names, and each row's name: a measure that is that of all stands in the head alone."""
    measures = dict.fromkeys(measure for measure, _ in rows)
    if len(measures) == 1:
        return next(iter(measures)), [f"Day {day:g}" for _, day in rows]
    return "Outcome and day", [f"{measure}, day {day:g}" for measure, day in rows]


def _foot(marks: Sequence[str], lag: str) -> str:
    return _STOP.join([_BEYOND, *marks, *([censored(lag)] if lag != NOW else [])])


def _last(every: Sequence[Sequence[Landmark]]) -> float | None:
    """The last day at which each arm has five at risk and a value."""
    days = [
        marks[0].day
        for marks in zip(*every, strict=True)
        if all(not mark.few and math.isfinite(mark.estimate) for mark in marks)
    ]
    return max(days, default=None)


def _reading(marks: Sequence[Landmark], measure: str, day: float) -> Landmark:
    here = [mark for mark in marks if mark.day == day]
    return next((mark for mark in here if mark.measure == measure), here[0])
