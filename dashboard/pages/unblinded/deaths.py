"""Deaths: by cause and arm, and one by one with what each of them counts towards."""

from dataclasses import replace
from functools import partial
from typing import Any

from dashboard.figures import deaths as figures
from dashboard.pages.page import Page, Panel
from dashboard.stats.deaths import causes, listed
from dashboard.trial.endpoints import NOWHERE, relapse
from dashboard.trial.model import Trial

FATAL = ("nrm", "death")
"""Causes of endpoints that are deaths: a guideline on one of them counts deaths."""
TELLING = ("participant.death_related", "participant.death_narrative", "cycle", "infusion")
"""What the source must record, at least in part, for a page of attribution and last dose."""
NRM = (
    "Deaths on or before the cut-off, of all randomised. NRM is any death without relapse before it, whatever the "
    "recorded cause; a death after relapse is none. "
)
RECORDED = (
    "The recorded cause is the source's own word and settles nothing: where it names relapse and none was seen before "
    "death, or names something else after a relapse, the row says so. "
)
LISTED = (
    "Days run to death. Adjudication: of the relapse, or of the death without relapse; a dash where none is needed or "
    "recorded. New: not in the earlier extract; a death before its cut-off had not been reported by then."
)
ATTRIBUTED = (
    "Attribution to treatment in the source's words, of any death, whenever the last dose was. Last dose: the last "
    "documented infusion day; an infusion without an end counts with its first day; a dash: no dose documented."
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the source records deaths."""
    if not trial.has("participant.died_on"):
        return ()
    shown = (_answer(trial), _causes(trial, attributed=False), _listed(trial, attributed=False))
    return (Page("deaths", "Deaths", shown),)


def attributed(trial: Trial) -> tuple[Page, ...]:
    """Attribution, last dose and narratives, which tell the arms apart: the page needs its notice."""
    if not pages(trial) or not any(trial.has(what) for what in TELLING):
        return ()
    shown = (_causes(trial, attributed=True), _listed(trial, attributed=True))
    return (Page("deaths-attribution", "Deaths: attribution and last dose", shown),)


def _answer(trial: Trial) -> Panel:
    return replace(_causes(trial, attributed=False), name="answer", title="Deaths", subtitle="", figure=figures.answer)


def _causes(trial: Trial, *, attributed: bool) -> Panel:
    recorded = trial.has("participant.death_cause")
    by = "recorded cause and attribution" if attributed else "recorded cause" if recorded else "relapse before"
    return Panel(
        name="causes",
        title=f"Deaths by {by}",
        subtitle="Participants, n / randomised (%)",
        query="unblinded/deaths_listed",
        fixed=_fixed(trial),
        stat=partial(causes, recorded=recorded, **_told(trial, attributed)),
        figure=figures.causes,
        note=NRM + RECORDED + (ATTRIBUTED if attributed else _left_out(trial)),
        span=12,
    )


def _listed(trial: Trial, *, attributed: bool) -> Panel:
    return Panel(
        name="listed",
        title="Each death",
        subtitle="Attribution, last dose and narrative"
        if attributed
        else "When, after what, and what it counts towards",
        query="unblinded/deaths_listed",
        fixed=_fixed(trial),
        stat=partial(listed, **_told(trial, attributed)),
        figure=partial(figures.listed, leads_to="participant-in-full" if attributed else "participant"),
        note=NRM + RECORDED + (ATTRIBUTED if attributed else LISTED + _left_out(trial)),
        span=12,
        listing=True,
    )


def _told(trial: Trial, attributed: bool) -> dict[str, Any]:
    """What the statistic is told of the trial: causes that would name the arm are withheld where no notice stands."""
    return {
        "attributed": attributed,
        "staged": relapse(trial.endpoints) is not None,
        "tells": None if attributed or not trial.has("participant.death_cause") else trial.tells,
        "titles": {guideline.name: guideline.title for guideline in trial.guidelines},
    }


def _fixed(trial: Trial) -> dict[str, Any]:
    return {
        **(relapse(trial.endpoints) or NOWHERE)._asdict(),
        "guidelines": [g.name for g in trial.guidelines if g.cause in FATAL and not g.arm_revealing],
    }


def _left_out(trial: Trial) -> str:
    if not trial.has("participant.death_cause"):
        return ""
    return " A cause that exists because of an arm is called as one that nobody recorded."
