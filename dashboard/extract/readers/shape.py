"""What a file holds, known without its rows."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import SourceError


@dataclass(frozen=True)
class Shape:
    """Columns in the file's order as (name, DuckDB type, label, "" without one), and the number of rows.

    `remarks` are sentences on what the reader decided: which member was read, which encoding was taken.
    """

    columns: tuple[tuple[str, str, str], ...]
    rows: int
    remarks: tuple[str, ...] = ()

    @property
    def labels(self) -> dict[str, str]:
        """The labels by column name, of the columns that have one."""
        return {name: label for name, _, label in self.columns if label}


class UnreadableError(SourceError):
    """A file that cannot be read: its name, and why with what to do next."""

    def __init__(self, file: str, what: str) -> None:
        super().__init__(f"{file}: {what}")
        self.file = file
        self.what = what


def refusal(path: Path, reason: str, advice: str = "Export the file again") -> UnreadableError:
    """The error for a file that cannot be read: true reason, file, and what to do next. Names no value."""
    return UnreadableError(path.name, f"cannot be read: {reason}. {advice}.")


def distinct(path: Path, names: Iterable[str]) -> None:
    """Raises SourceError if two columns have one name (upper and lower case are one)."""
    repeated = [name for name, times in Counter(name.lower() for name in names).items() if times > 1]
    if repeated:
        reason = f"column {', '.join(sorted(repeated)).upper()} is there more than once"
        raise refusal(path, reason, "Give each column its own name")
