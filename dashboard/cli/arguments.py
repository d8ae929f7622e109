"""How the values of options are read."""

import argparse
from collections.abc import Sequence
from datetime import date

from dashboard.errors import ChoiceError


def day(text: str) -> date:
    """A date written as 2026-01-15."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2026-01-15") from None


def pairs(option: str, given: Sequence[str]) -> dict[str, str]:
    """NAME=VALUE, each time the option is given; raises ChoiceError for one without an equals sign."""
    if wrong := [item for item in given if "=" not in item]:
        raise ChoiceError(f"{option} {wrong[0]}: write it as NAME=VALUE.")
    return dict(item.partition("=")[::2] for item in given)
