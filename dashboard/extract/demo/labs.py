"""Laboratory values at scheduled visits, and between them while on treatment."""

from dataclasses import dataclass

import numpy as np

from dashboard.extract.demo.cycles import Cycles
from dashboard.extract.demo.people import Generator, People
from dashboard.extract.demo.timeline import Codes, Days
from dashboard.extract.demo.visits import NAMES, Visits

TESTS = ("ANC", "ALT", "BILI", "IGG")
TITLES = (
    "Absolute neutrophil count (10^9/L)",
    "Alanine aminotransferase (U/L)",
    "Bilirubin (umol/L)",
    "Immunoglobulin G (g/L)",
)
UNITS = ("10^9/L", "U/L", "umol/L", "g/L")
LOWER = (1.8, 5.0, 3.0, 7.0)
UPPER = (7.5, 45.0, 21.0, 16.0)
MEDIAN = np.array([2.9, 27.0, 9.0, 6.8])
BETWEEN = np.array([0.30, 0.40, 0.35, 0.28])
WITHIN = np.array([0.30, 0.30, 0.25, 0.12])
ON_TREATMENT = ((0, 7), (0, 14), (1, 14))
"""(cycle, day of the cycle) of the measurements between visits."""
BASELINE, UNSCHEDULED = 0, len(NAMES) + 1
VISITS = ("Baseline", *NAMES, "Unscheduled")
SPELLS = {"ANC": (0.08, 0.20), "ALT": (0.10, 0.15), "IGG": (0.20, 0.55)}
"""Share with a spell of very low neutrophils or IgG, or of ALT above 3 x the limit: observation, blinatumomab."""


@dataclass
class Labs:
    """Per measurement: participant, test and visit by number, day after randomisation, entry lag, value."""

    who: Codes
    test: Codes
    visit: Codes
    on: Days
    lag: Days
    value: Days


def simulate(rng: Generator, people: People, visits: Visits, cycles: Cycles) -> Labs:
    """Draw every measurement that would be made if nobody died; the snapshot keeps those before death."""
    size = people.size
    between = [cycles.start[:, cycle] + later for cycle, later in ON_TREATMENT]
    on = np.column_stack([np.zeros(size), visits.held, *between])
    lag = np.column_stack([np.full(size, 3.0), visits.lag, np.full((size, len(between)), 3.0)])
    shape = (*on.shape, len(TESTS))
    person = rng.standard_normal((size, 1, len(TESTS))) * BETWEEN
    value = MEDIAN * np.exp(person + rng.standard_normal(shape) * WITHIN)
    _spells(rng, people, on, value)
    who, column, test = np.nonzero(np.broadcast_to(np.isfinite(on)[:, :, None], shape))
    visit = np.minimum(column, UNSCHEDULED)
    return Labs(who, test, visit, on[who, column], lag[who, column], np.round(value[who, column, test], 2))


def _spells(rng: Generator, people: People, on: Days, value: Days) -> None:
    """Put one or more abnormal values in; soon after the first dose where there was one."""
    size, columns = on.shape
    arm = people.experimental.astype(int)
    dosed = np.isfinite(on[:, UNSCHEDULED])
    early = np.where(dosed, UNSCHEDULED, rng.integers(1, 4, size))
    for name, shares in SPELLS.items():
        hit = np.flatnonzero(rng.random(size) < np.array(shares)[arm])
        test = TESTS.index(name)
        if name == "ANC":
            value[hit, early[hit], test] = rng.uniform(0.05, 0.48, len(hit))
        elif name == "ALT":
            value[hit, early[hit], test] = rng.uniform(3.1, 9.0, len(hit)) * UPPER[test]
        else:
            low = rng.uniform(1.5, 3.9, (len(hit), columns))
            value[hit, 1:, test] = low[:, 1:]
