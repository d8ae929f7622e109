"""The whole trial, simulated once; snapshots of it are taken elsewhere."""

from dataclasses import dataclass

import numpy as np

from dashboard.errors import ChoiceError
from dashboard.extract.demo import chronic, conduct, cycles, deaths, events, labs, outcomes, people, planted, visits
from dashboard.extract.demo.timeline import EARLY, Days, day

SCENARIOS = {
    "A": "benefit, no guideline met",
    "B": "NRM one event short of its guideline at month 24, met once late deaths are entered",
    "C": "counting GVHD early would meet its guideline, counting it rightly does not",
    "D": "no more harm than in A, but the experimental arm is reported faster",
    "E": "ten participants, nothing happened yet",
}
NEEDED = 150
"""Scenarios B and C place events among so many participants at least."""
SLOWER = {"D": (3.5, 0.5)}
"""Factor of entry lags: observation, blinatumomab."""


@dataclass(frozen=True)
class Trial:
    """Everything that ever happens, known or not."""

    people: people.People
    visits: visits.Visits
    outcomes: outcomes.Outcomes
    cycles: cycles.Cycles
    events: events.Events
    labs: labs.Labs
    screening: conduct.Screening
    chronic: chronic.Chronic
    deaths: deaths.Deaths


def simulate(patients: int, scenario: str, seed: int) -> Trial:
    """The trial of a size, scenario and seed; raises ChoiceError when there is no such scenario or size."""
    _check(patients, scenario)
    streams = [np.random.default_rng([seed, part]) for part in range(9)]
    if scenario == "E":
        who = people.simulate(streams[0], min(patients, 10), latest=day(EARLY) - 14)
    else:
        who = people.simulate(streams[0], patients)
    slower = _slower(scenario, who)
    held = visits.simulate(streams[1], who, slower)
    course = outcomes.simulate(streams[2], who, slower)
    _arrange(scenario, who, held, course)
    given = cycles.simulate(streams[3], who, course)
    if patients <= people.SMALL:
        planted.calm_reactions(who, given)
    if scenario == "E":
        given.quiet()
    adverse = events.simulate(streams[4], who, course, given, slower)
    if scenario == "E":
        adverse = adverse.take(np.zeros(0, dtype=int))
    return Trial(
        people=who,
        visits=held,
        outcomes=course,
        cycles=given,
        events=adverse,
        labs=labs.simulate(streams[5], who, held, given),
        screening=conduct.simulate(streams[6], who),
        chronic=chronic.simulate(streams[7], who, course, adverse),
        deaths=deaths.simulate(streams[8], course, adverse),
    )


def _check(patients: int, scenario: str) -> None:
    if scenario not in SCENARIOS:
        told = "; ".join(f"{name}: {what}" for name, what in SCENARIOS.items())
        raise ChoiceError(f"There is no scenario {scenario!r}. Choose one of {told}.")
    if patients < 1:
        raise ChoiceError(f"{patients} patients make no trial. Give 1 or more.")
    if scenario in ("B", "C") and not NEEDED <= patients <= people.SMALL:
        raise ChoiceError(
            f"Scenario {scenario} is made for {NEEDED} to {people.SMALL} patients, not {patients}. Choose 160."
        )


def _arrange(scenario: str, who: people.People, held: visits.Visits, course: outcomes.Outcomes) -> None:
    if scenario == "E":
        course.quiet()
    elif who.size <= people.SMALL:
        planted.calm(who, held, course)
    if scenario == "B":
        planted.plant_nrm(who, held, course)
    elif scenario == "C":
        planted.plant_agvhd(who, held, course)
    course.settle()


def _slower(scenario: str, who: people.People) -> Days:
    control, experimental = SLOWER.get(scenario, (1.0, 1.0))
    return np.where(who.experimental, experimental, control)
