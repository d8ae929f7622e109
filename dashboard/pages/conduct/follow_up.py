"""Follow-up completeness and cycles."""

from dashboard.pages.conduct import panels
from dashboard.pages.page import Page
from dashboard.trial.model import Trial


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the trial defines visits or cycles."""
    shown = (
        *panels.visits(trial),
        *((panels.cycles(),) if trial.schedule and trial.has("cycle") else ()),
    )
    return (Page(name=panels.FOLLOW_UP, title="Follow-up and cycles", panels=shown),) if shown else ()
