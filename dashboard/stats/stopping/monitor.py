"""What a guideline says today about one arm."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.boundary import reach
from dashboard.stats.stopping.counting import COUNTINGS, COUNTS, Cohort, Counted, counted_days, meets, possible
from dashboard.stats.stopping.look import look
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.status import Count, Further, Outlook, Status

Ints = NDArray[np.int64]


def monitor(
    entered: ArrayLike,
    days: ArrayLike,
    cause: ArrayLike,
    cut: ArrayLike,
    cut_on: ArrayLike = (),
    *,
    rule: Rule,
    window: int,
    counting: str = "tite",
) -> Status:
    """The status of a guideline, one row per evaluable participant, in any order.

    `entered` is the calendar day of time zero and `cut` (the same on each row) that of the cut-off, both in days
    from the first randomisation; `cut_on` (the same on each row, or empty) is the date of the cut-off.
    `days` is the follow-up, or the time of the event, from time zero; `cause` 0 censored, 1 the guideline's event,
    2 a competing event. k events meet the guideline if the evaluable number (or the exposure, in units of the
    window), which may be fractional, is at most the largest at which k events meet it; it is met if that was so at
    any event, in calendar order, of the path up to the cut. `counting` is the leading one. The complete-window count
    is always computed beside it: by the rule, or by its binary twin where exposure leads.
    Raises ChoiceError for a counting that does not exist or does not suit the rule, and for a window below one day.
    """
    check(rule, window, counting)
    seen = look(entered, days, cause, cut, cut_on, window)
    cohort, today = seen.cohort, seen.today
    beside = dict.fromkeys((*possible(rule.counts), "complete_window"))
    counts = {name: count(cohort, today, rule, name) for name in beside}
    pending = cohort.pending(today)
    outlooks = [_outlook(cohort, today, rule, counting, counts[counting].met, fails) for fails in (True, False)]
    return Status(
        rule=rule,
        window=window,
        counting=counting,
        first_on=seen.first_on,
        participants=int(cohort.present(today).sum()),
        pending=int(pending.sum()),
        elapsed=int((pending & (today - cohort.entered >= window)).sum()),
        counts=counts,
        further=_further(cohort, today, rule, counting),
        if_all=outlooks[0],
        if_none=outlooks[1],
    )


def check(rule: Rule, window: int, counting: str) -> None:
    """Raise ChoiceError for a counting that does not exist or does not suit the rule, and a window below one day."""
    if counting not in possible(rule.counts):
        raise ChoiceError(
            f"Counting {counting!r} is not possible with a rule on {rule.counts}; choose one of "
            f"{', '.join(possible(rule.counts))}. "
            "Counting failures early cannot be configured: it multiplies the type I error."
        )
    if window < 1:
        raise ChoiceError(f"window = {window} is not possible: give at least 1 day.")


def count(cohort: Cohort, today: int, rule: Rule, counting: str) -> Count:
    """A cohort's count at a calendar day, by the rule or, where the counting does not suit it, by its twin."""
    furthest = reach(fitting(rule, counting), len(cohort.entered))
    return _count(COUNTINGS[counting](cohort, today), furthest, cohort.window, counting)


def fitting(rule: Rule, counting: str) -> Rule:
    """The rule, or its twin in the other model where the counting does not suit it."""
    return rule if COUNTS[counting] == rule.counts else rules.twin(rule)


def _count(counted: Counted, furthest: NDArray[np.generic], window: int, counting: str) -> Count:
    met = meets(counted.events, counted.person_days, furthest, window)
    enough = meets(np.arange(len(furthest)), counted.person_days[-1], furthest, window)
    return Count(
        counting=counting,
        events=int(counted.events[-1]),
        evaluable=float(counted.person_days[-1] / window),
        path_day=counted.day[:-1],
        path_evaluable=counted.person_days[:-1] / window,
        path_events=counted.events[:-1],
        met_on=int(counted.day[:-1][np.argmax(met[:-1])]) if met[:-1].any() else None,
        now_above=bool(met[-1]),
        needed=int(np.argmax(enough)) if enough.any() else None,
    )


def _outlook(cohort: Cohort, today: int, rule: Rule, counting: str, already: bool, fails: bool) -> Outlook:
    """The guideline once all windows are over, if all pending participants fail where their follow-up ends, or none."""
    here = cohort.only(cohort.present(today))
    pending = here.pending(today)
    days = np.where(pending, here.at_risk(today) if fails else here.window, here.days)
    supposed = Cohort(here.entered, days, np.where(pending, int(fails), here.cause), here.window)
    counted = COUNTINGS[counting](supposed, today + here.window)
    met = meets(counted.events, counted.person_days, reach(rule, len(here.entered)), here.window)
    return Outlook(
        met=already or bool(met[counted.day > today].any()),
        events=int(counted.events[-1]),
        evaluable=float(counted.person_days[-1] / here.window),
    )


def _further(cohort: Cohort, today: int, rule: Rule, counting: str) -> Further | None:
    """Further events that meet the guideline now; each fills what its counting lacks of a pending participant."""
    counted, furthest = COUNTINGS[counting](cohort, today), reach(rule, len(cohort.entered))
    least = np.sort(_gaps(cohort, today, counting))
    best, worst = (
        _first_met(int(counted.events[-1]), int(counted.person_days[-1]), order, furthest, cohort.window)
        for order in (least, least[::-1])
    )
    return None if best is None or worst is None else Further(best, worst)


def _gaps(cohort: Cohort, today: int, counting: str) -> Ints:
    """The days that an event would add to the count, for each pending participant; none to exposure."""
    lacking = (cohort.window - counted_days(cohort, today, counting))[cohort.pending(today)]
    return np.zeros_like(lacking) if counting == "exposure" else lacking


def _first_met(events: int, person_days: int, gaps: Ints, furthest: NDArray[np.generic], window: int) -> int | None:
    """The smallest number of events, given to the gaps in order, that meets the guideline; None if none."""
    added = np.arange(len(gaps) + 1)
    filled = person_days + np.concatenate([[0], np.cumsum(gaps)])
    met = meets(events + added, filled, furthest, window)
    return int(np.argmax(met)) if met.any() else None
