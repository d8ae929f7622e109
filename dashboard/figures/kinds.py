"""What a panel can be; web and command line render each of them, once."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal


@dataclass(frozen=True)
class Figure:
    """A drawing: `plot` is a plotly figure as a plain dict (data, layout).

    `alt` states the result in one sentence for those who do not see it; `foot` adds what stands below
    (events per arm); `height` is in pixels.
    """

    plot: dict[str, Any]
    alt: str
    foot: str = ""
    height: int = 320


@dataclass(frozen=True)
class Column:
    """A column of a Table; `arm` is the letter in whose colour its head stands."""

    title: str
    align: Literal["left", "right"] = "right"
    arm: str = ""


@dataclass(frozen=True)
class Lead:
    """Where a row of a table leads: a page of the same side, with values of its filters."""

    page: str
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Table:
    """A table to read: cells are ready text; `levels[i]` indents row i (0 is outermost).

    The first cell of row i leads to `leads[i]`; without leads no row leads anywhere.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    levels: tuple[int, ...] = ()
    foot: str = ""
    empty: str = "Nothing to show yet."
    leads: tuple[Lead | None, ...] = ()


@dataclass(frozen=True)
class Sentence:
    """Plain words: a lead sentence, or a tile when it has a `value` with its `detail` below."""

    text: str
    value: str = ""
    detail: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Verbatim:
    """Text to take away letter by letter, such as a block of a definition."""

    text: str
