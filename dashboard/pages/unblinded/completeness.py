"""Completeness of the data by arm: a lag in one arm looks like an effect."""

from dashboard.pages.conduct import panels
from dashboard.pages.page import Page
from dashboard.trial.model import Trial


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the trial defines visits."""
    if not trial.visits:
        return ()
    return (Page(name="completeness", title="Data completeness", panels=(panels.visits(),)),)
