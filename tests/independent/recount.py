"""A second program that counts the source files of the demonstration trial with loops, from the definitions alone.

It reads what was delivered (SAS transport and CSV) and `data/trial.toml`, and nothing of `dashboard`. Each
docstring states the definition that was used. Day 0 is randomisation, or the first dose where an endpoint's clock
says so; windows include their last day; what starts after the cut-off does not exist yet. Laboratory results, the
one Parquet file of a small delivery, are counted in `test_recount_treatment`.
"""

import tomllib
from calendar import monthrange
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cache
from math import ceil, log
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
import pyreadstat

TRIAL: dict[str, Any] = tomllib.loads(
    (Path(__file__).resolve().parents[2] / "data" / "trial.toml").read_text(encoding="utf-8")
)
LANDMARKS = (100, 180, 365, 730)
"""Days at which a curve is read where its endpoint states none."""
HALF = Fraction(1, 2)


@dataclass(frozen=True)
class Person:
    """A randomised participant, as known at the cut-off."""

    name: str
    arm: str
    entered: date
    died: date | None
    treated: bool


class Event(NamedTuple):
    """An adverse event that counts; `grade` 0 is not graded."""

    name: str
    soc: str
    term: str
    grade: int
    serious: bool
    fatal: bool
    related: bool


class Time(NamedTuple):
    """Time and cause of a participant's first event of an endpoint; cause 0 is censored."""

    name: str
    arm: str
    start: date
    days: int
    cause: int


class Row(NamedTuple):
    """A row of the adverse event table in one arm; `worst` counts participants by worst grade, 0 not graded."""

    participants: int
    events: int
    worst: dict[int, int]


