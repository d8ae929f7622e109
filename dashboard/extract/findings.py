"""What is found in a source: each finding names where, which rule, how many rows, and what to do."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, Literal

from dashboard.errors import SourceError

Level = Literal["error", "warning"]
EXAMPLES = 5
"""At most so many examples of a finding are kept."""


@dataclass(frozen=True, order=True)
class Finding:
    """One rule broken in one place.

    `file` and `column` are as the source calls them, `table` is the canonical one; empty where none applies.
    `rule` is a short name that stays the same between extracts, `what` a sentence that also says what to do.
    `rows` is how many rows break the rule; `examples` are some of them in words, never of an arm column.
    """

    level: Level
    table: str
    file: str
    column: str
    rule: str
    what: str
    rows: int = 0
    examples: tuple[str, ...] = ()

    def as_row(self) -> dict[str, Any]:
        """The finding as plain values, for JSON and the sealed store."""
        return asdict(self) | {"examples": list(self.examples)}

    @property
    def where(self) -> str:
        """File and column as the source calls them; the canonical table where there is no file."""
        column = f", column {self.column}" if self.column else ""
        return f"{self.file or self.table}{column}"

    @property
    def line(self) -> str:
        """The finding in one line."""
        return f"{self.where}: {self.what}" if self.where else self.what


class RefusedError(SourceError):
    """A source that cannot be locked: every finding that forbids it, one a line."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(finding.line for finding in findings))
        self.findings = findings


def refuse(findings: Iterable[Finding]) -> None:
    """Raises RefusedError with every finding of level error, if there is one."""
    forbidding = sorted(finding for finding in findings if finding.level == "error")
    if forbidding:
        raise RefusedError(*forbidding)
