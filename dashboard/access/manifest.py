"""What a store says of itself: its files and their SHA-256, its cut-off, arms and software version."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from dashboard.errors import ExtractError
from dashboard.trial.load import parse
from dashboard.trial.model import Trial

FILE = "manifest.json"
TRIAL = "trial.toml"
TABLE = ".parquet"


@dataclass(frozen=True)
class Manifest:
    """`files` maps each file's name to the SHA-256 of its bytes; `more` holds what only `sealed` records."""

    store: str
    protocol: str
    cut_off: date
    version: str
    arms: tuple[str, ...]
    files: Mapping[str, str]
    more: Mapping[str, Any] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """JSON with sorted keys and no clock time: the same store gives the same bytes."""
        values = asdict(self) | {"cut_off": self.cut_off.isoformat()}
        return (json.dumps(values, sort_keys=True, indent=1, ensure_ascii=False) + "\n").encode()


@dataclass(frozen=True)
class Contents:
    """A store as read: its manifest, the manifest's hash, and the verified bytes of each file."""

    manifest: Manifest
    hash: str
    files: Mapping[str, bytes]

    @property
    def trial(self) -> Trial:
        """The trial definition as this store says it."""
        return parse(self.files[TRIAL].decode(), f"{self.manifest.store}/{TRIAL}")

    @property
    def tables(self) -> dict[str, bytes]:
        """The Parquet bytes of each table, by the table's name."""
        return {name.removesuffix(TABLE): data for name, data in self.files.items() if name.endswith(TABLE)}


def digest(data: bytes) -> str:
    """SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def from_bytes(data: bytes, where: str) -> Manifest:
    """The manifest in `data`; raises ExtractError calling it `where` if it is not one."""
    try:
        values = json.loads(data)
        manifest = Manifest(
            **values | {"cut_off": date.fromisoformat(values["cut_off"]), "arms": tuple(values["arms"])}
        )
    except (ValueError, KeyError, TypeError):
        raise ExtractError(f"{where}: not a manifest of this program; lock the extract again.") from None
    return manifest


def read(folder: Path) -> Contents:
    """A store in the clear, every file checked; raises ExtractError naming the file that is not as locked."""
    names = list_files(folder, FILE)
    data = read_file(folder / FILE)
    manifest = from_bytes(data, str(folder / FILE))
    if manifest.store != folder.name:
        raise ExtractError(f"{folder}: holds the store {manifest.store}. Give each store its own folder's name again.")
    same_names(folder, names, {*manifest.files})
    files = {name: read_file(folder / name) for name in sorted(names)}
    for name, content in files.items():
        check(content, manifest, name, folder)
    return Contents(manifest, digest(data), files)


def list_files(folder: Path, manifest: str) -> set[str]:
    """Names of all that lies in a store's folder except its manifest; raises ExtractError if that is missing."""
    try:
        names = {path.name for path in folder.iterdir()}
    except OSError:
        raise ExtractError(f"{folder}: no store here. Name the folder of a locked extract.") from None
    if manifest not in names:
        raise ExtractError(f"{folder / manifest}: missing. This is not a locked store; lock the extract again.")
    return names - {manifest}


def same_names(folder: Path, found: set[str], locked: set[str]) -> None:
    """Raises ExtractError naming a file that is missing, or that was not locked."""
    for name in sorted(locked - found):
        raise ExtractError(f"{folder / name}: missing. The extract is not what was locked; restore it or lock again.")
    for name in sorted(found - locked):
        raise ExtractError(f"{folder / name}: not part of what was locked. Remove it or lock again.")


def check(content: bytes, manifest: Manifest, name: str, folder: Path) -> None:
    """Raises ExtractError naming the file if its bytes are not those locked."""
    if digest(content) != manifest.files[name]:
        raise ExtractError(f"{folder / name}: changed since it was locked. Restore it or lock the extract again.")


def read_file(path: Path) -> bytes:
    """A file's bytes; raises ExtractError naming it."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise ExtractError(f"{path}: cannot be read ({error.strerror}).") from None
