"""Chronic GVHD that needs systemic treatment: which of the adverse events of that term it is."""

from dataclasses import dataclass

import numpy as np

from dashboard.extract.demo import terms
from dashboard.extract.demo.events import Events
from dashboard.extract.demo.outcomes import NEVER, Outcomes
from dashboard.extract.demo.people import Generator, People
from dashboard.extract.demo.timeline import Days

FROM_TRANSPLANTATION = 100
"""Day after transplantation from which graft-versus-host disease of that term counts as chronic here."""
SYSTEMIC = (0.50, 0.45)
"""Share of milder events that need systemic treatment, observation and blinatumomab.

With these and all severe ones, 15% and 13% have it within one year of randomisation if nothing else happens.
"""


@dataclass(frozen=True)
class Chronic:
    """Per participant: day after randomisation of the first onset (infinite: never) and its entry lag in days."""

    onset: Days
    lag: Days


def simulate(rng: Generator, people: People, outcomes: Outcomes, events: Events) -> Chronic:
    """Take the first event that needs systemic treatment; none after relapse or a second transplantation."""
    days_since = people.entered - people.baseline["transplanted"].to_numpy()
    share = np.array(SYSTEMIC)[people.experimental[events.who].astype(int)]
    treated = (rng.random(len(events.who)) < share) | (events.grade >= 3)
    rows = np.flatnonzero(
        treated
        & (events.term == terms.number(terms.CHRONIC_GVHD))
        & (events.onset >= 0)
        & (days_since[events.who] + events.onset >= FROM_TRANSPLANTATION)
    )
    who, first = np.unique(events.who[rows], return_index=True)  # events stand in order of onset
    onset, lag = np.full(people.size, NEVER), np.zeros(people.size)
    onset[who], lag[who] = events.onset[rows[first]], events.lag[rows[first]]
    onset[onset > np.minimum(outcomes.relapse, outcomes.second_transplant)] = NEVER
    return Chronic(onset, lag)
