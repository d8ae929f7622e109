"""Figures with one row per thing: where rows stand, and their names in the left margin."""

import unicodedata
from collections.abc import Sequence
from itertools import accumulate
from typing import Any

from dashboard.figures import theme, words

ROW = 28
"""Height of a row, in pixels."""
_LETTER = 6.8
_LONGEST = 38


def left(names: Sequence[str]) -> int:
    """The left margin that holds the names, shortened where needed."""
    return round(max((_room(short(name)) for name in names), default=0) * _LETTER) + 16


def short(name: str) -> str:
    """A name of at most 38 letters, a Chinese or Japanese one counted as two; a longer one ends in an ellipsis."""
    if _room(name) <= _LONGEST:
        return name
    fit = sum(taken < _LONGEST for taken in accumulate(map(_room, name)))
    return f"{name[:fit].rstrip()}…"


def _room(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def shown(name: str) -> str:
    """A name as it stands in a drawing: shortened where needed, and letter by letter."""
    return words.drawn(short(name))


def axis(names: Sequence[str], **changes: Any) -> dict[str, Any]:
    """An axis with the first name on top, at 0, the next at 1 …; a thin line per row."""
    return theme.axis(
        **(
            {
                "range": [max(len(names), 1) - 0.5, -0.5],
                "tickvals": list(range(len(names))),
                "ticktext": [shown(name) for name in names],
                "tickfont": {"size": theme.TEXT, "color": theme.INK},
                "ticklabelstandoff": 8,
            }
            | changes
        )
    )


def lanes(names: Sequence[str]) -> list[dict[str, Any]]:
    """The names within the drawing, each at the top of its row: on a phone a margin would leave no room."""
    where = {"x": 0, "xref": "paper", "xanchor": "left", "yanchor": "top", "yref": "y", "borderpad": 0}
    return [theme.text(shown(name), y=at - 0.5, color=theme.INK, **where) for at, name in enumerate(names)]


def offsets(many: int) -> list[float]:
    """Where the marks of `many` arms stand within a row, in rows: together they take half of it."""
    return [0.0] if many == 1 else [round(0.44 * (i / (many - 1) - 0.5), 3) for i in range(many)]
