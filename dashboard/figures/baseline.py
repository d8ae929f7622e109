"""Baseline characteristics as a table: levels as n / N (%), numbers as median with quartiles and range."""

from collections.abc import Iterator

from dashboard.figures import theme, words
from dashboard.figures.kinds import Column, Table
from dashboard.stats.baseline import Baseline, Number, Row


def baseline(result: Baseline) -> Table:
    """A row a characteristic, its levels or its values indented below."""
    listed = [each for row in result.rows for each in _rows(result, row)]
    heads = tuple(Column(f"{theme.arm(arm).label}, N = {n}", arm=arm) for arm, n in result.n.items())
    return Table(
        (Column("Characteristic", "left"), *heads),
        tuple(cells for _, cells in listed),
        tuple(depth for depth, _ in listed),
        "n / N randomised (%)",
        "No characteristic is defined.",
    )


def _rows(result: Baseline, row: Row) -> Iterator[tuple[int, tuple[str, ...]]]:
    of_item = [each for each in result.rows if each.item == row.item]
    if row is of_item[0]:
        title = f"{row.item.title}, {row.item.unit}" if row.item.unit else row.item.title
        yield 0, (title, *("" for _ in result.n))
    if row.numbers:
        yield 1, ("Median (quartiles)", *(_quartiles(each) for each in row.numbers.values()))
        yield 1, ("Range", *(_range(each) for each in row.numbers.values()))
    else:
        yield 1, (row.level, *(words.part(row.counts[arm], n) for arm, n in result.n.items()))


def _quartiles(each: Number) -> str:
    if not each.known:
        return words.MISSING
    return f"{words.short(each.middle)} ({words.short(each.lower)} to {words.short(each.upper)})"


def _range(each: Number) -> str:
    return f"{words.short(each.least)} to {words.short(each.most)}" if each.known else words.MISSING
