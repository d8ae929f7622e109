"""The metadata of a Dataset-JSON 1.1 file, held to the standard's schema."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.extract.readers.shape import refusal

DATA_TYPES = ("string", "integer", "decimal", "float", "double", "boolean", "datetime", "date", "time", "URI")
_VERSION = re.compile(r"1\.1(\.(0|[1-9][0-9]*))?")
_CREATED = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})?")
_TEXTS = ("datasetJSONCreationDateTime", "datasetJSONVersion", "itemGroupOID", "name", "label")
_ITEM_TEXTS = ("itemOID", "name", "label", "dataType")


@dataclass(frozen=True)
class Item:
    """A column: its name, label, dataType and whether it is a date whose target is a number."""

    name: str
    label: str
    data_type: str
    is_day: bool = False


@dataclass(frozen=True)
class Metadata:
    """Columns, and the number of rows the file says it has."""

    items: tuple[Item, ...] = ()
    records: int = 0


def metadata(path: Path, given: dict[str, Any]) -> Metadata:
    """The metadata of a file. Raises SourceError naming the first member that the standard does not allow."""
    if "clinicalData" in given or "referenceData" in given:
        raise _wrong(path, "it is Dataset-JSON 1.0; version 1.1 is read")
    for key in (*_TEXTS, "records", "columns"):
        if key not in given:
            raise _wrong(path, f"its metadata has no {key}, which the standard requires")
    for key in _TEXTS:
        if not isinstance(given[key], str) or (key != "label" and not given[key]):
            raise _wrong(path, f"{key} is no text")
    if not _VERSION.fullmatch(given["datasetJSONVersion"]):
        raise _wrong(path, "its datasetJSONVersion is not 1.1; version 1.1 is read")
    if not _CREATED.fullmatch(given["datasetJSONCreationDateTime"]):
        raise _wrong(path, "datasetJSONCreationDateTime is no ISO 8601 date and time")
    records = given["records"]
    if type(records) is not int or records < 0:
        raise _wrong(path, "records is no whole number from 0")
    if not isinstance(given["columns"], list) or not given["columns"]:
        raise _wrong(path, "columns is no array of columns")
    return Metadata(tuple(_item(path, number, each) for number, each in enumerate(given["columns"], start=1)), records)


def _item(path: Path, number: int, given: Any) -> Item:
    if not isinstance(given, dict):
        raise _wrong(path, f"column {number} of its metadata is no object")
    for key in _ITEM_TEXTS:
        if not isinstance(given.get(key), str) or (key != "label" and not given[key]):
            raise _wrong(path, f"column {number} of its metadata has no {key}, which the standard requires")
    kind, target = given["dataType"], given.get("targetDataType")
    if kind not in DATA_TYPES:
        raise _wrong(path, f"column {given['name']}: its dataType is none of {', '.join(DATA_TYPES)}")
    if target not in (None, "integer", "decimal"):
        raise _wrong(path, f"column {given['name']}: its targetDataType is neither integer nor decimal")
    return Item(
        given["name"].strip(), given["label"].strip(), kind, kind in ("date", "datetime") and target == "integer"
    )


def _wrong(path: Path, reason: str) -> Exception:
    return refusal(path, reason, "Export it as Dataset-JSON 1.1")
