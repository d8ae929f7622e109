"""The time of the records."""

import time
from datetime import UTC, datetime


def seconds() -> float:
    """Seconds since 1970; sessions and back-off count in these."""
    return time.time()


def stamp() -> str:
    """Now in UTC, to the millisecond, as text that sorts: 2026-01-15T09:30:00.000Z."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
