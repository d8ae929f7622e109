"""Completeness by arm as a small table: one row a measure, one column an arm."""

from dashboard.figures import theme, words
from dashboard.figures.kinds import Column, Sentence, Table
from dashboard.stats.arms import ByArm
from dashboard.stats.completeness import Completeness


def answer(result: ByArm[Completeness]) -> Sentence:
    """Whether one arm lags: overdue visits of those owed, and the median days since the last visit."""
    arms = result.results
    if all(arm.owed is None for arm in arms.values()):
        return Sentence("The source records no visits.")
    overdue = ", ".join(f"{theme.arm(name).lead}{_part(arm.overdue, arm.owed)}" for name, arm in arms.items())
    days = ", ".join(f"{theme.arm(name).lead}{_median(arm)}" for name, arm in arms.items())
    return Sentence(f"Overdue visits of those owed: {overdue}. Median days since the last visit: {days}.")


def completeness(result: ByArm[Completeness]) -> Table:
    """Days waited as median (quartiles; longest), counts as n / N (%); a dash where the source records nothing."""
    arms = result.results
    measures = {
        "Living participants": [words.cell(arm.followed) for arm in arms.values()],
        "Days since last visit: median (quartiles; longest)": [_days(arm) for arm in arms.values()],
        "Overdue visits": [_part(arm.overdue, arm.owed) for arm in arms.values()],
        "Pending adjudications": [_part(arm.pending, arm.events) for arm in arms.values()],
    }
    heads = tuple(Column(theme.arm(name).label, arm=name) for name in arms)
    return Table(
        (Column("At the cut-off", "left"), *heads), tuple((title, *cells) for title, cells in measures.items())
    )


def _days(arm: Completeness) -> str:
    if arm.quartiles is None or arm.longest is None:
        return words.MISSING
    lower, median, upper = (words.short(days) for days in arm.quartiles)
    return f"{median} ({lower} to {upper}; {words.short(arm.longest)})"


def _median(arm: Completeness) -> str:
    return words.MISSING if arm.quartiles is None else words.short(arm.quartiles[1])


def _part(n: int | None, total: int | None) -> str:
    return words.MISSING if n is None or total is None else words.part(n, total)
