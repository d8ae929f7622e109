"""What a lock found, read with the store key: the sealed findings of an extract, or the leaks that refused one."""

from collections.abc import Iterator
from pathlib import Path

from dashboard.access import envelope
from dashboard.access.connection import open_locked
from dashboard.errors import ExtractError
from dashboard.extract import lock
from dashboard.settings import Settings


def findings(path: Path, settings: Settings) -> Iterator[str]:
    """One line per finding, with participants and arms by letter.

    `path` is the folder of an extract, or the file a refused lock left beside it. Raises KeyMissingError without the
    store key, ExtractError if there is nothing of the kind at `path` or it does not open.
    """
    key = envelope.store_key(Path(settings.keys), settings.store_key)
    if path.is_dir():
        yield from _of_extract(path, key)
    elif path.is_file():
        sealed = path.read_bytes()
        protocol = envelope.protocol_of(sealed, path.name)
        content = envelope.unseal(sealed, key, name=path.name, store="sealed", protocol=protocol)
        yield from content.decode().splitlines()
    else:
        raise ExtractError(f"{path}: nothing there. Name an extract, or the .leaks.sealed file a refused lock named.")


def _of_extract(folder: Path, key: bytes) -> Iterator[str]:
    contents = lock.check(folder, key)["sealed"]
    cursor = open_locked(contents.tables, {}, contents.manifest.arms).cursor()
    rows = cursor.execute("select level, rule, participant, detail from finding order by all").fetchall()
    for level, rule, participant, detail in rows:
        yield f"{level}: {rule}{f', {participant}' if participant else ''}: {detail}"
    if not rows:
        yield "Nothing was found."
