"""What the form just sent by POST holds, whatever was put into it."""

import re

from flask import request

_NUMBER = re.compile(r"[0-9]{1,9}")


def text(name: str, longest: int) -> str:
    """A text on one line, of which so many letters are read; empty if there is none."""
    return " ".join(request.form.get(name, "").split())[:longest]


def number(name: str) -> int:
    """A whole number; 0, which numbers nothing, for anything else."""
    given = request.form.get(name, "")
    return int(given) if _NUMBER.fullmatch(given) else 0
