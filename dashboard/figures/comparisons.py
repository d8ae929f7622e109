"""Two arms compared: hazards beside incidences, and ratios with restricted means. No p-value stands here."""

import math

from dashboard.figures import words
from dashboard.figures.curves import NOW, censored
from dashboard.figures.kinds import Column, Sentence, Table
from dashboard.figures.landmarks import difference, notes
from dashboard.stats.arms import BetweenArms, ByArm
from dashboard.stats.arms_compared import ArmsCompared, proportional
from dashboard.stats.causes_compared import CausesCompared, OneCause
from dashboard.stats.hazards import HazardRatio
from dashboard.stats.maturity import Maturity
from dashboard.stats.partial import Ratio

NOT_ESTIMABLE = "not estimable"
"""What stands for a ratio without value; the reason is said once, below or beside."""


def reading(result: BetweenArms[CausesCompared], *, lag: str = NOW) -> Sentence:
    """Whether hazards and incidences point the same way, cause by cause."""
    early = "" if lag == NOW else f" {censored(lag)}."
    return Sentence(" ".join(each.text for each in result.results.values()) + early)


def hazards(result: BetweenArms[CausesCompared], *, lag: str = NOW) -> Table:
    """A row a cause and two arms; the foot says what the incidence is of, and why a ratio may be missing."""
    heads = (
        "Hazard ratio, cause-specific",
        "Hazard ratio, subdistribution",
        "Incidence, points",
        "Events / participants",
    )
    every = [(pair, cause, each) for pair, each in result.results.items() for cause in each.causes]
    missing = {cause.hazard.note for _, cause, _ in every if cause.hazard.note}
    read = dict.fromkeys(f"{pair} at day {cause.difference.day:g}" for pair, cause, _ in every if cause.difference)
    said = [
        "Subdistribution: Fine and Gray",
        *([f"Incidence: {', '.join(read)}"] if read else []),
        *sorted(missing),
        *notes([cause.difference for _, cause, _ in every if cause.difference]),
        _lag(lag),
    ]
    rows = tuple(_cause(cause, each) for _, cause, each in every)
    return Table(
        (Column("Event, arms", "left"), *map(Column, heads)), rows, foot=" · ".join(part for part in said if part)
    )


def arms(result: BetweenArms[ArmsCompared], *, lag: str = NOW) -> Table:
    """Hazard ratios, the pre-specified one first, and the difference of restricted means, for each two arms."""
    columns = (Column("Measure, arms", "left"), Column("Estimate (95% interval)"), Column("How to read it", "left"))
    rows = [row for pair, compared in result.results.items() for row in _arms(pair, compared)]
    return Table(columns, tuple(rows), foot=_lag(lag))


def maturity(result: ByArm[Maturity], *, planned: int | None = None, events: str = "Events", lag: str = NOW) -> Table:
    """Events and follow-up by arm; `planned` are those of the last planned analysis, all arms together.

    `events` is what they are called: where causes compete, the first of any.
    """
    rows = tuple(
        (
            name,
            words.part(arm.events, arm.follow_up.n),
            _days(arm.follow_up.median.estimate, arm.follow_up.median.lower, arm.follow_up.median.upper),
            _range(arm.follow_up.shortest, arm.follow_up.longest),
        )
        for name, arm in result.results.items()
    )
    heads = (f"{events} / participants", "Median follow-up, days (95% interval)", "Shortest to longest, days")
    total = sum(arm.events for arm in result.results.values())
    information = f"{words.part(total, planned)} of the events planned for the last analysis" if planned else ""
    foot = " · ".join(part for part in (information, _lag(lag)) if part)
    return Table((Column("Arm", "left"), *map(Column, heads)), rows, foot=foot)


def _range(shortest: float, longest: float) -> str:
    """Shortest to longest; a dash of nobody."""
    return f"{words.short(shortest)} to {words.short(longest)}" if math.isfinite(shortest) else words.MISSING


def _cause(cause: OneCause, compared: CausesCompared) -> tuple[str, ...]:
    earlier, later = compared.groups
    counted = zip(compared.groups, cause.hazard.events, cause.hazard.n, strict=True)
    return (
        f"{cause.title}, {later} / {earlier}",
        ratio(cause.hazard),
        ratio(cause.subdistribution),
        words.MISSING if cause.difference is None else difference(cause.difference),
        ", ".join(f"{name} {n} / {of}" for name, n, of in counted),
    )


def _arms(pair: str, compared: ArmsCompared) -> list[tuple[str, ...]]:
    over = f"{compared.groups[1]} / {compared.groups[0]}"
    mean = compared.restricted
    days = _days(mean.difference, mean.lower, mean.upper)
    rows: list[tuple[str, HazardRatio, str]] = [(f"Hazard ratio, {over}", compared.hazard, "")]
    if compared.stratified:
        rows = [(f"Hazard ratio within strata, {over}", compared.stratified, "pre-specified; "), *rows]
    return [
        *((title, ratio(each), said + proportional(each)) for title, each, said in rows),
        (f"Days without the event, {pair}", days, f"means restricted to {_upto(mean.earlier.tau)}, {_areas(compared)}"),
    ]


def _areas(compared: ArmsCompared) -> str:
    means = (compared.restricted.earlier, compared.restricted.later)
    return ", ".join(f"{name} {words.number(mean.estimate)}" for name, mean in zip(compared.groups, means, strict=True))


def _upto(tau: float) -> str:
    return f"day {tau:g}" if math.isfinite(tau) else "no day yet"


def ratio(each: Ratio) -> str:
    """A ratio with its interval: 0.76 (0.17 to 3.38)."""
    if not math.isfinite(each.ratio):
        return NOT_ESTIMABLE
    limits = f" ({words.number(each.lower, 2)} to {words.number(each.upper, 2)})" if math.isfinite(each.lower) else ""
    return words.number(each.ratio, 2) + limits


def _days(value: float, low: float, high: float) -> str:
    if not math.isfinite(value):
        return words.MISSING
    ends = [words.short(end) if math.isfinite(end) else words.MISSING for end in (low, high)]
    return words.short(value) + (f" ({ends[0]} to {ends[1]})" if set(ends) != {words.MISSING} else "")


def _lag(lag: str) -> str:
    return "" if lag == NOW else censored(lag)
