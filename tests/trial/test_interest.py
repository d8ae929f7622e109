"""Groups of special interest: what they must say, and where they may stand."""

import pytest

from dashboard.errors import TrialError
from dashboard.trial.load import parse
from dashboard.trial.model import Trial
from dashboard.trial.stores import for_blinded, for_conduct, for_sealed
from tests.extract.tiny import DEFINITION

SEPSIS = '[[special_interest]]\nname = "sepsis"\ntitle = "Sepsis"\nterms = ["Sepsis"]\n'


def trial(block: str) -> Trial:
    return parse(DEFINITION.replace("[adverse_events]", f"{block}[adverse_events]"), "tiny")


def test_groups_stand_in_the_sealed_store_alone() -> None:
    given = trial(SEPSIS)
    assert [group.name for group in for_sealed(given).special_interest] == ["sepsis"]
    assert for_blinded(given).special_interest == for_conduct(given).special_interest == ()


def test_an_open_group_does_not_name_a_withheld_term() -> None:
    named = SEPSIS.replace('"Sepsis"]', '"cytokine release syndrome"]')
    with pytest.raises(TrialError, match="would name the arm; set arm_revealing = true"):
        trial(named)
    assert trial(named + "arm_revealing = true\n").special_interest[0].arm_revealing


@pytest.mark.parametrize(
    ("block", "said"),
    [
        (SEPSIS.replace('terms = ["Sepsis"]\n', ""), "name the classes or the preferred terms"),
        (SEPSIS + SEPSIS, "the name 'sepsis' is given twice"),
        (
            SEPSIS + 'kinds = [{ title = "One", terms = ["Mild"] }, { title = "Two", terms = ["MILD"] }]\n',
            "the term 'mild' stands in two kinds",
        ),
    ],
)
def test_a_group_counts_something_once(block: str, said: str) -> None:
    with pytest.raises(TrialError, match=said):
        trial(block)
