"""Whether the audit trail is what was written: every hash, every number, the head kept apart, and what it tells of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from dashboard.errors import AuditError
from dashboard.records import agreement, chain, guards
from dashboard.records.audit import Row
from dashboard.records.chain import KEY_OPTION, START, Link
from dashboard.records.database import Records
from dashboard.records.tables import AUDIT

AT_A_TIME = 1000
"""Rows fetched at a time: a trail of years need not fit in memory."""


@dataclass(frozen=True)
class Proof:
    """The last row's number and hash, and a sentence for each thing that is wrong.

    `within` is wrong with the rows and with what they tell of, `end` with the heads that were kept: what a backup
    that was restored lacks. `taken_up` are the rows that say such a trail was taken up. `known_to` is a row after
    which nobody can tell whether some were cut off, since no head was kept here; None where one was.
    """

    last: Link
    within: tuple[str, ...]
    end: tuple[str, ...]
    taken_up: tuple[Row, ...]
    known_to: int | None = None

    @property
    def faults(self) -> tuple[str, ...]:
        """All that is wrong."""
        return self.within + self.end

    @property
    def holds(self) -> bool:
        """Whether nothing was altered, deleted, exchanged or cut off."""
        return not self.faults


def prove(records: Records, written_down: Link | None = None) -> Proof:
    """Read the whole trail and hold it to its key, to the head kept here and to a head written down elsewhere.

    A trail without a head kept here is a fault unless the head written down is on it; then the head is kept again.
    """
    kept, end = _kept(records)
    heads = {link.id: link for link in (kept, written_down) if link}
    with records.reading() as connection:
        last, within = _walked(connection)
        end += [fault for head in heads.values() for fault in _left(head, chain.at(connection, head.id), last)]
        within += [*agreement.faults(connection), *guards.faults(connection)]
        asked = select(AUDIT).where(AUDIT.c.action == "trail taken up").order_by(AUDIT.c.id)
        taken_up = tuple(Row(*row) for row in connection.execute(asked))
    end += _untold(records, taken_up)
    if kept is None and written_down is None and not (within or end):
        end.append(
            f"No head of this trail is kept in {records.head.path}, so rows cut off at its end cannot be told. "
            "Give a head that was written down: --head NUMBER:HASH."
        )
    known_to = None
    if kept is None and written_down is not None and not (within or end):
        known_to = written_down.id
        records.head.keep(last)
    return Proof(last, tuple(within), tuple(end), taken_up, known_to)


def _kept(records: Records) -> tuple[Link | None, list[str]]:
    try:
        return records.head.read(), []
    except AuditError as error:
        return None, [str(error)]


def _untold(records: Records, taken_up: tuple[Row, ...]) -> Iterator[str]:
    """Rows that are lost, where the row that took the trail up and said so is lost too."""
    try:
        for head in records.head.given_up():
            if not any(head_text(head) in row.detail for row in taken_up):
                yield f"The head {head_text(head)} was given up for a backup, and the row that said so was cut off."
    except AuditError as error:
        yield str(error)


def head_text(head: Link) -> str:
    """A head as it is written down: NUMBER:HASH."""
    return f"{head.id}:{head.mac}"


def _walked(connection: Connection) -> tuple[Link, list[str]]:
    """The last row, and what is wrong with those before it and with itself."""
    key, last, faults = connection.get_execution_options()[KEY_OPTION], START, list[str]()
    for row in connection.execute(select(AUDIT).order_by(AUDIT.c.id).execution_options(yield_per=AT_A_TIME)):
        faults += _broken(key, last, row._mapping)
        last = Link(row.id, row.mac)
    return last, faults


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
