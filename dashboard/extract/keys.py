"""The keys of a trial and the letters of its arms.

`store.key` opens sealed stores, `code.key` the map of letters to arms, `lock.key` names participants outside
the sealed store. Each is 64 hexadecimal digits in a file only its owner may read.
"""

import json
import re
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from dashboard import keyfile
from dashboard.access import envelope
from dashboard.errors import LockError
from dashboard.trial.model import Trial

FILES = ("store.key", "code.key", "lock.key")


def new(folder: Path) -> None:
    """Draw the three keys into a folder; raises LockError naming a key that is there already."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name in FILES:
        if (folder / name).exists():
            raise LockError(f"{folder / name}: there is a key already, and keys are never overwritten.")
    for name in FILES:
        keyfile.keep(folder / name, keyfile.draw())


def code_key(folder: Path, text: str = "") -> bytes:
    """The key of the map of letters: `text` (the setting DSMB_CODE_KEY) if given, else `code.key` in the folder."""
    return keyfile.parse(text, "DSMB_CODE_KEY") if text else keyfile.read(folder / "code.key", "DSMB_CODE_KEY")


def lock_key(folder: Path) -> bytes:
    """The key that names participants outside the sealed store; raises KeyMissingError."""
    return keyfile.read(folder / "lock.key")


def letters_file(folder: Path, trial: Trial) -> Path:
    """Where the map of letters to arms of a trial is kept."""
    name = re.sub(r"[^A-Za-z0-9.-]", "_", trial.trial.protocol)
    return folder / f"arms-{name}.sealed"


def letters(folder: Path, trial: Trial, code: str = "") -> dict[str, str]:
    """Letter of each arm by the arm's `source` value; drawn from system randomness if there is no map yet.

    A map drawn here is not kept yet: see `kept`. `code` (hexadecimal) replaces the code key's file. Raises
    KeyMissingError, ExtractError if the map does not open, LockError if it is of other arms than the trial's.
    """
    if not trial.arms:
        raise LockError("The trial definition names no arms. Lock with the full definition, not with a store's copy.")
    path = letters_file(folder, trial)
    key = code_key(folder, code)
    arms = sorted(arm.source for arm in trial.arms)
    if not path.exists():
        drawn = secrets.SystemRandom().sample(arms, len(arms))
        return dict(zip(drawn, trial.letters, strict=True))
    return opened(path.read_bytes(), trial, key)


def opened(sealed: bytes, trial: Trial, key: bytes) -> dict[str, str]:
    """Letter of each arm by the arm's `source` value, from the bytes of a trial's map.

    Raises ExtractError if the map does not open, LockError if it is of other arms than the trial's.
    """
    name = letters_file(Path(), trial).name
    content = envelope.unseal(sealed, key, name=name, store="keys", protocol=trial.trial.protocol)
    known: dict[str, str] = json.loads(content)
    if sorted(known) != sorted(arm.source for arm in trial.arms):
        raise LockError(f"{name}: the letters were drawn for other arms than the trial definition names now.")
    return known


@contextmanager
def kept(folder: Path, trial: Trial, drawn: Mapping[str, str], code: str = "") -> Iterator[None]:
    """Keep a map under the code key unless one is kept already; taken back if the block fails."""
    path = letters_file(folder, trial)
    if path.exists():
        yield
        return
    content = json.dumps(dict(drawn), sort_keys=True).encode()
    protocol = trial.trial.protocol
    sealed = envelope.seal(content, code_key(folder, code), name=path.name, store="keys", protocol=protocol)
    keyfile.keep(path, sealed)
    try:
        yield
    except BaseException:
        path.unlink()
        raise
