"""The queue of jobs: huey on one SQLite file, on Redis when more than one host works it.

What is queued and kept is signed with the process's secret: huey's messages are pickles, and nobody who can only
write the file (or reach the Redis) may have one run.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from weakref import finalize

from huey import Huey, RedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError
from huey.serializer import SignedSerializer

from dashboard import keyfile
from dashboard.errors import JobError
from dashboard.settings import Settings

NAME = "dsmb"


def of(settings: Settings, secret: str) -> Huey:
    """The queue a process was told to use; without DSMB_JOBS `jobs.sqlite` in the folder that holds the keys' folder.

    Raises JobError when Redis is named and its package is not installed, or when there is no secret.
    """
    if not secret:
        raise JobError("DSMB_SECRET: not set, so no job can be read. Set it to what the web server has.")
    serializer = SignedSerializer(secret=secret, salt="jobs")
    if settings.jobs.startswith(("redis://", "rediss://")):
        return _redis(settings.jobs, serializer)
    path = Path(settings.jobs) if settings.jobs else Path(settings.keys).absolute().parent / "jobs.sqlite"
    path.parent.mkdir(parents=True, exist_ok=True)
    keyfile.begin(path)  # what is asked of the bench may come from the arms
    queue = SqliteHuey(NAME, filename=str(path), serializer=serializer, fsync=True)
    finalize(queue, queue.storage.close)  # its one connection ends with it
    return queue


@contextmanager
def reached() -> Iterator[None]:
    """Whatever is asked of the queue within; raises JobError, without an address, where it cannot be reached."""
    try:
        yield
    except _away() as error:
        raise JobError(
            f"The queue of simulations cannot be reached ({type(error).__name__}). Try again in a minute; if it stays "
            "so, tell the administrator: DSMB_JOBS."
        ) from None


def _away() -> tuple[type[Exception], ...]:
    """How a queue fails whose server or file is not there."""
    try:
        from redis.exceptions import RedisError
    except ImportError:
        return (sqlite3.Error,)
    return (sqlite3.Error, RedisError)


def _redis(url: str, serializer: SignedSerializer) -> Huey:
    try:
        return RedisHuey(NAME, url=url, serializer=serializer)
    except (ConfigurationError, TypeError, AttributeError):  # what huey meets where the package is missing
        raise JobError(
            "DSMB_JOBS names Redis, but the package redis is not installed. Install dsmb-dashboard[redis], or name a "
            "file for a single host."
        ) from None
