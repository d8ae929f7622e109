"""Cycles and infusions of the experimental arm, and the two reactions watched in cycle 1."""

from dataclasses import dataclass

import numpy as np

from dashboard.extract.demo.outcomes import NEVER, Outcomes
from dashboard.extract.demo.people import Generator, People
from dashboard.extract.demo.timeline import Codes, Days, Flags

CYCLES = 4
EVERY = 84
LENGTH = 28
STOP = 0.115
"""Chance to stop after a cycle for another reason than relapse or death; with these, 0.83 continue."""
REASONS = ("GVHD OR IMMUNOSUPPRESSION", "INFECTION OR CYTOPENIA", "PARTICIPANT CHOICE", "NEUROTOXICITY OR CRS")
SHARES = (20 / 65, 20 / 65, 15 / 65, 10 / 65)
RELAPSED, DIED = 4, 5
ALL_REASONS = (*REASONS, "RELAPSE", "DEATH")
SHORTENED = 0.10
INTERRUPTED = 0.20
REACTION_28 = {"crs": 0.02, "icans": 0.04}
"""Chance of grade 3 or worse within 28 days of the first dose."""


@dataclass
class Cycles:
    """Participants x cycles, days after randomisation: `start` is infinite for a cycle never begun.

    `first` and `second` are the infusion days of the two segments around a pause of `pause` days.
    `reason` is the position in ALL_REASONS when the participant stops after that cycle, else -1.
    """

    start: Days
    first: Days
    pause: Days
    second: Days
    reason: Codes
    crs: Days
    icans: Days
    low_dose: Flags

    @property
    def end(self) -> Days:
        """Last infusion day of each cycle."""
        end: Days = self.start + self.first + np.where(self.second > 0, self.pause + self.second, 0) - 1
        return end

    @property
    def first_dose(self) -> Days:
        """Day of the first dose; infinite when there is none."""
        return self.start[:, 0]

    def given_by(self, on: Days) -> Days:
        """Infusion days of each cycle up to and including a day per participant."""
        until = on[:, None] - np.where(np.isfinite(self.start), self.start, 0) + 1
        given = np.clip(until, 0, self.first) + np.clip(until - self.first - self.pause, 0, self.second)
        return np.where(np.isfinite(self.start), given, 0)

    def quiet(self) -> None:
        """Take out the reactions; who stopped did so by choice."""
        self.crs[:] = NEVER
        self.icans[:] = NEVER
        self.reason[self.reason >= 0] = REASONS.index("PARTICIPANT CHOICE")


def simulate(rng: Generator, people: People, outcomes: Outcomes) -> Cycles:
    """Draw the cycles of the experimental arm, none after relapse, death or loss."""
    shape = (people.size, CYCLES)
    stop = np.minimum(outcomes.relapse, outcomes.until)
    start = rng.integers(1, 15, people.size)[:, None] + EVERY * np.arange(CYCLES) + rng.integers(-2, 5, shape)
    start = np.maximum(start, 1).astype(float)
    stops = np.cumsum(rng.random(shape) < STOP, axis=1)
    left = np.concatenate([np.zeros((people.size, 1)), stops[:, :-1]], axis=1) > 0
    dosed = people.experimental & ~np.isfinite(people.withdrawn)
    begun = dosed[:, None] & (start < stop[:, None]) & ~left
    begun = np.logical_and.accumulate(begun, axis=1)
    start[~begun] = NEVER
    first, pause, second = _segments(rng, start, stop)
    crs, icans = _reactions(rng, start[:, 0], stop)
    return Cycles(
        start,
        first,
        pause,
        second,
        _reasons(rng, begun, start, outcomes),
        crs,
        icans,
        np.isfinite(crs) | np.isfinite(icans),
    )


def _segments(rng: Generator, start: Days, stop: Days) -> tuple[Days, Days, Days]:
    """Infusion days before and after a pause of at most seven days, cut off at relapse or death."""
    shape = start.shape
    given = np.where(rng.random(shape) < SHORTENED, rng.integers(5, 28, shape), LENGTH).astype(float)
    paused = (rng.random(shape) < INTERRUPTED) & (given > 10)
    first = np.where(paused, rng.integers(3, 9, shape), given)
    pause = np.where(paused, rng.integers(1, 8, shape), 0.0)
    begun = np.isfinite(start)
    room = np.where(begun, stop[:, None] - np.where(begun, start, 0), 0)
    cut = np.minimum(first, np.maximum(room, 0))
    second = np.clip(np.minimum(given - first, room - first - pause), 0, None)
    return cut, np.where(second > 0, pause, 0), np.where(begun, second, 0)


def _reasons(rng: Generator, begun: Flags, start: Days, outcomes: Outcomes) -> Codes:
    """Why no further cycle followed the last one begun; -1 for every other cycle and after the fourth."""
    shape = begun.shape
    drawn = rng.choice(len(REASONS), shape, p=SHARES)
    due = np.where(begun, start, 0) + EVERY + 5
    drawn = np.where(outcomes.death[:, None] <= due, DIED, drawn)
    drawn = np.where(outcomes.relapse[:, None] <= due, RELAPSED, drawn)
    last = begun.copy()
    last[:, :-1] &= ~begun[:, 1:]
    last[:, -1] = False
    return np.where(last, drawn, -1)


def _reactions(rng: Generator, first_dose: Days, stop: Days) -> tuple[Days, Days]:
    """Days after randomisation of CRS and ICANS of grade 3 or worse, CRS the earlier of the two."""
    days = []
    for chance, latest in ((REACTION_28["crs"], 7), (REACTION_28["icans"], 21)):
        hit = rng.random(len(first_dose)) < chance
        day = np.where(hit, first_dose + rng.integers(1, latest, len(first_dose)), NEVER)
        days.append(np.where(day < stop, day, NEVER))
    return days[0], days[1]
