"""Events of special interest as tables: how often all of them came, and how long they lasted."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from dashboard.figures import tables, theme, words
from dashboard.figures.kinds import Column, Table
from dashboard.stats.counts import AdverseEvents
from dashboard.stats.special_interest import AllEvents, GroupEvents, Lasted

Cell = Callable[[GroupEvents], str]


def grades(result: AdverseEvents, *, labels: Sequence[str]) -> Table:
    """Participants by worst grade of each group and kind; groups overlap, so there is no row of them together."""
    groups = tuple(row for row in result.rows if row.depth)
    return tables.worst_grade(replace(result, rows=groups), labels=labels)


def events(result: AllEvents, *, severe: str) -> Table:
    """Per arm: events, participants with a severe one, events per 100 person-years and per 100 person-days."""
    heads: list[tuple[str, Cell]] = [
        ("events", lambda each: str(int(each.by_years.events))),
        (severe, lambda each: tables.counted(each.severe, each.n)),
        ("per 100 person-years", lambda each: _rate(each)),
        ("per 100 days", lambda each: words.number(float(each.by_days.rate), 2)),
    ]
    return _table(result, heads, "All events, repeats of a participant included; 95% intervals in parentheses")


def durations(result: AllEvents) -> Table:
    """Per arm: median days (shortest to longest) of the events that ended, how many did, and how many have not."""
    heads: list[tuple[str, Cell]] = [
        ("median days", lambda each: lasted(each.lasted)),
        ("ended", lambda each: str(each.lasted.ended)),
        ("ongoing", lambda each: str(each.lasted.ongoing)),
    ]
    return _table(result, heads, "Days from onset to end, both included; range in parentheses")


def lasted(each: Lasted) -> str:
    """Median and range in days: 8 (1 to 40); a dash where none has ended."""
    if not each.ended:
        return words.MISSING
    return f"{words.short(each.median)} ({words.short(each.shortest)} to {words.short(each.longest)})"


def _rate(each: GroupEvents) -> str:
    rate = each.by_years
    return words.quantity(float(rate.rate), float(rate.lower), float(rate.upper))


def _table(result: AllEvents, heads: list[tuple[str, Cell]], foot: str) -> Table:
    columns = [Column(_head(arm, cells, head), arm=arm) for arm, cells in result.arms.items() for head, _ in heads]
    rows = tuple(
        (title, *(cell(cells[at]) for cells in result.arms.values() for _, cell in heads))
        for at, (title, _) in enumerate(result.rows)
    )
    return Table((Column("Events of special interest", "left"), *columns), rows, tuple(d for _, d in result.rows), foot)


def _head(arm: str, cells: tuple[GroupEvents, ...], head: str) -> str:
    return f"{theme.arm(arm).label}, N = {cells[0].n if cells else 0}: {head}"
