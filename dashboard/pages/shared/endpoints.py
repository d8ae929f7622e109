"""Time to event: a page for each endpoint the store may show, one for both kinds of GVHD."""

from collections.abc import Iterable
from typing import Any

from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import curves
from dashboard.pages.shared.curves import Asked
from dashboard.pages.shared.filters import fixed_population, population
from dashboard.trial.endpoints import Endpoint
from dashboard.trial.model import Trial

GVHD = "gvhd"
"""Endpoints whose names end so, acute and chronic, share a page of this name."""

Group = tuple[Endpoint, ...]
Stages = tuple[tuple[Panel, ...], ...]
"""An endpoint's panels in the order of reading."""


def groups(trial: Trial) -> tuple[Group, ...]:
    """The endpoints page by page, in the order of the definition; none that exists because of an arm."""
    shown = [endpoint for endpoint in trial.endpoints if not endpoint.arm_revealing]
    kinds = tuple(endpoint for endpoint in shown if endpoint.name.endswith(GVHD))
    return tuple(
        kinds if endpoint in kinds else (endpoint,)
        for endpoint in shown
        if endpoint not in kinds or endpoint is kinds[0]
    )


def titled(group: Group) -> tuple[str, str]:
    """The name and title of a group's page."""
    return (GVHD, "Graft-versus-host disease (GVHD)") if len(group) > 1 else (group[0].name, group[0].title)


def prefix(group: Group, endpoint: Endpoint) -> str:
    """What the names of an endpoint's panels begin with: nothing where it has the page for itself."""
    return f"{endpoint.name}-" if len(group) > 1 else ""


def pages(trial: Trial) -> tuple[Page, ...]:
    """A page for each group."""
    return tuple(_page(trial, group) for group in groups(trial))


def curve_panels(endpoint: Endpoint, fixed: dict[str, Any]) -> tuple[Panel, ...]:
    """The curves alone, for another page; `fixed` names the endpoint and the population."""
    return curves.drawn(Asked(endpoint, fixed))


def in_order(stages: Iterable[Stages]) -> tuple[Panel, ...]:
    """The panels of several endpoints stage by stage: what all say, then what all draw, and so on."""
    return tuple(panel for stage in zip(*stages, strict=True) for panels in stage for panel in panels)


def _page(trial: Trial, group: Group) -> Page:
    name, title = titled(group)
    return Page(name, title, in_order(_stages(_asked(trial, group, endpoint)) for endpoint in group), population(trial))


def _asked(trial: Trial, group: Group, endpoint: Endpoint) -> Asked:
    fixed = {**fixed_population(trial), "endpoint": endpoint.name}
    return Asked(endpoint, fixed, prefix=prefix(group, endpoint))


def _stages(asked: Asked) -> Stages:
    return (
        (curves.answer(asked),),
        curves.drawn(asked),
        curves.together(asked),
        (curves.read_off(asked), curves.follow_up(asked)),
    )
