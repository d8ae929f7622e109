"""Parquet through DuckDB; labels from what pandas and Arrow keep beside the data."""

# ruff: noqa: S608 - names are quoted and paths are literals

import base64
import json
import struct
from pathlib import Path

import duckdb

from dashboard.extract.expressions import literal, quoted
from dashboard.extract.readers.shape import Shape, distinct, refusal

_MAGIC = b"PAR1"
_ZONED = " WITH TIME ZONE"


def load(database: duckdb.DuckDBPyConnection, path: Path, name: str) -> None:
    """A view over the file, read through once; moments with a time zone become UTC. Raises SourceError."""
    _whole(path)
    source = f"read_parquet({literal(str(path))})"
    try:
        columns = database.execute(f"describe from {source}").fetchall()
        distinct(path, _names(database, path))
        zoned = [quoted(row[0]) for row in columns if row[1] == f"TIMESTAMP{_ZONED}"]
        replaced = f" replace ({', '.join(f'timezone({chr(39)}UTC{chr(39)}, {c}) as {c}' for c in zoned)})"
        database.execute(f"create or replace view {quoted(name)} as select *{replaced if zoned else ''} from {source}")
        database.execute(f"select count(columns(*)) from {quoted(name)}").fetchall()
    except duckdb.OutOfMemoryException:
        raise
    except duckdb.Error as error:
        raise _fault(path, error) from None


def shape(path: Path) -> Shape:
    """Columns, labels and rows from the file's footer. Raises SourceError."""
    _whole(path)
    database = duckdb.connect(":memory:")
    try:
        distinct(path, _names(database, path))
        columns = database.execute(f"describe from read_parquet({literal(str(path))})").fetchall()
        counted = database.execute(f"select num_rows from parquet_file_metadata({literal(str(path))})").fetchone()
        kept = database.execute(f"select key, value from parquet_kv_metadata({literal(str(path))})").fetchall()
    except duckdb.Error as error:
        raise _fault(path, error) from None
    labels = _labels({bytes(key): bytes(value) for key, value in kept})
    described = ((str(row[0]), str(row[1]).removesuffix(_ZONED)) for row in columns)
    return Shape(
        tuple((name, kind, labels.get(name, "")) for name, kind in described), int(counted[0] if counted else 0)
    )


def _names(database: duckdb.DuckDBPyConnection, path: Path) -> list[str]:
    """The columns' names as the file has them: DuckDB renames the second of two."""
    rows = database.execute(f"select name, num_children from parquet_schema({literal(str(path))})").fetchall()
    names, skipped = [], 0
    for name, children in rows[1:]:
        if skipped:
            skipped += (children or 0) - 1
            continue
        names.append(str(name))
        skipped = children or 0
    return names


def _whole(path: Path) -> None:
    with path.open("rb") as file:
        file.seek(-min(len(_MAGIC), path.stat().st_size), 2)
        if file.read() != _MAGIC:
            raise refusal(path, "the Parquet file is cut off: its end is missing", "Copy it again, or export again")


def _fault(path: Path, error: duckdb.Error) -> Exception:
    if "encrypt" in str(error).lower():
        return refusal(path, "the Parquet file is encrypted", "Export it without a password")
    return refusal(path, f"the Parquet file is damaged ({type(error).__name__})", "Copy it again, or export again")


def _labels(kept: dict[bytes, bytes]) -> dict[str, str]:
    """Labels by column: Arrow's field metadata `label`, else pandas' attribute `labels` or `column_labels`."""
    try:
        labels = arrow_labels(base64.b64decode(kept.get(b"ARROW:schema", b"")))
    except (ValueError, struct.error, IndexError):
        labels = {}
    try:
        attributes = json.loads(kept.get(b"pandas", b"{}")).get("attributes") or {}
        given = attributes.get("labels") or attributes.get("column_labels") or {}
        return {str(name): str(label) for name, label in given.items()} | labels
    except (ValueError, AttributeError):
        return labels


def arrow_labels(message: bytes) -> dict[str, str]:
    """The `label` of each field in an Arrow schema message (a flatbuffer: Arrow's Message.fbs and Schema.fbs)."""
    if not message:
        return {}
    buffer = message[8:] if message[:4] == b"\xff\xff\xff\xff" else message[4:]
    labels = {}
    schema = _follow(buffer, _field(buffer, _follow(buffer, 0), 2))
    for field in _vector(buffer, _field(buffer, schema, 1)):
        pairs = {
            _text(buffer, _field(buffer, pair, 0)): _text(buffer, _field(buffer, pair, 1))
            for pair in _vector(buffer, _field(buffer, field, 6))
        }
        if label := pairs.get("label"):
            labels[_text(buffer, _field(buffer, field, 0))] = label
    return labels


def _number(buffer: bytes, at: int, form: str = "<I") -> int:
    return int(struct.unpack_from(form, buffer, at)[0])


def _follow(buffer: bytes, at: int) -> int:
    return at + _number(buffer, at)


def _field(buffer: bytes, table: int, number: int) -> int:
    """Where a table's field lies; 0 where it has none."""
    vtable = table - _number(buffer, table, "<i")
    slot = 4 + 2 * number
    if slot >= _number(buffer, vtable, "<H"):
        return 0
    offset = _number(buffer, vtable + slot, "<H")
    return table + offset if offset else 0


def _vector(buffer: bytes, at: int) -> list[int]:
    if not at:
        return []
    start = _follow(buffer, at)
    return [_follow(buffer, start + 4 + 4 * number) for number in range(_number(buffer, start))]


def _text(buffer: bytes, at: int) -> str:
    if not at:
        return ""
    start = _follow(buffer, at)
    return buffer[start + 4 : start + 4 + _number(buffer, start)].decode("utf-8")
