"""The files of a source, opened to be described: their columns, labels and code lists, never a row."""

# ruff: noqa: S608 - names come from the files and are quoted

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from dashboard.errors import SourceError
from dashboard.extract import readers
from dashboard.extract.contract import table as canonical
from dashboard.extract.expressions import quoted, text, typed
from dashboard.extract.proposal.names import COLUMNS, FILES

LONGEST = 40
"""A column with more values than this is no code list."""


@dataclass(frozen=True)
class File:
    """A file as a view of a database; `names` and `labels` are of its columns, by lower-case name."""

    path: Path
    view: str
    database: duckdb.DuckDBPyConnection = field(repr=False)
    types: Mapping[str, str]
    names: Mapping[str, str]
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def stem(self) -> str:
        """The name of the file without its ending, as a definition says it."""
        return self.path.stem

    def has(self, *columns: str) -> bool:
        """Whether all these columns are there."""
        return all(column.lower() in self.types for column in columns)

    def first(self, columns: tuple[str, ...]) -> str | None:
        """The first of these columns that is there, as the file writes it."""
        return next((self.names[c.lower()] for c in columns if self.has(c)), None)

    def label(self, column: str) -> str:
        """The label of a column, empty if it has none."""
        return self.labels.get(column.lower(), "")

    def as_text(self, column: str) -> str:
        """The column as trimmed text in SQL."""
        return text(quoted(column), self.types[column.lower()])

    def values(self, column: str, where: str = "true") -> tuple[str, ...] | None:
        """The values of a code list in order, None if there are too many for one."""
        found = self.rows(
            f"select distinct {self.as_text(column)} as value from {self.view} where {where} and value is not null"
            f" order by value limit {LONGEST + 1}"
        )
        return tuple(str(row[0]) for row in found) if len(found) <= LONGEST else None

    def different(self, column: str) -> int:
        """How many values a column has."""
        (row,) = self.rows(f"select count(distinct {self.as_text(column)}) from {self.view}")
        return int(str(row[0]))

    def month(self, column: str, which: str) -> str:
        """The month of the earliest (`min`) or latest (`max`) date of a column, as 2014-05; empty if it has none."""
        day = typed("date", quoted(column), self.types[column.lower()], {})
        (row,) = self.rows(f"select strftime({which}({day}), '%Y-%m') from {self.view}")
        return str(row[0] or "")

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        """What a statement on the view returns."""
        return self.database.execute(statement).fetchall()


def opened(database: duckdb.DuckDBPyConnection, source: Path) -> tuple[tuple[File, ...], tuple[str, ...]]:
    """Every file that can be read, in order of name, and the names of those that cannot.

    Raises SourceError if there is no such folder or nothing in it to read.
    """
    files: list[File] = []
    faults: list[str] = []
    for stem in _stems(source):
        try:
            path = readers.find(source, stem)
            if path is not None:
                files.append(_open(database, path, f"file_{len(files)}"))
        except SourceError as error:
            faults.append(str(error))
    if not files:
        raise SourceError(f"{source}: no file in it can be read. " + " ".join(faults))
    return tuple(files), tuple(faults)


def _stems(source: Path) -> Iterator[str]:
    entries = (path for path in readers.listed(source) if path.is_file())
    yield from {path.stem.lower(): path.stem for path in entries if path.suffix.lower() in readers.SUFFIXES}.values()


def _open(database: duckdb.DuckDBPyConnection, path: Path, view: str) -> File:
    types = readers.read(database, path, view)
    names = [str(row[0]) for row in database.execute(f"describe {quoted(view)}").fetchall()]
    labels = {name.lower(): label for name, label in readers.labels(path).items()}
    return File(path, view, database, types, {name.lower(): name for name in names}, labels)


def for_table(files: tuple[File, ...], table: str) -> File | None:
    """The file a canonical table likely comes from: by its name, and because it has the columns that must be."""
    usual = COLUMNS[table]
    needed = {column.name for column in canonical(table).columns if column.required} & {*usual} - {"randomised_on"}
    for ending in FILES[table]:
        for file in sorted(files, key=lambda one: len(one.stem)):
            if _is_called(file.stem.lower(), ending) and all(file.first(usual[name]) for name in needed):
                return file
    return None


def domain(files: tuple[File, ...], name: str) -> File | None:
    """SDTM's domain of that name, None if the source has none."""
    return next((file for file in files if file.stem.lower() == name), None)


def _is_called(stem: str, usual: str) -> bool:
    """SDTM's names of two letters stand alone; ADaM's may have something before them."""
    return stem == usual or (len(usual) > 2 and stem.endswith(usual))


def mapped(file: File, table: str) -> dict[str, str]:
    """The canonical columns that the file has, by the source's name."""
    found = {name: file.first(usual) for name, usual in COLUMNS[table].items()}
    return {name: column for name, column in found.items() if column is not None}
