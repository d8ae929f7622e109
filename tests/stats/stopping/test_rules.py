"""Rules are found by the names of their files."""

import re
from dataclasses import is_dataclass
from pathlib import Path

import numpy as np
import pytest

from dashboard.errors import ChoiceError
from dashboard.stats.stopping import rules
from dashboard.stats.stopping.binary import BinaryRule


def test_the_rules_are_the_files_of_the_folder() -> None:
    files = {path.stem for path in Path(rules.__file__).parent.glob("*.py")} - {"__init__"}
    assert set(rules.RULES) == files
    assert "sprt" in rules.RULES


def test_an_unknown_rule_is_answered_with_those_there_are() -> None:
    with pytest.raises(ChoiceError, match=r"no stopping rule 'sprrt'; choose one of .*sprt"):
        rules.named("sprrt")


@pytest.mark.parametrize("name", rules.RULES)
def test_every_rule_is_a_frozen_dataclass_that_holds_its_error(name: str) -> None:
    rule = rules.named(name)(p0=0.05, p1=0.15, alpha=0.10, planned=40)
    assert isinstance(rule, BinaryRule)
    assert is_dataclass(rule)
    assert rule.title
    assert hash(rule) == hash(rules.named(name)(p0=0.05, p1=0.15, alpha=0.10, planned=40))
    assert rule.characteristics().probability[0] <= 0.10
    assert np.all(np.diff(rule.boundary(np.arange(1, 60))) >= 0)


@pytest.mark.parametrize("name", rules.RULES)
def test_every_rule_names_its_paper(name: str) -> None:
    assert re.search(r"\b(19|20)\d\d;\d+:\d+", rules.named(name).__doc__ or "")


@pytest.mark.parametrize("name", rules.RULES)
def test_the_boundary_is_the_first_number_of_events_that_reaches_the_constant(name: str) -> None:
    """Found by halving; here by trying every number."""
    rule = rules.named(name)(p0=0.05, p1=0.15, alpha=0.10, planned=40)
    for n in range(1, 90):
        reached = [y for y in range(1, n + 1) if rule.statistic(y, n) >= rule.constant - 1e-9]
        assert rule.boundary(n) == min(reached, default=n + 1)
