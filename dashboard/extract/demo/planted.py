"""What each scenario is about, put in after the simulation by choosing participants.

Boundaries: for k events the largest number evaluable at which k events meet the guideline (truncated SPRT,
80 per arm). Evaluable is counted with TITE weights from what would have been documented on that very day, so a
guideline that is not met here is not met in any snapshot.
"""

from collections.abc import Callable, Iterator

import numpy as np

from dashboard.extract.demo.cycles import Cycles
from dashboard.extract.demo.outcomes import NEVER, Outcomes, lagging
from dashboard.extract.demo.people import People
from dashboard.extract.demo.timeline import MONTH_24, Days, Flags, Pull, day
from dashboard.extract.demo.visits import Visits

NRM_100 = (-1, -1, 5, 15, 26, 37, 48, 59, 70, 80)
AGVHD_180 = (-1, -1, -1, 7, 13, 19, 25, 31, 37, 43, 49, 56, 62, 68, 74, 80)
GRAFT_180 = (-1, -1, 19, 42, 65, 80)
CRS_28 = (-1, -1, 12, 27, 42, 58, 73, 80)
MARGIN = 0.5
LAST = day(MONTH_24)
Seen = Callable[[float], Days]


def effective(entered: Days, ended: Days, window: int, seen: Seen, at: float) -> float:
    """TITE-weighted number evaluable on a calendar day; `ended` is the day of any event of the endpoint."""
    there = entered <= at
    over = there & (ended <= window) & (entered + ended <= at)
    weight = np.clip(np.minimum(seen(at), at - entered), 0, window) / window
    return float(np.where(over, 1.0, np.where(there, weight, 0.0)).sum())


def thin(entered: Days, event: Days, ended: Days, window: int, most: tuple[int, ...], seen: Seen) -> Iterator[int]:
    """The participants whose events would meet a guideline, one at a time, latest first; the caller moves each."""
    order = np.argsort(entered + event)
    kept: list[int] = []
    for who in order[event[order] <= window]:
        at = float(entered[who] + event[who])
        k = len(kept) + 1
        reach = most[k] if k < len(most) else most[-1]
        if effective(entered, ended, window, seen, at) - MARGIN <= reach:
            yield int(who)
        else:
            kept.append(int(who))


def documented(people: People, visits: Visits, outcomes: Outcomes, members: Flags) -> Seen:
    """Last documented assessment of the members on a calendar day, as a function of that day."""
    held = Visits(visits.held[members], visits.lag[members])
    entered, until = people.entered[members], outcomes.until[members]
    return lambda at: held.last(entered, until, Pull(at, at))


def calm(people: People, visits: Visits, outcomes: Outcomes) -> None:
    """Move or take away the events that would meet a guideline on randomisation's clock, in either arm."""
    for experimental in (False, True):
        arm = people.experimental == experimental
        where, entered = np.flatnonzero(arm), people.entered[arm]
        seen = documented(people, visits, outcomes, arm)
        ended = np.minimum(outcomes.relapse, outcomes.death)[arm]
        for who in thin(entered, outcomes.nrm[arm], ended, 100, NRM_100, seen):
            outcomes.death[where[who]] += 200
        for day_, window, most in ((outcomes.agvhd, 180, AGVHD_180), (outcomes.graft_failure, 180, GRAFT_180)):
            for who in thin(entered, day_[arm], np.minimum(ended, day_[arm]), window, most, seen):
                day_[where[who]] = NEVER
    outcomes.second_transplant[~np.isfinite(outcomes.graft_failure)] = NEVER


def calm_reactions(people: People, cycles: Cycles) -> None:
    """Take away the reactions that would meet a guideline on the first dose's clock."""
    dosed = np.isfinite(cycles.first_dose)
    where, entered = np.flatnonzero(dosed), (people.entered + cycles.first_dose)[dosed]
    order = np.argsort(entered)
    where, entered = where[order], entered[order]
    for reaction, most in ((cycles.crs, CRS_28), (cycles.icans, NRM_100)):
        event = reaction[where] - cycles.first_dose[where]
        for who in thin(entered, event, event, 28, most, lambda at: np.clip(at - 7 - entered, 0, 28)):
            reaction[where[who]] = NEVER


def plant_nrm(people: People, visits: Visits, outcomes: Outcomes) -> None:
    """Deaths in the experimental arm that stay one short of nrm-100 at month 24; two more are entered late."""
    arm = people.experimental
    early = arm & (outcomes.nrm <= 100)
    outcomes.death[early] += 200

    def die(who: int, on: int) -> None:
        outcomes.death[who] = on - people.entered[who]
        for other in (outcomes.relapse, outcomes.agvhd, outcomes.graft_failure, outcomes.second_transplant):
            other[who] = NEVER
        outcomes.lost[who] = NEVER
        outcomes.death_lag[who] = 1

    _climb(people, visits, outcomes, arm, (100, NRM_100), (lambda: outcomes.nrm, die), range(21, 95))
    hidden = _free(people, outcomes, arm & ~lagging(people), LAST - 6, range(15, 90))[:2]
    for k, who in enumerate(hidden):
        die(who, LAST - 6 - k)
        outcomes.death_lag[who] = 33


def plant_agvhd(people: People, visits: Visits, outcomes: Outcomes) -> None:
    """GVHD in the experimental arm, soon after entry, as often as agvhd-180 just bears when counted rightly."""
    arm = people.experimental
    outcomes.agvhd[arm & (outcomes.agvhd <= 180)] = NEVER

    def flare(who: int, on: int) -> None:
        outcomes.agvhd[who] = on - people.entered[who]
        outcomes.other_lag[who] = 2

    _climb(people, visits, outcomes, arm, (180, AGVHD_180), (lambda: outcomes.agvhd, flare), range(15, 120))


def _climb(
    people: People,
    visits: Visits,
    outcomes: Outcomes,
    arm: Flags,
    guideline: tuple[int, tuple[int, ...]],
    event: tuple[Callable[[], Days], Callable[[int, int], None]],
    after: range,
) -> None:
    """Week by week to month 24, add an event as soon as it does not meet the guideline, in the latest to enter."""
    window, most = guideline
    read, happen = event
    k = 0
    for at in range(60, LAST - 7, 7):
        ended = np.minimum(np.minimum(outcomes.relapse, outcomes.death), read())[arm]
        seen = documented(people, visits, outcomes, arm)
        if effective(people.entered[arm], ended, window, seen, at) - MARGIN <= most[k + 1]:
            continue
        free = _free(people, outcomes, arm & ~lagging(people) & (read() > window), at, after)
        if len(free):
            happen(int(free[0]), at)
            k += 1


def _free(people: People, outcomes: Outcomes, among: Flags, on: int, after: range) -> list[int]:
    """Who could have the event on a calendar day, so many days after entry, latest entered first."""
    since = on - people.entered
    ended = np.minimum(np.minimum(outcomes.relapse, outcomes.until), outcomes.graft_failure)
    able = among & (since >= after.start) & (since < after.stop) & (ended > since + 1) & ~np.isfinite(people.withdrawn)
    return [int(who) for who in np.flatnonzero(able)[::-1]]
