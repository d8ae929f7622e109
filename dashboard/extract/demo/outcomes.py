"""What becomes of each participant: relapse, death, GVHD, graft failure, second transplantation.

Constant cause-specific hazards from randomisation; days after randomisation, infinite where it never happens.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.extract.demo.people import LAGGING_SITE, Generator, People
from dashboard.extract.demo.timeline import Days, Flags, Pull
from dashboard.extract.demo.visits import entry_lag

YEAR = 365.25
RELAPSE = (0.263, 0.145)
"""Hazard per year: observation, blinatumomab (hazard ratio 0.55)."""
NRM = (0.083, 0.083)
DEATH_AFTER_RELAPSE = 0.525
AGVHD_180 = (0.06, 0.07)
GRAFT_FAILURE_180 = (0.02, 0.02)
SECOND_TRANSPLANT = 0.6
LOST = 0.02
NEVER = np.inf


@dataclass
class Outcomes:
    """Days of each event, of the entry lag of relapse, death and all else, and from an event to its adjudication."""

    relapse: Days
    death: Days
    agvhd: Days
    graft_failure: Days
    second_transplant: Days
    lost: Days
    relapse_lag: Days
    death_lag: Days
    other_lag: Days
    adjudication_lag: Days

    @property
    def nrm(self) -> Days:
        """Day of death without relapse."""
        day: Days = np.where(self.death < self.relapse, self.death, NEVER)
        return day

    @property
    def until(self) -> Days:
        """Day after which nothing is recorded: death or loss to follow-up."""
        return np.minimum(self.death, self.lost)

    def settle(self) -> None:
        """Take out what cannot be: anything after death or loss, GVHD or graft failure after relapse."""
        for day in (self.relapse, self.agvhd, self.graft_failure, self.second_transplant):
            day[day > self.until] = NEVER
        for day in (self.agvhd, self.graft_failure, self.second_transplant):
            day[day > self.relapse] = NEVER
        self.agvhd[self.agvhd > self.second_transplant] = NEVER
        self.death[self.death > self.lost] = NEVER

    def quiet(self) -> None:
        """Let nothing happen at all."""
        for day in (self.relapse, self.death, self.agvhd, self.graft_failure, self.second_transplant, self.lost):
            day[:] = NEVER

    def dead(self, entered: Days, pull: Pull) -> Flags:
        """Whose death is in the snapshot."""
        return pull.knows(entered + self.death, self.death_lag)

    def relapsed(self, entered: Days, pull: Pull) -> Flags:
        """Whose relapse is in the snapshot; it is known at the latest with the death."""
        seen = pull.knows(entered + self.relapse, self.relapse_lag)
        return np.isfinite(self.relapse) & (seen | self.dead(entered, pull))


def simulate(rng: Generator, people: People, slower: Days) -> Outcomes:
    """Draw every participant's whole course."""
    size, arm = people.size, people.experimental.astype(int)

    def waiting(hazard: Days | float) -> Days:
        return np.ceil(rng.exponential(YEAR, size) / hazard)

    relapse = waiting(np.array(RELAPSE)[arm])
    nrm = waiting(np.array(NRM)[arm])
    first = relapse < nrm
    graft_failure = _front_loaded(rng, np.array(GRAFT_FAILURE_180)[arm])
    repeated = rng.random(size) < SECOND_TRANSPLANT
    lost = np.where(rng.random(size) < LOST, np.ceil(rng.uniform(20, 730, size)), NEVER)
    outcomes = Outcomes(
        relapse=np.where(first, relapse, NEVER),
        death=np.where(first, relapse + waiting(DEATH_AFTER_RELAPSE), nrm),
        agvhd=_front_loaded(rng, np.array(AGVHD_180)[arm]),
        graft_failure=graft_failure,
        second_transplant=graft_failure + np.where(repeated, rng.integers(21, 60, size), NEVER),
        lost=np.minimum(lost, people.withdrawn),
        relapse_lag=entry_lag(rng, 10, people.site, slower),
        death_lag=entry_lag(rng, 1, people.site, slower),
        other_lag=entry_lag(rng, 6, people.site, slower),
        adjudication_lag=_until_adjudicated(rng.random(size)),
    )
    outcomes.settle()
    return outcomes


def _until_adjudicated(drawn: Days) -> Days:
    """Days from an event to its adjudication: two weeks at least, eight on average, the same in both arms."""
    days: Days = np.ceil(14 - 42 * np.log1p(-drawn))
    return days


def _front_loaded(rng: Generator, by_180: Days) -> Days:
    """Days to an event of which the given share happens by day 180, and at a quarter of the pace later."""
    hazard = -np.log1p(-by_180) / 180
    drawn = rng.exponential(1, len(by_180)) / hazard
    return np.ceil(np.where(drawn <= 180, drawn, 180 + 4 * (drawn - 180)))


def lagging(people: People) -> Flags:
    """Who is at the site whose data come late."""
    flags: Flags = people.site == LAGGING_SITE
    return flags
