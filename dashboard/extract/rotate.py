"""Another store key: sealed stores and typed-in events are sealed anew under it, and say what they said.

Everything is written and read back beside what is there before the first exchange. Killed at any moment, the
rotation is finished by running it again: the new key waits in its file until all that was named is under it.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from dashboard import keyfile
from dashboard.access import envelope
from dashboard.errors import ExtractError
from dashboard.extract import folder as folders
from dashboard.extract import lock
from dashboard.records import resealing
from dashboard.records.accounts import Actor
from dashboard.records.database import Records

STORE = "sealed"
FRESH, STALE = ".sealed.fresh", ".sealed.stale"


@dataclass(frozen=True)
class Change:
    """From one store key to another."""

    old: bytes = field(repr=False)
    new: bytes = field(repr=False)

    def envelope(self, sealed: bytes, name: str, store: str) -> bytes:
        """An envelope under the new key; one that is under it already as it is. Raises ExtractError naming it."""
        bound = {"name": name, "store": store, "protocol": envelope.protocol_of(sealed, name)}
        try:
            content = envelope.unseal(sealed, self.old, **bound)
        except ExtractError:
            envelope.unseal(sealed, self.new, **bound)
            return sealed
        return envelope.seal(content, self.new, **bound)


def rotate(extracts: Sequence[Path], keys: Path, records: Records | None, by: Actor) -> Iterator[str]:
    """Draw a new store key and put extracts and typed-in events under it, saying what was done.

    The old key stays beside it, in a file of its own, for extracts that were not named. Raises KeyMissingError,
    or ExtractError if an extract does not open: then the old key stays and every store opens with it or is finished
    by the next run.
    """
    change = _drawn(keys, "store.key")
    yield from exchange(extracts, change, records, by)
    yield _switched(keys, "store.key")
    yield "Restart every process that serves the unblinded side. Extracts that were not named need the old key: --from."


def recode(keys: Path) -> Iterator[str]:
    """Draw a new code key and put every map of letters under it; killed at any moment, the next run finishes it."""
    change = _drawn(keys, "code.key")
    for path in sorted(keys.glob("arms-*.sealed")):
        fresh = path.with_suffix(".fresh")
        fresh.unlink(missing_ok=True)
        keyfile.keep(fresh, change.envelope(path.read_bytes(), path.name, "keys"))
        os.replace(fresh, path)
        yield f"{path}: under the new key."
    yield _switched(keys, "code.key")


def _drawn(keys: Path, name: str) -> Change:
    """From today's key to the one that waits in its file, drawn now if none does."""
    old, waiting = keyfile.read(keys / name), keys / f"{name}.next"
    if not waiting.exists():
        keyfile.keep(waiting, keyfile.draw())
    return Change(old, keyfile.read(waiting))


def _switched(keys: Path, name: str) -> str:
    """Today's key put aside under a name that says until when it held, and the waiting one in its place."""
    current = keys / name
    aside = keys / f"{name}.until-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}"
    aside.hardlink_to(current)
    os.replace(keys / f"{name}.next", current)
    folders.sync(keys)
    return f"{current}: a new key. The old one is in {aside}; delete it once nothing needs it."


def exchange(extracts: Sequence[Path], change: Change, records: Records | None, by: Actor) -> Iterator[str]:
    """Put extracts and typed-in events under the new key of a change; what is there stands until all is prepared."""
    hashes = {extract: _prepare(extract, change) for extract in extracts}
    if records is not None:
        named = " ".join(f"{extract.name}:{digest[:16]}" for extract, digest in hashes.items())
        changed = resealing.reseal(records, change.envelope, by, f"store key exchanged, stores {named}")
        yield f"{changed} typed-in events are under the new key."
    for extract, digest in hashes.items():
        _swap(extract)
        yield f"{extract}: under the new key, store {digest} as before."


def _prepare(extract: Path, change: Change) -> str:
    """The sealed store under the new key beside the one that is there, read back; returns the store's hash."""
    store, fresh, stale = extract / STORE, extract / FRESH, extract / STALE
    if stale.exists() and not store.exists():
        stale.rename(store)  # killed between the two steps of a swap
    if not store.is_dir():
        raise ExtractError(f"{extract}: holds no sealed store to put under another key.")
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for path in sorted(store.iterdir()):
        (fresh / path.name).write_bytes(change.envelope(path.read_bytes(), path.name, STORE))
    folders.sync(fresh)
    return lock.check_sealed(fresh, change.new).hash


def _swap(extract: Path) -> None:
    store, fresh, stale = extract / STORE, extract / FRESH, extract / STALE
    shutil.rmtree(stale, ignore_errors=True)
    store.rename(stale)
    fresh.rename(store)
    folders.sync(extract)
    shutil.rmtree(stale)
