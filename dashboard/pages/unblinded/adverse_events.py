"""Adverse events by arm, with risk differences."""

from dataclasses import replace

from dashboard.figures import dots
from dashboard.pages.page import Filter, Page, Panel
from dashboard.pages.shared import adverse_events
from dashboard.pages.shared.filters import fixed_population
from dashboard.stats import counts
from dashboard.trial.model import Trial


def pages(trial: Trial) -> tuple[Page, ...]:
    """The shared page, with the dot plot first and related events among the choices."""
    return tuple(_page(trial, page) for page in adverse_events.pages(trial))


def _page(trial: Trial, page: Page) -> Page:
    filters = tuple(_with_related(item) if item.name == "subset" else item for item in page.filters)
    return replace(page, filters=filters, panels=(_dots(trial), *page.panels))


def _with_related(item: Filter) -> Filter:
    return replace(item, choices={**item.choices, "related": "Related"})


def _dots(trial: Trial) -> Panel:
    return Panel(
        name="dots",
        title="Most frequent terms",
        subtitle="Participants with the term; difference between arms with 95% interval",
        query="safety/adverse_events",
        fixed=fixed_population(trial),
        stat=counts.adverse_events,
        figure=dots.adverse_events,
        note=adverse_events.COUNTED
        + adverse_events.emergent(trial)
        + " Difference: later letter minus earlier letter, Miettinen–Nurminen score interval with N/(N−1). Terms are "
        "chosen and ordered by participants over all arms together. Intervals are descriptive, not adjusted for the "
        "number of terms.",
        span=12,
    )
