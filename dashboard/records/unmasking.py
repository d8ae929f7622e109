"""The unmasking of a trial: asked for by one person, agreed to by a second, carried out by a third.

Rows are only added; each is written together with its row of the audit trail. What a row says in words (a reason,
a participant, the names of the arms) stands in an envelope: whoever reads this database need not read that.
"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, insert, select

from dashboard.errors import ChoiceError
from dashboard.records import audit
from dashboard.records.accounts import Account
from dashboard.records.database import Records
from dashboard.records.tables import UNMASKING

Act = Literal["asked", "agreed", "refused", "withdrawn", "done", "emergency"]
State = Literal["asked", "agreed", "refused", "withdrawn", "lapsed", "done"]

SIDE = "unblinded"
"""Whose readers see the audit rows: nobody else learns that anything was asked."""
STORE = "unmasking"
"""What stands for the store in the envelopes of these records."""
ACTIONS: dict[Act, audit.Action] = {
    "asked": "unmasking asked",
    "agreed": "unmasking agreed",
    "refused": "unmasking refused",
    "withdrawn": "unmasking withdrawn",
    "done": "unmasking done",
    "emergency": "emergency unmasking",
}
"""What the trail says of each act."""
ANSWERS: dict[str, str] = {"agreed": "agreed", "refused": "ended", "withdrawn": "ended", "done": "ended"}
"""What each act is to the request that it answers."""
TOLD = ", to be told: "
"""What stands in the trail between an emergency and who must hear of it."""


@dataclass(frozen=True)
class Entry:
    """What somebody does, when (UTC, as `clock.stamp` has it), from where, and its words in an envelope."""

    account: Account
    at: str
    origin: str = ""
    sealed: bytes = b""


@dataclass(frozen=True)
class Row:
    """An act as it is kept; `request` is the number of the request that it answers."""

    number: int
    at: str
    who: str
    role: str
    act: Act
    request: int | None
    sealed: bytes


@dataclass(frozen=True)
class Request:
    """A request with what became of it; `ended` is its refusal, withdrawal or execution."""

    asked: Row
    agreed: Row | None = None
    ended: Row | None = None

    @property
    def by(self) -> str:
        """Who did what about it: asked by ann, agreed by bob, done by cyd."""
        rows = (self.asked, self.agreed, self.ended)
        return ", ".join(f"{row.act} by {row.who}" for row in rows if row)

    def state(self, at: str, days: int) -> State:
        """What it is at a time (UTC): open requests lapse after so many days."""
        if self.ended:
            return self.ended.act  # type: ignore[return-value]  # only acts that end a request stand here
        if _time(at) > _time(self.asked.at) + timedelta(days=days):
            return "lapsed"
        return "agreed" if self.agreed else "asked"


@dataclass(frozen=True)
class Case:
    """The unmasking of one trial, by its protocol; requests lapse after `days`."""

    records: Records
    protocol: str
    days: int

    def requests(self) -> tuple[Request, ...]:
        """Every request, oldest first."""
        with self.records.reading() as connection:
            return _requests(self._rows(connection))

    def emergencies(self) -> tuple[Row, ...]:
        """Every time that one participant's treatment was named, oldest first."""
        with self.records.reading() as connection:
            return tuple(row for row in self._rows(connection) if row.act == "emergency")

    def done(self) -> Request | None:
        """The request that was carried out; None while the arms are letters."""
        return _done(self.requests())

    def ask(self, entry: Entry) -> int:
        """Ask for the arms to be named; returns the request's number.

        Raises ChoiceError if they are named already, or a request is open.
        """
        with self.records.writing() as connection:
            requests = self._masked(connection)
            for request in requests:
                if self.state(request, entry.at) in ("asked", "agreed"):
                    raise ChoiceError(
                        f"Request {request.asked.number} by {request.asked.who} is open already: it must be carried "
                        "out, refused or withdrawn before another is made."
                    )
            return self._add(connection, "asked", entry)

    def agree(self, number: int, entry: Entry) -> None:
        """Agree to a request; raises ChoiceError for one's own, one that is not open, or one agreed to already."""
        with self.records.writing() as connection:
            request = self._open(connection, number, entry)
            if request.agreed:
                raise ChoiceError(f"Request {number} was agreed to already, by {request.agreed.who}.")
            _apart(entry, request)
            self._add(connection, "agreed", entry, number)

    def refuse(self, number: int, entry: Entry) -> None:
        """Refuse a request; raises ChoiceError for one's own (withdraw it) or one that is not open."""
        with self.records.writing() as connection:
            request = self._open(connection, number, entry)
            _apart(entry, replace(request, agreed=None))  # who agreed may think again
            self._add(connection, "refused", entry, number)

    def withdraw(self, number: int, entry: Entry) -> None:
        """Take one's own request back; raises ChoiceError for another's, or one that is not open."""
        with self.records.writing() as connection:
            request = self._open(connection, number, entry)
            if request.asked.who != entry.account.name:
                raise ChoiceError(f"Request {number} was made by {request.asked.who}, who alone can withdraw it.")
            self._add(connection, "withdrawn", entry, number)

    def execute(self, number: int, entry: Entry) -> None:
        """Keep the names, for good; raises as `check` does, whatever happened since the check."""
        with self.records.writing() as connection:
            self._ready(connection, number, entry)
            self._add(connection, "done", entry, number)

    def check(self, number: int, entry: Entry) -> None:
        """Raise ChoiceError unless the request is open, agreed to, and carried out by a third person."""
        with self.records.reading() as connection:
            self._ready(connection, number, entry)

    def emergency(self, entry: Entry, told: str) -> int:
        """Keep that one participant's treatment is about to be named, and who is to be told; returns its number.

        Raises ChoiceError if the arms are named already.
        """
        with self.records.writing() as connection:
            self._masked(connection)
            return self._add(connection, "emergency", entry, told=told)

    def state(self, request: Request, at: str) -> State:
        """What a request is at a time (UTC)."""
        return request.state(at, self.days)

    def _masked(self, connection: Connection) -> tuple[Request, ...]:
        """The requests, if none was carried out."""
        requests = _requests(self._rows(connection))
        if done := _done(requests):
            raise ChoiceError(f"The arms are named already, by request {done.asked.number} of {done.asked.who}.")
        return requests

    def _open(self, connection: Connection, number: int, entry: Entry) -> Request:
        """The request of that number, if something can still be done about it."""
        found = {request.asked.number: request for request in self._masked(connection)}.get(number)
        if found is None:
            raise ChoiceError(f"There is no request number {number}.")
        if found.ended:
            raise ChoiceError(f"Request {number} was {found.ended.act} already, by {found.ended.who}.")
        if self.state(found, entry.at) == "lapsed":
            raise ChoiceError(f"Request {number} lapsed: it was open for more than {self.days} days. Ask anew.")
        return found

    def _ready(self, connection: Connection, number: int, entry: Entry) -> None:
        request = self._open(connection, number, entry)
        if not request.agreed:
            raise ChoiceError(f"Request {number} was not agreed to yet: a second person must agree before it is done.")
        _apart(entry, request)

    def _rows(self, connection: Connection) -> tuple[Row, ...]:
        columns = [UNMASKING.c[name] for name in Row.__dataclass_fields__]
        asked = select(*columns).where(UNMASKING.c.protocol == self.protocol).order_by(UNMASKING.c.number)
        return tuple(Row(*row) for row in connection.execute(asked))

    def _add(self, connection: Connection, act: Act, entry: Entry, request: int | None = None, told: str = "") -> int:
        """The row and its audit row, both or neither."""
        who = {"who": entry.account.name, "role": entry.account.role}
        row = {"at": entry.at, "protocol": self.protocol, "act": act, "request": request, "sealed": entry.sealed}
        made = connection.execute(insert(UNMASKING).values(**row, **who))
        number: int = made.inserted_primary_key[0]  # type: ignore[index]  # an insert of one row has it
        text = detail(act, request or number, self.protocol) + (TOLD + told if told else "")
        connection.execute(audit.line(action=ACTIONS[act], side=SIDE, detail=text, origin=entry.origin, **who))
        return number


