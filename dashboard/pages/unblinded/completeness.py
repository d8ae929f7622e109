"""Completeness and quality of the data by arm: a lag in one arm looks like an effect."""

from dataclasses import replace
from functools import partial

from dashboard.figures import completeness as figures
from dashboard.figures import tables
from dashboard.pages.conduct import panels
from dashboard.pages.page import Page, Panel
from dashboard.stats.arms import by_arm
from dashboard.stats.completeness import completeness
from dashboard.stats.findings import findings
from dashboard.trial.model import Trial

COUNTED = (
    "All randomised. Days: from each living participant's last documented scheduled visit to the cut-off, from "
    "randomisation where there is none; who left the trial still counts, since the source does not say who did. "
    "Visits that exist in one arm only, and contacts between visits, are left out, so that both arms are measured "
    "alike. Overdue: scheduled visits whose window is over by the cut-off without a visit documented, of those owed; a "
    "visit due after death is not owed. Pending: events not yet adjudicated when the source was taken, of all that the "
    "source marks for adjudication; endpoints that share an event count it once, and those that exist because of an "
    "arm are left out. A dash: not recorded by the source."
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """Completeness and visits by arm, as far as the trial defines them, and what the lock found."""
    by_arm_ = completeness_panel(trial)
    lead = replace(by_arm_, name="answer", title="How complete", subtitle="", figure=figures.answer)
    shown = (lead, by_arm_, *panels.visits(trial), _findings())
    return (Page(name="completeness", title="Data completeness", panels=shown),)


def completeness_panel(trial: Trial) -> Panel:
    """Days since the last visit, overdue visits and pending adjudications by arm."""
    visits = bool(trial.visits) and trial.has("visit") and trial.has("participant.died_on")
    adjudicated = bool(trial.endpoints) and trial.has("time_to_event.adjudicated")
    return Panel(
        name="by-arm",
        title="Completeness by arm",
        subtitle="How long ago each arm was last seen, and what is still to come",
        query="unblinded/completeness",
        stat=by_arm(partial(completeness, visits=visits, adjudicated=adjudicated)),
        figure=figures.completeness,
        note=COUNTED,
        span=12,
    )


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
