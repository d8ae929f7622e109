"""Numbers under a curve: where its axis ends, its ticks, and tables of counts aligned to the ticks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from dashboard.figures import labels, theme
from dashboard.stats.survival import Followed, drawn_until
from dashboard.stats.times import Counts

ROW = 18
"""Height of a row of the table, in pixels."""
LEFT = 64
"""The left margin, which holds the rows' headings."""

Counting = Callable[[Sequence[int]], Counts]
"""Counts at any days."""

_LANDMARKS = (0, 100, 180, 365, 545, 730, *range(1095, 365 * 40, 365))
_SHORT = (0, 7, 14, 21, 28, 42, 60, 90)
_DOWN = -36


@dataclass(frozen=True)
class Row:
    """A row of a table: its heading and colour, and its counts at any days."""

    heading: str
    colour: str
    counts: Counting


@dataclass(frozen=True)
class Section:
    """Rows of one meaning, such as "At risk", which stands above them."""

    title: str
    rows: tuple[Row, ...]


def axis_end(arms: Sequence[Followed]) -> float:
    """The day the axis ends: `drawn_until`; where an arm is too small for it, the last day observed; at least 7."""
    last = max((float(arm.days[-1]) for arm in arms if len(arm.days)), default=0.0)
    return max(drawn_until(arms) or last, 7.0)


def ticks(until: float) -> list[int]:
    """Days named on the axis: landmarks of follow-up, weeks when follow-up is short."""
    chosen = labels.ticks(until, _LANDMARKS)
    return chosen if len(chosen) > 2 else labels.ticks(until, sorted({*_SHORT, *_LANDMARKS}), 0.1)


def below(sections: Sequence[Section]) -> int:
    """The bottom margin that holds tick labels, the axis title and the tables; the first title is beside that one."""
    lines = sum(1 + len(section.rows) for section in sections)
    return 48 + (lines - 1) * ROW + 2 if lines else 48


def table(sections: Sequence[Section], at: Sequence[int], axis_title: str) -> list[dict[str, Any]]:
    """Annotations under the plot: the axis title, and each row's counts exactly under their ticks."""
    foot = {"yref": "paper", "y": 0, "yanchor": "middle"}
    left = foot | {"xref": "paper", "x": 0, "xanchor": "left", "xshift": 6 - LEFT}
    words = [theme.text(axis_title, xref="paper", x=0.5, xanchor="center", yshift=_DOWN, **foot)]
    down = _DOWN
    for section in sections:
        words.append(theme.text(section.title, yshift=down, **left))
        for row in section.rows:
            down -= ROW
            words.append(theme.text(row.heading, color=row.colour, yshift=down, **left))
            words += [
                theme.text(str(count), color=theme.INK, xref="x", x=day, xanchor="center", yshift=down, **foot)
                for day, count in zip(at, row.counts(at).tolist(), strict=True)
            ]
        down -= ROW
    return words
