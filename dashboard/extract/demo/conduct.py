"""The screening log: who was looked at, and why some were not randomised."""

from dataclasses import dataclass

import numpy as np

from dashboard.extract.demo.people import Generator, People
from dashboard.extract.demo.timeline import Codes, Days

FAILURES = {
    "Relapse before randomisation": 0.27,
    "Active acute GVHD": 0.22,
    "Declined": 0.24,
    "Organ function": 0.12,
    "Active infection": 0.10,
    "Too long after transplantation": 0.05,
}
REASONS = ("", *FAILURES)
FAILED_PER_RANDOMISED = 0.45


@dataclass(frozen=True)
class Screening:
    """Per candidate, in order of screening: site, calendar days screened and decided, reason (0: randomised)."""

    site: Codes
    screened: Days
    decided: Days
    reason: Codes


def simulate(rng: Generator, people: People) -> Screening:
    """Everybody randomised was screened some days before; failures come in between, never before a site opens."""
    failed = rng.binomial(people.size, FAILED_PER_RANDOMISED)
    like = rng.integers(0, people.size, failed)
    site = np.concatenate([people.site, people.site[like]])
    decided = np.concatenate([people.entered, people.entered[like] + rng.integers(-10, 11, failed)])
    screened = np.maximum(decided - rng.integers(3, 29, len(decided)), people.activated[site])
    reason = np.concatenate(
        [np.zeros(people.size, dtype=int), 1 + rng.choice(len(FAILURES), failed, p=list(FAILURES.values()))]
    )
    decided = np.maximum(decided, screened)
    order = np.lexsort((reason, site, screened))
    return Screening(site[order], screened[order], decided[order], reason[order])
