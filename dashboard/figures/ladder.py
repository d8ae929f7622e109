"""The ladder of adverse events as a table."""

from collections.abc import Mapping

from dashboard.figures import theme, words
from dashboard.figures.kinds import Column, Table
from dashboard.stats.ladder import Ladder


def ladder(result: Ladder, *, titles: Mapping[str, str]) -> Table:
    """Steps as rows under their titles; per arm n (%), then differences in percentage points with intervals."""
    arms = [Column(f"{theme.arm(arm).label} (n = {result.n[arm]})", arm=arm) for arm in result.arms]
    pairs = list(next(iter(result.differences.values()), {}))
    columns = (Column("Events", "left"), *arms, *(Column(f"{pair}, points (95% interval)") for pair in pairs))
    rows = tuple(
        (
            titles[step],
            *(words.part(counts[arm], result.n[arm]) for arm in result.arms),
            *(_points(*result.differences[step][pair]) for pair in pairs),
        )
        for step, counts in result.counts.items()
    )
    return Table(columns, rows, empty="No adverse events so far.")


def _points(difference: float, low: float, high: float) -> str:
    if difference != difference:
        return words.MISSING
    return f"{words.points(difference)} ({words.points(low)} to {words.points(high)})"
