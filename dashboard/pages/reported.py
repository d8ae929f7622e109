"""Events that are not in the extract, named in the address by the numbers under which they are kept: 7,9."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

from dashboard.errors import ChoiceError
from dashboard.pages.door import Door
from dashboard.stats.stopping.typed import Reported

NAME = "reported"
"""A statistic that counts such events takes them under this keyword."""
MOST = 20
"""Events that are supposed at the same time."""

Find = Callable[[str, tuple[int, ...]], tuple[Reported, ...]]


def kept_elsewhere(guideline: str, numbers: tuple[int, ...]) -> tuple[Reported, ...]:
    """Raises ChoiceError, always: without the server's records a number means nothing."""
    raise ChoiceError("Events that are not in the extract are kept by the server: open the guideline's page there.")


@dataclass(frozen=True)
class Reports:
    """The events that a page of a guideline may suppose.

    `query` lists the participants whom the `guideline` watches. `find` gives the events of the guideline under some
    numbers; it raises ChoiceError for a number under which none stands.
    """

    guideline: str
    query: str
    find: Find = kept_elsewhere
    name: ClassVar[str] = NAME
    default: ClassVar[str] = ""

    def parse(self, value: str | None) -> str:
        """The numbers in their order, each once; raises ChoiceError for what is no number, or stands for no event."""
        numbers = _numbers(value or "")
        if numbers:
            self.find(self.guideline, numbers)
        return ",".join(map(str, numbers))

    def events(self, chosen: str) -> tuple[Reported, ...]:
        """The events of numbers that `parse` gave; raises ChoiceError as it does."""
        numbers = _numbers(chosen)
        return self.find(self.guideline, numbers) if numbers else ()

    def participants(self, door: Door) -> tuple[str, ...]:
        """The identifiers of those whom the guideline watches."""
        return tuple(sorted(map(str, door.ask(self.query, guideline=self.guideline)["participant"])))


def many(chosen: str) -> int:
    """How many events an address names."""
    return len(_numbers(chosen))


def _numbers(text: str) -> tuple[int, ...]:
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) > MOST or not all(re.fullmatch(r"[0-9]{1,9}", part) for part in parts):
        raise ChoiceError(f"Events not in the extract: give their numbers, such as 7,9, at most {MOST}.")
    return tuple(sorted({int(part) for part in parts}))
