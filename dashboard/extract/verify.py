"""Check an extract on disk against its manifests."""

from collections.abc import Iterator
from pathlib import Path

from dashboard.access import envelope
from dashboard.errors import KeyMissingError
from dashboard.extract import lock
from dashboard.settings import Settings


def verify(folder: Path, settings: Settings) -> Iterator[str]:
    """One line for each store: as locked, or not opened for want of a key.

    Raises ExtractError naming the first file that is changed, missing or not part of what was locked.
    """
    try:
        key = envelope.store_key(Path(settings.keys), settings.store_key)
    except KeyMissingError as error:
        key, missing = None, str(error)
    for store, contents in lock.check(folder, key).items():
        yield f"{store}: as locked at cut-off {contents.manifest.cut_off}, store {contents.hash}"
    if key is None:
        yield f"sealed: not opened. {missing}"
