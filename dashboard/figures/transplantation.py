"""Curves by days from transplantation; they start late and say on what they are conditional."""

from dataclasses import replace

from dashboard.figures import curves, landmarks, words
from dashboard.figures.kinds import Figure, Table
from dashboard.stats.arms import ByArm
from dashboard.stats.late_entry import LEAST, LateEntry

CLOCK = "Days after transplantation"


def incidence(result: ByArm[LateEntry], *, cause: str, together: tuple[str, ...] = ()) -> Figure:
    """Cumulative incidence of a cause by arm, given alive and relapse-free at the day it starts."""
    drawn = curves.incidence(result, cause=cause, together=together, clock=CLOCK, given=_given(result))  # type: ignore[arg-type]  # results are read only
    out = sum(arm.left_out for arm in result.results.values())
    left = f" · {words.count(out, 'participant')} left before that day" if out else ""
    return replace(drawn, foot=f"{drawn.foot}{left}")


def read_off(result: ByArm[LateEntry]) -> Table:
    """The curves at the landmarks that lie after their start."""
    table = landmarks.incidence(result)  # type: ignore[arg-type]  # results are read only
    given = _given(result)
    return replace(table, foot=f"{given[:1].upper()}{given[1:]} · {table.foot}" if given else table.foot)


def _given(result: ByArm[LateEntry]) -> str:
    starts = {arm.start for arm in result.results.values() if arm.start == arm.start}
    if not starts:
        return f"never {LEAST} at risk"
    return f"given alive and relapse-free at day {max(starts):g}"
