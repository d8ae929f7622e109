"""A folder that is there whole or not at all."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import LockError


@contextmanager
def whole(out: Path) -> Iterator[Path]:
    """A temporary folder beside `out` which becomes `out` in one step when the block ends without an error.

    Everything in it is on disk by then. On any error nothing is left. Raises LockError if `out` is there already.
    """
    refuse_existing(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        folder = Path(tempfile.mkdtemp(prefix=f".{out.name}.", dir=out.parent))
    except OSError as error:
        raise LockError(f"{out.parent}: cannot be written to ({error.strerror}).") from None
    try:
        yield folder
        sync(folder)
        refuse_existing(out)
        folder.rename(out)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    _sync(out.parent)


def refuse_existing(out: Path) -> None:
    """Raises LockError if there is something at `out`: an extract is never overwritten."""
    if out.exists() or out.is_symlink():
        raise LockError(f"{out}: is there already, and a locked extract is never overwritten. Name a new folder.")


def sync(folder: Path) -> None:
    """Every file and folder below, on disk."""
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
