"""Whether the audit trail is what was written: every hash, every number, and the head kept apart."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from dashboard.errors import AuditError
from dashboard.records import chain
from dashboard.records.chain import KEY_OPTION, START, Link
from dashboard.records.database import Records
from dashboard.records.tables import AUDIT

AT_A_TIME = 1000
"""Rows fetched at a time: a trail of years need not fit in memory."""


@dataclass(frozen=True)
class Proof:
    """How many rows there are, the last one's number and hash, and a sentence for each thing that is wrong."""

    last: Link
    faults: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Whether nothing was altered, deleted, exchanged or cut off."""
        return not self.faults


def prove(records: Records, written_down: Link | None = None) -> Proof:
    """Read the whole trail and hold it to its key, to the head kept here and to a head written down elsewhere.

    A trail without a head kept here is a fault unless the head written down is on it; then the head is kept again.
    """
    kept, faults = _kept(records)
    last = START
    heads = {link.id: link for link in (kept, written_down) if link}
    with records.reading() as connection:
        key = connection.get_execution_options()[KEY_OPTION]
        for row in connection.execution_options(yield_per=AT_A_TIME).execute(select(AUDIT).order_by(AUDIT.c.id)):
            faults += _broken(key, last, row._mapping)
            last = Link(row.id, row.mac)
        faults += [fault for head in heads.values() for fault in _left(head, chain.at(connection, head.id), last)]
    if kept is None and written_down is None and not faults:
        faults.append(
            f"No head of this trail is kept in {records.head.path}, so rows cut off at its end cannot be told. "
            "Give a head that was written down: --head NUMBER:HASH."
        )
    if kept is None and written_down is not None and not faults:
        records.head.keep(last)
    return Proof(last, tuple(faults))


def _kept(records: Records) -> tuple[Link | None, list[str]]:
    try:
        return records.head.read(), []
    except AuditError as error:
        return None, [str(error)]


def _broken(key: bytes, before: Link, row: Mapping[Any, Any]) -> Iterator[str]:
    """What is wrong with a row that stands after `before`."""
    if row["id"] == before.id + 2:
        yield f"Row {before.id + 1} is missing."
    elif row["id"] != before.id + 1:
        yield f"Rows {before.id + 1} to {row['id'] - 1} are missing."
    if chain.mac(key, before.mac, row) != row["mac"]:
        yield f"Row {row['id']} does not fit: it was altered, put in, or moved, or the row before it was."


def _left(head: Link, found: Link, last: Link) -> Iterator[str]:
    """What is wrong between a head and the row of its number."""
    if head.id > last.id:
        yield f"The trail ends at row {last.id}, but row {head.id} was written once: what came after was cut off."
    elif found != head:
        yield f"Row {head.id} is not the one that was written: the trail was replaced from there or before."
