"""The first page of the blinded side."""

from dataclasses import replace
from functools import partial

from dashboard.figures import ladder as steps
from dashboard.figures import sentences
from dashboard.pages.conduct.panels import documented, new_participants
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import endpoints, guidelines
from dashboard.pages.shared.adverse_events import COUNTED, NAME, collected, emergent, subsets, unrecorded
from dashboard.pages.shared.filters import default_population
from dashboard.stats.ladder import ladder as count_steps
from dashboard.stats.stopping.board_since import board_since
from dashboard.trial.model import Trial


def guideline_answers(trial: Trial) -> tuple[Panel, Panel]:
    """The lead and the tile on all guidelines at once."""
    tile = replace(
        guidelines.board_panel(trial),
        name="guidelines-met",
        title="Guidelines met",
        query="stopping/board_since",
        stat=partial(board_since, watched=guidelines.watched(trial)),
        figure=sentences.guidelines_met,
        tile=True,
    )
    return guidelines.answer_panel(trial), tile


def ladder(trial: Trial) -> Panel:
    """How many had any, a serious, a severe or a fatal event; each number leads to its terms."""
    return Panel(
        name="ladder",
        title="Adverse events",
        subtitle="Participants with at least one event, % of all randomised",
        query="safety/ladder",
        fixed=default_population(trial),
        stat=partial(count_steps, recorded=tuple(subsets(trial).choices)),
        figure=partial(steps.ladder, titles=subsets(trial).choices, leads_to=NAME),
        note=COUNTED + emergent(trial) + unrecorded(trial),
        span=6,
        leads_to=NAME,
    )


def first_curves(trial: Trial) -> tuple[Panel, ...]:
    """The curves of the first endpoint of the definition that does not exist because of an arm."""
    shown = [endpoint for endpoint in trial.endpoints if not endpoint.arm_revealing][:1]
    fixed = default_population(trial)
    drawn = (panel for item in shown for panel in endpoints.curve_panels(item, {**fixed, "endpoint": item.name}))
    return tuple(replace(panel, leads_to=str(panel.fixed["endpoint"])) for panel in drawn)


def page(trial: Trial) -> Page:
    """Where the trial stands, all participants together."""
    panels: list[Panel] = []
    if trial.guidelines:
        panels = [*guideline_answers(trial), guidelines.board_panel(trial)]
    panels += [new_participants(), *documented(trial)]
    panels += first_curves(trial)
    if collected(trial):
        panels.append(ladder(trial))
    return Page(name="home", title="Where the trial stands", panels=tuple(panels))
