"""Ratios of two arms' adverse events pulled towards their class, so that chance extremes of small counts recede.

Screening, not proof: what stands out is to be looked at, and what does not is not shown to be safe.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray
from scipy import special

from dashboard.errors import SourceError
from dashboard.stats.intervals import Array, z_value

NOTE = "Screening, not proof."

WEIGHTS = 2.0 ** np.arange(2, 9)
"""For how many participants with the event a class may count in each of its events: 4 to 256, equally believed."""

CENTRES = np.arange(5, 96) / 100
"""Where the later arm's share of a class may lie; beyond, events that one arm has none of would know no bounds."""

BELIEF = 4.0
"""Participants for which "no difference" counts in every class: a class of few events stays near it."""

Objects = NDArray[np.object_]


@dataclass(frozen=True, eq=False)
class Shrunken:
    """Rate ratios, later arm over earlier, of events (m,), with limits and `above`, the probability of a ratio above 1.

    `ratio` is the posterior mean on the logarithmic scale, the limits 1.96 posterior standard deviations from it.
    """

    soc: Objects
    term: Objects
    earlier: Array
    later: Array
    ratio: Array
    lower: Array
    upper: Array
    above: Array

    def table(self) -> pd.DataFrame:
        """One row per event, in the order given."""
        return pd.DataFrame(
            {
                "System organ class": self.soc,
                "Event": self.term,
                "Participants, earlier arm": self.earlier.astype(np.int64),
                "Participants, later arm": self.later.astype(np.int64),
                "Shrunken ratio": self.ratio,
                "Lower 95%": self.lower,
                "Upper 95%": self.upper,
                "Probability that it is above 1": self.above,
                "Note": NOTE,
            }
        )


def shrunken_ratios(
    soc: ArrayLike,
    term: ArrayLike,
    earlier: ArrayLike,
    later: ArrayLike,
    size_earlier: float,
    size_later: float,
    level: float = 0.95,
) -> Shrunken:
    """Rate ratios by a beta-binomial model per class, summed over a grid: no simulation, no iteration.

    Of the x + y participants with an event, y `later` and x `earlier` (m,), y is binomial with share t, and the ratio
    of rates is t/(1 - t) · size_earlier/size_later; sizes are participants or person-time. In a class the shares
    follow Beta(w c, w (1 - c)) with its centre c and weight w, so that t is Beta(w c + y, w (1 - c) + x): the class
    counts for w participants more. c and w are not chosen: each pair of `CENTRES` and `WEIGHTS` counts as its
    likelihood from the class's events says, times the belief Beta(BELIEF q, BELIEF (1 - q)) of c around the share q of
    no difference (Gelman et al., Bayesian Data Analysis, 3rd edition, 5.3).
    Raises SourceError for negative counts and for sizes that are not above 0.
    """
    classes, terms = np.asarray(soc, dtype=object), np.asarray(term, dtype=object)
    x, y = np.asarray(earlier, dtype=float), np.asarray(later, dtype=float)
    if not (size_earlier > 0 and size_later > 0 and np.all(x >= 0) and np.all(y >= 0)):
        raise SourceError("Shrinkage needs counts of at least 0 and two arms with participants or person-time.")
    null = size_later / (size_earlier + size_later)
    found = np.full((3, len(x)), np.nan)
    for name in np.unique(classes.astype(str)):
        here = classes.astype(str) == name
        found[:, here] = _class(x[here], y[here], null)
    mean, spread, above = found
    log_ratio, reach = mean - special.logit(null), z_value(level) * spread
    ratio, lower, upper = (np.exp(log_ratio + side * reach) for side in (0, -1, 1))
    return Shrunken(classes, terms, x, y, ratio, lower, upper, above)


def _class(x: Array, y: Array, null: float) -> Array:
    """Mean and standard deviation of logit(t), and P(t > null), as rows, of the events of one class."""
    weight, centre = (grid.reshape(-1, 1) for grid in np.meshgrid(WEIGHTS, CENTRES))
    a, b = weight * centre, weight * (1 - centre)
    belief = special.xlogy(BELIEF * null - 1, centre) + special.xlogy(BELIEF * (1 - null) - 1, 1 - centre)
    log_chance = np.sum(special.betaln(a + y, b + x) - special.betaln(a, b), axis=1) + belief[:, 0]
    chance = special.softmax(log_chance)
    mean = special.digamma(a + y) - special.digamma(b + x)
    square = special.polygamma(1, a + y) + special.polygamma(1, b + x) + mean**2
    overall = chance @ mean
    spread = np.sqrt(np.maximum(chance @ square - overall**2, 0.0))
    return np.stack([overall, spread, chance @ special.betainc(b + x, a + y, 1 - null)])
