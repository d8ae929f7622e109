"""Who is randomised, where, when and to which arm; and how they were at entry."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.extract.demo.columns import labelled
from dashboard.extract.demo.timeline import MONTH, Codes, Days, Flags

SITES = 20
ACTIVATION_MONTHS = 14
PER_SITE_MONTH = 0.25
SMALL = 400
"""Up to this size sites randomise `PER_SITE_MONTH`; a larger trial is fully randomised by month 20."""
FULL_BY = 20
LAGGING_SITE = 7
"""The site (counted from 0) whose data come 40 days late."""
BLOCK = 4

Generator = np.random.Generator


@dataclass(frozen=True)
class People:
    """One element per participant, in order of randomisation; `entered` and `activated` are calendar days."""

    identifier: pd.Series
    site: Codes
    entered: Days
    experimental: Flags
    withdrawn: Days
    baseline: pd.DataFrame
    activated: Days

    @property
    def size(self) -> int:
        """How many are randomised in the whole trial."""
        return len(self.entered)


def simulate(rng: Generator, patients: int, latest: float = np.inf) -> People:
    """Randomise so many participants at sites that open one after another, the last by calendar day `latest`."""
    activated = np.floor(np.linspace(0, ACTIVATION_MONTHS, SITES) * MONTH)
    entered = _accrual(rng, patients, activated)
    entered = np.ceil(entered * min(1.0, latest / entered[-1]))
    site = _sites(rng, entered, activated)
    experimental = _blocks(rng, patients)
    return People(
        identifier=_identifiers(site),
        site=site,
        entered=entered,
        experimental=experimental,
        withdrawn=_withdrawals(rng, experimental),
        baseline=_baseline(rng, entered),
        activated=activated,
    )


def site_names(site: Codes) -> pd.Categorical:
    """Names of sites given by number."""
    return labelled(site, [f"S{k + 1:02d}" for k in range(SITES)])


def _accrual(rng: Generator, patients: int, activated: Days) -> Days:
    """Calendar days of randomisation: a renewal process over the site-days open so far."""
    site_months = SITES * (FULL_BY - ACTIVATION_MONTHS / 2)
    rate = PER_SITE_MONTH if patients <= SMALL else 1.02 * patients / site_months
    horizon = np.arange(60 * 366, dtype=float)
    opened = np.maximum(horizon[:, None] - activated, 0).sum(axis=1) * rate / MONTH
    arrivals = np.cumsum(rng.gamma(16, 1 / 16, patients))
    days: Days = np.floor(np.interp(arrivals, opened, horizon)) + 1
    return days


def _sites(rng: Generator, entered: Days, activated: Days) -> Codes:
    weight = np.cumsum(rng.uniform(0.5, 1.5, SITES))
    opened = np.searchsorted(activated, entered, side="right")
    return np.searchsorted(weight, rng.random(len(entered)) * weight[opened - 1], side="right")


def _blocks(rng: Generator, patients: int) -> Flags:
    """1:1 allocation in permuted blocks of four."""
    order = rng.random((-(-patients // BLOCK), BLOCK)).argsort(axis=1)
    flags: Flags = (order < BLOCK // 2).ravel()[:patients]
    return flags


def _identifiers(site: Codes) -> pd.Series:
    number = pd.Series(site).groupby(site).cumcount() + 1001
    return "BLIN-" + pd.Series(site_names(site)).astype(str) + "-" + number.astype(str)


def _withdrawals(rng: Generator, experimental: Flags) -> Days:
    """Day of withdrawal before the first dose: two among 160, one in eighty of more."""
    day = np.full(len(experimental), np.inf)
    candidates = np.flatnonzero(experimental)
    count = min(len(candidates), max(2, len(experimental) // 80))
    early = candidates if len(experimental) > SMALL else candidates[4:36]
    if len(early) >= count:
        day[rng.choice(early, count, replace=False)] = rng.integers(3, 12, count)
    return day


def _baseline(rng: Generator, entered: Days) -> pd.DataFrame:
    size = len(entered)

    def drawn(shares: dict[str, float]) -> pd.Categorical:
        edges = np.cumsum(list(shares.values()))[:-1]
        return labelled(np.searchsorted(edges, rng.random(size), side="right"), [*shares])

    return pd.DataFrame(
        {
            "transplanted": entered - np.round(rng.triangular(45, 82, 110, size)),
            "AGE": np.round(18 + 47 * rng.beta(1.2, 1.6, size)),
            "SEX": drawn({"M": 0.57, "F": 0.43}),
            "DONOR": drawn({"HAPLOIDENTICAL": 0.45, "MATCHED UNRELATED": 0.30, "MATCHED SIBLING": 0.25}),
            "GVHDPROP": drawn({"PTCY": 0.55, "CNI + MTX": 0.45}),
            "CONDREG": drawn({"TBI": 0.60, "CHEMOTHERAPY": 0.40}),
            "REMISS": drawn({"CR1": 0.60, "CR2+": 0.40}),
            "MRDPRE": drawn({"NEGATIVE": 0.55, "POSITIVE": 0.45}),
        }
    )
