"""A form: values that a reader types, which stand in the address as filters do.

What was typed is kept as it was typed, right or wrong: a wrong value is answered by a sentence beside its field.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

LONGEST = 80
"""Letters of a value that are kept."""


@dataclass(frozen=True)
class Field:
    """One value to type: `label` says it whole to a screen reader; with `choices` it is chosen from a list."""

    name: str
    label: str
    default: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    longest: int = LONGEST

    def parse(self, value: str | None) -> str:
        """What was typed, the default if nothing was."""
        return (value or "").strip()[: self.longest] or self.default


@dataclass(frozen=True)
class Row:
    """Fields side by side, one a column, with what they are and what may be typed; None where a column has none."""

    title: str
    hint: str
    fields: tuple[Field | None, ...]


@dataclass(frozen=True)
class Form:
    """A table of fields.

    `rows` are all there are; `shown` gives those that matter for what was typed, with what an empty field would
    mean as their default (without it all are shown); `faults` gives a sentence for each name of a field whose value
    is wrong.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    hint: str = ""
    shown: Callable[[Mapping[str, str]], tuple[Row, ...]] | None = None
    faults: Callable[[Mapping[str, str]], dict[str, str]] = lambda _: {}

    @property
    def fields(self) -> tuple[Field, ...]:
        """Every field, row by row."""
        return tuple(item for row in self.rows for item in row.fields if item)
