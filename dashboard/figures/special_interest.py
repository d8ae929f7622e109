"""Events of special interest, drawn and as tables: how often all of them came, and how long they lasted."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from dashboard.figures import dots, event_durations, event_rates, tables, theme, words
from dashboard.figures.kinds import Column, Figure, Lead, Table
from dashboard.stats.event_rates import EventRates
from dashboard.stats.special_interest import AllEvents, GroupEvents, GroupGrades

TITLE = Column("Events of special interest", "left")
Cell = Callable[[GroupEvents], str]


def rates(result: EventRates, *, leads_to: str = "", population: str = "") -> Table:
    """Share, rate and incidence of each group and kind; one that somebody had leads to its events on that page."""
    arms = tuple(result.arms.results.values())
    had = np.sum([each.events for each in arms], axis=0)
    rows = zip(arms[0].soc, arms[0].term, had.tolist(), strict=True)
    leads = tuple(_lead(leads_to, population, *row) for row in rows)
    return replace(_titled(event_rates.rates(result)), leads=leads)


def shares(result: GroupGrades) -> Figure:
    """Share of participants by arm and differences with intervals, a row each group and kind, nobody's too."""
    return dots.drawn(result, result.rows, len(result.rows))


def grades(result: GroupGrades, *, labels: Sequence[str], leads_to: str = "", population: str = "") -> Table:
    """Participants by worst grade of each group and kind; one that somebody had leads to its events on that page."""
    table = tables.worst_grade(result, labels=labels)
    had = (sum(cell.participants for cell in row.cells.values()) for row in result.rows)
    leads = tuple(_lead(leads_to, population, row.soc, row.term, n) for row, n in zip(result.rows, had, strict=True))
    return _titled(replace(table, levels=tuple(level - 1 for level in table.levels), leads=leads))


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
    titles = ("median days", "ended", "ongoing")
    heads: list[tuple[str, Cell]] = [(title, partial(_lasted, at)) for at, title in enumerate(titles)]
    return _table(result, heads, "Days from onset to end, both included; range in parentheses")


def _lead(page: str, population: str, group: str, kind: str, participants: int) -> Lead | None:
    """The events of a group or a kind of it; nowhere if nobody had one."""
    chosen = {"interest": f"{group}: {kind}" if kind else group, "population": population}
    return Lead(page, {name: text for name, text in chosen.items() if text}) if page and participants else None


def _lasted(at: int, each: GroupEvents) -> str:
    return tuple(event_durations.cells(each.lasted))[at]


def _titled(table: Table) -> Table:
    return replace(table, columns=(TITLE, *table.columns[1:]))


def _rate(each: GroupEvents) -> str:
    rate = each.by_years
    return words.quantity(float(rate.rate), float(rate.lower), float(rate.upper))


def _table(result: AllEvents, heads: list[tuple[str, Cell]], foot: str) -> Table:
    columns = [Column(f"{theme.arm(arm).label}: {head}", arm=arm) for arm in result.arms for head, _ in heads]
    sizes = tables.sizes({arm: cells[0].n for arm, cells in result.arms.items()})
    rows = tuple(
        (title, *(cell(cells[at]) for cells in result.arms.values() for _, cell in heads))
        for at, (title, _) in enumerate(result.rows)
    )
    return Table((TITLE, *columns), rows, tuple(depth for _, depth in result.rows), f"{foot} · {sizes}")
