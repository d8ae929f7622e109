"""The panels that compare two arms on one endpoint: landmarks with differences, ratios of hazards, restricted means.

They show intervals and no p-value: a planned test has its own page.
"""

from dataclasses import replace
from functools import partial
from typing import Any

from dashboard.figures import comparisons
from dashboard.figures import landmarks as figures
from dashboard.pages.page import Panel
from dashboard.pages.shared import curves
from dashboard.pages.shared.curves import Asked, counted
from dashboard.stats.arms import of_two_arms, with_differences
from dashboard.stats.arms_compared import FEW_EVENTS, arms_compared
from dashboard.stats.causes_compared import causes_compared
from dashboard.stats.competing import landmark_difference
from dashboard.trial.strata import Stratum

DIFFERENCES = (
    "Differences: the arm named first minus the other, plain Wald interval, the variances summed; blank where either "
    "arm's follow-up ends before; not adjusted for repeated looks. An arm of which nobody, or everybody, had the event "
    "adds no variance, so the interval is too narrow then, and marked. "
)
HAZARDS = (
    "Cause-specific: Cox's ratio of the rates among those still free of every cause. Subdistribution: the ratio of "
    "Fine and Gray (1999), robust interval, which follows the cumulative incidence. With fewer events of one cause "
    "more participants are left to have another, so a higher cumulative incidence need not be a higher hazard: both "
    "are shown, and the other causes are called the reason only where, their hazards held equal, the incidence would "
    "follow the hazard (Kitagawa 1955). Hazards whose ratio is below 1.1 either way, and incidences less than a point "
    "apart, are called about the same. The incidence is read at the last landmark to which both arms have five at "
    "risk. No interval is adjusted for repeated looks. "
)
RATIOS = (
    "Cox's hazard ratio, ties by Efron, the arm named first over the other; where its check of proportional hazards "
    "(Grambsch and Therneau 1994, at 5%) fails, one number averages over the follow-up so far; with fewer than "
    f"{FEW_EVENTS} events it says nothing in favour. Restricted means: the "
    "area under each Kaplan–Meier curve to the last landmark to which both arms have five at risk, or to the end of "
    "the shorter follow-up. Intervals are 95%, not adjusted for repeated looks. "
)


def read_off(asked: Asked) -> Panel:
    """The estimates at the landmarks as every side has them, and beside them the differences."""
    shown = curves.read_off(asked)
    return replace(
        shown,
        subtitle=f"{shown.subtitle}; differences in percentage points",
        stat=with_differences(asked.stat, landmark_difference),
        figure=partial(figures.incidence_compared, measures=asked.measures)
        if asked.competes
        else partial(figures.survival_compared, title=asked.endpoint.title),
        note=DIFFERENCES + shown.note,
    )


def reading(asked: Asked) -> Panel:
    """Whether hazards and incidences point the same way: the sentence that stands before the curves."""
    return Panel(
        name=f"{asked.prefix}reading",
        title=asked.named("Hazard and incidence"),
        figure=comparisons.reading,
        **_causes(asked),
    )


def hazards(asked: Asked) -> Panel:
    """Hazard ratios of the causes shown beside their incidences."""
    return Panel(
        name=f"{asked.prefix}hazards",
        title=asked.named("Hazards beside incidences"),
        subtitle="Rates among those still event-free beside what became of all; 95% intervals",
        figure=comparisons.hazards,
        span=12,
        **_causes(asked),
    )


def ratios(asked: Asked, strata: tuple[Stratum, ...] = ()) -> Panel:
    """Hazard ratio, within the planned strata too, and restricted means."""
    titles = ", ".join(stratum.title[:1].lower() + stratum.title[1:] for stratum in strata)
    columns = {"strata": [stratum.column for stratum in strata]} if strata else {}
    return Panel(
        name=f"{asked.prefix}ratios",
        title=asked.named("Comparison of the arms"),
        subtitle="With 95% intervals",
        query=f"{asked.event_query}_in_strata" if strata else asked.event_query,
        fixed={**asked.fixed, **columns},
        stat=of_two_arms(partial(arms_compared, landmarks=asked.endpoint.landmarks)),
        figure=comparisons.arms,
        note=RATIOS + (f"Planned strata: {titles}. " if strata else "") + counted(asked.endpoint),
        span=12,
    )


def _causes(asked: Asked) -> dict[str, Any]:
    landmarks = asked.endpoint.landmarks
    stat = partial(causes_compared, causes=asked.causes, shown=asked.shown, landmarks=landmarks)
    return {
        "query": asked.query,
        "fixed": asked.fixed,
        "stat": of_two_arms(stat),
        "note": HAZARDS + counted(asked.endpoint),
    }
