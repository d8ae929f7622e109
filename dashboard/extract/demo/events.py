"""Adverse events of the whole trial: one array element per event, in order of participant and onset."""

from dataclasses import dataclass, fields

import numpy as np

from dashboard.extract.demo import terms
from dashboard.extract.demo.cycles import CYCLES, EVERY, LENGTH, Cycles
from dashboard.extract.demo.outcomes import NEVER, Outcomes
from dashboard.extract.demo.people import SMALL, Generator, People
from dashboard.extract.demo.terms import TERMS
from dashboard.extract.demo.timeline import Codes, Days, Flags
from dashboard.extract.demo.visits import entry_lag

PLANNED = {"small": 28.0, "large": 58.0}
"""Events drawn per participant followed to the end; about three quarters start before a month-24 cut-off."""
LAST_ONSET = 450
CYCLE_SHARES = (0.65, 0.20, 0.10, 0.05)
"""Of the events with blinatumomab: those that start in cycle 1 and the fortnight after it, in cycle 2, …"""
BEFORE_ENTRY = 0.02
SERIOUS = np.array([0.005, 0.015, 0.30, 0.60, 1.0])
UNGRADED, PARTIAL, YEAR_ONLY = 0.01, 0.03, 0.1


@dataclass
class Events:
    """Per event: participant and term by number, grade 1-5 (0 not given), onset and end in days after
    randomisation, entry lag (fatal events are entered with the death), flags. `partial` says how the onset
    date was written: 0 in full, 1 without the day, 2 the year alone.
    """

    who: Codes
    term: Codes
    grade: Codes
    onset: Days
    end: Days
    lag: Days
    serious: Flags
    related: Flags
    fatal: Flags
    partial: Codes
    coded: Flags

    def take(self, rows: Codes | Flags) -> "Events":
        """The events of these rows."""
        return Events(*(getattr(self, item.name)[rows] for item in fields(self)))


def simulate(rng: Generator, people: People, outcomes: Outcomes, cycles: Cycles, slower: Days) -> Events:
    """Draw the events of every term, add those that endpoints imply, take out what follows death or loss."""
    who, term, onset = _background(rng, people, cycles)
    share = np.array([t.severe for t in TERMS])[term]
    severe = rng.random(len(who)) < share
    worse = rng.random(len(who)) < np.where(severe, np.array([t.grade_4 for t in TERMS])[term], 0.4)
    grade = np.where(severe, 3, 1) + worse
    known = _implied(rng, outcomes, cycles)
    who, term = np.concatenate([who, known[0]]), np.concatenate([term, known[1]])
    onset, grade = np.concatenate([onset, known[2]]), np.concatenate([grade, known[3]])
    keep = np.isfinite(onset) & (onset <= outcomes.until[who])
    who, term, onset, grade = who[keep], term[keep], onset[keep], grade[keep]
    order = np.lexsort((term, onset, who))
    who, term, onset, grade = who[order], term[order], onset[order], grade[order]
    return _described(rng, people, outcomes, cycles, slower, who, term, onset, grade)


def _background(rng: Generator, people: People, cycles: Cycles) -> tuple[Codes, Codes, Days]:
    """Participant, term and onset of events that follow only from the arm, by term and arm at once."""
    frailty = rng.gamma(4, 1 / 4, people.size)
    parts = []
    for experimental in (False, True):
        arm = np.flatnonzero(people.experimental == experimental)
        count = rng.poisson(_rates(experimental, people.size > SMALL) * frailty[arm].sum())
        term = np.repeat(np.arange(len(TERMS)), count)
        reach = np.cumsum(frailty[arm])
        who = (
            arm[np.minimum(np.searchsorted(reach, rng.random(len(term)) * reach[-1]), len(arm) - 1)]
            if len(arm)
            else term
        )
        parts.append((who, term))
    who, term = (np.concatenate(pair) for pair in zip(*parts, strict=True))
    return who, term, _onsets(rng, cycles, who, term)


def _rates(experimental: bool, large: bool) -> Days:
    """Events per participant of each term, the mild ones scaled so that the two arms average what is planned."""
    rate = np.array([term.rate for term in TERMS])
    ratio = np.array([term.ratio for term in TERMS])
    only = np.array([term.only_experimental for term in TERMS])
    mild = np.isin(np.arange(len(TERMS)), list(terms.BACKGROUND))
    both = np.where(only, rate / 2, rate * (1 + ratio) / 2)
    planned = PLANNED["large" if large else "small"]
    scale = np.where(mild, (planned - both[~mild].sum()) / both[mild].sum(), 1.0)
    found: Days = np.where(only, rate * experimental, rate * (ratio if experimental else 1.0)) * scale
    return found


