"""Facts of a definition, each with its title."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Facts:
    """Titles and what is so, in order."""

    rows: tuple[tuple[str, str], ...]

    def table(self) -> pd.DataFrame:
        """One row a fact."""
        return pd.DataFrame(list(self.rows), columns=["What", "As defined"])


def facts(*, rows: tuple[tuple[str, str], ...]) -> Facts:
    """The facts that have something to say."""
    return Facts(tuple((title, text) for title, text in rows if text))
