"""Pages that draw as many arms as their door returns."""

from dashboard.pages.page import Page
from dashboard.pages.shared import (
    adverse_events,
    baseline,
    cycles,
    disposition,
    endpoints,
    guideline,
    guidelines,
    home,
)
from dashboard.trial.model import Trial


def PAGES(trial: Trial) -> tuple[Page, ...]:  # noqa: N802 - the list of pages, as every side has one
    """The blinded side's pages for a trial."""
    return (
        home.page(trial),
        *guidelines.pages(trial),
        *guideline.pages(trial),
        *baseline.pages(trial),
        *disposition.pages(trial),
        *endpoints.pages(trial),
        *adverse_events.pages(trial),
        *cycles.pages(trial),
    )
