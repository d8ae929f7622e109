"""A filter whose values are too many to list, such as participants: a link brings one, or a reader types it."""

import hmac
from dataclasses import dataclass, field, replace

from dashboard.errors import ChoiceError
from dashboard.pages.door import Door
from dashboard.pages.page import Filter

LONGEST = 1000
"""Letters of a value that are looked up."""
SAID = 200
"""Letters of a value that an answer repeats."""


@dataclass(frozen=True)
class Sought(Filter):
    """A value that the door knows: `query` takes it under the filter's name and has a row if it is allowed.

    Nothing is chosen by default. Before `at` gave it a door it knows no value. One that is not `typed` comes by a link
    alone. `sources` are the pages whose rows bring a value: until one is chosen, they stand in the place of panels.
    """

    choices: dict[str, str] = field(default_factory=lambda: {"": "None chosen"})
    default: str = ""
    query: str = ""
    typed: bool = True
    sources: tuple[str, ...] = ()
    door: Door | None = field(default=None, compare=False, repr=False)

    def parse(self, value: str | None) -> str:
        """The value; raises ChoiceError for one that the extract does not have."""
        wanted = (value or "").strip()
        if wanted and not self._known(wanted):
            raise ChoiceError(f"{self.title}: {wanted[:SAID]!r} is not in this extract. Give it as the tables show it.")
        return wanted

    def at(self, door: Door) -> "Sought":
        """The filter that allows what this door knows."""
        return replace(self, door=door)

    def noted(self, value: str) -> str:
        """A digest of the value, keyed with the store's hash, which those alone have who may see the value itself.

        The trail is read by people who are blinded: one name after another would tell who had what in which arm.
        """
        if not value or self.door is None:
            return ""
        return f"~{hmac.new(self.door.hash.encode(), value.encode(), 'sha256').hexdigest()[:12]}"

    def _known(self, wanted: str) -> bool:
        return (
            self.door is not None
            and len(wanted) <= LONGEST
            and not self.door.ask(self.query, **{self.name: wanted}).empty
        )
