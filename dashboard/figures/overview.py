"""Adverse events in overview as a table that leads to the terms behind its rows."""

from collections.abc import Collection

from dashboard.figures import tables, theme, words
from dashboard.figures.kinds import Column, Lead, Table
from dashboard.stats.overview import MEASURES, Count, Overview


def overview(result: Overview, *, severe: str, leads_to: str, subsets: Collection[str], population: str) -> Table:
    """Per arm participants (their percentage) [events], then the difference of each two arms.

    `severe` names severe events, such as "Grade 3 or worse". A measure that is one of the `subsets` of the page
    `leads_to` leads there. What the source does not record stands in the foot alone.
    """
    titles = MEASURES | {"severe": severe}
    shown = [measure for measure in result.measures if result.recorded(measure)]
    n = {arm: result.counts[result.measures[0], arm].n for arm in result.arms} if result.measures else {}
    heads = [Column(f"{theme.arm(arm).label}, N = {size}", arm=arm) for arm, size in n.items()]
    rows = tuple(
        (
            titles[measure],
            *(_cell(result.counts[measure, arm]) for arm in result.arms),
            *(words.difference(*each) for each in result.differences(measure).values()),
        )
        for measure in shown
    )
    lost = [words.inside(titles[measure]) for measure in result.measures if measure not in shown]
    missing = f" · not recorded: {'; '.join(lost)}" if lost else ""
    return Table(
        (Column("Adverse events", "left"), *heads, *tables.differences(result.arms)),
        rows,
        foot=f"Participants (% of N) [events]{tables.uncompared(n)}{missing}",
        leads=tuple(
            Lead(leads_to, {"subset": measure, "population": population}) if measure in subsets else None
            for measure in shown
        ),
    )


def _cell(count: Count) -> str:
    events = "" if count.events is None else f" [{count.events}]"
    return f"{tables.counted(count.participants or 0, count.n)}{events}"
