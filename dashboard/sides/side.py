"""What a side is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import ExtractError
from dashboard.pages.door import Door
from dashboard.pages.page import Page
from dashboard.settings import Settings
from dashboard.trial.charter import Role
from dashboard.trial.model import Trial


@dataclass(frozen=True)
class Side:
    """An audience's part of the dashboard.

    `name` is its first path segment, `band` the words at the very top of each of its pages, `pages` the pages a
    trial definition gives it; `letters` is what the band adds as long as arms are letters. `open` takes the extract's
    folder, the previous extract's folder or None, and the settings (for keys) and returns the side's door; it raises
    ExtractError or KeyMissingError. `audited` sides write every page view to the audit trail before they answer, as
    every side with trial data writes every download.
    """

    name: str
    title: str
    band: str
    pages: Callable[[Trial], tuple[Page, ...]]
    open: Callable[[Path, Path | None, Settings], Door]
    audited: bool = False
    letters: str = ""


@dataclass(frozen=True)
class EmptySide:
    """A side without trial data: its door leads nowhere, so `roles` say who enters, and no trial's charter does."""

    name: str
    title: str
    band: str
    pages: tuple[Page, ...]
    roles: frozenset[Role]
    audited: bool = False

    def open(self, extract: Path, previous: Path | None, settings: Settings) -> Door:
        """Raises ExtractError, always: there is no store to open."""
        raise ExtractError(f"The side {self.name} shows no trial data, so no extract has a store for it.")
