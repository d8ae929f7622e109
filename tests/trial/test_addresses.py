"""An endpoint, a guideline and a plan each have an address of their own, and the dashboard's pages keep theirs."""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from dashboard.errors import TrialError
from dashboard.trial.addresses import BELOW, PAGES, PANELS
from dashboard.trial.load import load, parse
from dashboard.trial.model import Trial
from dashboard.trial.stores import for_blinded, for_conduct, for_sealed

DEMO = Path(__file__).resolve().parents[2] / "data" / "trial.toml"
SIDES: dict[str, Callable[[Trial], Trial]] = {
    "conduct": for_conduct,
    "blinded": for_blinded,
    "unblinded": for_sealed,
}


@pytest.mark.parametrize("side", SIDES)
def test_every_page_is_the_dashboards_or_of_the_trial_and_has_its_own_name(side: str) -> None:
    trial = load(DEMO)
    own = {part.name for block in (trial.guidelines, trial.plans) for part in block}
    own |= {endpoint.name + ending for endpoint in trial.endpoints for ending in BELOW}
    pages = import_module(f"dashboard.sides.{side}").SIDE.pages(SIDES[side](trial))
    names = [page.name for page in pages]
    assert len(names) == len({*names})
    assert {*names} - own <= PAGES, "list the new page in dashboard/trial/addresses.py"


@pytest.mark.parametrize("side", ["blinded", "unblinded"])
def test_a_panel_beside_guidelines_is_known_or_a_guideline(side: str) -> None:
    trial = load(DEMO)
    named = {guideline.name for guideline in trial.guidelines}
    for page in import_module(f"dashboard.sides.{side}").SIDE.pages(SIDES[side](trial)):
        if named & (panels := {panel.name for panel in page.panels}):
            assert panels - named <= PANELS, "list the new panel in dashboard/trial/addresses.py"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("nrm-100", "home", "guidelines: the name 'home' is that of a page of the dashboard already"),
        ("nrm-100", "efs", "guidelines: the name 'efs' is that of the endpoint 'efs' already"),
        ("nrm-100", "efs-strata", "guidelines: the name 'efs-strata' is that of the endpoint 'efs' already"),
        ("nrm-100", "efs-plan", "guidelines: the name 'efs-plan' is that of the plan 'efs-plan' already"),
        ("nrm-100", "board", "guidelines: the name 'board' is that of a panel beside the guidelines already"),
        ("efs-plan", "efs", "plans: the name 'efs' is that of the endpoint 'efs' already"),
        ("grfs", "cycles", "endpoints: the name 'cycles' is that of a page of the dashboard already"),
    ],
)
def test_a_name_that_leads_elsewhere_is_refused_in_words(old: str, new: str, said: str) -> None:
    text = DEMO.read_text(encoding="utf-8").replace(f'name = "{old}"', f'name = "{new}"')
    with pytest.raises(TrialError) as caught:
        parse(text, "trial.toml")
    assert said in str(caught.value)
