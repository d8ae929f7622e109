"""Events that a reader typed in: sealed with the store's key, kept in the records, found again by their numbers."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from dashboard.access import envelope
from dashboard.errors import ChoiceError
from dashboard.pages.door import Door
from dashboard.records import typed
from dashboard.records.accounts import Account
from dashboard.records.database import Records
from dashboard.records.typed import Place, Row
from dashboard.settings import Settings
from dashboard.stats.stopping.typed import Reported


@dataclass(frozen=True)
class Event:
    """An event that is not in the extract: of whom, on which date, and in words who reported it."""

    participant: str
    on: date
    words: str

    @property
    def reported(self) -> Reported:
        """The event as a statistic takes it."""
        return Reported(self.participant, self.on)


@dataclass(frozen=True)
class Entry:
    """An event as it is listed: its number, who typed it in and when (UTC), and when and by whom it was withdrawn."""

    number: int
    event: Event
    who: str
    at: str
    withdrawn: str


@dataclass(frozen=True)
class Events:
    """The events of one side, beside the extract that it shows."""

    records: Records
    key: bytes
    side: str
    store: str
    protocol: str

    def add(self, guideline: str, event: Event, account: Account, origin: str) -> int:
        """Keep an event; returns its number. Raises ChoiceError if the participant has one that stands."""
        for entry in self.entries(guideline):
            if entry.event.participant == event.participant and not entry.withdrawn:
                raise ChoiceError(
                    f"Participant {event.participant} has an event typed in already, number {entry.number}: "
                    "withdraw that one first."
                )
        content = orjson.dumps({"participant": event.participant, "on": event.on, "words": event.words})
        name, place = typed.binding(guideline, account.name), self._place(guideline)
        sealed = envelope.seal(content, self.key, name=name, store=place.mark, protocol=self.protocol)
        return typed.add(self.records, place, account, sealed, origin)

    def withdraw(self, guideline: str, number: int, account: Account, origin: str) -> None:
        """Say that an event no longer stands; raises ChoiceError if there is none to withdraw."""
        typed.withdraw(self.records, self._place(guideline), account, number, origin)

    def entries(self, guideline: str) -> tuple[Entry, ...]:
        """Every event typed in for a guideline, oldest first; raises ExtractError if the key does not open one."""
        return tuple(self._opened(guideline, row) for row in typed.rows(self.records, self._place(guideline)))

    def find(self, guideline: str, numbers: tuple[int, ...]) -> tuple[Reported, ...]:
        """The events under some numbers; raises ChoiceError where none stands."""
        entries = {entry.number: entry for entry in self.entries(guideline)}
        for number in numbers:
            if number not in entries:
                raise ChoiceError(f"No event number {number} was typed in for this guideline and this extract.")
            if entries[number].withdrawn:
                raise ChoiceError(f"Event number {number} was withdrawn, {entries[number].withdrawn}.")
        return tuple(entries[number].event.reported for number in numbers)

    def _place(self, guideline: str) -> Place:
        return Place(self.side, self.store, guideline)

    def _opened(self, guideline: str, row: Row) -> Entry:
        name = typed.binding(guideline, row.who)
        content = orjson.loads(
            envelope.unseal(row.sealed, self.key, name=name, store=row.store, protocol=self.protocol)
        )
        event = Event(content["participant"], date.fromisoformat(content["on"]), content["words"])
        return Entry(row.number, event, row.who, row.at, row.withdrawn)


def of(settings: Settings, records: Records, side: str, door: Door) -> Events:
    """The events of a side; raises KeyMissingError without the store's key."""
    key = envelope.store_key(Path(settings.keys), settings.store_key)
    return Events(records, key, side, door.hash, door.trial.trial.protocol)
