"""Designs of stopping rules beside one another, before there is a trial: what each would do, exactly.

Months are of calendar time from the first day of accrual. A participant who enters last of those that are counted
has to be followed through the window, so a rule on participants ends on average after (expected participants ÷
accrual) + window: exact for Poisson accrual and complete windows counted in the order of entry, because the number
counted does not depend on when they entered (Wald's identity).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from inspect import getdoc
from itertools import pairwise

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.stats.stopping import rules
from dashboard.stats.stopping.boundary import Range, ranges
from dashboard.stats.stopping.operating import AtLooks
from dashboard.stats.stopping.poisson import InExposure
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.simulate import MONTH

Floats = NDArray[np.float64]

Exact = AtLooks | InExposure


GRID = 25
"""True rates at which the chance of meeting a guideline is drawn."""


@dataclass(frozen=True)
class Design:
    """A rule and the trial it is meant for.

    `name` is what the reader calls it, `family` the file of the rule, `own` the family's own parameters as given,
    `window` in days, `per_month` the participants randomised in a month, `competing` the planned share with a
    competing event within the window (used by simulations only). `rule` raises ChoiceError for what makes no rule.
    """

    name: str
    family: str
    p0: float
    p1: float
    alpha: float
    planned: int
    looks: tuple[int, ...] = ()
    own: tuple[tuple[str, float], ...] = ()
    window: int = 100
    per_month: float = 4.0
    competing: float = 0.0

    @cached_property
    def rule(self) -> Rule:
        """The calibrated rule."""
        return rules.build(self.family, self.p0, self.p1, self.alpha, self.planned, self.looks, dict(self.own))

    @property
    def words(self) -> str:
        """The rule in a phrase: its family, and how often one looks."""
        each = "event" if self.rule.counts == "exposure" else "participant"
        often = f"after {', '.join(map(str, self.looks))}" if self.looks else f"after each {each}"
        return f"{self.rule.words}, looking {often}"


@dataclass(frozen=True)
class Boundaries:
    """The boundary of each design, as ranges: of participants, or of exposure in units of the window."""

    designs: tuple[Design, ...]

    @cached_property
    def ranges(self) -> tuple[tuple[Range, ...], ...]:
        """Each design's boundary, in their order."""
        return tuple(ranges(design.rule) for design in self.designs)

    def table(self) -> pd.DataFrame:
        """One row a number of events; the amounts among which so many meet each rule."""
        found = [{step.events: str(step).split(":")[0] for step in steps} for steps in self.ranges]
        counts = sorted({events for steps in found for events in steps})
        amounts = {
            f"{design.name}: among {_amount(design.rule)}": [steps.get(events, "–") for events in counts]
            for design, steps in zip(self.designs, found, strict=True)
        }
        return pd.DataFrame({"Events": counts} | amounts)


@dataclass(frozen=True, eq=False)
class Operating:
    """What each design does at true rates: its own p0 and p1, and rates common to all."""

    designs: tuple[Design, ...]
    rates: tuple[float, ...]

    @cached_property
    def found(self) -> tuple[Exact, ...]:
        """Each design's exact operating characteristics at all rates."""
        return tuple(_exact(design, self.rates) for design in self.designs)

    def at(self, number: int, rate: float) -> tuple[float, float, float]:
        """Of a design by its place: chance that it is met, expected amount, and months, at one of the rates."""
        here, found = self.rates.index(rate), self.found[number]
        months = _months(self.designs[number], found)
        return float(found.probability[here]), float(_expected(found)[here]), float(months[here])

    def table(self) -> pd.DataFrame:
        """One row a true rate and design."""
        parts = [_characteristics(*pair) for pair in zip(self.designs, self.found, strict=True)]
        table = pd.concat(parts, ignore_index=True)
        return table.sort_values("True rate", kind="stable", ignore_index=True)


