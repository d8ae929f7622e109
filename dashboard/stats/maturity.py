"""How far a time-to-event endpoint has come: events so far and the length of follow-up."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.survival import FollowUp, median_follow_up
from dashboard.stats.times import checked_event


@dataclass(frozen=True)
class Maturity:
    """Events so far among those of `follow_up`."""

    events: int
    follow_up: FollowUp

    def table(self) -> pd.DataFrame:
        """One row."""
        frame = self.follow_up.table()
        frame.insert(1, "Events", self.events)
        return frame


def maturity(days: ArrayLike, event: ArrayLike) -> Maturity:
    """Events and the reverse Kaplan-Meier follow-up; raises SourceError as `kaplan_meier` does."""
    time, status = checked_event(days, event)
    return Maturity(int(np.sum(status)), median_follow_up(time, status))
