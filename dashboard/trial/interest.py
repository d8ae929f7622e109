"""The block of adverse events of special interest, as it stands in trial.toml."""

from collections.abc import Iterator
from typing import Self

from pydantic import Field, model_validator

from dashboard.trial.parts import Name, Part, repeated


class Kind(Part):
    """A kind within a group: `terms` are preferred terms."""

    title: str
    terms: tuple[str, ...] = Field(min_length=1)


class SpecialInterest(Part):
    """`[[special_interest]]`: adverse events looked at together, whole classes (`soc`) or preferred terms.

    `kinds` divide the group; their terms belong to it. `arm_revealing` puts the group on the arm-only page.
    """

    name: Name
    title: str
    soc: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    arm_revealing: bool = False

    def named(self) -> Iterator[str]:
        """Every preferred term that the block names."""
        yield from self.terms
        for kind in self.kinds:
            yield from kind.terms

    @model_validator(mode="after")
    def _counts_something_once(self) -> Self:
        if not self.soc and not any(self.named()):
            raise ValueError("soc, terms: name the classes or the preferred terms that belong to the group")
        if twice := repeated(term.lower() for kind in self.kinds for term in kind.terms):
            raise ValueError(f"kinds: the term {twice!r} stands in two kinds; leave it in one")
        return self
