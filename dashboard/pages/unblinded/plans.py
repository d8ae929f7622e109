"""Planned comparisons of the two arms: a page for each group-sequential plan of the definition."""

from dataclasses import replace
from functools import partial
from math import exp, log
from typing import Any

from dashboard.figures import plan as figures
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared.filters import default_population
from dashboard.stats.sequential import standing
from dashboard.trial.model import Trial
from dashboard.trial.plans import Plan

SYMBOLIC = (
    "The plan is one-sided, for one arm being better. It is read in favour of each arm alike: nothing here says "
    "which one the protocol expects to be better. Z is that of the log-rank test, the hazard ratio Cox's. "
)
AT_LOOKS = (
    "Boundaries are those of the events really had at the analyses so far, and as planned for the looks to come; the "
    "last look spends all alpha that is left (Lan and DeMets 1983, 1989). On the scale of the hazard ratio they are "
    "exp(−2 Z / √events), for equal arms. "
)
REPEATED = (
    "A p-value stands only beside its boundary, at a planned analysis. The repeated interval holds at all looks "
    "together (Jennison and Turnbull 1989). The chance to reach the boundary later takes one effect as true: as "
    "observed, as designed, none; or averages over what was observed (predictive power, flat prior). "
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """A page for each plan."""
    return tuple(page(trial, plan) for plan in trial.plans)


def page(trial: Trial, plan: Plan) -> Page:
    """Where the plan stands, its boundary, its looks, the look at hand, and what it promises."""
    design = plan.design
    allocation = trial.arms[0].ratio / trial.arms[1].ratio
    settings: dict[str, Any] = {"plan": design, "design_ratio": plan.hazard_ratio, "allocation": allocation}
    settings |= {"analysed": plan.analysed, "final": plan.final}
    answer = Panel(
        name="answer",
        title=plan.title,
        query="efficacy/any_event",
        fixed={**default_population(trial), "endpoint": plan.endpoint},
        stat=partial(standing.standing, **settings),
        figure=figures.answer,
        note=f"{plan.clause or 'Plan'}: {design.words}, one-sided alpha {plan.alpha:g}, for a hazard ratio of "
        f"{plan.hazard_ratio:g}. {SYMBOLIC}",
        span=12,
    )
    looks = replace(
        answer,
        name="looks",
        title="Looks",
        subtitle="Information, alpha spent, and the boundary on each scale",
        figure=figures.looks,
        note=answer.note + AT_LOOKS,
    )
    subtitle = f"{design.words[0].upper()}{design.words[1:]}"
    boundary = replace(looks, name="boundary", title="Boundary", subtitle=subtitle, figure=figures.boundary)
    at_hand = replace(
        answer,
        name="at-hand",
        title="The look at hand",
        subtitle="In favour of each arm",
        stat=partial(standing.favours, **settings),
        figure=figures.at_hand,
        note=answer.note + REPEATED,
    )
    return Page(plan.name, plan.title, (answer, boundary, looks, at_hand, _promise(plan, allocation)))


def _promise(plan: Plan, allocation: float) -> Panel:
    """The plan's operating characteristics from no effect to one larger than planned for."""
    ratios = tuple(round(exp(share * log(plan.hazard_ratio)), 3) for share in (0, 0.5, 1, 1.25))
    return Panel(
        name="promise",
        title="What the plan finds",
        subtitle="Chance to reach the boundary if a hazard ratio is true",
        stat=partial(standing.promise, plan=plan.design, ratios=ratios, allocation=allocation),
        figure=figures.promise,
        note="By numerical integration over the looks as planned (Armitage, McPherson and Rowe 1969). At a hazard "
        "ratio of 1 this is the type I error if one stops at the futility boundary too. No data of the trial enter.",
        span=12,
    )
