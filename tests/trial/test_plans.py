"""A plan that cannot be is refused when the definition is read, before a lock."""

from typing import Any

import pytest
from pydantic import ValidationError

from dashboard.trial.plans import Plan

GIVEN: dict[str, Any] = {"name": "efs-plan", "title": "EFS", "endpoint": "efs", "alpha": 0.025, "looks": [30, 60, 90]}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"looks": [30, 30]}, "looks: give rising numbers of events"),
        ({"analysed": [31, 30]}, "analysed: give rising numbers of events"),
        ({"analysed": [30, 60, 80]}, "analysed: 3 analyses of 3 planned"),
        ({"analysed": [30, 90]}, "an interim analysis at 90 events is not possible: the plan ends at 90"),
        ({"analysed": [100]}, "give fewer, or leave it out and set final = true"),
        ({"spending": "haybittle"}, "There is no spending 'haybittle'"),
    ],
)
def test_what_is_possible_is_said(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        Plan(**{**GIVEN, "hazard_ratio": 0.55, **changed})


def test_analyses_before_this_extract_end_below_the_maximum() -> None:
    assert Plan(**GIVEN, hazard_ratio=0.55, analysed=(35, 89)).design.maximum == 90
