"""Adverse events as dots: share of participants by arm, and the difference of each two arms with its interval."""

import math
from collections.abc import Sequence

from dashboard.figures import fields, tables, theme, words
from dashboard.figures.kinds import Figure
from dashboard.stats.arms import pairs
from dashboard.stats.counts import AdverseEvents, Cell, EventRow, RowDifference

HEADS = fields.Heads("% of participants", "%", "points")


def adverse_events(result: AdverseEvents, *, level: str = "term", most: int = 15) -> Figure:
    """Shares at the left and, with two arms or more, differences at the right.

    The `most` rows of that `level` with the most participants over all arms are shown, in that order
    (as given where equal), so neither rows nor order depend on how the arms compare.
    """
    every = [row for row in result.rows if row.level == level and tables.people(row)]
    return drawn(result, sorted(every, key=lambda row: -tables.people(row))[:most], len(every))


def drawn(result: AdverseEvents, shown: Sequence[EventRow], every: int) -> Figure:
    """These rows, in this order, of `every` that there are."""
    between = [pair for pair, _, _ in pairs(result.arms)]
    plot, height = fields.draw([_row(each) for each in shown], result.arms, between, HEADS)
    if not shown:
        plot["layout"]["annotations"].append(theme.nothing(f"No events so far among {sum(result.n.values())}"))
    return Figure(plot, _alt(result, shown), _foot(result, len(shown), every - len(shown)), height)


def _row(row: EventRow) -> fields.Row:
    arms = {arm: fields.Mark(_share(cell), _says(row, arm, cell)) for arm, cell in row.cells.items()}
    between = {
        pair: fields.Mark(
            100 * each.difference,
            f"{words.drawn(row.title)}<br>{pair}, points: {words.difference(*_limits(each))}",
            100 * each.lower,
            100 * each.upper,
        )
        for pair, each in row.differences.items()
        if _known(each)
    }
    beside = ", ".join(f"{theme.arm(arm).lead}{cell.participants}" for arm, cell in row.cells.items())
    return fields.Row(row.title, arms, between, beside)


def _share(cell: Cell) -> float:
    return 100 * cell.participants / cell.n if cell.n else 0.0


def _says(row: EventRow, arm: str, cell: Cell) -> str:
    return f"{words.drawn(row.title)}<br>{theme.arm(arm).label}: {words.part(cell.participants, cell.n)}"


def _known(each: RowDifference) -> bool:
    """An arm of nobody has no difference to another."""
    return not math.isnan(each.difference)


def _limits(each: RowDifference) -> tuple[float, float, float]:
    return each.difference, each.lower, each.upper


def _foot(result: AdverseEvents, shown: int, left: int) -> str:
    beside = "Participants at the right, of " if shown else ""
    sizes = beside + tables.sizes(result.n) + tables.uncompared(result.n)
    return f"{sizes} · {left} not shown, each with fewer or as many participants" if left else sizes


def _alt(result: AdverseEvents, shown: Sequence[EventRow]) -> str:
    if not shown:
        return f"No events so far among {sum(result.n.values())}."
    first = max(shown, key=tables.people)
    shares = "; ".join(
        f"{theme.arm(arm).lead}{words.part(first.cells[arm].participants, first.cells[arm].n)}" for arm in result.arms
    )
    between = "".join(
        f"; {pair}, points: {words.difference(*_limits(each))}"
        for pair, each in first.differences.items()
        if _known(each)
    )
    return f"{words.count(len(shown), 'row')}; most participants: {words.inside(first.title)}, {shares}{between}."
