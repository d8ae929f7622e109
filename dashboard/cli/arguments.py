"""How the values of options are read."""

import argparse
from datetime import date


def day(text: str) -> date:
    """A date written as 2026-01-15."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2026-01-15") from None
