"""Keys: 32 random bytes in hexadecimal, in a file only its owner may read, or in a setting instead of the file."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from dashboard.errors import KeyMissingError

KEY_BYTES = 32


def parse(text: str, name: str) -> bytes:
    """A key written in hexadecimal; raises KeyMissingError calling it `name`, never repeating the text."""
    try:
        key = bytes.fromhex(text.strip())
    except ValueError:
        key = b""
    if len(key) != KEY_BYTES:
        raise KeyMissingError(f"{name}: a key is {KEY_BYTES * 2} hexadecimal digits; this is not one.")
    return key


def read(path: Path, instead: str = "") -> bytes:
    """The key in a file only its owner may read; `instead` names the variable that could replace the file.

    Raises KeyMissingError if the file is not there, may be read by others, or holds no key.
    """
    hint = f", or set {instead}" if instead else ""
    try:
        mode = path.stat().st_mode
        text = path.read_text(encoding="ascii", errors="replace")
    except OSError:
        raise KeyMissingError(f"{path}: no key to read here. Put the key file there{hint}.") from None
    if mode & 0o077:
        raise KeyMissingError(f"{path}: others may read this key (mode {mode & 0o777:04o}). Run: chmod 600 {path}")
    return parse(text, str(path))


def draw() -> bytes:
    """What a new key's file holds."""
    return (secrets.token_hex(KEY_BYTES) + "\n").encode()


def keep(path: Path, content: bytes) -> None:
    """Write a new file for its owner alone, through to the disk; raises KeyMissingError if it is there or cannot be."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise KeyMissingError(f"{path}: the key cannot be written ({error.strerror}).") from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def kept_or_drawn(path: Path, instead: str) -> bytes:
    """The key in a file; whichever process comes first draws it, whole before it has its name."""
    if not path.exists():
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as error:
            raise KeyMissingError(f"{path.parent}: cannot be made ({error.strerror}). Or set {instead}.") from None
        drawn = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        keep(drawn, draw())
        with suppress(FileExistsError):
            path.hardlink_to(drawn)
        drawn.unlink()
    return read(path, instead)


def begin(path: Path) -> None:
    """An empty file for its owner alone, where there is none yet; whoever opens it says what is wrong if it cannot be.

    SQLite gives the files it makes beside a database (its write-ahead log) the rights of the database.
    """
    with suppress(OSError):
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