class Source:
    """The delivered files, every cell a text, as known at a cut-off."""

    def __init__(self, folder: Path, cut: date) -> None:
        self.cut = cut
        for name in ("adsl", "adae", "adtte", "adex"):
            frame, _ = pyreadstat.read_xport(str(folder / f"{name}.xpt"))
            setattr(self, name, records(frame))
        for name in ("advs", "screening"):
            setattr(self, name, records(pd.read_csv(folder / f"{name}.csv")))
        self.people = {person.name: person for person in self._people()}

    adsl: list[dict[str, Any]]
    adae: list[dict[str, Any]]
    adtte: list[dict[str, Any]]
    adex: list[dict[str, Any]]
    advs: list[dict[str, Any]]
    screening: list[dict[str, Any]]

    def _people(self) -> Iterable[Person]:
        """All randomised on or before the cut-off, by planned arm; a death or a dose after it has not happened."""
        for row in self.adsl:
            entered = day(row["RANDDT"])
            if row["RANDFL"] == "Y" and entered is not None and entered <= self.cut:
                died, dosed = day(row["DTHDT"]), day(row["TRTSDT"])
                treated = row["SAFFL"] == "Y" and dosed is not None and dosed <= self.cut
                died = died if died is not None and died <= self.cut else None
                yield Person(row["USUBJID"], row["TRT01P"], entered, died, treated)

    def sizes(self) -> dict[str, int]:
        """N: all randomised, by planned arm."""
        return {arm["source"]: sum(p.arm == arm["source"] for p in self.people.values()) for arm in TRIAL["arms"]}


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Rows as dictionaries; whatever is missing is an empty text."""
    return [
        {str(key): "" if pd.isna(value) else value for key, value in row.items()} for row in frame.to_dict("records")
    ]


def day(value: object) -> date | None:
    """A complete date, None if there is none."""
    text = str(value)[:10]
    return date.fromisoformat(text) if len(text) == 10 else None


def onset(row: dict[str, Any], entered: date) -> date | None:
    """The date of onset; a partial one is the earliest possible date that is not before randomisation.

    If the whole period lies before randomisation, or the event was over before it, there is no such date: the
    event began before.
    """
    whole = day(row["ASTDT"]) or day(row["ASTDTC"])
    if whole is not None:
        return whole
    parts = [int(part) for part in str(row["ASTDTC"]).split("-") if part]
    if not parts:
        return None
    year, first, last = parts[0], 1, 12
    if len(parts) > 1:
        first = last = parts[1]
    earliest, latest = date(year, first, 1), date(year, last, monthrange(year, last)[1])
    over = day(row["AENDT"])
    possible = earliest <= entered <= latest and (over is None or over >= entered)
    return entered if possible else earliest


# Adverse events -----------------------------------------------------------------------------------------------------


@cache
def emergent(source: Source) -> list[Event]:
    """Events that start on or after randomisation, not later than day `collection_days`, nor after the cut-off.

    The same window in both arms; a recorded event is an event, the same one recorded twice is two.
    """
    last = TRIAL["adverse_events"]["collection_days"]
    found = []
    for row in source.adae:
        person = source.people.get(row["USUBJID"])
        start = person and onset(row, person.entered)
        if person is None or start is None:
            continue
        if start <= source.cut and 0 <= (start - person.entered).days <= last:
            grade = int(row["AETOXGR"]) if str(row["AETOXGR"]).strip() else 0
            flags = (row["AESER"] == "Y", row["AESDTH"] == "Y", row["AEREL"] == "RELATED")
            found.append(Event(person.name, row["AEBODSYS"], row["AEDECOD"], grade, *flags))
    return found


SUBSETS: dict[str, Callable[[Event], bool]] = {
    "any": lambda event: True,
    "serious": lambda event: event.serious,
    "severe": lambda event: event.grade >= TRIAL["adverse_events"]["severe_from"],
    "fatal": lambda event: event.fatal,
    "related": lambda event: event.related,
}


def called(event: Event, *, by_name: bool) -> tuple[str, str]:
    """Class and term a reader sees: withheld terms are "other term" of their class, no term is "not coded"."""
    withheld = {term.lower() for term in TRIAL["arm_revealing"]["terms"]}
    soc = event.soc or "Not coded"
    if not event.term:
        return soc, "Not coded"
    return soc, "Other term" if event.term.lower() in withheld and not by_name else event.term


def table(events: Iterable[Event], people: Iterable[Person], *, by_name: bool) -> dict[tuple[str, str, str], Row]:
    """Each participant once per row, at the worst grade: of the term, over the terms of the class, over all."""
    names = {person.name for person in people}
    grades: dict[tuple[str, str, str], list[tuple[str, int]]] = defaultdict(list)
    for event in events:
        if event.name in names:
            soc, term = called(event, by_name=by_name)
            for place in (("overall", "", ""), ("soc", soc, ""), ("term", soc, term)):
                grades[place].append((event.name, event.grade))
    found = {}
    for place, happened in grades.items():
        worst: dict[str, int] = {}
        for name, grade in happened:
            worst[name] = max(grade, worst.get(name, 0))
        found[place] = Row(len(worst), len(happened), dict(Counter(worst.values())))
    return found


# Time to event ------------------------------------------------------------------------------------------------------


def endpoint(name: str) -> dict[str, Any]:
    """An endpoint's block in the trial definition."""
    return next(item for item in TRIAL["endpoints"] if item["name"] == name)


@cache
def times(source: Source, name: str) -> list[Time]:
    """One row per participant: what came after the cut-off is censored at it; who starts after it is not there."""
    block = endpoint(name)
    values = [cause.get("value", "") for cause in block["causes"]]
    found = []
    for row in source.adtte:
        person, start = source.people.get(row["USUBJID"]), day(row["STARTDT"])
        if row["PARAMCD"] != block["parameter"] or person is None or start is None or start > source.cut:
            continue
        seen, length = (source.cut - start).days, int(row["AVAL"])
        cause = 0
        if int(row["CNSR"]) == 0 and length <= seen:
            cause = 1 if values == [""] else values.index(row["EVNTDESC"]) + 1
        found.append(Time(person.name, person.arm, start, min(length, seen), cause))
    return found


class Landmark(NamedTuple):
    """A curve read at a day: `value` None is blank."""

    value: Fraction | None
    at_risk: int
    events: int


