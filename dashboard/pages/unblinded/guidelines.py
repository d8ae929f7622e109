"""A page for each guideline by arm, those that exist because of an arm after their notice."""

from dataclasses import replace

from dashboard.pages.page import Page
from dashboard.pages.shared import guideline as shared
from dashboard.trial.model import Trial
from dashboard.trial.parts import Guideline


def pages(trial: Trial) -> tuple[Page, ...]:
    """A page for each guideline that does not exist because of an arm."""
    return tuple(_page(trial, item, "guidelines") for item in trial.guidelines if not item.arm_revealing)


def noticed(trial: Trial, under: str, notice: str) -> tuple[Page, ...]:
    """A page for each guideline that exists because of an arm."""
    shown = (item for item in trial.guidelines if item.arm_revealing)
    return tuple(replace(_page(trial, item, under), notice=notice) for item in shown)


def _page(trial: Trial, guideline: Guideline, under: str) -> Page:
    return Page(guideline.name, guideline.title, shared.panels(trial, guideline), under=under)
