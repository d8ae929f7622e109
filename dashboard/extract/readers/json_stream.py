"""JSON read as a stream: the metadata of a Dataset-JSON file at once, its rows one by one."""

import codecs
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import orjson

from dashboard.extract.readers.shape import refusal

_CHUNK = 2**20
_LONGEST_VALUE = 64 * 2**20
_SPACE = re.compile(r"[ \t\r\n]*")


@dataclass(frozen=True)
class Streamed:
    """Metadata, and the rows yet to be read."""

    metadata: dict[str, Any]
    rows: Iterator[Any]
    has_rows: bool


def streamed(path: Path) -> Streamed:
    """A .json or .ndjson file. Raises SourceError, also while rows are taken, where it is no JSON."""
    if path.suffix.lower() == ".ndjson":
        lines = _lines(path)
        first = next(lines)
        if not isinstance(first, dict):
            raise refusal(path, "its first line is no object of metadata")
        if "rows" in first:
            raise refusal(path, "its first line holds rows: it is Dataset-JSON, not NDJSON", "Name it .json")
        return Streamed(first, lines, True)
    with path.open("rb") as file:
        found, has_rows = _metadata(_Text(path, file))
    return Streamed(found, _rows(path) if has_rows else iter(()), has_rows)


def _lines(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(_LONGEST_VALUE), b""), start=1):
            if number == 1:
                line = line.removeprefix(codecs.BOM_UTF8)
            if not line.strip():
                if number == 1:
                    raise refusal(path, "its first line is empty, not metadata")
                continue
            try:
                yield orjson.loads(line)
            except orjson.JSONDecodeError:
                cut = "" if line.endswith(b"\n") else " or cut off"
                hint = "Name it .json if it is one object, or export again" if number == 1 else "Export the file again"
                raise refusal(path, f"line {number} is no JSON{cut}", hint) from None


class _Text:
    """A JSON text of which only some is held at a time."""

    def __init__(self, path: Path, file: BinaryIO) -> None:
        self.path = path
        self.file = file
        self.decoder = codecs.getincrementaldecoder("utf-8-sig")()
        self.held = ""
        self.at = 0
        self.ended = False
        self.json = json.JSONDecoder()

    def peek(self) -> str:
        """The next character that is no blank; "" at the end."""
        while True:
            found = _SPACE.match(self.held, self.at)
            self.at = found.end() if found else self.at
            if self.at < len(self.held) or not self._more():
                return self.held[self.at : self.at + 1]

    def take(self, wanted: str) -> str:
        """The next character, one of `wanted`."""
        found = self.peek()
        if not found or found not in wanted:
            raise self.fault()
        self.at += 1
        return found

    def value(self) -> Any:
        """The next JSON value."""
        self.peek()
        while True:
            try:
                value, end = self.json.raw_decode(self.held, self.at)
                length, at_the_end = end - self.at, end == len(self.held)
                if not at_the_end or not self._more():
                    self.at += length
                    return value
            except (json.JSONDecodeError, RecursionError):
                if len(self.held) - self.at > _LONGEST_VALUE or not self._more():
                    raise self.fault() from None

    def fault(self) -> Exception:
        """What is wrong here: the end, or something that is no JSON."""
        if self.ended:
            return refusal(self.path, "the JSON is cut off or damaged", "Copy it again, or export again")
        return refusal(self.path, "it is no JSON from some place on")

    def _more(self) -> bool:
        if self.ended:
            return False
        chunk = self.file.read(_CHUNK)
        try:
            text = self.decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError:
            raise refusal(self.path, "its text is not UTF-8, which JSON must be", "Export it in UTF-8") from None
        self.ended = not chunk
        self.held, self.at = self.held[self.at :] + text, 0
        return not self.ended


def _metadata(text: _Text) -> tuple[dict[str, Any], bool]:
    """The members of the object but its rows, and whether it has rows; rows after everything else are not read."""
    found: dict[str, Any] = {}
    has_rows = False
    text.take("{")
    while text.peek() != "}":
        key = text.value()
        text.take(":")
        if key == "rows":
            has_rows = True
            if "columns" in found and "records" in found:
                return found, True
            for _ in _array(text):
                pass
        else:
            found[str(key)] = text.value()
        if text.peek() != "}":
            text.take(",")
    return found, has_rows


def _rows(path: Path) -> Iterator[Any]:
    with path.open("rb") as file:
        text = _Text(path, file)
        text.take("{")
        while text.peek() != "}":
            key = text.value()
            text.take(":")
            if key == "rows":
                yield from _array(text)
            else:
                text.value()
            if text.peek() != "}":
                text.take(",")
        text.take("}")
        if text.peek():
            raise refusal(path, "something follows the JSON object", "Name it .ndjson if each line is a row")


def _array(text: _Text) -> Iterator[Any]:
    text.take("[")
    while text.peek() != "]":
        yield text.value()
        if text.peek() != "]":
            text.take(",")
    text.take("]")
