"""Stopping guidelines: a panel for each one the store may show, a constant sentence for the others."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from dashboard.figures import boundary, sentences, tables
from dashboard.pages.page import Page, Panel
from dashboard.stats import notes
from dashboard.stats.arms import ByArm, by_arm, together
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.board import Watched, board
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.watched import by_watched_arm
from dashboard.trial.guidelines import Guideline
from dashboard.trial.model import Trial

NAME = "guidelines"
"""The page of all guidelines, to which those of single ones belong."""
MONITORED = "Monitored by the DSMB."
"""What the blinded side says of every guideline it does not show, whatever the data."""

BOARD = (
    "Every guideline as its own panel counts it. Events to boundary: the fewest further events, in participants still "
    "pending, that would meet it now; a range where it depends on who has them. Each of them then counts as 1 among "
    "the evaluable, so that it may take more than are missing to “met at”. Complete window: the same rule on "
    "participants whose whole window is over. A guideline that watches one arm by its nature shows here whether it is "
    "met; its numbers open after the notice of their page."
)

COUNTING = {
    "tite": "Evaluable: an event or a competing event counts 1, anybody else the share of the window followed so far "
    "(time-to-event weights).",
    "complete_window": "Evaluable: participants whose whole window is over; events are counted when it is.",
    "exposure": "Events are held against person-time: the days at risk within the window, up to the event, in units of "
    "the window.",
}
EXACT = {
    "participants": "The complete-window count stands beside it; type I error and power are exact for that count.",
    "exposure": "The complete-window count of the same design on participants stands beside it; type I error and power "
    "are exact for a constant rate of events.",
}


def watched(trial: Trial) -> dict[str, Watched]:
    """Every guideline of the definition, ready to be judged; what exists because of an arm stays unnamed."""
    return {
        item.name: Watched(
            item.title,
            rule(item),
            item.window_days,
            item.counting,
            pooled=item.scope == "pooled",
            unnamed=item.arm_revealing,
        )
        for item in trial.guidelines
    }


def rule(guideline: Guideline) -> Rule:
    """The guideline's calibrated rule."""
    return rules.build(
        guideline.rule,
        guideline.p0,
        guideline.p1,
        guideline.alpha,
        guideline.planned,
        guideline.looks,
        guideline.parameters,
    )


def over_arms(guideline: Guideline, stat: Callable[..., Any]) -> Callable[..., ByArm[Any]]:
    """`stat` of all participants together where the guideline is pooled, else of each arm that it watches."""
    return {"pooled": together, "arm": by_arm, "experimental": by_watched_arm}[guideline.scope](stat)


def described(guideline: Guideline) -> str:
    """The rule in a phrase; the exact type I error where the boundary is not calibrated to one."""
    made = rule(guideline)
    rates = f"{100 * guideline.p0:g}% against {100 * guideline.p1:g}%"
    if made.calibrated:
        return f"{made.words}, {rates}, type I error {guideline.alpha:g}"
    exact = made.characteristics(guideline.p0).probability[0]
    return f"{made.words}, {rates}, not calibrated: its exact type I error is {exact:.3f}"


def looks(guideline: Guideline) -> str:
    """How often one looks, in words. Events that meet it at a look meet it before: they stay."""
    planned = f"; calibrated to looks after {', '.join(map(str, guideline.looks))} evaluable" if guideline.looks else ""
    return f"at each event{planned}"


OUTSIDE = "Watched: whoever began what the endpoint counts its days from; others who were randomised are outside. "
"""Of a guideline on one arm: its numbers are not of all randomised."""


def panel(guideline: Guideline) -> Panel:
    """The picture of one guideline: boundary, path of each arm, and where it stands."""
    made = rule(guideline)
    stat = partial(monitor, rule=made, window=guideline.window_days, counting=guideline.counting)
    return Panel(
        name=guideline.name,
        title=guideline.title,
        subtitle=f"Guideline: {described(guideline)}",
        query="stopping/monitored",
        fixed={"guideline": guideline.name},
        stat=over_arms(guideline, stat),
        figure=boundary.guideline,
        note=f"{guideline.clause or 'Guideline'}: {described(guideline)}; up to {guideline.planned} participants, "
        f"looking {looks(guideline)}. Window: day 0 to day {guideline.window_days}, its last day included. "
        f"{OUTSIDE if guideline.scope == 'experimental' else ''}{COUNTING[guideline.counting]} "
        f"Met: at any event of the path, in calendar order. {EXACT[made.counts]}",
        span=6,
        leads_to=guideline.name,
    )


def board_panel(trial: Trial) -> Panel:
    """Every guideline of the definition at a glance."""
    return Panel(
        name="board",
        title="All guidelines",
        subtitle="Status today, and how far the boundary is",
        query="stopping/board",
        stat=partial(board, watched=watched(trial)),
        figure=sentences.board,
        note=BOARD,
        span=12,
        leads_to=NAME,
    )


def answer_panel(trial: Trial) -> Panel:
    """Whether a guideline is met, and which is nearest, in a sentence."""
    said = partial(sentences.guidelines, every=not trial.monitored)
    return replace(board_panel(trial), name="answer", title="Guidelines", figure=said)


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where there is a guideline to show or to name: all at a glance, then each one's picture."""
    drawn = [answer_panel(trial), board_panel(trial)] if trial.guidelines else []
    drawn += [panel(item) for item in trial.guidelines if not item.arm_revealing]
    if trial.monitored:
        drawn.append(_others(trial.monitored))
    return (Page(name=NAME, title="Guidelines", panels=tuple(drawn)),) if drawn else ()


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
