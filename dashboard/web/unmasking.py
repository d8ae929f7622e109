"""What arms are called once they are named: the map of letters, sealed in the records and opened for readers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import orjson
from flask import g, has_app_context

from dashboard import keyfile
from dashboard.access import envelope
from dashboard.errors import ChoiceError, DsmbError, ExtractError, KeyMissingError
from dashboard.extract import keys
from dashboard.records import audit, clock
from dashboard.records.accounts import Account, Actor
from dashboard.records.database import Records
from dashboard.records.roles import WORDS, Permission, may
from dashboard.records.unmasking import SIDE, STORE, Act, Case, Entry, Request, Row, State, binding
from dashboard.settings import Settings
from dashboard.trial.model import Trial
from dashboard.web.moment import moment

UNREAD = dict.fromkeys(("reason", "participant"), "not readable: not sealed with this server's store key")
"""What is listed in place of the words of a row whose envelope does not open: one of another key, or put in."""


@dataclass(frozen=True)
class Named:
    """The arms are named: `names` by letter, since when (UTC), by whom; `failed` if the names cannot be read here.

    `order` are the letters, control before experimental: later minus earlier is then experimental minus control.
    """

    names: Mapping[str, str]
    since: str
    by: str
    failed: str = ""
    order: tuple[str, ...] = ()

    @property
    def lead(self) -> str:
        """UNMASKED since 23 Nov 2026 07:40 UTC: asked by ann, agreed by bob, done by cyd."""
        return f"UNMASKED since {self.since}: {self.by}"

    @property
    def arms(self) -> str:
        """A is Observation, B is Treatment."""
        return ", ".join(f"{letter} is {name}" for letter, name in self.names.items()) or self.failed

    @property
    def line(self) -> str:
        """All of it, as a banner says it."""
        return " ".join(filter(None, [f"{self.lead}. {self.arms}.", self._compared]))

    @property
    def _compared(self) -> str:
        """Which arm is taken from which."""
        order = [self.names[letter] for letter in self.order]
        if len(order) == 2:
            return f"Comparisons are {order[1]} minus {order[0]}."
        return f"Comparisons are later minus earlier in the order {', '.join(order)}." if order else ""


@dataclass(frozen=True)
class Listed:
    """A request as it is read: its reason in words, and what it is now."""

    request: Request
    reason: str
    state: State


@dataclass(frozen=True)
class Emergency:
    """One participant's treatment as it was named: of whom and why, never the answer."""

    row: Row
    participant: str
    reason: str


