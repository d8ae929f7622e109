"""A page for each stopping guideline: where it stands, what comes next, whether the countings agree, and its rule."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from dashboard.figures import guideline as figures
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import guidelines
from dashboard.stats.arms import ByArm, by_arm, together
from dashboard.trial.model import Trial
from dashboard.trial.parts import Guideline


def pages(trial: Trial) -> tuple[Page, ...]:
    """A page for each guideline that does not exist because of an arm."""
    shown = (item for item in trial.guidelines if not item.arm_revealing)
    return tuple(Page(item.name, item.title, panels(trial, item), under="guidelines") for item in shown)


def panels(trial: Trial, guideline: Guideline) -> tuple[Panel, ...]:
    """What every side that may show the guideline shows of it."""
    picture = replace(guidelines.panel(guideline), span=12)
    answer = replace(picture, name="answer", title="Where it stands", subtitle="", figure=figures.answer)
    return (answer, picture)


def over_arms(guideline: Guideline, stat: Callable[..., Any]) -> Callable[..., ByArm[Any]]:
    """`stat` of all participants together where the guideline is pooled, else of each arm."""
    return together(stat) if guideline.scope == "pooled" else by_arm(stat)
