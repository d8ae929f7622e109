"""The ladder of adverse events as a table."""

from collections.abc import Mapping

from dashboard.figures import tables, theme, words
from dashboard.figures.kinds import Column, Lead, Table
from dashboard.stats.ladder import Ladder


def ladder(result: Ladder, *, titles: Mapping[str, str], leads_to: str = "") -> Table:
    """Steps as rows under their titles; per arm n (%), then differences in percentage points with intervals.

    A step leads to the terms behind it on the page `leads_to`, if there is one.
    """
    arms = [Column(f"{theme.arm(arm).label} (n = {result.n[arm]})", arm=arm) for arm in result.arms]
    columns = (Column("Events", "left"), *arms, *tables.differences(result.arms))
    rows = tuple(
        (
            titles[step],
            *(words.part(counts[arm], result.n[arm]) for arm in result.arms),
            *(words.difference(*each) for each in result.differences[step].values()),
        )
        for step, counts in result.counts.items()
    )
    foot = tables.uncompared(result.n).removeprefix(" · ")
    return Table(
        columns,
        rows,
        foot=foot[:1].upper() + foot[1:],
        empty="No adverse events so far.",
        leads=tuple(Lead(leads_to, {"subset": step}) for step in result.counts) if leads_to else (),
    )
