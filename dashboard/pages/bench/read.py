"""What is typed on the bench, read: text becomes numbers, or a sentence that says what is possible."""

import math
from collections.abc import Callable
from functools import partial

from dashboard.errors import ChoiceError

PLANNED = 1000
"""Largest planned number: a boundary takes time with its square, and at 1,000 still less than half a second."""
LEAST = 0.0001
"""Smallest proportion: no trial tells it from 0."""
LEAST_ERROR = 0.001
"""Smallest type I error: a rule on exposure that errs less reaches to so many events that it takes seconds."""
EVENTS = 250
"""Most events expected at p0 under a rule on exposure, whose calibration takes time with their square."""
WEIGHT = 100
"""Most participants that a prior is worth; heavier ones leave the data nothing to say."""
LOOKS = 200
"""Letters that a list of looks may have."""


def share(text: str, *, least: float = LEAST, zero: bool = False) -> float:
    """A proportion from `least` to 1 - `least` (or 0), as 0.05 or 5%."""
    value = _number(text.removesuffix("%"), "a proportion such as 0.05, or 5%") / (100 if text.endswith("%") else 1)
    if not (least <= value <= 1 - least or (zero and value == 0)):
        possible = f"{'0, or ' if zero else ''}a number from {least:g} to {1 - least:g}"
        raise ChoiceError(f"{text} is not possible: give {possible}.")
    return value


def whole(text: str, *, most: int, least: int = 1) -> int:
    """A whole number from `least` to `most`."""
    short = text.isascii() and text.isdigit() and len(text) <= len(str(most))
    if not short or not least <= int(text) <= most:
        raise ChoiceError(f"{text} is not possible: give a whole number from {least:,} to {most:,}.")
    return int(text)


def amount(text: str, *, most: float) -> float:
    """A number above 0 and at most `most`."""
    value = _number(text, "a number such as 4 or 2.5")
    if not 0 < value <= most:
        raise ChoiceError(f"{text} is not possible: give a number above 0, at most {most:,.0f}.")
    return value


def number(text: str) -> float:
    """Any number; the rule itself says which it takes."""
    return _number(text, "a number such as 0.25")


def looks(text: str) -> tuple[int, ...]:
    """Whole numbers with commas between, "10, 20, 40"; "each" is none, for a look after each participant."""
    if text.lower() in ("", "each"):
        return ()
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and len(part) <= len(str(PLANNED)) for part in parts):
        raise ChoiceError(f"{text} is not possible: give whole numbers such as 10, 20, 40, or each.")
    return tuple(int(part) for part in parts)


READ: dict[str, Callable[[str], object]] = {
    "family": str,
    "p0": share,
    "p1": share,
    "alpha": partial(share, least=LEAST_ERROR),
    "planned": partial(whole, most=PLANNED),
    "looks": looks,
    "window": partial(whole, most=3650),
    "per_month": partial(amount, most=1000),
    "competing": partial(share, zero=True),
}
"""How each value of a design is read."""

OWN: dict[str, Callable[[str], float]] = {"weight": partial(amount, most=WEIGHT), "mean": share}
"""How a family's own parameters are read; the others by `number`."""


def _number(text: str, such: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        point = ", with a point" if "," in text else ""
        raise ChoiceError(f"{text} is not possible: give {such}{point}.")
    return value
