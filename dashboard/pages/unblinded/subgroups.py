"""An endpoint within groups known before randomisation: those the protocol planned, and apart from them any other."""

from functools import partial
from typing import get_args

from dashboard.figures import subgroups as figures
from dashboard.pages.page import Filter, Page, Panel
from dashboard.pages.shared.curves import Asked, counted
from dashboard.pages.shared.filters import population
from dashboard.stats.competing import FREE
from dashboard.stats.subgroups import subgroups
from dashboard.trial.model import Trial
from dashboard.trial.strata import Baseline

TITLES = {
    "sex": "Sex",
    "donor": "Donor",
    "prophylaxis": "GVHD prophylaxis",
    "conditioning": "Conditioning",
    "remission": "Remission",
    "mrd": "Residual disease",
}
PLANNED = (
    "Each stratum of the protocol by itself. Differences are plain Wald, not adjusted for looking at several strata or "
    "several times. "
)
EXPLORATORY = (
    "Not planned: the column was chosen after the data could be seen. Estimates stand without intervals and arms are "
    "not compared: a chance difference is to be expected in some group. "
)


def pages(trial: Trial, asked: Asked) -> tuple[Page, ...]:
    """The planned strata on one page, every other baseline column on another, each under the endpoint's own."""
    planned: dict[str, str] = {stratum.column: stratum.title for stratum in trial.strata}
    others = {
        name: TITLES[name] for name in get_args(Baseline) if name not in planned and trial.has(f"participant.{name}")
    }
    return (*_page(trial, asked, planned, True), *_page(trial, asked, others, False))


def _page(trial: Trial, asked: Asked, columns: dict[str, str], planned: bool) -> tuple[Page, ...]:
    if not columns:
        return ()
    endpoint, word = asked.endpoint, "strata" if planned else "exploratory"
    choice = Filter("baseline", "Groups by", columns, next(iter(columns)))
    return (
        Page(
            name=f"{endpoint.name}-{word}",
            title=f"{endpoint.title}: {'planned strata' if planned else 'exploratory groups'}",
            filters=(*population(trial), choice),
            panels=_panels(asked, planned),
            under=endpoint.name,
        ),
    )


def _panels(asked: Asked, planned: bool) -> tuple[Panel, ...]:
    """One panel for each cause shown, else one of being free of the event."""
    measures = {cause.name: (cause.title, cause.title) for cause in asked.endpoint.causes if cause.shown}
    if not asked.competes:
        measures = {"free": (asked.endpoint.title, FREE)}
    return tuple(
        Panel(
            name=name,
            title=f"{title} by group" if planned else f"{title} by group (exploratory)",
            subtitle="At the last landmark that both arms reach; events and participants at the right",
            query="unblinded/first_event_by_baseline",
            fixed=asked.without_lag,
            stat=partial(subgroups, causes=asked.causes, landmarks=asked.endpoint.landmarks, planned=planned),
            figure=partial(figures.subgroups, measure=measure),
            note=(PLANNED if planned else EXPLORATORY) + counted(asked.endpoint),
            span=12,
        )
        for name, (title, measure) in measures.items()
    )
