"""Panels on enrolment and conduct that several pages show."""

from collections.abc import Callable
from functools import partial

from dashboard.figures import enrolment as figures
from dashboard.figures import funnel, sentences, shares
from dashboard.pages.page import Panel
from dashboard.stats import delivery, enrolment
from dashboard.trial.model import Trial

ENROLMENT, FOLLOW_UP = "enrolment", "follow-up"
"""The pages of the conduct side that tell more than its first one."""
PLAN = "Everybody randomised by the cut-off, by month of randomisation; the plan as the protocol states it."
DONE = (
    "Expected: visits whose due day and window are over by the cut-off, for everybody randomised. "
    "A participant who died before a visit was due counts as complete."
)

STARTED = (
    "Expected: all participants randomised long enough ago for the cycle to be due and over, times the share that the "
    "allocation gives the arm with cycles; nobody's arm enters it. A cycle's count is not shown while fewer than "
    "5 started it or fewer than 5 of those due did not, nor those of the cycles after it. No count is shown with fewer "
    "than 5 newly randomised, or newly due for a cycle, since the previous published extract."
)


def _against_plan(trial: Trial) -> Callable[..., enrolment.Accrual]:
    return partial(
        enrolment.against_plan, plan=trial.accrual.plan, planned=trial.accrual.planned, start=trial.accrual.start
    )


def enrolment_lead(trial: Trial) -> Panel:
    """Where enrolment stands, in a sentence."""
    return Panel(
        name="answer",
        title="Enrolment",
        query="conduct/accrual",
        stat=_against_plan(trial),
        figure=sentences.enrolment,
        note=PLAN,
        span=12,
    )


def randomised_tile(trial: Trial) -> Panel:
    """Randomised of planned."""
    return Panel(
        name="randomised",
        title="Randomised of planned",
        query="conduct/accrual",
        stat=_against_plan(trial),
        figure=sentences.randomised,
        note=PLAN,
        tile=True,
        leads_to=ENROLMENT,
    )


def new_participants() -> Panel:
    """Randomised since the previous extract."""
    return Panel(
        name="new",
        title="New since the previous extract",
        query="conduct/randomised_since",
        stat=enrolment.since,
        figure=partial(sentences.new, title="New since the previous extract"),
        note="Everybody randomised by this cut-off and by that of the previous extract.",
        tile=True,
    )


def accrual(trial: Trial) -> Panel:
    """Enrolment against the plan."""
    return Panel(
        name="accrual",
        title="Enrolment against plan",
        subtitle="Participants randomised, cumulative by month",
        query="conduct/accrual",
        stat=_against_plan(trial),
        figure=figures.accrual,
        note=PLAN,
        span=12,
        leads_to=ENROLMENT,
    )


def documented(trial: Trial) -> tuple[Panel, ...]:
    """Visits documented of those due, as a tile; none where the trial defines or the source records no visits."""
    if not (trial.visits and trial.has("visit")):
        return ()
    return (
        Panel(
            name="documented",
            title="Visits documented",
            query="conduct/visits",
            stat=delivery.visits,
            figure=sentences.documented,
            note=DONE,
            tile=True,
            leads_to=FOLLOW_UP,
        ),
    )


def visits(trial: Trial) -> tuple[Panel, ...]:
    """Completeness of each scheduled visit; none where the trial defines or the source records no visits."""
    if not (trial.visits and trial.has("visit")):
        return ()
    return (
        Panel(
            name="visits",
            title="Completeness of scheduled visits",
            subtitle="Documented of those due by the cut-off",
            query="conduct/visits",
            stat=delivery.visits,
            figure=shares.share,
            note=DONE,
            span=12,
            leads_to=FOLLOW_UP,
        ),
    )


def first_cycle() -> Panel:
    """Cycle 1 started, as a tile."""
    return Panel(
        name="first-cycle",
        title="Cycle 1 started",
        query="exposure/cycles_started",
        stat=delivery.cycles,
        figure=sentences.first_cycle,
        note=STARTED,
        tile=True,
        leads_to=FOLLOW_UP,
    )


def cycles() -> Panel:
    """Cycles expected by time against those started."""
    return Panel(
        name="cycles",
        title="Cycles expected and started",
        subtitle="All participants together",
        query="exposure/cycles_started",
        stat=delivery.cycles,
        figure=funnel.cycles,
        note=STARTED,
        span=12,
    )