def incidence(rows: list[Time], causes: int, at: int) -> list[Landmark]:
    """Aalen–Johansen at a day for each cause, then the probability of no event (Kaplan–Meier); right-continuous.

    Those censored on a day are still at risk that day. Blank beyond the largest observed time, unless nobody is
    free of an event any more.
    """
    free, reached = Fraction(1), [Fraction(0)] * causes
    for moment in sorted({row.days for row in rows if row.cause and row.days <= at}):
        risk = sum(row.days >= moment for row in rows)
        happened = [sum(row.days == moment and row.cause == k + 1 for row in rows) for k in range(causes)]
        for k in range(causes):
            reached[k] += free * Fraction(happened[k], risk)
        free *= 1 - Fraction(sum(happened), risk)
    blank = free > 0 and at > max((row.days for row in rows), default=-1)
    risk = sum(row.days >= at for row in rows)
    found = []
    for k, value in enumerate([*reached, free]):
        until = sum(row.days <= at and row.cause > 0 and (k == causes or row.cause == k + 1) for row in rows)
        found.append(Landmark(None if blank else value, risk, until))
    return found


def median(rows: list[Time], *, censoring: bool = False) -> Fraction | None:
    """Where the Kaplan–Meier curve crosses a half; where it lies on a half, the middle of that step.

    With `censoring` being censored is the event and an event censors: the length of follow-up.
    """
    free, level = Fraction(1), None
    for moment in sorted({row.days for row in rows if (row.cause == 0) == censoring}):
        risk = sum(row.days >= moment for row in rows)
        happened = sum(row.days == moment and (row.cause == 0) == censoring for row in rows)
        free *= 1 - Fraction(happened, risk)
        if level is not None:
            return Fraction(level + moment, 2)
        if free < HALF:
            return Fraction(moment)
        if free == HALF:
            level = moment
    # a curve that ends lying on a half: the middle between its last step and the last observed time
    return None if level is None else Fraction(level + max(row.days for row in rows), 2)


# Guidelines ---------------------------------------------------------------------------------------------------------


def type_one(bounds: list[int], p: float) -> float:
    """Chance to have bounds[n] events among the first n participants for any n, each an event with chance p."""
    alive, stopped = {0: 1.0}, 0.0
    for bound in bounds[1:]:
        after: dict[int, float] = defaultdict(float)
        for events, chance in alive.items():
            after[events] += chance * (1 - p)
            after[events + 1] += chance * p
        stopped += sum(chance for events, chance in after.items() if events >= bound)
        alive = {events: chance for events, chance in after.items() if events < bound}
    return stopped


def bounds(p0: float, p1: float, planned: int, height: float) -> list[int]:
    """Fewest events among n whose log likelihood ratio of p1 to p0 reaches a height, for n = 0 to planned."""
    odds, slope = log(p1 * (1 - p0) / (p0 * (1 - p1))), log((1 - p0) / (1 - p1))
    return [ceil((height + slope * n) / odds - 1e-12) for n in range(planned + 1)]


@cache
def largest(p0: float, p1: float, alpha: float, planned: int) -> dict[int, int]:
    """Truncated SPRT: the lowest height whose exact type I error is at most alpha; by events, the largest n met."""
    low, high = 0.0, 20.0
    for _ in range(40):
        middle = (low + high) / 2
        if type_one(bounds(p0, p1, planned, middle), p0) <= alpha:
            high = middle
        else:
            low = middle
    needed = bounds(p0, p1, planned, high)
    return {k: max((n for n in range(k, planned + 1) if needed[n] <= k), default=0) for k in range(planned + 1)}


class Look(NamedTuple):
    """Events and evaluable number on one day."""

    events: int
    evaluable: Fraction


class Standing(NamedTuple):
    """Where a guideline stands at the cut-off; `met_on` is the first day of the path on which it was met."""

    met_on: date | None
    met_now: bool
    now: Look


class Judged(NamedTuple):
    """A guideline in one arm: by time-to-event weights, on complete windows, and who is pending."""

    tite: Standing
    complete: Standing
    pending: int
    past: int
    to_boundary: tuple[int | None, int | None]


def weight(row: Time, window: int, on: date, cause: int) -> tuple[int, Fraction]:
    """Event (1 or 0) and weight on a day: an event or competing event 1 from its date, else follow-up / window."""
    elapsed = (on - row.start).days
    happened = row.cause > 0 and row.days <= window and row.days <= elapsed
    followed = Fraction(min(elapsed, row.days, window), window)
    return int(happened and row.cause == cause), Fraction(1) if happened else followed


