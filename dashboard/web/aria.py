"""Attributes that tell a screen reader what a sighted reader sees."""

from typing import Any


def aria(**words: str) -> Any:
    """`aria-` attributes of an element: `**aria(label="Pages")`."""
    return {f"aria-{name}": text for name, text in words.items()}
