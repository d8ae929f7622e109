"""The unblinded side's pages: the shared ones, comparisons between arms, and what exists because of an arm."""

from dashboard.pages.page import Page
from dashboard.pages.shared import baseline
from dashboard.pages.shared import guidelines as overview
from dashboard.pages.unblinded import (
    adverse_events,
    arm_only,
    benchmarks,
    benefit,
    completeness,
    deaths,
    disposition,
    endpoints,
    event_screening,
    guidelines,
    home,
    labs,
    listings,
    participant,
    people,
    plans,
    special_interest,
)
from dashboard.trial.model import Trial


def PAGES(trial: Trial) -> tuple[Page, ...]:  # noqa: N802 - the list of pages, as every side has one
    """The unblinded side's pages for a trial."""
    return (
        home.page(trial),
        *overview.pages(trial),
        *guidelines.pages(trial),
        *baseline.pages(trial),
        *disposition.pages(trial),
        *deaths.pages(trial),
        *benefit.pages(trial),
        *endpoints.pages(trial),
        *plans.pages(trial),
        *adverse_events.pages(trial),
        *people.pages(trial),
        *event_screening.pages(trial),
        *listings.pages(trial),
        *participant.pages(trial),
        *special_interest.pages(trial),
        *labs.pages(trial),
        *completeness.pages(trial),
        *benchmarks.pages(trial),
        *arm_only.pages(trial),
    )
