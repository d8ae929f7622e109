"""The first page of the blinded side."""

from functools import partial

from dashboard.figures import ladder as steps
from dashboard.figures import sentences
from dashboard.pages.conduct.panels import documented, new_participants
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import endpoints, guidelines
from dashboard.pages.shared.adverse_events import COUNTED, emergent, subsets
from dashboard.pages.shared.filters import default_population
from dashboard.stats.ladder import ladder as count_steps
from dashboard.stats.stopping.board import board
from dashboard.trial.model import Trial


def board_panels(trial: Trial) -> tuple[Panel, Panel, Panel]:
    """The lead, the tile and the table of all guidelines at once."""
    stat = partial(board, watched=guidelines.watched(trial))
    note = "Every guideline of this side as its own panel counts it; see the page Guidelines."
    lead = Panel(
        name="answer",
        title="Guidelines",
        query="stopping/board",
        stat=stat,
        figure=sentences.guidelines,
        note=note,
        span=12,
    )
    tile = Panel(
        name="guidelines-met",
        title="Guidelines met",
        query="stopping/board",
        stat=stat,
        figure=sentences.guidelines_met,
        note=note,
        tile=True,
    )
    table = Panel(
        name="guidelines",
        title="Guidelines",
        subtitle="Status today",
        query="stopping/board",
        stat=stat,
        figure=sentences.board,
        note=note,
        span=12,
    )
    return lead, tile, table


def ladder(trial: Trial) -> Panel:
    """How many had any, a serious, a severe or a fatal event."""
    return Panel(
        name="ladder",
        title="Adverse events",
        subtitle="Participants with at least one event, % of all randomised",
        query="safety/ladder",
        fixed=default_population(trial),
        stat=count_steps,
        figure=partial(steps.ladder, titles=subsets(trial).choices),
        note=COUNTED + emergent(trial),
        span=12,
    )


def first_curves(trial: Trial) -> tuple[Panel, ...]:
    """The curves of the first endpoint of the definition that does not exist because of an arm."""
    shown = [endpoint for endpoint in trial.endpoints if not endpoint.arm_revealing][:1]
    fixed = default_population(trial)
    return tuple(panel for item in shown for panel in endpoints.curve_panels(item, {**fixed, "endpoint": item.name}))


def page(trial: Trial) -> Page:
    """Where the trial stands, all participants together."""
    panels: list[Panel] = []
    if trial.guidelines:
        lead, tile, table = board_panels(trial)
        panels = [lead, tile, table]
    panels += [new_participants(), *documented(trial)]
    if trial.adverse_events:
        panels.append(ladder(trial))
    panels += first_curves(trial)
    return Page(name="home", title="Where the trial stands", panels=tuple(panels))
