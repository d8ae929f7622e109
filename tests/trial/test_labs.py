"""Laboratory tests of a definition: graded in their unit alone, and told to the unblinded side alone."""

import pytest
from pydantic import ValidationError

from dashboard.trial.labs import Labs, LabTest
from dashboard.trial.load import load
from dashboard.trial.stores import for_blinded, for_conduct, for_sealed
from tests.conftest import ROOT


def test_a_count_is_graded_in_its_own_unit_alone() -> None:
    with pytest.raises(ValidationError, match=r"neutrophils is graded in 10\^9/L, not /uL"):
        LabTest(name="ANC", title="ANC", unit="/uL", criterion="neutrophils")
    LabTest(name="ALT", title="ALT", unit="ukat/L", criterion="alt")  # a multiple of its limit in any unit


def test_a_criterion_that_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValidationError, match="'anc' is not one of alt, ast"):
        LabTest(name="ANC", title="ANC", unit="10^9/L", criterion="anc")


def test_a_test_stands_once() -> None:
    test = LabTest(name="ALT", title="ALT", unit="U/L")
    with pytest.raises(ValidationError, match="'ALT' is given twice"):
        Labs(tests=(test, test))


def test_only_the_sealed_store_is_told_of_tests() -> None:
    trial = load(ROOT / "data" / "trial.toml")
    assert for_conduct(trial).labs is for_blinded(trial).labs is None
    assert for_sealed(trial).labs == trial.labs is not None
