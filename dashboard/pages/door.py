"""A side's door as pages know it: what they may ask, and nothing of how it was opened."""

from datetime import date
from typing import Any, Protocol

import pandas as pd

from dashboard.trial.model import Trial


class Door(Protocol):
    """One side's way to its data; `dashboard.access.door` has the real one and says what each part means."""

    side: str
    hash: str
    cut_off: date
    version: str
    arms: tuple[str, ...]
    trial: Trial
    previous_cut_off: date | None

    def ask(self, query: str, /, **params: Any) -> pd.DataFrame:
        """The rows of a query."""

    def parameters(self, query: str) -> frozenset[str]:
        """The names of a query's parameters."""
