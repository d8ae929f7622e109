"""Relapse and non-relapse mortality by days from transplantation: described, never compared."""

from functools import partial

from dashboard.figures import transplantation as figures
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared.curves import Asked, counted
from dashboard.pages.shared.filters import population
from dashboard.stats.transplantation import from_transplantation
from dashboard.trial.model import Trial

NOTE = (
    "Aalen–Johansen with delayed entry: somebody is at risk from the day after randomisation, so the curves start on "
    "the first day with ten at risk in each arm and are conditional on being alive and relapse-free then. Time zero is "
    "not when arms were drawn: no difference, ratio or test is given on this clock. Whose transplantation is not dated "
    "before randomisation is left out. "
)


def pages(trial: Trial, asked: Asked) -> tuple[Page, ...]:
    """The page, for an endpoint with several causes shown, where transplantations are dated."""
    if len(asked.shown) < 2 or not trial.has("participant.transplanted_on"):
        return ()
    endpoint = asked.endpoint
    return (
        Page(
            name=f"{endpoint.name}-from-transplantation",
            title=f"{endpoint.title} from transplantation",
            filters=population(trial),
            panels=_panels(asked),
            under=endpoint.name,
        ),
    )


def _panels(asked: Asked) -> tuple[Panel, ...]:
    stat = partial(from_transplantation, causes=asked.causes, landmarks=asked.endpoint.landmarks)
    read_off = Panel(
        name="landmarks",
        title="Landmarks from transplantation",
        subtitle="Conditional cumulative incidence with 95% interval",
        query="unblinded/from_transplantation",
        fixed=asked.without_lag,
        stat=stat,
        figure=figures.read_off,
        note=NOTE + counted(asked.endpoint),
        span=12,
    )
    drawn = [
        Panel(
            name=cause.name,
            title=f"{cause.title} from transplantation",
            subtitle="Conditional cumulative incidence; arms are not compared on this clock",
            query=read_off.query,
            fixed=read_off.fixed,
            stat=stat,
            figure=partial(figures.incidence, cause=cause.title, together=asked.shown),
            note=read_off.note,
        )
        for cause in asked.endpoint.causes
        if cause.shown
    ]
    return (*drawn, read_off)
