"""Numbers and dates in words, the same on every page."""

import html
import math
import re
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd

MINUS = "−"
MISSING = "–"
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ISO = re.compile(r"\b\d{4}-\d{2}-\d{2}\b")


def number(value: float | None, digits: int = 1) -> str:
    """A number to `digits` decimals, halves away from zero, with a true minus; a dash when there is none."""
    if value is None or not math.isfinite(value):
        return MISSING
    rounded = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    text = f"{abs(rounded):f}"
    return MINUS + text if rounded < 0 else text


def short(value: float | None, digits: int = 1) -> str:
    """A number as `number` has it, whole numbers without decimals: an effective count of 36.4, or of 36."""
    if value is not None and math.isfinite(value) and float(value).is_integer():
        return number(value, 0)
    return number(value, digits)


def share(n: int, total: int, digits: int = 0) -> str:
    """n of total in percent, halves up by whole-number arithmetic: 1 of 8 with one decimal is 12.5%."""
    if total <= 0:
        return MISSING
    scale = 10**digits
    units = (200 * scale * int(n) + int(total)) // (2 * int(total))
    return f"{units // scale}.{units % scale:0{digits}d}%" if digits else f"{units}%"


def percent(proportion: float | None, digits: int = 1) -> str:
    """A proportion (0 to 1) that is not a plain count, in percent: 0.231 is 23.1%."""
    if proportion is None or not math.isfinite(proportion):
        return MISSING
    return f"{number(_hundredfold(proportion), digits)}%"


def estimate(proportion: float | None, low: float | None, high: float | None, digits: int = 1) -> str:
    """A proportion with its interval: 23.1% (14.0 to 33.4)."""
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return percent(proportion, digits)
    return f"{percent(proportion, digits)} ({points(low, digits)} to {points(high, digits)})"


def points(difference: float | None, digits: int = 1) -> str:
    """A proportion or difference of proportions in percentage points, without a sign for percent."""
    if difference is None or not math.isfinite(difference):
        return MISSING
    return number(_hundredfold(difference), digits)


def difference(value: float, low: float, high: float) -> str:
    """A difference of proportions in percentage points with its interval: −3.1 (−9.8 to 3.4)."""
    return f"{points(value)} ({points(low)} to {points(high)})" if math.isfinite(value) else MISSING


def quantity(value: float, low: float, high: float, digits: int = 1) -> str:
    """A number with its interval: 12.3 (4.5 to 26.8); without one where there is none."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return number(value, digits)
    return f"{number(value, digits)} ({number(low, digits)} to {number(high, digits)})"


def part(n: int, total: int) -> str:
    """A count with its percentage and denominator: 6 / 42 (14%)."""
    return f"{n} / {total} ({share(n, total)})"


def count(n: int, noun: str, plural: str = "") -> str:
    """1 participant, 2 participants, no participants."""
    words = noun if n == 1 else plural or f"{noun}s"
    return f"{'no' if n == 0 else n} {words}"


def day(value: date | np.datetime64) -> str:
    """A date as 15 Jan 2026, in any locale."""
    stamp = value.astype("datetime64[D]").item() if isinstance(value, np.datetime64) else value
    return f"{stamp.day} {_MONTHS[stamp.month - 1]} {stamp.year}"


def dated(text: str) -> str:
    """A text with its dates in words: "event, 2025-11-07" is "event, 7 Nov 2025"; what no calendar has stays."""
    return _ISO.sub(lambda found: _worded(found[0]), text)


def _worded(text: str) -> str:
    try:
        return day(date.fromisoformat(text))
    except ValueError:
        return text


def drawn(text: str) -> str:
    """A text of the data as a drawing shows it letter by letter: plotly would read "<b>" and "&amp;" as HTML."""
    return html.escape(text, quote=False)


def month(value: date | np.datetime64) -> str:
    """A month as Jan 2026."""
    return day(value).split(" ", 1)[1]


def inside(title: str) -> str:
    """A title within a sentence: its first letter small unless the first word is an abbreviation or a letter."""
    return title[0].lower() + title[1:] if title[1:2].islower() else title


def listed(parts: list[str]) -> str:
    """One, two and three."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def cell(value: Any) -> str:
    """Any value of a result's table in words: whole numbers whole, others to one decimal, dates as dates."""
    if value is None or value is pd.NA or value != value:
        return MISSING
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | np.integer):
        return number(float(value), 0)
    if isinstance(value, float | np.floating):
        return number(float(value), 1)
    if isinstance(value, date | datetime | np.datetime64):
        return day(value)
    return str(value)


def _hundredfold(proportion: float) -> float:
    """Times 100 in decimals, so that 0.285 does not become 28.499999."""
    return float(Decimal(repr(float(proportion))) * 100)
