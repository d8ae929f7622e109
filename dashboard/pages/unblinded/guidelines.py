"""A page for each guideline by arm: with what each arm has in the other's light, and participant by participant."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, cast

from dashboard.figures import at_entry
from dashboard.figures import guideline as figures
from dashboard.figures.supposed import marked
from dashboard.pages.page import Page, Panel
from dashboard.pages.reported import Reports
from dashboard.pages.shared import guideline as shared
from dashboard.pages.shared import guidelines as overview
from dashboard.pages.unblinded import participant
from dashboard.pages.unblinded.completeness import completeness_panel
from dashboard.stats.arms import ByArm, between_arms
from dashboard.stats.not_at_risk import not_at_risk
from dashboard.stats.stopping.difference import closed, compare
from dashboard.stats.stopping.ledger import ledger
from dashboard.stats.stopping.since import since
from dashboard.stats.stopping.typed import what_if
from dashboard.trial.guidelines import Guideline
from dashboard.trial.model import Trial

DIFFERENCE = (
    "The arm named first minus the other, among participants whose whole window is over; Miettinen–Nurminen score "
    "interval with N/(N−1). Chance: given the data, that one arm's rate is so much above the other's, "
    "each rate with a flat Beta(1, 1) prior. Descriptive: a guideline holds an arm against a fixed rate, which both "
    "arms can pass."
)
SINCE = (
    "Counted events (and competing events that became one, or were one) of each participant at the earlier extract and "
    "now. Changed: another date, or to or from a competing event. Removed: counted then and not now. "
)
SUPPOSED = (
    "An event that is not in the extract stands in the place of what the extract says of its participant. If it lies "
    "after the cut-off, the look is on its day, and everybody else's follow-up stays as documented."
)
WATCHED = "unblinded/ledger"
MOST = 500
"""Lines of an arm's ledger on a page."""
SUPPOSING = {"answer": WATCHED, "picture": WATCHED, "next": "unblinded/monitored_since"}
"""Shared panels that events which are not in the extract change, each with the query that also names participants."""
LEDGER = (
    "Everybody the guideline watches. Weight: what the participant adds to the evaluable, so that the weights add up "
    "to the number in the picture. Lost or not yet documented: the window is over and follow-up is not complete; "
    "the data do not tell which. The clause stands beside each participant who adds to the count. "
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """A page for each guideline that does not exist because of an arm."""
    return tuple(_page(trial, item, "guidelines") for item in trial.guidelines if not item.arm_revealing)


def noticed(trial: Trial, under: str, notice: str) -> tuple[Page, ...]:
    """A page for each guideline that exists because of an arm."""
    found = []
    for item in (item for item in trial.guidelines if item.arm_revealing):
        page = _page(trial, item, under)
        panels = (*(of_those_treated(trial, item, panel) for panel in page.panels), _not_watched(item))
        found.append(replace(page, panels=panels, notice=notice))
    return tuple(found)


def of_those_treated(trial: Trial, guideline: Guideline, panel: Panel) -> Panel:
    """The panel, its foot counting the population that exists because of an arm, if the guideline's own numbers."""
    treated = next((item.name for item in trial.populations if item.arm_revealing), "")
    return replace(panel, counted_in=treated) if panel.fixed.get("guideline") == guideline.name else panel


def _page(trial: Trial, guideline: Guideline, under: str) -> Page:
    """The shared panels, then what only this side may show."""
    found = [_supposing(guideline, panel) for panel in shared.panels(trial, guideline)]
    if guideline.scope == "arm":
        found.append(_difference(guideline))
    found += [_since(guideline), completeness_panel(trial), _ledger(guideline)]
    reports = Reports(guideline.name, WATCHED)
    return Page(guideline.name, guideline.title, tuple(found), under=under, reports=reports)


def _supposing(guideline: Guideline, panel: Panel) -> Panel:
    """The panel, ready for events that are not in the extract, if they change it."""
    if panel.name not in SUPPOSING:
        return panel
    over_arms = cast(Callable[..., ByArm[Any]], panel.stat)
    stat = what_if(over_arms, window=guideline.window_days)
    note = f"{panel.note} {SUPPOSED}"
    return replace(panel, query=SUPPOSING[panel.name], stat=stat, figure=marked(panel.figure), note=note)


def _difference(guideline: Guideline) -> Panel:
    return Panel(
        name="difference",
        title="Randomised difference",
        subtitle="Complete windows, descriptive",
        query="stopping/monitored",
        fixed={"guideline": guideline.name},
        stat=between_arms(partial(closed, window=guideline.window_days), compare),
        figure=figures.difference,
        note=DIFFERENCE,
        span=12,
    )


def _since(guideline: Guideline) -> Panel:
    return Panel(
        name="since",
        title="New since the earlier extract",
        subtitle="Counted events that are new, changed or removed, by participant",
        query="unblinded/guideline_since",
        fixed={"guideline": guideline.name},
        stat=overview.over_arms(guideline, partial(since, **shared.settings(guideline))),
        figure=partial(figures.since, leads_to=_person(guideline)),
        note=SINCE,
        span=12,
    )


def _not_watched(guideline: Guideline) -> Panel:
    return Panel(
        name="not-watched",
        title="Not watched",
        subtitle="Randomised to an arm that the guideline watches, and not started",
        query="unblinded/not_watched",
        fixed={"guideline": guideline.name},
        stat=not_at_risk,
        figure=partial(
            at_entry.not_at_risk,
            leads_to=_person(guideline),
            empty="Nobody: everybody randomised to the arm is watched.",
        ),
        note="The guideline watches who started treatment. Who never did is outside it, and is listed here.",
        span=12,
    )


def _ledger(guideline: Guideline) -> Panel:
    stat = partial(ledger, window=guideline.window_days, counting=guideline.counting, clause=guideline.clause)
    return Panel(
        name="ledger",
        title="Ledger",
        subtitle="Participant by participant: counted or not, and why; each leads to what happened to them",
        query=WATCHED,
        fixed={"guideline": guideline.name},
        stat=overview.over_arms(guideline, stat),
        figure=partial(figures.ledger, leads_to=_person(guideline)),
        note=LEDGER,
        span=12,
        most=MOST,
    )


def _person(guideline: Guideline) -> str:
    """The page on a participant of the guideline: behind its notice where the guideline itself is behind one."""
    return participant.IN_FULL if guideline.arm_revealing else participant.PLAIN