@dataclass(frozen=True)
class Given:
    """What is given for one act and kept nowhere: the code key, and the map where this host has none."""

    key: str = field(repr=False)
    map: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Unmasking:
    """The unmasking of the trial that a side shows."""

    records: Records
    settings: Settings
    trial: Trial
    _known: list[Named] = field(default_factory=list, init=False, repr=False)

    @property
    def case(self) -> Case:
        """The records of this trial's unmasking."""
        return Case(self.records, self.trial.trial.protocol, self.trial.charter.unmasking_days)

    def permitted(self, account: Account, permission: Permission) -> bool:
        """Whether the table of roles allows it, and for agreeing the charter names role or account too."""
        return may(account.role, permission) and (permission != "unmask:agree" or self._agrees(account))

    def urgent(self, account: Account) -> bool:
        """Whether the charter lets somebody have one participant's treatment named at once."""
        part = may(account.role, "unmask:ask") or may(account.role, "unmask:execute")
        return part and _among(account, self.trial.charter.emergency)

    def named(self) -> Named | None:
        """The arms' names, once an unmasking was carried out; that stays so, and is opened once.

        Within a request the answer is one: nothing on a page says letters while something beside it says names.
        """
        if not has_app_context():
            return self._named()
        if "named" not in g:
            g.named = self._named()
        found: Named | None = g.named
        return found

    def _named(self) -> Named | None:
        if not self._known and (done := self.case.done()) and done.ended:
            self._known.append(self._read(done, done.ended))
        return self._known[0] if self._known else None

    def listed(self) -> tuple[Listed, ...]:
        """Every request, oldest first."""
        case, now = self.case, clock.stamp()
        return tuple(
            Listed(request, self._read_out(request.asked)["reason"], case.state(request, now))
            for request in case.requests()
        )

    def emergencies(self) -> tuple[Emergency, ...]:
        """Every time one participant's treatment was named, oldest first."""
        return tuple(
            Emergency(row, said["participant"], said["reason"])
            for row in self.case.emergencies()
            for said in [self._read_out(row)]
        )

    def ask(self, reason: str, account: Account, origin: str) -> None:
        """Ask for the arms to be named; raises ChoiceError if that cannot be asked now."""
        self.case.ask(self._entry("asked", account, origin, reason=reason))

    def agree(self, number: int, account: Account, origin: str) -> None:
        """Agree to a request; raises ChoiceError as the records do. Sealed, so that no row put in passes for it."""
        self.case.agree(number, self._entry("agreed", account, origin, request=str(number)))

    def entry(self, account: Account, origin: str) -> Entry:
        """What somebody does who says nothing more: refusing, withdrawing."""
        return Entry(account, clock.stamp(), origin)

    def execute(self, number: int, given: Given, account: Account, origin: str) -> None:
        """Open the map and keep the names under the store key, for good.

        Raises ChoiceError if it is not to be carried out now, KeyMissingError without map or key, ExtractError if the
        key does not open the map, or asking and agreeing were not done here; failures to open it are written down.
        """
        self.case.check(number, self.entry(account, origin))
        self._prove(number)
        names = self._opened(given, account, origin, f"request {number}")
        self.case.execute(number, self._entry("done", account, origin, **names))

    def emergency(self, participant: str, reason: str, given: Given, account: Account, origin: str) -> dict[str, str]:
        """The arms' names by letter, for one answer about a participant that was written down; raises as `execute`."""
        if self.case.done():
            raise ChoiceError("The arms are named already, on every page.")
        names = self._opened(given, account, origin, "emergency")
        entry = self._entry("emergency", account, origin, participant=participant, reason=reason)
        self.case.emergency(entry, self._told(account))
        return names

    def _prove(self, number: int) -> None:
        """Raise unless asking and agreeing were sealed by this server, and for this request."""
        request = next(request for request in self.case.requests() if request.asked.number == number)
        self._words(request.asked)
        if request.agreed is None or self._words(request.agreed) != {"request": str(number)}:
            raise ChoiceError(f"Request {number} was agreed to by nobody: its row is another's. Tell the chair.")

    def _read(self, done: Request, act: Row) -> Named:
        since = moment(act.at)
        try:
            names = self._words(act)
            return Named(names, since, done.by, order=self._order(names))
        except ExtractError:
            return Named({}, since, done.by, "The names do not open with this server's store key")

    def _order(self, names: Mapping[str, str]) -> tuple[str, ...]:
        """Control before experimental; an arm that the definition no longer has by its name stands with the control."""
        experimental = {arm.title for arm in self.trial.arms if arm.role == "experimental"}
        return tuple(sorted(names, key=lambda letter: (names[letter] in experimental, letter)))

    def _agrees(self, account: Account) -> bool:
        return _among(account, self.trial.charter.unmasking)

    def _told(self, account: Account) -> str:
        """Who else must hear of an emergency: those who agree to an unmasking, and the reporting statistician."""
        others = dict.fromkeys([*self.trial.charter.unmasking, "reporting_statistician"])
        return ", ".join(name for name in others if name not in (account.role, account.name)) or "every DSMB member"

    def _opened(self, given: Given, account: Account, origin: str, what: str) -> dict[str, str]:
        """The arms' names by letter, from the map of letters."""
        try:
            code = keyfile.parse(given.key, "Code key")
            letters = keys.opened(given.map or self._map(), self.trial, code)
        except DsmbError as error:
            told, by = f"{what}: {type(error).__name__}", Actor(account.name, account.role, origin)
            audit.write(self.records, action="unmasking failed", side=SIDE, detail=told, **by.said)
            raise
        titles = {arm.source: arm.title for arm in self.trial.arms}
        return {letter: titles[source] for source, letter in sorted(letters.items(), key=lambda item: item[1])}

    def _map(self) -> bytes:
        path = keys.letters_file(Path(self.settings.keys), self.trial)
        if not path.is_file():
            raise KeyMissingError(
                f"{path.name}: the map of letters is not on this server. Send the file along, from where the extract "
                "was locked."
            )
        return path.read_bytes()

    @cached_property
    def _key(self) -> bytes:
        return envelope.store_key(Path(self.settings.keys), self.settings.store_key)

    def _entry(self, act: Act, account: Account, origin: str, **said: str) -> Entry:
        at = clock.stamp()
        bound = {"name": binding(act, at, account.name), "store": STORE, "protocol": self.trial.trial.protocol}
        return Entry(account, at, origin, envelope.seal(orjson.dumps(said), self._key, **bound))

    def _read_out(self, row: Row) -> Mapping[str, str]:
        """What a row says, to be listed; of one that does not open, that."""
        try:
            return self._words(row)
        except ExtractError:
            return UNREAD

    def _words(self, row: Row) -> dict[str, str]:
        """What a row says; raises ExtractError if the store key does not open it."""
        bound = {"name": binding(row.act, row.at, row.who), "store": STORE, "protocol": self.trial.trial.protocol}
        said: dict[str, str] = orjson.loads(envelope.unseal(row.sealed, self._key, **bound))
        return said


def _among(account: Account, named: tuple[str, ...]) -> bool:
    """Whether a charter names an account: the word of a role is that role, never an account that is called so."""
    return any(account.role == word if word in WORDS else account.name == word for word in named)
