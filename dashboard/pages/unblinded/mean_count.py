"""How many adverse events participants have had by each day, repeats included, by arm."""

from collections.abc import Mapping
from functools import partial

from dashboard.figures import mean_count as figures
from dashboard.pages.page import Filter, Panel
from dashboard.stats.arms import by_arm
from dashboard.stats.landmarks import LANDMARKS
from dashboard.stats.mean_counts import mean_counts
from dashboard.stats.mean_cumulative import from_days
from dashboard.trial.model import Trial

EVERY = {"": "Every event"}
"""All events together, whose group has no name."""
COUNTED = (
    "The mean number of events that a participant has had by each day, over everybody: repeats count, and who died has "
    "no more events but stays in the mean, so that more deaths make fewer events (Dong and Yasui 2015). Censoring by "
    "the end of risk. Limits: pointwise, logarithmic, from a robust variance, since events of one participant may go "
    "together (Ghosh and Lin 2000); none where everybody had as many. What is recorded outside the time at risk counts "
    "on its first or last day. "
)
CURVES = "The axis ends where an arm has fewer than five, or a tenth, at risk; the table keeps every landmark. "


def chosen(titles: Mapping[str, str]) -> tuple[Filter, ...]:
    """Which group the curve is of, where there are several."""
    return (Filter("interest", "Curve of", titles, next(iter(titles))),) if len(titles) > 1 else ()


def curves(trial: Trial, titles: Mapping[str, str], fixed: Mapping[str, str], note: str) -> Panel:
    """The curves of one of the groups in `titles`; `note` says which events count.

    Events by day draw an arm's cycles: the page needs a notice wherever arms are known by them.
    """
    only = {} if chosen(titles) else {"interest": next(iter(titles))}
    return Panel(
        name="mean",
        title="Mean number of events",
        subtitle="Events so far per participant, repeats included, death ending them; 95% intervals",
        query="unblinded/mean_count",
        fixed={**fixed, **only},
        stat=by_arm(partial(from_days, landmarks=_landmarks(trial))),
        figure=partial(figures.curve, titles=titles),
        note=COUNTED + CURVES + note,
        span=12,
    )


def read_off(trial: Trial, titles: Mapping[str, str], fixed: Mapping[str, str], note: str) -> Panel:
    """The same of all the groups at the landmarks alone, which draw no cycles."""
    return Panel(
        name="mean",
        title="Mean number of events",
        subtitle="Events so far per participant, repeats included, death ending them; 95% intervals",
        query="unblinded/mean_counts",
        fixed={**fixed, "names": list(titles)},
        stat=partial(mean_counts, groups=titles, landmarks=_landmarks(trial)),
        figure=figures.at_landmarks,
        note=COUNTED + note,
        span=12,
    )


def _landmarks(trial: Trial) -> tuple[int, ...]:
    collected = trial.adverse_events.collection_days if trial.adverse_events else None
    return tuple(day for day in LANDMARKS if collected is None or day <= collected)
