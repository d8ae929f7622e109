"""Completeness by arm as a small table: one row a measure, one column an arm."""

from dashboard.figures import theme, words
from dashboard.figures.kinds import Column, Table
from dashboard.stats.arms import ByArm
from dashboard.stats.completeness import Completeness


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


def _part(n: int | None, total: int | None) -> str:
    return words.MISSING if n is None or total is None else words.part(n, total)
