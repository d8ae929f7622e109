"""The door to one store: queries go in, rows come out, nothing else passes."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from dashboard.access import manifest, sql
from dashboard.access.connection import open_locked
from dashboard.access.manifest import Contents
from dashboard.errors import ExtractError, QueryError

SECONDS = 30.0
"""A statement that runs longer is interrupted."""


class Door:
    """One side's only way to data: a locked, in-memory database of one store.

    `hash` is the SHA-256 of the store's manifest, `arms` what column `arm` can hold, `trial` the definition as
    the store may say it. The previous extract's tables stand in catalog `previous`, empty if there is none.
    """

    def __init__(
        self, side: str, contents: Contents, previous: Contents | None = None, seconds: float = SECONDS
    ) -> None:
        if previous is not None:
            _earlier(contents, previous)
        self.side = side
        self.hash = contents.hash
        self.cut_off: date = contents.manifest.cut_off
        self.version = contents.manifest.version
        self.arms = contents.manifest.arms
        self.trial = contents.trial
        self.previous_cut_off = previous.manifest.cut_off if previous else None
        self._seconds = seconds
        self._connection = open_locked(contents.tables, previous.tables if previous else {}, self.arms)

    def ask(self, query: str, /, **params: Any) -> pd.DataFrame:
        """The rows of `queries/<query>.sql`, `params` bound to its `$names`.

        `arm` comes as a categorical of all arms in order. Raises QueryError, which never holds a value.
        """
        asked = sql.read(query)
        if params.keys() != asked.params:
            wanted, given = (", ".join(sorted(names)) or "none" for names in (asked.params, params))
            raise QueryError(f"queries/{query}.sql: takes parameters {wanted}; was given {given}.")
        return self._categorical(self._run(query, asked.text, params))

    def parameters(self, query: str) -> frozenset[str]:
        """The names of a query's `$params`."""
        return sql.read(query).params

    def _run(self, name: str, text: str, params: dict[str, Any]) -> pd.DataFrame:
        cursor = self._connection.cursor()
        try:
            with _limited(cursor, self._seconds):
                return cursor.execute(text, params).df()
        except duckdb.InterruptException:
            message = f"queries/{name}.sql: interrupted after {self._seconds:g} s. Narrow the question or ask again."
        except duckdb.Error as error:
            message = f"queries/{name}.sql: the statement failed on the {self.side} store ({type(error).__name__})."
        raise QueryError(message)

    def _categorical(self, rows: pd.DataFrame) -> pd.DataFrame:
        if "arm" in rows:
            rows["arm"] = pd.Categorical(rows["arm"], categories=list(self.arms))
        return rows


def open_store(side: str, extract: Path, previous: Path | None = None, seconds: float = SECONDS) -> Door:
    """The door of a side whose store lies in the clear in its own folder of an extract (and of the previous one).

    Raises ExtractError naming the file that is not as it was locked.
    """
    return Door(side, manifest.read(extract / side), manifest.read(previous / side) if previous else None, seconds)


def _earlier(contents: Contents, previous: Contents) -> None:
    now, then = contents.manifest, previous.manifest
    if (now.protocol, now.store) != (then.protocol, then.store):
        raise ExtractError("The previous extract is of another trial or store; name one of the same.")
    if then.cut_off >= now.cut_off:
        raise ExtractError(
            f"The previous extract's cut-off {then.cut_off} is not before this one's {now.cut_off}; exchange the two."
        )


@contextmanager
def _limited(cursor: duckdb.DuckDBPyConnection, seconds: float) -> Iterator[None]:
    timer = threading.Timer(seconds, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