@dataclass(frozen=True)
class Written:
    """The designs in words to take away, a piece of text each: `heads` say what a column holds."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]

    def table(self) -> pd.DataFrame:
        """One row a piece."""
        return pd.DataFrame(list(self.rows), columns=list(self.heads))


def boundaries(designs: Sequence[Design]) -> Boundaries:
    """The boundaries of the designs."""
    return Boundaries(tuple(designs))


def own(designs: Sequence[Design]) -> Operating:
    """The designs at every p0 and p1 among them."""
    rates = {rate for design in designs for rate in (design.p0, design.p1)}
    return Operating(tuple(designs), tuple(sorted(rates)))


def operating(designs: Sequence[Design]) -> Operating:
    """The designs at every p0 and p1 among them, between these, and at a rate below and one above them."""
    rates = own(designs).rates
    between = [(low + high) / 2 for low, high in pairwise(rates)]
    return Operating(tuple(designs), tuple(sorted((rates[0] / 2, *rates, *between, _above(rates[-1], 1.5)))))


def curve(designs: Sequence[Design]) -> Operating:
    """The designs at a grid of true rates up to twice the highest p1."""
    end = _above(max(design.p1 for design in designs), 2)
    return Operating(tuple(designs), tuple((np.arange(1, GRID + 1) * end / GRID).tolist()))


def blocks(designs: Sequence[Design]) -> Written:
    """Each design as a `[[guidelines]]` block of a trial definition, a line a row."""
    return Written(("TOML",), tuple((line,) for design in designs for line in (*_block(design), "")))


def methods(designs: Sequence[Design]) -> Written:
    """Each design as a sentence for a protocol or a paper, with the references of its family."""
    rows = tuple((design.name, _sentence(design), references(type(design.rule))) for design in designs)
    return Written(("Rule", "Methods", "References"), rows)


def references(rule: type[Rule]) -> str:
    """The papers of a family: the last paragraph of its docstring, in one line."""
    return " ".join((getdoc(rule) or "").split("\n\n")[-1].split())


def _above(rate: float, times: float) -> float:
    """So many times the rate, or halfway to 1 where that is less."""
    return min(times * rate, (1 + rate) / 2)


def _exact(design: Design, rates: tuple[float, ...]) -> Exact:
    found = design.rule.characteristics(*rates)
    if not isinstance(found, Exact):
        raise TypeError(f"{type(found).__name__} is neither at looks nor in exposure")
    return found


def _amount(rule: Rule) -> str:
    return "windows of exposure" if rule.counts == "exposure" else "participants"


def _expected(found: Exact) -> Floats:
    return found.exposure if isinstance(found, InExposure) else found.participants


def _characteristics(design: Design, found: Exact) -> pd.DataFrame:
    table = found.table()
    table.insert(1, "Rule", design.name)
    table.insert(3, "Expected months", _months(design, found))
    return table


def _months(design: Design, found: Exact) -> Floats:
    """Expected months from the first day of accrual to the end of following."""
    window = design.window / MONTH
    if isinstance(found, InExposure):
        return _until(found.exposure, design.per_month * window) * window
    return found.participants / design.per_month + window


def _until(exposure: Floats, entering: float) -> Floats:
    """Windows of time until so many windows of exposure are expected, `entering` participants per window of time.

    Those who entered at time s add min(t - s, 1), so by t they add entering t²/2 while t is below 1, and
    entering (t - 1/2) afterwards. Events that end a participant's exposure are left out: at low rates they are few.
    """
    amount = exposure / entering
    return np.where(amount < 0.5, np.sqrt(2 * amount), amount + 0.5)


def _block(design: Design) -> list[str]:
    """Its counting is the default of its kind; what only the trial knows is left to be filled in."""
    exposure = design.rule.counts == "exposure"
    values: dict[str, object] = {"window_days": design.window, "rule": f'"{design.family}"'}
    values |= {"p0": design.p0, "p1": design.p1, "alpha": design.alpha, "planned": design.planned}
    values |= {"looks": list(design.looks)} if design.looks else {}
    values |= {"competing": design.competing} if design.competing else {}
    values |= {"counting": '"exposure"'} if exposure else {}
    own = ", ".join(f"{name} = {value!r}" for name, value in design.own)
    values |= {"parameters": f"{{ {own} }}"} if own else {}
    name = design.name.lower().replace(" ", "-")
    head = ["[[guidelines]]", f'name = "{name}"', f'title = "{design.name}"', 'endpoint = ""', 'cause = ""']
    return [*head, *(f"{key} = {value}" for key, value in values.items())]


def _sentence(design: Design) -> str:
    rule = design.rule
    found = _exact(design, (design.p0, design.p1))
    (error, power), (_, amount) = found.probability, _expected(found)
    held = (
        f"calibrated to a type I error of at most {design.alpha:g}" if rule.calibrated else "not calibrated to an error"
    )
    return (
        f"The event within {design.window} days will be monitored with {_a(design.words)}, {held} at an acceptable "
        f"rate of {100 * design.p0:g}% over up to {design.planned} participants. The exact chance that the "
        f"guideline is met is {100 * error:.1f}% at a true rate of {100 * design.p0:g}% and {100 * power:.1f}% at "
        f"{100 * design.p1:g}%, where it is expected to end after {amount:.1f} {_amount(rule)}."
    )


def _a(words: str) -> str:
    """The words behind their article: an O'Brien–Fleming rule, a Pocock rule."""
    return f"{'an' if words[0] in 'AEIOUaeiou' else 'a'} {words}"
