"""A guideline's rule as tables: its boundary, and what it does at true rates."""

from dashboard.figures import words
from dashboard.figures.kinds import Column, Table
from dashboard.stats.stopping.counting import TITLES
from dashboard.stats.stopping.design import Boundaries
from dashboard.stats.stopping.poisson import InExposure
from dashboard.stats.stopping.promise import Promise


def boundary(result: Boundaries) -> Table:
    """A row a number of events: among how many evaluable, or in how much follow-up, they meet the guideline."""
    exposure = result.designs[0].rule.counts == "exposure"
    among = "In windows of follow-up" if exposure else "Among evaluable participants"
    rows = tuple((str(step.events), str(step).split(":")[0]) for step in result.ranges[0])
    return Table((Column("Events", "left"), Column(among)), rows, empty="No number of events meets it.")


def promise(result: Promise) -> Table:
    """A row a true rate: exact characteristics, and the chance with the guideline's own counting, simulated."""
    exact = result.exact
    exposure = isinstance(exact, InExposure)
    amounts = exact.exposure if isinstance(exact, InExposure) else exact.table()["Expected participants"]
    columns = {
        "True rate": [f"{_named(result, rate)}{words.short(100 * rate)}%" for rate in exact.rates.tolist()],
        f"Chance that it is met, {'constant rate' if exposure else 'complete windows'}, exact": [
            words.percent(chance) for chance in exact.probability.tolist()
        ],
        f"Expected {'windows of follow-up' if exposure else 'participants'}": [words.number(n) for n in amounts],
        "Expected events": [words.number(events) for events in exact.events.tolist()],
    }
    if result.simulated:
        title = f"Chance with {TITLES[result.simulated[0].counting]}, simulated (Monte Carlo error)"
        columns[title] = [f"{words.percent(one.met)} ({words.points(one.error)})" for one in result.simulated]
    heads = tuple(Column(name, "right" if at else "left") for at, name in enumerate(columns))
    return Table(heads, tuple(zip(*columns.values(), strict=True)), foot=_drawn(result))


def _named(result: Promise, rate: float) -> str:
    return {result.rule.p0: "p0 = ", result.rule.p1: "p1 = "}.get(rate, "")


def _drawn(result: Promise) -> str:
    """What the simulation assumes; nothing where there is none."""
    if not result.simulated:
        return ""
    one = result.simulated[0]
    return (
        f"Simulated: {one.draws} draws at each rate, seed {one.seed}, "
        f"{words.short(one.per_month)} randomised per month, {words.percent(one.competing)} competing events."
    )