def _onsets(rng: Generator, cycles: Cycles, who: Codes, term: Codes) -> Days:
    """Half soon after entry and half evenly over the collection; around the cycles begun where there are any."""
    size = len(who)
    soon = rng.random(size) < 0.5
    onset = np.where(soon, rng.exponential(60, size), rng.uniform(0, LAST_ONSET, size))
    cycle = rng.choice(CYCLES, size, p=CYCLE_SHARES)
    start = cycles.start[who, cycle]
    within = start + rng.random(size) ** 1.5 * (LENGTH + 14)
    planned = cycles.first_dose[who] + EVERY * cycle + rng.random(size) * (LENGTH + 14)
    onset = np.where(np.isfinite(start), within, np.where(np.isfinite(planned), planned, onset))
    reactions = np.array([t.only_experimental and t.days <= 4 for t in TERMS])[term]
    onset = np.where(reactions, start + rng.integers(0, 8, size), onset)
    onset = np.where(np.array([t.only_experimental for t in TERMS])[term] & ~np.isfinite(start), NEVER, onset)
    before = (rng.random(size) < BEFORE_ENTRY) & ~np.array([t.only_experimental for t in TERMS])[term]
    return np.where(before, -rng.integers(1, 16, size), np.floor(onset)).astype(float)


def _implied(rng: Generator, outcomes: Outcomes, cycles: Cycles) -> tuple[Codes, Codes, Days, Codes]:
    """The events behind endpoints: severe GVHD, graft failure, severe reactions, and what was fatal."""
    parts = []
    for day, name in (
        (outcomes.agvhd, terms.ACUTE_GVHD),
        (outcomes.graft_failure, terms.GRAFT_FAILURE),
        (cycles.crs, terms.CRS),
        (cycles.icans, terms.ICANS),
    ):
        who = np.flatnonzero(np.isfinite(day))
        parts.append((who, np.full(len(who), terms.number(name)), day[who], 3 + (rng.random(len(who)) < 0.3)))
    who = np.flatnonzero(np.isfinite(outcomes.nrm))
    fatal = rng.choice([terms.number(name) for name in terms.FATAL], len(who), p=terms.FATAL_SHARES)
    fatal = _of_their_gvhd(fatal, np.isfinite(outcomes.agvhd[who]))
    onset = np.maximum(outcomes.death[who] - rng.integers(0, 15, len(who)), 0)
    parts.append((who, fatal, onset, np.full(len(who), 5)))
    who, term, onset, grade = (np.concatenate(column) for column in zip(*parts, strict=True))
    return who, term, onset, grade


def _of_their_gvhd(fatal: Codes, had: Flags) -> Codes:
    """Who had severe acute GVHD and dies without relapse dies of it; nobody dies of what was no endpoint."""
    gvhd = terms.number(terms.ACUTE_GVHD)
    return np.where(had, gvhd, np.where(fatal == gvhd, terms.number("Pneumonia"), fatal))


def _described(
    rng: Generator,
    people: People,
    outcomes: Outcomes,
    cycles: Cycles,
    slower: Days,
    who: Codes,
    term: Codes,
    onset: Days,
    grade: Codes,
) -> Events:
    """Ends, flags, lags and blemishes of events whose place is known."""
    size, fatal = len(who), grade == 5
    length = np.ceil(np.array([t.days for t in TERMS])[term] * np.exp(0.7 * rng.standard_normal(size)))
    end = np.minimum(onset + length, outcomes.until[who])
    serious = rng.random(size) < SERIOUS[grade - 1]
    lag = entry_lag(rng, 1, people.site[who], slower[who] * np.where(serious, 2, 10))
    related = (rng.random(size) < 0.45) & (onset >= cycles.first_dose[who])
    blemish = rng.random((2, size))
    partial = np.where(~fatal & (blemish[0] < PARTIAL), 1 + (blemish[0] < PARTIAL * YEAR_ONLY), 0)
    events = Events(
        who=who,
        term=term,
        grade=np.where(~fatal & (grade < 3) & (blemish[1] < 1.3 * UNGRADED), 0, grade),
        onset=onset,
        end=np.where(fatal, outcomes.death[who], end),
        lag=lag,
        serious=serious,
        related=related,
        fatal=fatal,
        partial=partial,
        coded=np.ones(size, dtype=bool),
    )
    return _blemished(events)


def _blemished(events: Events) -> Events:
    """Two serious events reported twice, two mild ones not coded, among the first participants."""
    events.coded[np.flatnonzero(~events.serious & (events.grade < 3))[[10, 90] if len(events.who) > 1000 else []]] = (
        False
    )
    twice = np.flatnonzero(events.serious & ~events.fatal)[[4, 15] if len(events.who) > 1000 else []]
    return events.take(np.sort(np.r_[np.arange(len(events.who)), twice]))


def sequence(events: Events) -> Codes:
    """A running number of each participant's events, from 1."""
    size, who = len(events.who), events.who
    if not size:
        return who
    first = np.maximum.accumulate(np.where(np.r_[True, who[1:] != who[:-1]], np.arange(size), 0))
    return np.arange(size) - first + 1
