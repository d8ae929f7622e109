"""The endpoint pages on 100,000 participants: every panel's statistic, figure and table."""

from typing import Any

import numpy as np
import pandas as pd
import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from dashboard.access import sql
from dashboard.pages.page import Page
from dashboard.pages.unblinded import endpoints
from dashboard.trial.load import load
from tests.conftest import ROOT

PARTICIPANTS = 100_000
FROM_STORE = "completeness"
"""A panel that all unblinded pages share and that is timed with them."""


class Many:
    """Answers each question of an endpoint with the same participants; the database's own time is not counted."""

    def __init__(self, causes: int) -> None:
        draw = np.random.default_rng(1)
        share = [0.6, *[0.4 / causes] * causes]
        cause = draw.choice(causes + 1, PARTICIPANTS, p=share)
        self.rows = pd.DataFrame(
            {
                "arm": pd.Categorical.from_codes(draw.integers(0, 2, PARTICIPANTS), ["A", "B"]),
                "days": draw.integers(0, 1461, PARTICIPANTS).astype(float),
                "cause": cause,
                "event": (cause > 0).astype(int),
                "entry": draw.integers(20, 90, PARTICIPANTS),
                "level": draw.choice(np.array(["x", "y", "z"], dtype=object), PARTICIPANTS),
                "stratum": draw.choice(np.array([f"s{k}" for k in range(8)], dtype=object), PARTICIPANTS),
            }
        )
        self.late = self.rows.assign(days=self.rows["days"] + self.rows["entry"])

    def ask(self, query: str, /, **_: Any) -> pd.DataFrame:
        rows = self.late if query.endswith("from_transplantation") else self.rows
        return rows[list(sql.read(query).returns)]

    def parameters(self, query: str) -> frozenset[str]:
        return sql.read(query).params


def drawn(page: Page, door: Any) -> int:
    """How many panels of a page were made, from rows to drawing and table."""
    chosen, made = page.chosen({}), 0
    for panel in page.panels:
        if not panel.query.endswith(FROM_STORE):
            result = panel.result(door, **chosen)
            result.table()
            panel.draw(result, **chosen)
            made += 1
    return made


@pytest.mark.parametrize(
    ("name", "causes", "panels"), [("relapse-nrm", 2, 9), ("efs", 1, 5), ("relapse-nrm-from-transplantation", 2, 3)]
)
@pytest.mark.benchmark(group="endpoint pages of 100,000")
def test_a_page_of_100_000_participants_within_a_second(
    benchmark: BenchmarkFixture, name: str, causes: int, panels: int
) -> None:
    trial = load(ROOT / "data" / "trial.toml")
    page, door = next(page for page in endpoints.pages(trial) if page.name == name), Many(causes)
    assert benchmark.pedantic(drawn, (page, door), rounds=3, warmup_rounds=1) == panels
    assert benchmark.stats.stats.median < 1
