"""A folder that is there whole or not at all."""

import errno
import fcntl
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

    Everything in it is on disk by then. On any error nothing is left; what a killed process left behind is removed
    by the next one. Raises LockError if `out` is there already, if it appears meanwhile, or if the disk refuses.
    """
    refuse_existing(out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        _sweep(out)
        folder = Path(tempfile.mkdtemp(prefix=_prefix(out), dir=out.parent))
    except OSError as error:
        raise LockError(f"{out.parent}: cannot be written to ({error.strerror}).") from None
    held = _hold(folder)
    try:
        yield folder
        sync(folder)
        refuse_existing(out)
        folder.rename(out)
    except OSError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise LockError(_words(out, error)) from None
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        os.close(held)
    _sync(out.parent)


def refuse_existing(out: Path) -> None:
    """Raises LockError if there is something at `out`: an extract is never overwritten."""
    if out.exists() or out.is_symlink():
        raise LockError(f"{out}: is there already, and a locked extract is never overwritten. Name a new folder.")


def sync(folder: Path) -> None:
    """Every file and folder below, on disk."""
    for path in (*folder.rglob("*"), folder):
        _sync(path)


def _prefix(out: Path) -> str:
    return f".{out.name}."


def _hold(folder: Path) -> int:
    """A sign on the folder that its process lives; it goes with the process, however that ends."""
    descriptor = os.open(folder, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    return descriptor


def _sweep(out: Path) -> None:
    """Remove what killed processes left beside `out`; the folder of a living one is held and stays."""
    for stale in out.parent.glob(f"{_prefix(out)}*"):
        descriptor = os.open(stale, os.O_RDONLY)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            continue
        else:
            shutil.rmtree(stale, ignore_errors=True)
        finally:
            os.close(descriptor)


def _words(out: Path, error: OSError) -> str:
    if error.errno in (errno.ENOTEMPTY, errno.EEXIST):
        return f"{out}: another lock was quicker; it stands, and this one was dropped."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{out}: the disk is full; nothing was locked. Free some space and lock again."
    return f"{out}: cannot be written ({error.strerror}); nothing was locked."


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
