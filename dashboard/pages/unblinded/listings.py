"""Serious adverse events, one by one."""

from dashboard.pages.page import Page
from dashboard.pages.shared import adverse_events
from dashboard.pages.shared.filters import any_population, fixed_population, population
from dashboard.pages.unblinded import people
from dashboard.trial.model import Trial

SERIOUS: dict[str, object] = {"every": True, "subset": "serious", "event": "", "system": "", "interest": ""}
"""What the query is told: serious events of any term and class."""


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the trial collects adverse events."""
    if not adverse_events.collected(trial):
        return ()
    shown = people.panels(trial, fixed_population(trial) | SERIOUS, leads_to="participant")
    filters = (*population(trial), people.letters(trial))
    return (Page("serious-events", "Serious adverse events", shown, filters),)


def in_full(trial: Trial, notice: str) -> tuple[Page, ...]:
    """The page of every serious event with relatedness: it needs its notice."""
    if not adverse_events.collected(trial):
        return ()
    filters = (any_population(trial), people.letters(trial))
    shown = people.panels(trial, SERIOUS, leads_to="participant-in-full", told=True)
    return (Page("serious-events-in-full", "Serious adverse events in full", shown, filters, notice=notice),)
