"""Time to event: one page for each endpoint the store may show."""

from collections.abc import Callable
from functools import partial

from dashboard.figures import curves, tables
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared.filters import fixed_population, population
from dashboard.stats import competing, survival
from dashboard.stats.arms import by_arm
from dashboard.trial.model import Trial
from dashboard.trial.parts import Endpoint

COMPETING = (
    "Cumulative incidence (Aalen–Johansen): each participant counts once, with the first of the competing events. "
    "Bands are pointwise 95% on the log(−log) scale. Curves end where fewer than max(5, 10%) are at risk. "
)
SURVIVAL = (
    "Kaplan–Meier; pointwise 95% band on the log(−log) scale. The curve ends where fewer than max(5, 10%) are at risk. "
)


def clock(endpoint: Endpoint) -> str:
    """The axis title: what time counts from."""
    return f"Days after {endpoint.clock}"


def counted(endpoint: Endpoint) -> str:
    """How an endpoint is counted, in words."""
    causes = ", ".join(cause.title for cause in endpoint.causes)
    return f"First of: {causes}. Censored: {endpoint.censored}. Time runs from {endpoint.clock}."


def incidence_stat(endpoint: Endpoint) -> Callable[..., competing.CumulativeIncidence]:
    """Aalen–Johansen with the endpoint's causes and landmarks."""
    titles = tuple(cause.title for cause in endpoint.causes)
    return partial(competing.aalen_johansen, causes=titles, landmarks=endpoint.landmarks)


def survival_stat(endpoint: Endpoint) -> Callable[..., survival.Survival]:
    """Kaplan–Meier with the endpoint's landmarks."""
    return partial(survival.kaplan_meier, landmarks=endpoint.landmarks)


def page(trial: Trial, endpoint: Endpoint) -> Page:
    """Curves, landmarks and length of follow-up of one endpoint."""
    fixed = {**fixed_population(trial), "endpoint": endpoint.name}
    numbers = (landmarks(endpoint, fixed), _follow_up(fixed))
    return Page(
        name=endpoint.name,
        title=endpoint.title,
        filters=population(trial),
        panels=(*curve_panels(endpoint, fixed), *numbers),
    )


def pages(trial: Trial) -> tuple[Page, ...]:
    """A page for each endpoint that does not exist because of an arm."""
    return tuple(page(trial, endpoint) for endpoint in trial.endpoints if not endpoint.arm_revealing)


def curve_panels(endpoint: Endpoint, fixed: dict[str, str]) -> tuple[Panel, ...]:
    """The drawn curves: of each cause that is shown where causes compete, else of survival."""
    if len(endpoint.causes) == 1:
        return (_survival(endpoint, fixed),)
    shown = [cause for cause in endpoint.causes if cause.shown]
    titles = tuple(cause.title for cause in shown)
    return tuple(
        Panel(
            name=cause.name,
            title=cause.title,
            subtitle="Cumulative incidence; " + _competes(endpoint, cause.name),
            query="efficacy/first_event",
            fixed=fixed,
            stat=by_arm(incidence_stat(endpoint)),
            figure=partial(curves.incidence, cause=cause.title, together=titles, clock=clock(endpoint)),
            note=COMPETING + counted(endpoint),
            span=6 if len(shown) > 1 else 12,
        )
        for cause in shown
    )


def landmarks(endpoint: Endpoint, fixed: dict[str, str]) -> Panel:
    """The estimates at the landmarks, with intervals."""
    competes = len(endpoint.causes) > 1
    return Panel(
        name="landmarks",
        title="Landmarks",
        subtitle=f"{'Cumulative incidence' if competes else 'Probability of no event'} with 95% interval",
        query="efficacy/first_event" if competes else "efficacy/any_event",
        fixed=fixed,
        stat=by_arm(incidence_stat(endpoint) if competes else survival_stat(endpoint)),
        figure=tables.frame,
        note=(COMPETING if competes else SURVIVAL + "Median by the midpoint rule. ")
        + "A landmark beyond the largest observed time is blank. "
        + counted(endpoint),
        span=12,
    )


def _survival(endpoint: Endpoint, fixed: dict[str, str]) -> Panel:
    return Panel(
        name="curve",
        title=endpoint.title,
        subtitle="Kaplan–Meier with 95% band",
        query="efficacy/any_event",
        fixed=fixed,
        stat=by_arm(survival_stat(endpoint)),
        figure=partial(curves.survival, title=endpoint.title, clock=clock(endpoint)),
        note=SURVIVAL + counted(endpoint),
        span=12,
    )


def _follow_up(fixed: dict[str, str]) -> Panel:
    return Panel(
        name="follow-up",
        title="Length of follow-up",
        subtitle="Reverse Kaplan–Meier",
        query="efficacy/any_event",
        fixed=fixed,
        stat=by_arm(survival.median_follow_up),
        figure=tables.frame,
        note="Being censored is the event and an event censors: how long participants would have been followed.",
        span=12,
    )


def _competes(endpoint: Endpoint, cause: str) -> str:
    others = [item.title.lower() if item.title[1:2].islower() else item.title for item in endpoint.causes]
    others = [title for item, title in zip(endpoint.causes, others, strict=True) if item.name != cause]
    return f"{', '.join(others)} {'compete' if len(others) > 1 else 'competes'}"
