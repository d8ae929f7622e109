"""Adverse events by arm, with risk differences."""

from dataclasses import replace

from dashboard.figures import dots
from dashboard.pages.page import Filter, Page, Panel
from dashboard.pages.shared import adverse_events
from dashboard.pages.shared.filters import fixed_population
from dashboard.stats import counts
from dashboard.trial.model import Trial

BY_NAME = adverse_events.COUNTED + "Every term stands under its own name, those that exist because of an arm too."


def pages(trial: Trial) -> tuple[Page, ...]:
    """The shared page, with the dot plot first."""
    return tuple(replace(page, panels=(_dots(trial), *page.panels)) for page in adverse_events.pages(trial))


def by_name(trial: Trial) -> Page:
    """Every term by its own name, in any population: it tells the arms apart, so it opens after its notice."""
    shared = adverse_events.page(trial)
    choices = {item.name: item.title for item in trial.populations}
    return replace(
        shared,
        name="adverse-events-by-name",
        title="Adverse events by name",
        filters=(
            Filter("population", "Population", choices, next(iter(choices))),
            adverse_events.subsets(trial, related=True),
        ),
        panels=tuple(replace(panel, fixed={"by_name": True}, note=BY_NAME) for panel in (_dots(trial), *shared.panels)),
    )


def _dots(trial: Trial) -> Panel:
    return Panel(
        name="dots",
        title="Most frequent terms",
        subtitle="Participants with the term; difference between arms with 95% interval",
        query="safety/adverse_events",
        fixed={**fixed_population(trial), "by_name": False},
        stat=counts.adverse_events,
        figure=dots.adverse_events,
        note=adverse_events.COUNTED
        + adverse_events.emergent(trial)
        + " Difference: later letter minus earlier letter, Miettinen–Nurminen score interval with N/(N−1). Terms are "
        "chosen and ordered by participants over all arms together. Intervals are descriptive, not adjusted for the "
        "number of terms.",
        span=12,
    )