def tite(rows: list[Time], window: int, on: date, cause: int) -> Look:
    """Time-to-event weights of everybody entered by a day."""
    both = [weight(row, window, on, cause) for row in rows if row.start <= on]
    return Look(sum(event for event, _ in both), sum((share for _, share in both), Fraction(0)))


def complete(rows: list[Time], window: int, on: date, cause: int) -> Look:
    """Those whose whole window is over by a day and known: followed to its end, or with an event within it."""
    over = [row for row in rows if (on - row.start).days >= window and (row.cause > 0 or row.days >= window)]
    return Look(sum(row.cause == cause and row.days <= window for row in over), Fraction(len(over)))


def judge(rows: list[Time], guideline: dict[str, Any], cut: date) -> Judged:
    """Both counts along the calendar path, evaluated at each event, and how far the boundary is."""
    causes = [cause["name"] for cause in endpoint(guideline["endpoint"])["causes"]]
    cause, window = causes.index(guideline["cause"]) + 1, guideline["window_days"]
    most = largest(guideline["p0"], guideline["p1"], guideline["alpha"], guideline["planned"])
    failed = [row for row in rows if row.cause == cause and row.days <= window]
    early = [row.start + timedelta(row.days) for row in failed]
    late = [row.start + timedelta(window) for row in failed]
    unsettled = [row for row in rows if row.cause == 0 or row.days > window]
    pending = [row for row in unsettled if min((cut - row.start).days, row.days) < window]
    now = tite(rows, window, cut, cause)
    missing = sorted(1 - weight(row, window, cut, cause)[1] for row in pending)
    return Judged(
        stand(lambda on: tite(rows, window, on, cause), early, cut, most),
        stand(lambda on: complete(rows, window, on, cause), late, cut, most),
        len(pending),
        sum((cut - row.start).days >= window for row in pending),
        (further(now, missing, most), further(now, missing[::-1], most)),
    )


def stand(count: Callable[[date], Look], days: list[date], cut: date, most: dict[int, int]) -> Standing:
    """The path up to the cut-off: k events meet the guideline if the evaluable number is at most `most[k]`."""
    met = [on for on in sorted(set(days)) if on <= cut and is_met(count(on), most)]
    now = count(cut)
    return Standing(met[0] if met else None, is_met(now, most), now)


def is_met(look: Look, most: dict[int, int]) -> bool:
    """Whether so many events among so many evaluable meet the guideline."""
    return look.events > 0 and look.evaluable <= most[look.events]


def further(now: Look, missing: list[Fraction], most: dict[int, int]) -> int | None:
    """Events needed if pending participants had them in this order, each filling up its weight; None: not enough."""
    evaluable = now.evaluable
    for more, rest in enumerate([Fraction(0), *missing]):
        evaluable += rest
        if is_met(Look(now.events + more, evaluable), most):
            return more
    return None


# Cycles, visits, enrolment ------------------------------------------------------------------------------------------


class Cycle(NamedTuple):
    """A cycle: participants for whom it is due and over, of them started and completed."""

    expected: int
    started: int
    completed: int


def due(person: Person, cycle: int, cut: date) -> bool:
    """Randomisation + due day + length of a cycle + grace on or before the cut-off, whatever happened since."""
    schedule = TRIAL["schedule"]
    wait = schedule["due_days"][cycle - 1] + schedule["infusion_days"] + schedule["grace_days"]
    return person.entered + timedelta(wait) <= cut


def infusion_days(source: Source, name: str, cycle: int) -> int:
    """Days with infusion by the cut-off: the days of its infusions, each from start to end, both included."""
    total = 0
    for row in source.adex:
        if (row["USUBJID"], int(row["ACYCLE"]), row["PARAMCD"]) == (name, cycle, "INFUSION"):
            start, end = day(row["ASTDT"]), day(row["AENDT"]) or source.cut
            if start is not None and start <= source.cut:
                total += (min(end, source.cut) - start).days + 1
    return total


