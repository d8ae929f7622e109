"""How long adverse events lasted, as a table."""

from collections.abc import Iterator

from dashboard.figures import tables, theme, words
from dashboard.figures.kinds import Column, Table
from dashboard.stats.event_durations import Durations, Lasted


def durations(result: Durations) -> Table:
    """Per term and arm: median days (shortest to longest) of the events that ended, how many did, how many have not."""
    heads = [
        Column(f"{theme.arm(arm).label}: {head}", arm=arm)
        for arm in result.arms
        for head in ("median days", "ended", "ongoing")
    ]
    rows = tuple((term, *(cell for each in arms for cell in cells(each))) for term, arms in result.rows)
    foot = f"Days from onset to end, both included; range in parentheses{tables.left_out(result.left_out)}"
    return Table((Column("Preferred term", "left"), *heads), rows, foot=foot, empty="No events so far.")


def cells(each: Lasted) -> Iterator[str]:
    """Median and range in days, 8 (1 to 40) or a dash where none has ended; ended; ongoing."""
    reach = f"{words.short(each.median)} ({words.short(each.shortest)} to {words.short(each.longest)})"
    yield reach if each.ended else words.MISSING
    yield str(each.ended)
    yield str(each.ongoing)
