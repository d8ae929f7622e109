"""The queries: one SQL statement a file under `queries/`, named by its path, with a header that declares it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import duckdb

from dashboard.errors import QueryError
from dashboard.settings import ROOT

QUERIES = ROOT / "queries"
LEVELS = ("error", "warning")
_NAME = re.compile(r"[a-z][a-z0-9_]*/[a-z][a-z0-9_]*")
_FIELD = re.compile(r"--\s*(params|returns|level):(.*)")


@dataclass(frozen=True)
class Query:
    """A statement and what its header says; `level` is given for `checks/` alone."""

    name: str
    text: str
    description: str
    params: frozenset[str]
    returns: tuple[str, ...]
    level: str = ""


def names(folder: Path = QUERIES) -> Iterator[str]:
    """Every query's name, in order."""
    for path in sorted(folder.rglob("*.sql")):
        yield path.relative_to(folder).with_suffix("").as_posix()


@lru_cache(maxsize=512)
def read(name: str, folder: Path = QUERIES) -> Query:
    """The query of that name; raises QueryError naming its file if it is not there or its header does not hold."""
    path = folder / f"{name}.sql"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise QueryError(f"queries/{name}.sql: no such query. Names look like safety/adverse_events.")
    return parse(name, path.read_text(encoding="utf-8"))


def parse(name: str, text: str) -> Query:
    """A query from its text; its declared parameters are those DuckDB finds in the statement."""
    header = _header(name, text)
    params = frozenset(header["params"])
    taken = _taken(name, text)
    if params != taken:
        declared, real = (", ".join(f"${p}" for p in sorted(s)) or "none" for s in (params, taken))
        raise QueryError(f"queries/{name}.sql: the header declares params {declared}, the statement takes {real}.")
    level = "".join(header.get("level", ()))
    is_check = name.startswith("checks/")
    if is_check != (level in LEVELS):
        raise QueryError(
            f"queries/{name}.sql: a check, and only a check, says '-- level: error' or '-- level: warning'."
        )
    return Query(name, text, " ".join(header["description"]), params, tuple(header["returns"]), level)


def _header(name: str, text: str) -> dict[str, list[str]]:
    header: dict[str, list[str]] = {"description": []}
    current = ""
    for line in text.splitlines():
        if not line.startswith("--"):
            break
        if found := _FIELD.match(line):
            current = found.group(1)
            header[current] = _items(found.group(2))
        elif current:
            header[current] += _items(line[2:])
        elif words := line[2:].strip():
            header["description"].append(words)
    for key in ("params", "returns"):
        if key not in header:
            raise QueryError(f"queries/{name}.sql: the header has no '-- {key}:' line; see how another query begins.")
    if not header["description"]:
        raise QueryError(f"queries/{name}.sql: the header does not say what the query answers.")
    return header


def _items(line: str) -> list[str]:
    items = [item.strip().removeprefix("$") for item in line.split(",")]
    return [item for item in items if item and item != "none"]


def _taken(name: str, text: str) -> frozenset[str]:
    try:
        statements = duckdb.extract_statements(text)
    except duckdb.Error:
        raise QueryError(f"queries/{name}.sql: DuckDB cannot parse the statement.") from None
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise QueryError(f"queries/{name}.sql: a query is exactly one SELECT.")
    return frozenset(statements[0].named_parameters)
