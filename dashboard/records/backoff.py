"""Back-off after failed logins per account name, address and known browser, the same in every worker process."""

from sqlalchemy import delete, insert, select, update

from dashboard.records import clock
from dashboard.records.database import Records
from dashboard.records.tables import FAILURE

FREE = {"account": 4, "address": 20, "browser": 4}
"""Failures that cost no waiting: an address may stand for a whole hospital."""
LONGEST_SECONDS = 300
FORGET_SECONDS = 24 * 60 * 60


def wait(records: Records, *sources: str) -> float:
    """Seconds until all these sources ("account:chair", "address:10.0.0.7") may try again; 0 or less: now."""
    now = clock.seconds()
    with records.reading() as connection:
        rows = connection.execute(select(FAILURE).where(FAILURE.c.source.in_(sources))).all()
    return max((row.last + _pause(row.source, row.times) - now for row in rows), default=0.0)


def failed(records: Records, *sources: str) -> None:
    """Count one more failure of each source."""
    now = clock.seconds()
    with records.writing() as connection:
        connection.execute(delete(FAILURE).where(FAILURE.c.last < now - FORGET_SECONDS))
        for source in sources:
            mine = FAILURE.c.source == source
            changed = connection.execute(update(FAILURE).where(mine).values(times=FAILURE.c.times + 1, last=now))
            if changed.rowcount == 0:
                connection.execute(insert(FAILURE).values(source=source, times=1, last=now))


def forget(records: Records, source: str) -> None:
    """A right password clears its account's failures."""
    with records.writing() as connection:
        connection.execute(delete(FAILURE).where(FAILURE.c.source == source))


def _pause(source: str, times: int) -> float:
    """Seconds of waiting after so many failures: 2, 4, 8 … once the free ones are spent."""
    over = times - FREE[source.partition(":")[0]]
    return float(min(2 ** min(over, 16), LONGEST_SECONDS)) if over > 0 else 0.0
