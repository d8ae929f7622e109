"""Where the tables of a trial come from: files, and the source's names of their columns."""

from typing import Self

from pydantic import Field, model_validator

from dashboard.trial.parts import Name, Part, repeated


class Join(Part):
    """`[source.<table>.joins.<name>]`: columns of the table that stand in another file, found by a shared key.

    `key` is a column of both files; of the other file's rows, kept by `where`, there is at most one for a key.
    """

    file: str
    key: str
    columns: dict[str, str] = Field(min_length=1)
    where: dict[str, tuple[str, ...]] = Field(default={})


class SourceTable(Part):
    """`[source.<table>]`: the file a canonical table comes from, and the source's name of each column.

    `where` keeps rows whose source column has one of the values; `values` translates source values of a
    canonical column; `joins` are columns that stand in other files.
    """

    file: str
    columns: dict[str, str]
    where: dict[str, tuple[str, ...]] = Field(default={})
    values: dict[str, dict[str, str]] = Field(default={})
    joins: dict[Name, Join] = Field(default={})

    @property
    def taken(self) -> tuple[str, ...]:
        """The canonical columns that stand in the file or one joined to it."""
        return (*self.columns, *(column for join in self.joins.values() for column in join.columns))

    @model_validator(mode="after")
    def _each_column_has_one_place(self) -> Self:
        if twice := repeated(self.taken):
            raise ValueError(f"columns: {twice!r} is taken from two places; leave it in one")
        if unknown := [column for column in self.values if column not in self.taken]:
            raise ValueError(f"values: {unknown[0]!r} is no column of this table; name its column first")
        return self
