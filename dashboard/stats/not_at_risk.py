"""Who is not counted in an endpoint's curves although randomised: listed, not estimated."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd


@dataclass(frozen=True)
class NotAtRisk:
    """Participants and their arms, in the order given."""

    participants: tuple[str, ...]
    arms: tuple[str, ...]

    def table(self) -> pd.DataFrame:
        """One row per participant."""
        return pd.DataFrame({"Participant": self.participants, "Arm": self.arms})


def not_at_risk(arm: pd.Categorical, participant: "np.ndarray[Any, np.dtype[Any]]") -> NotAtRisk:
    """Those of the query, as they come."""
    return NotAtRisk(tuple(map(str, participant)), tuple(map(str, arm)))
