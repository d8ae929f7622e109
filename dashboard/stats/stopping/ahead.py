"""What comes next for a guideline in one arm: how it stood, how it stands, and what may become of it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.predict import Predicted, predictive
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.status import Status

_SHOWN = (
    "Guideline",
    "Events",
    "Evaluable",
    "Met at",
    "Events to boundary",
    "If all pending have the event",
    "If none has",
    "Pending",
    "of them past the window",
)
_EARLIER = ("Guideline", "Events", "Evaluable", "Events to boundary")


@dataclass(frozen=True, eq=False)
class Ahead:
    """The status `now` and at the earlier extract (`then`; None without one), and what the end is predicted to be.

    `predicted` is None where accrual is not planned: then nobody knows when participants still to come would enter.
    """

    now: Status
    then: Status | None
    predicted: Predicted | None

    def table(self) -> pd.DataFrame:
        """One row: now, then, and the prediction with all that it assumes."""
        parts = [self.now.table()[list(_SHOWN)]]
        if self.then:
            parts.append(self.then.table()[list(_EARLIER)].add_prefix("Earlier extract: "))
        if self.predicted:
            parts.append(self.predicted.table())
        return pd.concat(parts, axis=1)


def ahead(
    earlier: ArrayLike,
    entered: ArrayLike,
    days: ArrayLike,
    cause: ArrayLike,
    cut: ArrayLike,
    cut_on: ArrayLike = (),
    *,
    rule: Rule,
    window: int,
    counting: str = "tite",
    per_month: float | None = None,
    competing: float = 0.0,
) -> Ahead:
    """Then, now and the predicted end; columns as `monitor` takes them, of both extracts one under the other.

    `earlier` is true on the rows of the earlier extract. `per_month` participants are planned to be randomised in a
    month, None where the trial definition plans no accrual; `competing` is the planned share with a competing event.
    Raises ChoiceError as `monitor` and `predictive` do.
    """
    columns = {"entered": entered, "days": days, "cause": cause, "cut": cut, "cut_on": cut_on}
    before = np.asarray(earlier, dtype=bool)
    settings: dict[str, Any] = {"rule": rule, "window": window, "counting": counting}
    here = _rows(columns, ~before) | settings
    predicted = predictive(**here, per_month=per_month, competing=competing) if per_month else None
    then = monitor(**_rows(columns, before), **settings) if before.any() else None
    return Ahead(monitor(**here), then, predicted)


def _rows(columns: dict[str, ArrayLike], those: NDArray[np.bool_]) -> dict[str, Any]:
    """Some rows of the columns; a column that is not known stays empty."""
    every = {name: np.asarray(column) for name, column in columns.items()}
    return {name: column[those] if len(column) else column for name, column in every.items()}
