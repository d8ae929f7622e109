"""Adverse events as share, rate and cumulative incidence, and where these do not order the arms alike."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard.figures import tables, theme, words
from dashboard.figures.kinds import Column, Table
from dashboard.figures.landmarks import FEW_AT_RISK, FLAG
from dashboard.stats.disagreement import Disagreements
from dashboard.stats.event_rates import EventRates
from dashboard.stats.occurrence import Occurrences


def rates(result: EventRates) -> Table:
    """Per class and term and arm: participants (their percentage), first-event rate and incidence with intervals."""
    arms = result.arms.results
    some = next(iter(arms.values()))
    heads = [column for arm, each in arms.items() for column in _heads(arm, each)]
    rows = tuple(
        (title, *(cell for each in arms.values() for cell in _cells(each, at))) for at, title in enumerate(some.titles)
    )
    return Table(
        (Column("System organ class, preferred term", "left"), *heads),
        rows,
        result.depths,
        f"Participants (% of N); 95% intervals in parentheses{_flagged(result)}{tables.left_out(result.left_out)}",
        f"No events so far among {sum(each.n for each in arms.values())}",
    )


def disagreements(result: Disagreements) -> Table:
    """A sentence an event whose measures disagree."""
    alike = "Share, rate and incidence order the arms alike in every row shown."
    return replace(tables.frame(result), empty=alike if result.compared else "No two arms to compare: nobody in one.")


def _heads(arm: str, each: Occurrences) -> Iterator[Column]:
    label = theme.arm(arm).label
    yield Column(f"{label}, N = {each.n}", arm=arm)
    yield Column(f"{label}: per {each.rate.per.name}", arm=arm)
    yield Column(f"{label}: incidence{f' by day {each.landmark}' if each.landmark else ''}", arm=arm)


def _cells(each: Occurrences, at: int) -> Iterator[str]:
    yield tables.counted(int(each.events[at]), each.n)
    yield words.quantity(each.rate.rate[at], each.rate.lower[at], each.rate.upper[at])
    limits = each.incidence_limits
    flag = f" {FLAG}" if each.few[at] else ""
    yield words.estimate(each.incidence[at], limits.lower[at], limits.upper[at]) + flag


def _flagged(result: EventRates) -> str:
    """What the flag means, where it stands."""
    some = next(iter(result.arms.results.values()))
    few = any(each.few.any() for each in result.arms.results.values())
    return f" · {FEW_AT_RISK} on day {some.landmark}" if few else ""
