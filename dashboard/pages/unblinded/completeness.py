"""Completeness and quality of the data by arm: a lag in one arm looks like an effect."""

from dashboard.figures import tables
from dashboard.pages.conduct import panels
from dashboard.pages.page import Page, Panel
from dashboard.stats.findings import findings
from dashboard.trial.model import Trial


def pages(trial: Trial) -> tuple[Page, ...]:
    """Visits by arm, where the trial defines them, and what the lock found."""
    return (Page(name="completeness", title="Data completeness", panels=(*panels.visits(trial), _findings())),)


def _findings() -> Panel:
    return Panel(
        name="findings",
        title="Findings at the lock",
        subtitle="Rows of the source that break a rule but do not forbid a lock",
        query="unblinded/findings",
        stat=findings,
        figure=tables.frame,
        note="Each check of the lock, by the number of rows it found, all arms together. The rows themselves are in "
        "the sealed store: dsmb findings EXTRACT prints them to whoever holds the store key.",
        span=12,
    )
