"""The block of a baseline characteristic, as it stands in trial.toml."""

from typing import Literal, Self, get_args

from pydantic import model_validator

from dashboard.trial.parts import Name, Part, repeated
from dashboard.trial.strata import Baseline

Measured = Literal["age", "transplanted_on"]
"""Columns that are numbers: age, and days from transplantation to randomisation."""


class Level(Part):
    """One value of a characteristic: `value` as the source writes it."""

    value: str
    label: str


class Characteristic(Part):
    """`[[baseline]]`: what is known of a participant before randomisation.

    A column of words lists its `levels` in the order of the page, and no other word ever leaves the source: what is
    not listed is counted as "Other". A number has a `unit` and no levels.
    """

    name: Name
    title: str
    column: Baseline | Measured
    unit: str = ""
    levels: tuple[Level, ...] = ()

    @property
    def measured(self) -> bool:
        """Whether it is a number."""
        return self.column in get_args(Measured)

    @model_validator(mode="after")
    def _levels_fit(self) -> Self:
        if self.measured and self.levels:
            raise ValueError(f"levels: {self.column} is a number and has none; leave levels out")
        if not self.measured and not self.levels:
            raise ValueError(f"levels: {self.column} holds words; list those that may be shown, each with its label")
        for key in ("value", "label"):
            if twice := repeated(getattr(level, key).upper() for level in self.levels):
                raise ValueError(f"levels: the {key} {twice!r} is given twice; {key}s must differ")
        return self
