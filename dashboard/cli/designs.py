"""Designs of stopping rules as they are printed: boundary, exact operating characteristics, words for a protocol."""

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import boundary, rules
from dashboard.stats.stopping.binary import BinaryRule
from dashboard.stats.stopping.operating import Characteristics
from dashboard.stats.stopping.rule import Rule

LARGEST = 2000
"""Planned participants up to which every family is calibrated within seconds."""


@dataclass(frozen=True)
class Design:
    """A calibrated rule of the family `name`, and its exact operating characteristics at the rates asked for."""

    name: str
    rule: Rule
    at: Characteristics

    @property
    def errors(self) -> tuple[float, float]:
        """Exact type I error, and power: the chance that the guideline is met at p1."""
        type_one, power = self.rule.characteristics().probability
        return float(type_one), float(power)

    @property
    def methods(self) -> str:
        """The design in words, and the papers it is from."""
        rule, (type_one, power) = self.rule, self.errors
        wanted = f"wanted: at most {rule.alpha:g}" if rule.calibrated else "as its own parameters make it"
        return (
            f"{self.name}: {rule.words}, {100 * rule.p0:g}% against {100 * rule.p1:g}%, up to {rule.planned} "
            f"participants, {_looked(rule)}. Exact type I error {type_one:.4f} ({wanted}), power {power:.4f}. "
            f"{reference(type(rule))}"
        )

    def record(self) -> dict[str, Any]:
        """Everything, for machines."""
        rule, (type_one, power) = self.rule, self.errors
        return {
            "rule": self.name,
            "words": rule.words,
            "counts": rule.counts,
            **{name: getattr(rule, name) for name in ("p0", "p1", "alpha", "planned")},
            "looks": rule.looks if isinstance(rule, BinaryRule) else None,
            "parameters": {name: getattr(rule, name) for name in rules.parameters(self.name)},
            "type_one": type_one,
            "power": power,
            "boundary": [asdict(step) for step in boundary.ranges(rule)],
            "characteristics": _at_rates(rule, self.at),
            "methods": self.methods,
        }


def made(
    names: Sequence[str],
    design: tuple[float, float, float, int],
    looks: tuple[int, ...],
    parameters: Mapping[str, str],
    rates: Sequence[float],
) -> tuple[Design, ...]:
    """The design (p0, p1, alpha, planned) in each family; a parameter goes to every family that has it.

    Raises ChoiceError for what makes no rule, and for a parameter that none of the families has.
    """
    if design[-1] > LARGEST:
        raise ChoiceError(f"planned = {design[-1]} is not possible here: give at most {LARGEST:,} participants.")
    own = {name: rules.parameters(name) for name in names}
    values = {key: _number(key, text) for key, text in parameters.items()}
    found = []
    for name in names:
        elsewhere = {key for other in names if other != name for key in own[other]} - own[name].keys()
        mine = {key: value for key, value in values.items() if key not in elsewhere}
        rule = rules.build(name, *design, looks, mine)
        found.append(Design(name, rule, rule.characteristics(*rates)))
    return tuple(found)


def boundaries(designs: Sequence[Design]) -> pd.DataFrame:
    """The boundary tables below one another: so many events among first to last evaluable meet the guideline."""
    return pd.DataFrame(
        [
            (design.name, step.first, step.last, step.events)
            for design in designs
            for step in boundary.ranges(design.rule)
        ],
        columns=["Rule", "Evaluable from", "to", "Met at events"],
    )


def characteristics(designs: Sequence[Design]) -> pd.DataFrame:
    """The operating characteristics below one another."""
    return pd.concat([design.at.table().assign(Rule=design.name) for design in designs]).set_index("Rule").reset_index()


def families() -> list[dict[str, Any]]:
    """Every family: its name, its own parameters with their defaults, and its papers."""
    return [
        {
            "rule": name,
            "family": rules.named(name).family,
            "counts": rules.named(name).counts,
            "parameters": rules.parameters(name),
            "reference": reference(rules.named(name)),
        }
        for name in rules.RULES
    ]


def reference(rule: type[Rule]) -> str:
    """The papers of a family: the last paragraph of its docstring, in one line."""
    return " ".join((inspect.getdoc(rule) or "").split("\n\n")[-1].split())


def _at_rates(rule: Rule, at: Characteristics) -> list[dict[str, float]]:
    """A row a rate; the expected amount stands under the name of what the rule counts."""
    columns = {name: getattr(at, name) for name in ("probability", rule.counts, "events")}
    return [{"rate": rate, **{name: values[i] for name, values in columns.items()}} for i, rate in enumerate(at.rates)]


def _looked(rule: Rule) -> str:
    if not isinstance(rule, BinaryRule):
        return "looking after each event"
    each = len(rule.looks) == rule.planned
    return "looking after each" if each else f"looking after {', '.join(map(str, rule.looks))}"


def _number(name: str, text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ChoiceError(f"--set {name}={text}: give a number.") from None