def detail(act: str, number: int, protocol: str) -> str:
    """What the trail says an act was done to: the emergency or the request of that number, and of which trial."""
    return f"{'emergency' if act == 'emergency' else 'request'} {number} of {protocol}"


def binding(act: str, at: str, who: str) -> str:
    """What an envelope is bound to besides the protocol: it opens in no other row's place."""
    return f"unmasking {act} {at} by {who}"


def _requests(rows: tuple[Row, ...]) -> tuple[Request, ...]:
    """Every request with what became of it; a row that answers none was put in, which verifying tells."""
    found: dict[int | None, Request] = {}
    for row in rows:
        if row.act == "asked":
            found[row.number] = Request(row)
        elif row.act in ANSWERS and row.request in found:
            found[row.request] = replace(found[row.request], **{ANSWERS[row.act]: row})
    return tuple(found.values())


def _done(requests: tuple[Request, ...]) -> Request | None:
    return next((request for request in requests if request.ended and request.ended.act == "done"), None)


def _apart(entry: Entry, request: Request) -> None:
    """Raise ChoiceError if somebody does two of the three parts."""
    parts = {"made": request.asked, "agreed to": request.agreed}
    for words, row in parts.items():
        if row and row.who == entry.account.name:
            raise ChoiceError(
                f"You {words} request {request.asked.number} yourself: asking, agreeing and carrying out "
                "are done by three different persons."
            )


def _time(stamp: str) -> datetime:
    """A time of the records; what is none, since it was put in, is long ago."""
    try:
        return datetime.fromisoformat(stamp.replace("Z", "+00:00")).astimezone(UTC)
    except (ValueError, OverflowError):
        return datetime(1, 1, 1, tzinfo=UTC)
