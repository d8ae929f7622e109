"""Deaths as tables: counted by cause with n/N, and one by one."""

from collections.abc import Iterator
from dataclasses import replace

from dashboard.figures import tables, theme, words
from dashboard.figures.kinds import Column, Lead, Sentence, Table
from dashboard.figures.listing import MOST
from dashboard.stats.deaths import CauseRow, Causes, Listed


def answer(result: Causes) -> Sentence:
    """Deaths of randomised by arm: all of them, then those without and after relapse where the trial tells which."""
    stages = [row for row in result.rows if not row.cause]
    if not any(sum(row.deaths.values()) for row in stages):
        return Sentence(f"No deaths so far among {sum(result.n.values())}.")
    said = [
        f"{words.inside(row.stage)}: "
        + ", ".join(f"{theme.arm(arm).lead}{words.part(row.deaths[arm], n)}" for arm, n in result.n.items())
        for row in stages
    ]
    text = "; ".join(said)
    return Sentence(f"{text[:1].upper()}{text[1:]}.")


def causes(result: Causes) -> Table:
    """A row a stage and cause; per arm deaths of randomised (%), then how many were attributed in which words."""
    heads = [column for arm, n in result.n.items() for column in _heads(arm, n, result.related)]
    return Table(
        (Column("Deaths", "left"), *heads),
        tuple((row.cause or row.stage, *_cells(result, row)) for row in result.rows),
        tuple(row.depth for row in result.rows),
    )


def listed(result: Listed, *, leads_to: str = "") -> Table:
    """A row a death, the latest first; it leads to its participant on the page `leads_to`, if there is one."""
    table, shown = tables.frame(result, shown=MOST), result.deaths[:MOST]
    return replace(
        table,
        empty=f"No deaths so far among {sum(result.n.values())}",
        foot=" · ".join(filter(None, ("The latest death first", table.foot))),
        leads=tuple(Lead(leads_to, {"person": death.participant}) for death in shown) if leads_to else (),
    )


def _heads(arm: str, n: int, related: tuple[str, ...]) -> Iterator[Column]:
    label = theme.arm(arm).label
    yield Column(f"{label}, N = {n}", arm=arm)
    yield from (Column(f"{label}: {words.inside(word)}", arm=arm) for word in related)


def _cells(result: Causes, row: CauseRow) -> Iterator[str]:
    for arm, n in result.n.items():
        yield words.part(row.deaths[arm], n)
        yield from (str(row.related[arm, word]) for word in result.related)
