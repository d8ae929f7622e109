"""What a guideline says today about one arm."""

import numpy as np
from numpy.typing import ArrayLike, NDArray

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.binary import BinaryRule
from dashboard.stats.stopping.boundary import reach
from dashboard.stats.stopping.counting import COUNTINGS, Cohort, Counted, meets
from dashboard.stats.stopping.status import Count, Further, Status

Ints = NDArray[np.int64]


def monitor(
    entered: ArrayLike,
    days: ArrayLike,
    cause: ArrayLike,
    cut: ArrayLike,
    cut_on: ArrayLike = (),
    *,
    rule: BinaryRule,
    window: int,
    counting: str = "tite",
) -> Status:
    """The status of a guideline, one row per evaluable participant, in any order.

    `entered` is the calendar day of time zero and `cut` (the same on each row) that of the cut-off, both in days
    from the first randomisation; `cut_on` (the same on each row, or empty) is the date of the cut-off.
    `days` is the follow-up, or the time of the event, from time zero; `cause` 0 censored, 1 the guideline's event,
    2 a competing event. k events meet the guideline if the evaluable number, which may be fractional, is at most
    the largest whole number at which k events meet it; it is met if that was so at any event, in calendar order,
    of the path up to the cut. `counting` is the leading one; the other is always computed beside it.
    Raises ChoiceError for a counting that does not exist and for a window below one day.
    """
    if counting not in COUNTINGS:
        raise ChoiceError(
            f"Counting {counting!r} is not possible; choose one of {', '.join(COUNTINGS)}. "
            "Counting failures early cannot be configured: it multiplies the type I error."
        )
    if window < 1:
        raise ChoiceError(f"window = {window} is not possible: give at least 1 day.")
    cohort = Cohort(_whole(entered), _whole(days), _whole(cause), window)
    today = int(_whole(cut).max(initial=0))
    dates = np.asarray(cut_on, dtype="datetime64[D]")
    furthest = reach(rule, len(cohort.entered))
    counted = {name: count(cohort, today) for name, count in COUNTINGS.items()}
    followed = cohort.followed(today)
    pending = (followed < window) & cohort.present(today)
    gaps = window - followed[pending] if counting == "tite" else np.full(pending.sum(), window)
    return Status(
        rule=rule,
        window=window,
        counting=counting,
        first_on=dates[0] - np.timedelta64(today, "D") if len(dates) else None,
        participants=int(cohort.present(today).sum()),
        pending=int(pending.sum()),
        elapsed=int((pending & (today - cohort.entered >= window)).sum()),
        counts={name: _count(value, furthest, window) for name, value in counted.items()},
        further=_further(counted[counting], gaps, furthest, window),
    )


def _whole(values: ArrayLike) -> Ints:
    return np.asarray(values, dtype=np.int64)


def _count(counted: Counted, furthest: Ints, window: int) -> Count:
    met = meets(counted.events, counted.person_days, furthest, window)
    enough = meets(np.arange(len(furthest)), counted.person_days[-1], furthest, window)
    return Count(
        events=int(counted.events[-1]),
        evaluable=float(counted.person_days[-1] / window),
        path_day=counted.day[:-1],
        path_evaluable=counted.person_days[:-1] / window,
        path_events=counted.events[:-1],
        met_on=int(counted.day[:-1][np.argmax(met[:-1])]) if met[:-1].any() else None,
        now_above=bool(met[-1]),
        needed=int(np.argmax(enough)) if enough.any() else None,
    )


def _further(counted: Counted, gaps: Ints, furthest: Ints, window: int) -> Further | None:
    """Further events that meet the guideline now; each fills a pending participant's gap in follow-up."""
    least = np.sort(gaps)
    best, worst = (
        _first_met(int(counted.events[-1]), int(counted.person_days[-1]), order, furthest, window)
        for order in (least, least[::-1])
    )
    return None if best is None or worst is None else Further(best, worst)


def _first_met(events: int, person_days: int, gaps: Ints, furthest: Ints, window: int) -> int | None:
    """The smallest number of events, given to the gaps in order, that meets the guideline; None if none."""
    added = np.arange(len(gaps) + 1)
    filled = person_days + np.concatenate([[0], np.cumsum(gaps)])
    met = meets(events + added, filled, furthest, window)
    return int(np.argmax(met)) if met.any() else None
