"""Laboratory values at scheduled visits, and between them while on treatment."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from dashboard.extract.demo.cycles import Cycles
from dashboard.extract.demo.people import Generator, People
from dashboard.extract.demo.timeline import Codes, Days
from dashboard.extract.demo.visits import NAMES, Visits


class Test(NamedTuple):
    """One test: its limits of normal, and log-normal values about a median, between and within participants.

    `spell` is the share of participants with a value in the range `abnormal`, after observation and blinatumomab;
    `lasting` spells go on from the first visit.
    """

    name: str
    title: str
    unit: str
    lower: float
    upper: float
    median: float
    between: float
    within: float
    spell: tuple[float, float] = (0.0, 0.0)
    abnormal: tuple[float, float] = (0.0, 0.0)
    lasting: bool = False


TESTS = (
    Test("ANC", "Absolute neutrophil count", "10^9/L", 1.8, 7.5, 2.9, 0.30, 0.30, (0.08, 0.20), (0.05, 0.48)),
    Test("ALT", "Alanine aminotransferase", "U/L", 5, 45, 27, 0.40, 0.30, (0.10, 0.15), (140, 405)),
    Test("BILI", "Bilirubin", "umol/L", 3, 21, 9, 0.35, 0.25, (0.04, 0.04), (34, 105)),
    Test("IGG", "Immunoglobulin G", "g/L", 7, 16, 6.8, 0.28, 0.12, (0.20, 0.55), (1.5, 3.9), lasting=True),
    Test("AST", "Aspartate aminotransferase", "U/L", 5, 40, 23, 0.0, 0.20),
    Test("CREAT", "Creatinine", "umol/L", 45, 110, 80, 0.20, 0.12, (0.06, 0.06), (130, 400)),
    Test("HGB", "Haemoglobin", "g/L", 120, 170, 118, 0.10, 0.06, (0.06, 0.08), (62, 95)),
    Test("PLT", "Platelet count", "10^9/L", 150, 400, 165, 0.30, 0.15, (0.06, 0.09), (12, 70)),
    Test("LYMPH", "Lymphocyte count", "10^9/L", 1.0, 4.0, 1.3, 0.35, 0.25, (0.08, 0.25), (0.1, 0.7)),
)
FOLLOWS = {"AST": "ALT"}
"""A test whose values rise and fall with those of an earlier one."""
ON_TREATMENT = ((0, 7), (0, 14), (1, 14))
"""(cycle, day of the cycle) of the measurements between visits."""
UNSCHEDULED = len(NAMES) + 1
VISITS = ("Baseline", *NAMES, "Unscheduled")


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
    """Draw every measurement that would be made if nobody died; the snapshot keeps those before death.

    Each test has a stream of its own, so another test changes no value of these.
    """
    size = people.size
    between = [cycles.start[:, cycle] + later for cycle, later in ON_TREATMENT]
    on = np.column_stack([np.zeros(size), visits.held, *between])
    lag = np.column_stack([np.full(size, 3.0), visits.lag, np.full((size, len(between)), 3.0)])
    drawn: dict[str, Days] = {}
    for test, stream in zip(TESTS, rng.spawn(len(TESTS)), strict=True):
        drawn[test.name] = _values(stream, test, people, on) * _beside(test, drawn)
    value = np.stack(list(drawn.values()), axis=-1)
    who, column, code = np.nonzero(np.broadcast_to(np.isfinite(on)[:, :, None], value.shape))
    visit = np.minimum(column, UNSCHEDULED)
    return Labs(who, code, visit, on[who, column], lag[who, column], np.round(value[who, column, code], 2))


def _beside(test: Test, drawn: dict[str, Days]) -> Days | float:
    """The factor by which the test it follows is away from its own median."""
    leader = next((other for other in TESTS if other.name == FOLLOWS.get(test.name)), None)
    return drawn[leader.name] / leader.median if leader else 1.0


def _values(rng: Generator, test: Test, people: People, on: Days) -> Days:
    """Participants x columns of `on`; a spell falls soon after the first dose where there was one."""
    size, columns = on.shape
    spread = rng.standard_normal((size, 1)) * test.between + rng.standard_normal(on.shape) * test.within
    value: Days = test.median * np.exp(spread)
    hit = rng.random(size) < np.array(test.spell)[people.experimental.astype(int)]
    dosed = np.isfinite(on[:, UNSCHEDULED])
    early = np.where(dosed, UNSCHEDULED, rng.integers(1, 4, size))
    place = np.arange(columns)
    during = place > 0 if test.lasting else place == early[:, None]
    return np.where(hit[:, None] & during, rng.uniform(*test.abnormal, on.shape), value)
