"""Enrolment by month and site, and screening."""

from dashboard.figures import tables
from dashboard.pages.conduct import panels
from dashboard.pages.page import Page, Panel
from dashboard.stats import enrolment
from dashboard.trial.model import Trial


def page(trial: Trial) -> Page:
    """Who came in, where and when, and who did not."""
    return Page(
        name=panels.ENROLMENT,
        title="Enrolment",
        panels=(
            panels.enrolment_lead(trial),
            panels.accrual(trial),
            *_screening(trial),
            Panel(
                name="sites",
                title="Enrolment by site and month",
                subtitle="Participants randomised",
                query="conduct/accrual_by_site",
                stat=enrolment.by_site,
                figure=tables.frame,
                note="Enrolment counts only: a site knows the arms of its own participants, so nothing else is shown "
                "by site.",
                span=12,
            ),
        ),
    )


def _screening(trial: Trial) -> tuple[Panel, ...]:
    """The screening log, where the source has one."""
    if not trial.has("screening"):
        return ()
    return (
        Panel(
            name="screening",
            title="Screening",
            subtitle="Candidates by outcome and reason",
            query="conduct/screening",
            stat=enrolment.screening,
            figure=tables.frame,
            note="Candidates on the screening log by the cut-off, each once, at their last known outcome.",
            span=12,
        ),
    )
