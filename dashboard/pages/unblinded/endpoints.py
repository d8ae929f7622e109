"""Time to event by arm, with differences between arms at the landmarks."""

from collections.abc import Callable
from dataclasses import replace

from dashboard.figures import tables
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import endpoints
from dashboard.pages.shared.filters import fixed_population
from dashboard.stats.arms import between_arms
from dashboard.stats.competing import CumulativeIncidence, landmark_difference
from dashboard.stats.survival import Survival
from dashboard.trial.model import Trial
from dashboard.trial.parts import Endpoint

NOTE = (
    "Later letter minus earlier letter at each landmark, plain Wald interval with the variances summed; blank where "
    "either arm's follow-up ends before. Intervals are descriptive, not adjusted for repeated looks."
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """The shared pages, each with the differences after its landmarks."""
    shown = (endpoint for endpoint in trial.endpoints if not endpoint.arm_revealing)
    return tuple(_page(trial, endpoint) for endpoint in shown)


def _page(trial: Trial, endpoint: Endpoint) -> Page:
    page = endpoints.page(trial, endpoint)
    *before, follow_up = page.panels
    return replace(page, panels=(*before, _differences(trial, endpoint), follow_up))


def _differences(trial: Trial, endpoint: Endpoint) -> Panel:
    competes = len(endpoint.causes) > 1
    stat: Callable[..., CumulativeIncidence | Survival] = (
        endpoints.incidence_stat(endpoint) if competes else endpoints.survival_stat(endpoint)
    )
    return Panel(
        name="differences",
        title="Differences between arms",
        subtitle="Percentage points at the landmarks, with 95% interval",
        query="efficacy/first_event" if competes else "efficacy/any_event",
        fixed={**fixed_population(trial), "endpoint": endpoint.name},
        stat=between_arms(stat, landmark_difference),
        figure=tables.frame,
        note=NOTE,
        span=12,
    )
