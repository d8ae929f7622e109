"""What is typed on the bench, read: text becomes numbers, or a sentence that says what is possible."""

import math
from collections.abc import Callable
from functools import partial

from dashboard.errors import ChoiceError

PLANNED = 1000
"""Largest planned number: a boundary takes time with its square, and at 1,000 still less than half a second."""
LOOKS = 200
"""Letters that a list of looks may have."""


def share(text: str, *, zero: bool = False) -> float:
    """A proportion above 0 (or from 0 on) and below 1, as 0.05 or 5%."""
    value = _number(text.removesuffix("%"), "a proportion such as 0.05, or 5%") / (100 if text.endswith("%") else 1)
    if not (0 < value < 1 or (zero and value == 0)):
        raise ChoiceError(f"{text} is not possible: give {'0, or a' if zero else 'a'} number above 0 and below 1.")
    return value


def whole(text: str, *, most: int) -> int:
    """A whole number from 1 to `most`."""
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise ChoiceError(f"{text} is not possible: give a whole number from 1 to {most:,}.")
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
    "alpha": share,
    "planned": partial(whole, most=PLANNED),
    "looks": looks,
    "window": partial(whole, most=3650),
    "per_month": partial(amount, most=1000),
    "competing": partial(share, zero=True),
}
"""How each value of a design is read; a family's own parameters are `number`."""


def _number(text: str, such: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        point = ", with a point" if "," in text else ""
        raise ChoiceError(f"{text} is not possible: give {such}{point}.")
    return value