def cycles(source: Source, people: Iterable[Person]) -> list[Cycle]:
    """Expected, started and completed of those expected; completed is at least 80% of the planned infusion days."""
    schedule = TRIAL["schedule"]
    wanted = Fraction(str(schedule["completed_share"])) * schedule["infusion_days"]
    started = {
        (row["USUBJID"], int(row["ACYCLE"]))
        for row in source.adex
        if row["PARAMCD"] == "CYCLE" and (day(row["ASTDT"]) or date.max) <= source.cut
    }
    everybody = list(people)
    found = []
    for cycle in range(1, schedule["cycles"] + 1):
        expected = [person.name for person in everybody if due(person, cycle, source.cut)]
        began = [name for name in expected if (name, cycle) in started]
        found.append(
            Cycle(len(expected), len(began), sum(infusion_days(source, name, cycle) >= wanted for name in began))
        )
    return found


def visits(source: Source, people: Iterable[Person]) -> list[tuple[str, int, int]]:
    """Each visit: expected are those whose due day and window are over; a death before the due day is complete."""
    done = {(row["USUBJID"], row["AVISIT"]) for row in source.advs if (day(row["ADT"]) or date.max) <= source.cut}
    everybody = list(people)
    found = []
    for visit in TRIAL["visits"]:
        wait = timedelta(visit["due_day"] + visit["window_days"])
        expected = [person for person in everybody if person.entered + wait <= source.cut]
        documented = 0
        for person in expected:
            dead = person.died is not None and person.died < person.entered + timedelta(visit["due_day"])
            documented += dead or (person.name, visit["name"]) in done
        found.append((visit["name"], len(expected), documented))
    return found


class Completeness(NamedTuple):
    """Days waited by each of the living, in order; visits owed and overdue; events to adjudicate and pending."""

    waiting: list[int]
    owed: int
    overdue: int
    events: int
    pending: int


def completeness(source: Source, people: Iterable[Person]) -> Completeness:
    """How complete the data of some are at the cut-off.

    Waiting: from the last scheduled visit, or randomisation, of whoever lives. Owed: a visit whose window is over, of
    whoever was alive on its due day or had it all the same. To adjudicate: days on which endpoints that exist in both
    arms say an event was or will be judged; pending until every endpoint says that it was.
    """
    names = {visit["name"] for visit in TRIAL["visits"]}
    both_arms = {item["parameter"] for item in TRIAL["endpoints"] if not item.get("arm_revealing")}
    waiting, owed, overdue, judged = [], 0, 0, []
    for person in people:
        mine = [(row["AVISIT"], day(row["ADT"])) for row in source.advs if row["USUBJID"] == person.name]
        held = {name: on for name, on in mine if name in names and on is not None and on <= source.cut}
        if person.died is None:
            waiting.append((source.cut - max([person.entered, *held.values()])).days)
        for visit in TRIAL["visits"]:
            due = person.entered + timedelta(visit["due_day"])
            if due + timedelta(visit["window_days"]) > source.cut:
                continue
            if visit["name"] in held:
                owed += 1
            elif person.died is None or person.died >= due:
                owed, overdue = owed + 1, overdue + 1
        flags: dict[date, list[str]] = defaultdict(list)
        for row in source.adtte:
            on = day(row["ADT"])
            if row["USUBJID"] == person.name and row["PARAMCD"] in both_arms and on is not None and on <= source.cut:
                flags[on] += [row["ADJFL"]] if row["ADJFL"] and int(row["CNSR"]) == 0 else []
        judged += [set(said) == {"Y"} for said in flags.values() if said]
    return Completeness(sorted(waiting), owed, overdue, len(judged), judged.count(False))


def accrual(source: Source) -> list[tuple[date, int]]:
    """Randomised in each calendar month from the start of accrual to the cut-off."""
    start: date = TRIAL["accrual"]["start"]
    months, current = [], start.replace(day=1)
    while current <= source.cut:
        months.append(current)
        current = (current + timedelta(31)).replace(day=1)
    counts = Counter(person.entered.replace(day=1) for person in source.people.values())
    return [(month, counts[month]) for month in months]


def screening(source: Source) -> dict[tuple[str, str], int]:
    """Candidates screened by the cut-off, by outcome and reason."""
    return dict(
        Counter(
            (row["OUTCOME"], row["REASON"])
            for row in source.screening
            if (day(row["SCRNDT"]) or date.max) <= source.cut
        )
    )
