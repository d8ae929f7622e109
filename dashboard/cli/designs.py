"""Designs of stopping rules from options, and as they are told to machines."""

from argparse import Namespace
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import pandas as pd

from dashboard.cli.arguments import pairs
from dashboard.errors import ChoiceError
from dashboard.pages.bench import read
from dashboard.stats.stopping import boundary, design, rules
from dashboard.stats.stopping.design import Design, Operating
from dashboard.stats.stopping.operating import Characteristics

ASKED = ("p0", "p1", "alpha", "planned", "looks", "window", "per_month")
"""What a design is made of, read as the bench reads it."""


def made(options: Namespace) -> Operating:
    """The design in each family asked for, at the rates asked for, else at p0 and p1.

    A family's own parameter goes to every family that has it. Raises ChoiceError for what makes no rule, and for a
    parameter that none of the families has.
    """
    names = (options.rule, *options.compare)
    asked = {name: _read(f"--{name.replace('_', '-')}", read.READ[name], getattr(options, name)) for name in ASKED}
    values = {name: _read(f"--set {name}", read.number, text) for name, text in pairs("--set", options.set).items()}
    designs = tuple(Design(name, name, **asked, own=_own(name, names, values)) for name in names)
    rates = tuple(_read("--rates", read.share, text) for text in options.rates.split(",") if text)
    return Operating(designs, rates or design.own(designs).rates)


def boundaries(designs: Sequence[Design]) -> pd.DataFrame:
    """The boundary tables below one another: so many events among so many evaluable meet the guideline."""
    rows = [(each.name, *asdict(step).values()) for each in designs for step in boundary.ranges(each.rule)]
    return pd.DataFrame(rows, columns=["Rule", "Evaluable from", "to", "Met at events"])


def record(found: Operating, number: int) -> dict[str, Any]:
    """Everything of a design by its place, numbers in full."""
    this, at = found.designs[number], found.found[number]
    rule = this.rule
    type_one, power = rule.characteristics().probability
    return {
        "rule": this.family,
        "words": this.words,
        "counts": rule.counts,
        **{name: getattr(this, name) for name in ASKED},
        "parameters": {name: getattr(rule, name) for name in rules.parameters(this.family)},
        "type_one": type_one,
        "power": power,
        "boundary": [asdict(step) for step in boundary.ranges(rule)],
        "characteristics": [
            _at(at, place, rule.counts) | {"months": found.at(number, rate)[2]}
            for place, rate in enumerate(found.rates)
        ],
        "methods": design.methods([this]).rows[0][1],
        "references": design.references(type(rule)),
    }


def families() -> list[dict[str, Any]]:
    """Every family: its name, its own parameters with their defaults, and its papers."""
    return [
        {
            "rule": name,
            "family": rules.named(name).family,
            "counts": rules.named(name).counts,
            "parameters": rules.parameters(name),
            "references": design.references(rules.named(name)),
        }
        for name in rules.RULES
    ]


def _own(name: str, names: Sequence[str], values: Mapping[str, float]) -> tuple[tuple[str, float], ...]:
    """The values for a family: all but those that only another one has a parameter for."""
    mine = rules.parameters(name)
    elsewhere = {parameter for other in names for parameter in rules.parameters(other)} - {*mine}
    return tuple((parameter, value) for parameter, value in values.items() if parameter not in elsewhere)


def _at(found: Characteristics, place: int, counts: str) -> dict[str, float]:
    """The characteristics at one rate; the expected amount stands under the name of what the rule counts."""
    names = {"rate": "rates", "probability": "probability", counts: counts, "events": "events"}
    return {name: getattr(found, column)[place] for name, column in names.items()}


def _read(option: str, reader: Callable[[str], Any], text: str) -> Any:
    """The value of an option; raises ChoiceError naming it."""
    try:
        return reader(text)
    except ChoiceError as error:
        raise ChoiceError(f"{option}: {error}") from None
