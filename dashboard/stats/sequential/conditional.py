"""How likely the upper boundary will be crossed, given Z at a look.

"Final" means at the last look, whatever happens between (the B-value formula: Lan KKG, Wittes J. Biometrics
1988;44:579-585); "any" means at any later look, before leaving below (Proschan, Lan & Wittes 2006, chapter 3).
Conditional power takes one drift as true; predictive power averages over what Z at the look says about it.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special

from dashboard.errors import ChoiceError
from dashboard.stats.sequential.bounds import Bounds, design_drift
from dashboard.stats.sequential.recursion import crossing, walk


def observed_drift(bounds: Bounds, look: int, z: float) -> float:
    """The drift at which Z at that look (from 1) is expected: z / √t."""
    return z / float(np.sqrt(_seen(bounds, look)))


def conditional_final(bounds: Bounds, look: int, z: float, drift: float) -> float:
    """Conditional power at a drift for the last boundary alone: B-value z√t plus drift · (time left)."""
    seen, end = _seen(bounds, look), float(bounds.fraction[-1])
    expected = z * np.sqrt(seen) + drift * (end - seen)
    return float(special.ndtr((expected - bounds.upper[-1] * np.sqrt(end)) / np.sqrt(end - seen)))


def conditional_any(bounds: Bounds, look: int, z: float, drift: float, futility: bool = True) -> float:
    """Conditional power at a drift for any later boundary; leaving for futility ends it unless `futility` is False."""
    seen = _seen(bounds, look)
    left = bounds.fraction[look:]
    root = np.sqrt(left)
    motion = walk(left, drift, start=z * np.sqrt(seen), begun=seen)
    _, above = crossing(motion, bounds.heeded(futility)[look:] * root, bounds.upper[look:] * root)
    return float(above.sum())


def predictive_final(bounds: Bounds, look: int, z: float) -> float:
    """Predictive power for the last boundary alone, flat prior on the drift (Spiegelhalter, Freedman & Blackburn 1986,
    Control Clin Trials 7:8)."""
    seen, end = _seen(bounds, look), float(bounds.fraction[-1])
    return float(special.ndtr((z * np.sqrt(end) - bounds.upper[-1] * np.sqrt(seen)) / np.sqrt(end - seen)))


def predictive_any(bounds: Bounds, look: int, z: float, futility: bool = True) -> float:
    """Predictive power for any later boundary, flat prior on the drift.

    Then the estimated drift B/t itself moves without drift: a Brownian motion by the clock 1/seen - 1/t. It
    starts at z/√seen and crosses where Z does, at Z/√t.
    """
    seen = _seen(bounds, look)
    left = bounds.fraction[look:]
    root = np.sqrt(left)
    motion = walk(1 / seen - 1 / left, start=z / np.sqrt(seen))
    _, above = crossing(motion, bounds.heeded(futility)[look:] / root, bounds.upper[look:] / root)
    return float(above.sum())


@dataclass(frozen=True)
class Chance:
    """A chance to cross at the last look alone, and at any look to come."""

    assumption: str
    final: float
    any_later: float


@dataclass(frozen=True)
class Outlook:
    """Conditional power under each assumed effect and predictive power, at one look with its Z."""

    look: int
    z: float
    chances: tuple[Chance, ...]

    def table(self) -> pd.DataFrame:
        """One row an assumption."""
        return pd.DataFrame(
            {
                "Effect assumed": [chance.assumption for chance in self.chances],
                "Chance to cross at the last look": [chance.final for chance in self.chances],
                "Chance to cross at any later look": [chance.any_later for chance in self.chances],
            }
        )


def outlook(bounds: Bounds, look: int, z: float, drift: float | None = None, futility: bool = True) -> Outlook:
    """Conditional power at the observed trend, at the design effect and at none; predictive power, flat prior.

    `bounds` holds the looks to come (`bounds.projected`), `look` counts from 1, and `drift` replaces the drift of
    the plan's stated power. Raises ChoiceError if no look follows.
    """
    design = design_drift(bounds.plan) if drift is None else drift
    assumed = {"As observed": observed_drift(bounds, look, z), "As designed": design, "No effect": 0.0}
    given = [
        Chance(words, conditional_final(bounds, look, z, d), conditional_any(bounds, look, z, d, futility))
        for words, d in assumed.items()
    ]
    flat = Chance(
        "Averaged over what was observed (flat prior)",
        predictive_final(bounds, look, z),
        predictive_any(bounds, look, z, futility),
    )
    return Outlook(look, z, (*given, flat))


def _seen(bounds: Bounds, look: int) -> float:
    looks = len(bounds.fraction)
    if not 1 <= look < looks:
        possible = f"give a look from 1 to {looks - 1}" if looks > 1 else "this plan has only one look"
        raise ChoiceError(f"After look {look} of {looks} no look is to come: {possible}.")
    return float(bounds.fraction[look - 1])
