"""The conduct side's pages: enrolment and follow-up, no outcomes."""

from dashboard.pages.conduct import enrolment, follow_up, home
from dashboard.pages.page import Page
from dashboard.trial.model import Trial


def PAGES(trial: Trial) -> tuple[Page, ...]:  # noqa: N802 - the list of pages, as every side has one
    """The conduct side's pages for a trial."""
    return (home.page(trial), enrolment.page(trial), *follow_up.pages(trial))
