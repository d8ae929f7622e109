"""A new rule is one file: nothing else is touched for it to be designed, described and monitored."""

import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from dashboard.stats.stopping import rules
from dashboard.stats.stopping.boundary import ranges
from dashboard.stats.stopping.monitor import monitor
from dashboard.trial.guidelines import Guideline

FILE = '''
"""A fixed excess over the rate p0, shrinking with a power of the participants."""

from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from dashboard.stats.stopping.binary import BinaryRule


@dataclass(frozen=True)
class Excess(BinaryRule):
    """Nobody J. Of an excess. J Imagined Stat 2020;1:2-3."""

    family: ClassVar[str] = "excess rule"

    power: float = 0.5

    def statistic(self, events, n, /):
        return (np.asarray(events) / n - self.p0) * np.asarray(n, dtype=float) ** self.power
'''


@pytest.fixture(autouse=True)
def excess(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The file in a folder that is searched for rules beside the project's own."""
    (tmp_path / "excess.py").write_text(FILE, encoding="utf-8")
    monkeypatch.setattr(rules, "__path__", [*rules.__path__, str(tmp_path)])
    monkeypatch.setattr(rules, "RULES", (*rules.RULES, "excess"))
    yield
    sys.modules.pop(f"{rules.__name__}.excess", None)


def test_it_is_designed_with_its_own_parameters() -> None:
    assert rules.parameters("excess") == {"power": 0.5}
    rule = rules.build("excess", 0.1, 0.3, 0.1, 40, parameters={"power": 1})
    fleming = rules.build("obrien_fleming", 0.1, 0.3, 0.1, 40)
    assert list(map(str, ranges(rule))) == list(map(str, ranges(fleming)))  # y - n p0, in another unit
    assert rule.characteristics().probability[0] <= 0.1
    assert rules.twin(rule).counts == "exposure"


def test_a_trial_definition_names_it_and_it_is_monitored() -> None:
    guideline = Guideline(
        name="deaths", title="Deaths", endpoint="nrm", cause="nrm", window_days=10, rule="excess", p0=0.1, p1=0.3,
        alpha=0.1, planned=40, parameters={"power": 1},
    )  # fmt: skip
    rule = rules.build(guideline.rule, 0.1, 0.3, 0.1, guideline.planned, guideline.looks, guideline.parameters)
    column = np.ones(10, dtype=int)
    status = monitor(0 * column, 3 * column, column, 30 * column, rule=rule, window=10)
    assert status.met
