"""The families of stopping rules: one file each, found by its file name."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from importlib import import_module
from pkgutil import iter_modules
from typing import Any

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.rule import Rule

RULES = tuple(sorted(module.name for module in iter_modules(__path__)))
"""The names a trial definition may use: the file names of this folder."""

_DESIGN = ("p0", "p1", "alpha", "planned", "looks")  # the fields a family does not add


def named(name: str) -> type[Rule]:
    """The one class that the rule's file defines; raises ChoiceError listing the rules there are."""
    if name not in RULES:
        raise ChoiceError(f"There is no stopping rule {name!r}; choose one of {', '.join(RULES)}.")
    module = import_module(f"{__name__}.{name}")
    (rule,) = (item for item in vars(module).values() if isinstance(item, type) and item.__module__ == module.__name__)
    return rule


def parameters(name: str) -> dict[str, float | None]:
    """The family's own parameters and their defaults; None where the design gives the default."""
    own = [field.name for field in fields(named(name)) if field.name not in _DESIGN]
    return {field: getattr(named(name), field) for field in own}


def build(
    name: str,
    p0: float,
    p1: float,
    alpha: float,
    planned: int,
    looks: Sequence[int] = (),
    parameters: Mapping[str, float] = {},
) -> Rule:
    """The calibrated rule of a family; `looks` and the family's own `parameters` may be left out.

    Raises ChoiceError for a family that does not exist, a parameter it does not have, looks at exposure,
    which is looked at after each event, and numbers that make no rule.
    """
    family = named(name)
    _check(name, parameters)
    design: dict[str, Any] = {"p0": p0, "p1": p1, "alpha": alpha, "planned": planned, **parameters}
    if looks and family.counts == "exposure":
        raise ChoiceError(f"looks is not possible with {name}: exposure is looked at after each event; leave it out.")
    if looks:
        design["looks"] = tuple(looks)
    return family(**design)


def twin(rule: Rule) -> Rule:
    """The same design in the rule's twin family, with those of its own parameters that the twin has too.

    A twin of a rule that is not calibrated is calibrated to the exact type I error which that rule has.
    """
    shared = {name: getattr(rule, name, None) for name in parameters(rule.twin)}
    own = {name: value for name, value in shared.items() if value is not None}
    alpha = rule.alpha if rule.calibrated else float(rule.characteristics().probability[0])
    return build(rule.twin, rule.p0, rule.p1, alpha, rule.planned, parameters=own)


def _check(name: str, given: Mapping[str, float]) -> None:
    own = parameters(name)
    for parameter in given:
        if parameter not in own:
            there = ", ".join(f"{key} (default {_shown(value)})" for key, value in own.items())
            possible = f"choose from {there}" if own else "it has none of its own; leave it out"
            raise ChoiceError(f"{parameter!r} is not possible with {name}: {possible}.")


def _shown(default: float | None) -> str:
    return "from the design" if default is None else f"{default:g}"
