"""The bytes of a store: its tables as Parquet, its trial definition, and the manifest over both."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Mapping
from datetime import date
from typing import Any

import duckdb
import tomli_w

from dashboard.access.manifest import TABLE, TRIAL, Contents, Manifest, digest
from dashboard.access.memory import MemoryFiles
from dashboard.extract.blind import Scope, allowed
from dashboard.extract.expressions import literal, quoted
from dashboard.extract.shapes import SHAPES
from dashboard.trial.model import Trial
from dashboard.trial.stores import for_blinded, for_conduct, for_sealed

_SAYS = {"conduct": for_conduct, "blinded": for_blinded, "sealed": for_sealed}
_SHAPES = {shape.name: shape for shape in SHAPES}


def contents(
    database: duckdb.DuckDBPyConnection,
    trial: Trial,
    cut_off: date,
    version: str,
    view: Scope,
    more: Mapping[str, Any] | None = None,
) -> Contents:
    """A store from the schema of its name: allowed tables and columns alone, rows sorted by all columns."""
    files = {f"{name}{TABLE}": _parquet(database, view.store, name, columns) for name, columns in _allowed(view)}
    files[TRIAL] = says(trial, view.store)
    manifest = Manifest(
        store=view.store,
        protocol=trial.trial.protocol,
        cut_off=cut_off,
        version=version,
        arms=view.arms,
        files={name: digest(data) for name, data in sorted(files.items())},
        more=dict(more or {}),
    )
    return Contents(manifest, digest(manifest.to_bytes()), files)


def says(trial: Trial, store: str) -> bytes:
    """The trial definition as the store may say it, as TOML."""
    values = _SAYS[store](trial).model_dump(mode="python", exclude_none=True, exclude_defaults=True)
    return tomli_w.dumps(values).encode()


def _allowed(view: Scope) -> list[tuple[str, tuple[str, ...]]]:
    return sorted(allowed(view.store).items())


def _parquet(database: duckdb.DuckDBPyConnection, store: str, table: str, columns: tuple[str, ...]) -> bytes:
    memory = MemoryFiles()
    database.register_filesystem(memory)
    types = _SHAPES[table].columns
    selected = ", ".join(f"cast({quoted(name)} as {types[name]}) as {quoted(name)}" for name in columns)
    database.execute(
        f"copy (select {selected} from {store}.{quoted(table)} order by all)"
        f" to {literal(memory.address(table))} (format parquet, compression zstd)"
    )
    database.unregister_filesystem(memory.protocol)
    return memory.files[table]
