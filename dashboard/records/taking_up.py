"""A trail that was restored from a backup, taken up: what it lacks is said in a row of its own, for good."""

from sqlalchemy import delete

from dashboard.errors import AuditError
from dashboard.records import audit, chain, proof
from dashboard.records.accounts import Actor
from dashboard.records.chain import Link
from dashboard.records.database import Records
from dashboard.records.tables import SESSION

LONGEST_REASON = 500


def take_up(records: Records, reason: str, by: Actor, side: str) -> Link:
    """Go on from the last row there is; returns where the trail ends then.

    The row holds the head that was kept until now, so that the rows lost can be told if they are found again; that
    head stays beside the new one, so that nobody takes the trail up twice to hide how much the first time lost. All
    sessions end: they are those of the backup. Raises AuditError for a trail that lacks nothing at its end, for one
    in which rows or records do not fit, and without a reason.
    """
    reason = " ".join(reason.split())
    if not reason or len(reason) > LONGEST_REASON:
        raise AuditError(f"Say in at most {LONGEST_REASON} letters why, for whoever reads the trail: --reason.")
    found = proof.prove(records)
    if found.within:
        raise AuditError("\n".join(("Not taken up: this is no backup as it was made. Restore another.", *found.within)))
    if not found.end:
        raise AuditError("There is nothing to take up: the trail ends where it was left.")
    told = f"{' '.join(found.end)} {_kept(records)} Reason: {reason}"
    with records.writing() as connection:
        connection.execute(delete(SESSION))
        connection.execute(audit.line(action="trail taken up", side=side, detail=told, **by.said))
        last = chain.last(connection)
    records.head.replace(last)
    return last


def _kept(records: Records) -> str:
    """The head kept until now, as `dsmb audit verify` prints one."""
    try:
        kept = records.head.read()
    except AuditError:
        kept = None
    return f"Head until then: {proof.head_text(kept)}." if kept else "No head until then."
