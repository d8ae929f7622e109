"""The trial as it stood in the database on the day of a pull."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.extract.demo.columns import labelled
from dashboard.extract.demo.events import Events, sequence
from dashboard.extract.demo.outcomes import lagging
from dashboard.extract.demo.timeline import Codes, Days, Flags, Pull
from dashboard.extract.demo.trial import Trial
from dashboard.extract.demo.visits import SITE_LAG

INFUSION_LAG = 3.0


@dataclass(frozen=True)
class Snapshot:
    """What is known of whom: participants are the first `size` of the trial; days are after randomisation."""

    trial: Trial
    pull: Pull
    size: int
    entered: Days
    died: Days
    relapsed: Days
    last_visit: Days
    last_contact: Days
    visits: Flags
    cycles: Flags
    events: Events
    event_numbers: Codes
    labs: Flags

    def names(self, who: Codes) -> pd.Categorical:
        """Identifiers of participants given by number."""
        return labelled(who, self.trial.people.identifier[: self.size])

    def known(self, days: Days, lag: Days | float) -> Days:
        """Days of events that are in the data, infinite where they are not (yet)."""
        found: Days = np.where(self.pull.knows(self.entered + days[: self.size], lag), days[: self.size], np.inf)
        return found

    @property
    def cycle_lag(self) -> Days:
        """Days until an infusion record is entered."""
        late: Days = INFUSION_LAG + np.where(lagging(self.trial.people), SITE_LAG, 0.0)[: self.size]
        return late

    @property
    def today(self) -> Days:
        """The cut-off in days after each participant's randomisation."""
        return self.pull.cut_off - self.entered


def take(trial: Trial, pull: Pull) -> Snapshot:
    """The snapshot of a pull."""
    entered, course = trial.people.entered, trial.outcomes
    size = int(np.searchsorted(entered, pull.cut_off, side="right"))
    visits = trial.visits.known(entered, course.until, pull)[:size]
    dead, relapsed = course.dead(entered, pull)[:size], course.relapsed(entered, pull)[:size]
    late = np.where(lagging(trial.people), SITE_LAG, 0.0)
    cycles = pull.knows(entered[:, None] + trial.cycles.start, INFUSION_LAG + late[:, None])[:size]
    events, numbers = _events(trial, pull)
    labs = trial.labs
    on = entered[labs.who] + labs.on
    measured = (labs.on <= course.until[labs.who]) & pull.knows(on, labs.lag) & (labs.who < size)
    died = np.where(dead, course.death[:size], np.inf)
    today = pull.cut_off - entered[:size]
    contact = np.where(visits, trial.visits.held[:size], 0).max(axis=1, initial=0)
    infused = np.where(cycles, np.minimum(trial.cycles.end[:size], today[:, None] - INFUSION_LAG), 0).max(
        axis=1, initial=0
    )
    contact = np.maximum(contact, np.where(np.isfinite(infused), infused, 0))
    np.maximum.at(contact, events.who, np.maximum(events.onset, 0))
    np.maximum.at(contact, events.who, np.where(events.end <= today[events.who], events.end, 0))
    np.maximum.at(contact, labs.who[measured], labs.on[measured])
    contact = np.maximum(contact, _last_endpoint(trial, pull)[:size])
    return Snapshot(
        trial=trial,
        pull=pull,
        size=size,
        entered=entered[:size],
        died=died,
        relapsed=np.where(relapsed, course.relapse[:size], np.inf),
        last_visit=np.where(visits, trial.visits.held[:size], 0).max(axis=1, initial=0),
        last_contact=np.where(dead, died, np.minimum(contact, course.until[:size])),
        visits=visits,
        cycles=cycles,
        events=events,
        event_numbers=numbers,
        labs=measured,
    )


def _last_endpoint(trial: Trial, pull: Pull) -> Days:
    """Day of the last relapse, GVHD, graft failure or second transplantation in the data: all were alive then."""
    course, entered = trial.outcomes, trial.people.entered
    days = np.stack([course.agvhd, course.graft_failure, course.second_transplant, course.relapse])
    known = pull.knows(entered + days, course.other_lag)
    known[-1] = course.relapsed(entered, pull)
    last: Days = np.where(known, days, 0).max(axis=0)
    return last


def _events(trial: Trial, pull: Pull) -> tuple[Events, Codes]:
    events, entered = trial.events, trial.people.entered
    dead = trial.outcomes.dead(entered, pull)
    seen = pull.knows(entered[events.who] + events.onset, events.lag)
    known = np.flatnonzero(np.where(events.fatal, dead[events.who], seen) & (entered[events.who] <= pull.cut_off))
    return events.take(known), sequence(events)[known]
