"""Time to event by arm: the shared panels, comparisons of the arms, and the pages under each endpoint."""

from dataclasses import replace
from functools import partial

from dashboard.figures import curves as figures
from dashboard.figures import words
from dashboard.figures.steps import Point
from dashboard.pages.page import Filter, Page, Panel
from dashboard.pages.shared import curves
from dashboard.pages.shared.curves import Asked
from dashboard.pages.shared.endpoints import Group, Stages, groups, in_order, prefix, titled
from dashboard.pages.shared.filters import fixed_population, population
from dashboard.pages.unblinded import at_entry, comparisons, subgroups, transplantation
from dashboard.pages.unblinded.completeness import completeness_panel
from dashboard.trial.endpoints import Benchmark, Endpoint
from dashboard.trial.model import Trial


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page of each group of endpoints, followed by those under it."""
    return tuple(page for group in groups(trial) for page in _family(trial, group))


def _family(trial: Trial, group: Group) -> tuple[Page, ...]:
    every = [_asked(trial, group, endpoint) for endpoint in group]
    published = tuple(point for endpoint in group for point in _on_curve(trial, endpoint))
    name, title = titled(group)
    main = Page(
        name=name,
        title=title,
        filters=(*population(trial), *_lag(trial), *_benchmarks(published)),
        panels=(*in_order(_stages(trial, asked) for asked in every), replace(completeness_panel(trial), span=6)),
    )
    below = [page for asked in every for page in (*transplantation.pages(trial, asked), *subgroups.pages(trial, asked))]
    return (main, *(replace(page, under=main.name) for page in below))


def _asked(trial: Trial, group: Group, endpoint: Endpoint) -> Asked:
    fixed = {**fixed_population(trial), "endpoint": endpoint.name} | ({} if _lag(trial) else {"lag": figures.NOW})
    return Asked(endpoint, fixed, "unblinded", prefix(group, endpoint))


def _stages(trial: Trial, asked: Asked) -> Stages:
    """What is said, drawn, read off and compared of one endpoint."""
    compete = asked.competes and len(trial.arms) > 1
    return (
        (curves.answer(asked), *((comparisons.reading(asked),) if compete else ())),
        tuple(_with_points(trial, asked, panel) for panel in curves.drawn(asked)),
        curves.together(asked, trial.letters),
        (
            comparisons.read_off(asked),
            comparisons.hazards(asked) if compete else comparisons.ratios(asked, trial.strata),
        ),
        (curves.follow_up(asked, _planned(trial, asked.endpoint)), *at_entry.panels(asked)),
    )


def _planned(trial: Trial, endpoint: Endpoint) -> int | None:
    """The events of the last planned analysis of an endpoint."""
    return next((plan.looks[-1] for plan in trial.plans if plan.endpoint == endpoint.name), None)


def _lag(trial: Trial) -> tuple[Filter, ...]:
    """Up to which day data count; only where the store knows its cut-off, from the participants of a guideline."""
    if all(guideline.scope == "experimental" for guideline in trial.guidelines):
        return ()
    days = trial.charter.lag_days
    choices = {figures.NOW: "cut-off", str(days): f"cut-off {words.MINUS} {days} days"}
    return (Filter("lag", "Data up to", choices, figures.NOW),)


def _benchmarks(published: tuple[Benchmark, ...]) -> tuple[Filter, ...]:
    """Whether published points are drawn; no choice where there are none."""
    choices = {"off": "off", figures.SHOWN: "on"}
    return (Filter("benchmarks", "Benchmarks", choices, "off"),) if published else ()


def _on_curve(trial: Trial, endpoint: Endpoint) -> tuple[Benchmark, ...]:
    """The published points of an endpoint's curves that share its clock; the others stay in their table."""
    return tuple(item for item in trial.benchmarks if item.endpoint == endpoint.name and item.clock == endpoint.clock)


def _with_points(trial: Trial, asked: Asked, panel: Panel) -> Panel:
    """A panel of curves with the published points of its own cause."""
    cause = panel.name if asked.competes else None
    points = [item for item in _on_curve(trial, asked.endpoint) if item.cause == cause]
    marks = tuple(_point(number, item) for number, item in enumerate(points, start=1))
    return replace(panel, figure=partial(panel.figure, points=marks)) if marks else panel


def _point(number: int, item: Benchmark) -> Point:
    low, high = (float("nan") if limit is None else limit for limit in (item.low, item.high))
    people = "" if item.n is None else f", {f'{item.events} / ' if item.events is not None else 'n = '}{item.n}"
    says = f"{item.measure}: {words.estimate(item.estimate, low, high)}{people}, {item.population}; {item.source}"
    return Point(f"[{number}]", float(item.day or 0), item.estimate, low, high, says)
