"""The first page of the conduct side."""

from dashboard.figures import sentences
from dashboard.pages.conduct import panels
from dashboard.pages.page import Page, Panel
from dashboard.stats import enrolment
from dashboard.trial.model import Trial


def page(trial: Trial) -> Page:
    """Where enrolment and follow-up stand."""
    screened = Panel(
        name="screened",
        title="Screened",
        query="conduct/screening",
        stat=enrolment.screening,
        figure=sentences.screened,
        note="Candidates on the screening log by the cut-off.",
        tile=True,
        leads_to=panels.ENROLMENT,
    )
    candidates = (screened,) if trial.has("screening") else ()
    cycles = (panels.first_cycle(),) if trial.schedule and trial.has("cycle") else ()
    return Page(
        name="home",
        title="Where the trial stands",
        panels=(
            panels.enrolment_lead(trial),
            panels.randomised_tile(trial),
            *candidates,
            *panels.documented(trial),
            *cycles,
            panels.accrual(trial),
            *panels.visits(trial),
        ),
    )
