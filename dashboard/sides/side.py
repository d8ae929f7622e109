"""What a side is."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dashboard.access.door import Door
from dashboard.pages.page import Page
from dashboard.settings import Settings
from dashboard.trial.model import Trial


@dataclass(frozen=True)
class Side:
    """An audience's part of the dashboard.

    `name` is its first path segment, `band` the words at the very top of each of its pages, `pages` the pages a
    trial definition gives it. `open` takes the extract's folder, the previous extract's folder or None, and the
    settings (for keys) and returns the side's door; it raises ExtractError or KeyMissingError. `audited` sides
    write every page view and download to the audit trail before they answer.
    """

    name: str
    title: str
    band: str
    pages: Callable[[Trial], tuple[Page, ...]]
    open: Callable[[Path, Path | None, Settings], Door]
    audited: bool = False
