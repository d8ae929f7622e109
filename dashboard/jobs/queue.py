"""The queue of jobs: huey on one SQLite file, on Redis when more than one host works it.

What is queued and kept is signed with the process's secret: huey's messages are pickles, and nobody who can only
write the file (or reach the Redis) may have one run.
"""

from pathlib import Path

from huey import Huey, RedisHuey, SqliteHuey
from huey.exceptions import ConfigurationError
from huey.serializer import SignedSerializer

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
    return SqliteHuey(NAME, filename=str(path), serializer=serializer, fsync=True)


def _redis(url: str, serializer: SignedSerializer) -> Huey:
    try:
        return RedisHuey(NAME, url=url, serializer=serializer)
    except (ConfigurationError, TypeError, AttributeError):  # what huey meets where the package is missing
        raise JobError(
            "DSMB_JOBS names Redis, but the package redis is not installed. Install dsmb-dashboard[redis], or name a "
            "file for a single host."
        ) from None
