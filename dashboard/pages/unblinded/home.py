"""The five answers of a closed session: guidelines, deaths, benefit and harm, what is new, completeness."""

from dataclasses import replace
from functools import partial

from dashboard.figures import sentences
from dashboard.pages.conduct import panels
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import guidelines
from dashboard.pages.shared.adverse_events import collected
from dashboard.pages.shared.home import first_curves, guideline_answers, ladder
from dashboard.stats import listing
from dashboard.trial.model import Trial

KINDS = (
    ("os", "death", "death", "deaths"),
    ("relapse-nrm", "relapse", "relapse", "relapses"),
)
"""Endpoint, cause, and its words, of which the first page says what is new, where the trial has them."""


def page(trial: Trial) -> Page:
    """Five answers with their numbers; all else is one click deeper."""
    found: list[Panel] = [*guideline_answers(trial)] if trial.guidelines else [panels.enrolment_lead(trial)]
    if trial.has("participant.died_on"):
        found.append(_deaths())
    if _kinds(trial):
        found.append(_new(trial))
    found += [replace(panel, leads_to="completeness") for panel in panels.documented(trial)]
    if trial.guidelines:
        found.append(guidelines.board_panel(trial))
    found += first_curves(trial)
    found += [guidelines.panel(item) for item in trial.guidelines if not item.arm_revealing][:1]
    if collected(trial):
        found.append(ladder(trial))
    return Page(name="home", title="Five answers", panels=tuple(found))


def _deaths() -> Panel:
    return Panel(
        name="deaths",
        title="Deaths from any cause",
        query="unblinded/deaths",
        stat=listing.deaths,
        figure=sentences.deaths,
        note="Every death on or before the cut-off, of all randomised, whatever its cause and whether after relapse.",
        tile=True,
        leads_to="deaths",
    )


def _new(trial: Trial) -> Panel:
    return Panel(
        name="new",
        title="New since the previous extract",
        query="unblinded/events_since",
        fixed={"endpoints": [endpoint for endpoint, _, _, _ in KINDS]},
        stat=listing.events,
        figure=partial(sentences.new_events, kinds=_kinds(trial)),
        note="Events in this extract less those in the previous one, all arms together.",
        tile=True,
    )


def _kinds(trial: Trial) -> tuple[tuple[str, int, str, str], ...]:
    """The kinds the trial defines, with the number of their cause."""
    causes = {
        (endpoint.name, cause.name): number
        for endpoint in trial.endpoints
        for number, cause in enumerate(endpoint.causes, start=1)
    }
    return tuple(
        (endpoint, causes[endpoint, cause], singular, plural)
        for endpoint, cause, singular, plural in KINDS
        if (endpoint, cause) in causes
    )
