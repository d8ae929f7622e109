"""The only opener of a sealed store: decrypts it in memory and checks every file against its manifest."""

from pathlib import Path

from dashboard.access import envelope, manifest
from dashboard.access.door import Door
from dashboard.access.manifest import Contents
from dashboard.errors import ExtractError
from dashboard.settings import Settings

STORE = "sealed"
SUFFIX = ".sealed"
MANIFEST = "manifest.sealed"


def read(folder: Path, key: bytes) -> Contents:
    """A sealed store's verified contents, decrypted in memory.

    Raises ExtractError naming the file that does not open, is missing, extra or not as locked.
    """
    names = manifest.list_files(folder, MANIFEST)
    protocol = envelope.protocol_of(manifest.read_file(folder / MANIFEST), str(folder / MANIFEST))
    data = _open(folder, MANIFEST, key, protocol)
    content = manifest.from_bytes(data, str(folder / MANIFEST))
    manifest.same_names(folder, names, {name + SUFFIX for name in content.files})
    files = {name: _open(folder, name + SUFFIX, key, protocol) for name in sorted(content.files)}
    for name, plain in files.items():
        manifest.check(plain, content, name, folder)
    return Contents(content, manifest.digest(data), files)


def open_sealed(extract: Path, previous: Path | None, settings: Settings) -> Door:
    """The unblinded side's door to the sealed stores of an extract and, if there is one, the previous extract.

    Raises KeyMissingError without the store key, ExtractError naming the file that is not as it was locked.
    """
    key = envelope.store_key(Path(settings.keys), settings.store_key)
    earlier = read(previous / STORE, key) if previous else None
    return Door("unblinded", read(extract / STORE, key), earlier)


def _open(folder: Path, name: str, key: bytes, protocol: str) -> bytes:
    data = manifest.read_file(folder / name)
    try:
        return envelope.unseal(data, key, name=name, store=STORE, protocol=protocol)
    except ExtractError as error:
        raise ExtractError(f"{folder.parent.name}/{error}") from None
