"""Treatment by cycle as tables: who reached each cycle, its timing and dose, completion with exact intervals."""

from collections.abc import Sequence

from dashboard.figures import theme, words
from dashboard.figures.kinds import Column, Sentence, Table
from dashboard.stats.counts import Proportion
from dashboard.stats.exposure import HITS, MEASURES, STARTED, Completion, Exposure, Reached, Spread

BASES = {"randomised": "randomised long enough ago", "started": "of these, started cycle 1"}
"""Of whom completion is a share."""


def reached(result: Reached) -> Table:
    """A row a cycle with how many are expected, below it who started and why the others did not."""
    rows: list[tuple[int, tuple[str, ...]]] = []
    for cycle in result.cycles:
        rows.append((0, (f"Cycle {cycle}: expected", *(str(result.expected(arm, cycle)) for arm in result.arms))))
        for outcome in (STARTED, *result.outcomes):
            cells = [_part(result.counts[arm, cycle, outcome], result.expected(arm, cycle)) for arm in result.arms]
            title = f"Not started: {outcome}" if outcome else "Started"
            rows.append((1, (title, *cells)))
    return _nested("Of those expected by time", result.arms, rows)


def exposure(result: Exposure, *, published: str = "") -> Table:
    """A row a measure and cycle: median (quartiles; range) and how many values; below it the counted, n / N (%).

    `published` is a benchmark of the days from transplantation to cycle 1.
    """
    rows: list[tuple[int, tuple[str, ...]]] = []
    for name, title in MEASURES.items():
        for cycle in result.cycles(name):
            spreads = [result.spreads[arm, name, cycle] for arm in result.arms]
            of_cycle = f"Cycle {cycle}: {words.inside(title)}" if name in ("delay", "given") else title
            rows.append((0, (of_cycle, *map(_spread, spreads))))
            if name in HITS:
                rows.append((1, (HITS[name], *(_part(each.hits, each.n) for each in spreads))))
    foot = f"Median (quartiles; range), n{f' · {published}' if published else ''}"
    return _nested("Measure", result.arms, rows, foot)


def answer(result: Completion, *, cycles: int) -> Sentence:
    """Who completed all cycles of those randomised long enough ago, and the published share beside it."""
    found = {arm: each for (arm, basis), each in result.found.items() if basis == "randomised" and each.n}
    if not found:
        return Sentence(f"Nobody was randomised long enough ago to have completed {cycles} cycles.")
    said = ", ".join(
        f"{theme.arm(arm).lead}{words.part(each.x, each.n)}, exact 95% interval {_interval(each)}"
        for arm, each in found.items()
    )
    published = "".join(f" Published, of treated: {words.part(each.x, each.n)}." for _, each in result.published)
    return Sentence(f"Completed {cycles} cycles, of those randomised long enough ago: {said}.{published}")


def completion(result: Completion) -> Table:
    """A row an arm and basis, and each published point; n / N (%) with its exact interval."""
    named = [(f"{theme.arm(arm).says}{BASES[basis]}", each) for (arm, basis), each in result.found.items()]
    named += [(f"Published, treated: {source}", each) for source, each in result.published]
    rows = tuple((title, _part(each.x, each.n), _interval(each)) for title, each in named)
    return Table((Column("Completed all cycles, of", "left"), Column("n / N (%)"), Column("Exact 95% interval")), rows)


def _nested(title: str, arms: Sequence[str], rows: Sequence[tuple[int, tuple[str, ...]]], foot: str = "") -> Table:
    heads = (Column(theme.arm(arm).label, arm=arm) for arm in arms)
    return Table(
        (Column(title, "left"), *heads), tuple(cells for _, cells in rows), tuple(depth for depth, _ in rows), foot
    )


def _spread(each: Spread) -> str:
    if not each.n:
        return words.MISSING
    middle, lower, upper, least, most = (
        words.short(value) for value in (each.middle, each.lower, each.upper, each.least, each.most)
    )
    return f"{middle} ({lower} to {upper}; {least} to {most}), {each.n}"


def _part(n: int, of: int) -> str:
    return words.part(n, of) if of else words.MISSING


def _interval(each: Proportion) -> str:
    return f"{words.percent(each.lower)} to {words.percent(each.upper)}" if each.n else words.MISSING
