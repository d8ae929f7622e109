"""A page for each stopping guideline: where it stands, what comes next, whether the countings agree, and its rule."""

from dataclasses import replace
from functools import partial
from typing import Any

from dashboard.figures import guideline as figures
from dashboard.figures import rule as rules
from dashboard.figures import tables
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import guidelines
from dashboard.stats.facts import facts
from dashboard.stats.stopping import design
from dashboard.stats.stopping.ahead import ahead
from dashboard.stats.stopping.check import check
from dashboard.stats.stopping.counting import TITLES
from dashboard.stats.stopping.promise import promise
from dashboard.trial.guidelines import Guideline
from dashboard.trial.model import Trial

NEXT = (
    "Further events: the fewest, in participants still pending, that would meet the guideline now; a range where it "
    "depends on who has them, a dash where events in all would not. Pending: neither event, competing event nor "
    "complete follow-up; past the window, the rest of their follow-up is lost or not yet documented. If each has the "
    "event, or none: once the windows of everybody randomised are over. Predictive probability: the share of drawn "
    "futures in which it is met by the end of the planned number. Prior of the rate: beta, mean p0, worth 5 "
    "participants; event times uniform over the window, accrual and competing events as planned. "
)
CHECK = (
    "The guideline's rule counted three ways, by its twin in the other model where a counting does not suit it; and a "
    "second family with the same p0, p1, type I error and planned number. They judge the same data: a disagreement "
    "says that the answer hangs on the counting, not that one of them is wrong. Exposure ends at a competing event, "
    "where the countings of participants fill the window up: with many competing events it meets a guideline sooner, "
    "and more often than stated. "
)
PROMISE = (
    "Exact, by forward recursion, at p0, at p1 and halfway. The simulated chance is that of the counting by which the "
    "guideline is monitored: planned accrual, event and competing-event times uniform over the window, a look at each "
    "event. No data of the trial enter. "
)
SCOPES = {"arm": "each arm alone", "pooled": "all participants together", "experimental": "participants of one arm"}


def pages(trial: Trial) -> tuple[Page, ...]:
    """A page for each guideline that does not exist because of an arm."""
    shown = (item for item in trial.guidelines if not item.arm_revealing)
    return tuple(Page(item.name, item.title, panels(trial, item), under="guidelines") for item in shown)


def panels(trial: Trial, guideline: Guideline) -> tuple[Panel, ...]:
    """What every side that may show the guideline shows of it."""
    return (*_today(trial, guideline), *_rule(trial, guideline))


def settings(guideline: Guideline) -> dict[str, Any]:
    """What every statistic of a guideline takes."""
    return {"rule": guidelines.rule(guideline), "window": guideline.window_days, "counting": guideline.counting}


def _today(trial: Trial, guideline: Guideline) -> tuple[Panel, ...]:
    """Where it stands, in a sentence and a picture; what comes next; whether the countings agree."""
    known = settings(guideline)
    picture = replace(guidelines.panel(guideline), name="picture", title="Path and boundary")
    answer = replace(picture, name="answer", title="Where it stands", subtitle="", figure=figures.answer)
    planned = known | _planned(trial, guideline)
    coming = replace(
        picture,
        name="next",
        title="What comes next",
        subtitle="How far the boundary is, and what pending participants could change",
        query="stopping/monitored_since",
        stat=guidelines.over_arms(guideline, partial(ahead, **planned)),
        figure=figures.ahead,
        note=NEXT + picture.note,
        span=6,
    )
    checked = replace(
        picture,
        name="check",
        title="Check",
        subtitle="Three countings, and a second family of rules",
        stat=guidelines.over_arms(guideline, partial(check, **known)),
        figure=figures.check,
        note=CHECK + picture.note,
        span=12,
    )
    return answer, picture, coming, checked


def _rule(trial: Trial, guideline: Guideline) -> tuple[Panel, ...]:
    """The rule as the protocol has it, its boundary table, and what it does at true rates."""
    made = _design(guideline)
    defined = Panel(
        name="rule",
        title="Rule",
        subtitle=guideline.clause,
        stat=partial(facts, rows=_facts(trial, guideline)),
        figure=tables.frame,
        note="As the trial definition has it; the reference is that of the family of rules.",
        span=8,
    )
    boundary = replace(
        defined,
        name="boundary",
        title="Boundary table",
        subtitle="So many events meet the guideline",
        stat=partial(design.boundaries, (made,)),
        figure=rules.boundary,
        note="Where the number evaluable is not whole, so many events meet the guideline up to the last number of "
        "their range.",
        span=4,
    )
    found = replace(
        boundary,
        name="characteristics",
        title="Operating characteristics",
        subtitle="How often the guideline would be met if a rate were true",
        stat=partial(promise, **settings(guideline), **_planned(trial, guideline)),
        figure=rules.promise,
        note=PROMISE,
        span=12,
    )
    return defined, boundary, found


def _planned(trial: Trial, guideline: Guideline) -> dict[str, float | None]:
    """Participants of the guideline randomised per month of the accrual plan, and the planned share that competes."""
    months = len(trial.accrual.plan)
    return {"per_month": guideline.planned / months if months else None, "competing": guideline.competing}


def _design(guideline: Guideline) -> design.Design:
    return design.Design(
        name="Guideline",
        family=guideline.rule,
        p0=guideline.p0,
        p1=guideline.p1,
        alpha=guideline.alpha,
        planned=guideline.planned,
        looks=guideline.looks,
        own=tuple(guideline.parameters.items()),
        window=guideline.window_days,
        competing=guideline.competing,
    )


def _facts(trial: Trial, guideline: Guideline) -> tuple[tuple[str, str], ...]:
    """Titles and texts; an empty text is left out."""
    rule = guidelines.rule(guideline)
    own = ", ".join(f"{name} {value:g}" for name, value in guideline.parameters.items())
    amount = "windows of follow-up" if rule.counts == "exposure" else "evaluable participants"
    return (
        ("Guideline", f"{guideline.title}: {guidelines.described(guideline)}"),
        ("Met when", f"the events reach the boundary among {amount}, at any event of the path, in calendar order"),
        ("Protocol", ", ".join(part for part in (f"version {trial.trial.version}", guideline.clause) if part)),
        ("Watches", SCOPES[guideline.scope]),
        ("Acceptable rate p0", f"{100 * guideline.p0:g}%"),
        ("Rate to find p1", f"{100 * guideline.p1:g}%"),
        ("Type I error", f"{guideline.alpha:g}, one-sided" if rule.calibrated else "not calibrated"),
        ("Planned number", f"{guideline.planned} participants"),
        ("Window", f"day 0 to day {guideline.window_days}, its last day included"),
        ("Counting", TITLES[guideline.counting]),
        ("Looks", guidelines.looks(guideline)),
        ("Parameters of the family", own),
        ("Competing events planned", f"{100 * guideline.competing:g}%" if guideline.competing else ""),
        ("Reference", design.references(type(rule))),
    )
