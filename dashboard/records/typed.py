"""Events that somebody typed in because no extract has them. Rows are only added; a withdrawal is a row of its own."""

from dataclasses import dataclass

from sqlalchemy import func, insert, select

from dashboard.errors import ChoiceError
from dashboard.records import audit
from dashboard.records.accounts import Account
from dashboard.records.clock import stamp
from dashboard.records.database import Records
from dashboard.records.tables import TYPED

DIGITS = 16
"""Digits of a store's hash that are kept. Whoever has all of them can read whom and what the trail's digests are of."""


@dataclass(frozen=True)
class Place:
    """Whose events they are: a guideline's, beside the extract whose store has this hash, on a side."""

    side: str
    store: str
    guideline: str

    @property
    def mark(self) -> str:
        """How the store's hash begins, which stands for it in the records."""
        return self.store[:DIGITS]


@dataclass(frozen=True)
class Row:
    """An event as it is kept: `sealed` is an envelope, since whoever reads this database need not read events.

    `at` is UTC, `store` what the envelope is bound to; `withdrawn` says in words when and by whom it was withdrawn,
    empty while it stands.
    """

    number: int
    at: str
    who: str
    role: str
    store: str
    sealed: bytes
    withdrawn: str = ""


def add(records: Records, place: Place, account: Account, sealed: bytes, origin: str = "") -> int:
    """Keep an event, and the audit row of it; returns its number."""
    return _write(records, place, account, origin, sealed, None)


def withdraw(records: Records, place: Place, account: Account, number: int, origin: str = "") -> None:
    """Say that an event no longer stands; raises ChoiceError if there is none of that number or it was withdrawn."""
    found = {row.number: row for row in rows(records, place)}.get(number)
    if found is None:
        raise ChoiceError(f"There is no event number {number} here to withdraw.")
    if found.withdrawn:
        raise ChoiceError(f"Event number {number} was withdrawn already, {found.withdrawn}.")
    _write(records, place, account, origin, b"", number)


def rows(records: Records, place: Place) -> tuple[Row, ...]:
    """Every event of a place, oldest first, withdrawn ones too."""
    mine = (func.substr(TYPED.c.store, 1, DIGITS) == place.mark) & (TYPED.c.guideline == place.guideline)
    with records.reading() as connection:
        found = connection.execute(select(TYPED).where(mine).order_by(TYPED.c.number)).all()
    ended = {row.withdraws: f"{row.at[:16].replace('T', ' ')} UTC by {row.who}" for row in found if row.withdraws}
    return tuple(
        Row(row.number, row.at, row.who, row.role, row.store, row.sealed, ended.get(row.number, ""))
        for row in found
        if not row.withdraws
    )


def action(withdraws: int | None) -> audit.Action:
    """What the trail says of a row that withdraws an event, or none."""
    return "withdrawn" if withdraws else "typed"


def detail(guideline: str, number: int, store: str) -> str:
    """What the trail says of whose event it was."""
    return f"{guideline} event {number} store {store[:DIGITS]}"


def binding(guideline: str, who: str) -> str:
    """What an envelope is bound to besides store and protocol: it opens in no other row's place."""
    return f"{guideline} by {who}"


def _write(records: Records, place: Place, account: Account, origin: str, sealed: bytes, withdraws: int | None) -> int:
    """The row and its audit row, both or neither."""
    row = {"who": account.name, "role": account.role, "store": place.mark, "guideline": place.guideline}
    with records.writing() as connection:
        made = connection.execute(insert(TYPED).values(at=stamp(), sealed=sealed, withdraws=withdraws, **row))
        number: int = made.inserted_primary_key[0]  # type: ignore[index]  # an insert of one row has it
        text = detail(place.guideline, withdraws or number, place.store)
        who = {"who": account.name, "role": account.role, "side": place.side, "origin": origin}
        connection.execute(audit.line(action=action(withdraws), detail=text, **who))
    return number
