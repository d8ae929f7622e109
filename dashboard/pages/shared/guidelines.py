"""Stopping guidelines: a panel for each one the store may show, a constant sentence for the others."""

from functools import partial

from dashboard.figures import boundary, tables
from dashboard.pages.page import Page, Panel
from dashboard.stats import notes
from dashboard.stats.arms import by_arm, together
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.board import Watched
from dashboard.stats.stopping.monitor import monitor
from dashboard.trial.model import Trial
from dashboard.trial.parts import Guideline

MONITORED = "Monitored by the DSMB."
"""What the blinded side says of every guideline it does not show, whatever the data."""

COUNTING = {
    "tite": "Evaluable: an event or a competing event counts 1, anybody else the share of the window followed so far "
    "(time-to-event weights).",
    "complete_window": "Evaluable: participants whose whole window is over; events are counted when it is.",
}


def watched(trial: Trial) -> dict[str, Watched]:
    """Every guideline of the definition, ready to be judged."""
    return {
        item.name: Watched(item.title, rule(item), item.window_days, item.counting, item.scope == "pooled")
        for item in trial.guidelines
    }


def rule(guideline: Guideline):  # type: ignore[no-untyped-def]
    """The guideline's calibrated rule."""
    return rules.named(guideline.rule)(guideline.p0, guideline.p1, guideline.alpha, guideline.planned)


def described(guideline: Guideline) -> str:
    """The rule in a phrase."""
    family = {"sprt": "truncated SPRT"}.get(guideline.rule, guideline.rule)
    return f"{family}, {100 * guideline.p0:g}% against {100 * guideline.p1:g}%, type I error {guideline.alpha:g}"


def panels(guideline: Guideline) -> tuple[Panel, Panel]:
    """The picture and the numbers of one guideline."""
    stat = partial(monitor, rule=rule(guideline), window=guideline.window_days, counting=guideline.counting)
    over_arms = together(stat) if guideline.scope == "pooled" else by_arm(stat)
    note = (
        f"{guideline.clause}: {described(guideline)}; up to {guideline.planned} participants, looking at each event. "
        f"Window: day 0 to day {guideline.window_days}, its last day included. {COUNTING[guideline.counting]} "
        "Met: at any event of the path, in calendar order. The complete-window count stands beside it."
    )
    picture = Panel(
        name=guideline.name,
        title=guideline.title,
        subtitle=f"Guideline: {described(guideline)}",
        query="stopping/monitored",
        fixed={"guideline": guideline.name},
        stat=over_arms,
        figure=boundary.guideline,
        note=note,
        span=6,
    )
    numbers = Panel(
        name=f"{guideline.name}-status",
        title="Status",
        subtitle=guideline.title,
        query="stopping/monitored",
        fixed={"guideline": guideline.name},
        stat=over_arms,
        figure=boundary.guideline_table,
        note=note,
        span=6,
    )
    return picture, numbers


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the definition has guidelines that do not exist because of an arm."""
    shown = [item for item in trial.guidelines if not item.arm_revealing]
    drawn = [panel for item in shown for panel in panels(item)]
    if trial.monitored:
        drawn.append(_others(trial.monitored))
    return (Page(name="guidelines", title="Guidelines", panels=tuple(drawn)),) if drawn else ()


def _others(titles: tuple[str, ...]) -> Panel:
    return Panel(
        name="others",
        title="Other guidelines",
        subtitle="Watched in each arm, for the committee alone",
        query="conduct/population",
        fixed={"population": "randomised"},
        stat=partial(notes.constant, titles=titles, words=MONITORED),
        figure=tables.frame,
        note="The same sentence whatever the data: that no arm has met a guideline is itself unblinded knowledge.",
        span=12,
    )
