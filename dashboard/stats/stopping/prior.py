"""What is thought of the rate before the trial: a mean, and the number of participants it is worth."""

import numpy as np

from dashboard.errors import ChoiceError

WEIGHT = 5.0
"""Participants a prior is worth unless a design says otherwise (definitions, "Guidelines")."""


def check(weight: float, mean: float | None) -> None:
    """Raises ChoiceError for a weight that is not positive and for a mean outside 0 to 1."""
    if not 0 < weight < np.inf:
        raise ChoiceError(f"weight = {weight:g} is not possible: give a number of participants above 0.")
    if mean is not None and not 0 < mean < 1:
        raise ChoiceError(f"mean = {mean:g} is not possible: give a rate above 0 and below 1.")


def words(weight: float, mean: float) -> str:
    """ "prior mean 5%, worth 5 participants"."""
    return f"prior mean {100 * mean:g}%, worth {weight:g} participants"
