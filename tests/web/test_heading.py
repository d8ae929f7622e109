"""The line above every page says how old the data are, once the charter finds them too old."""

from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from dashboard.settings import ROOT
from dashboard.trial.load import load
from dashboard.web.answers import TrialBook
from dashboard.web.heading import heading
from dashboard.web.shelf import Shelf
from tests.web.fakes import FakeDoor, side

TRIAL = load(ROOT / "data" / "trial.toml")


def facts(today: date, allowed: int | None) -> tuple[str, ...]:
    trial = TRIAL.model_copy(update={"charter": TRIAL.charter.model_copy(update={"extract_age_days": allowed})})
    book = TrialBook(side("conduct"), FakeDoor("conduct", trial), Shelf())
    visitor: Any = SimpleNamespace(account=SimpleNamespace(name="member"), role_title="DSMB member", sides=("conduct",))
    return heading(book, visitor, today).facts


@pytest.mark.parametrize(
    ("today", "allowed", "age"),
    [
        (date(2026, 5, 15), 120, ()),  # 120 days: still allowed
        (date(2026, 5, 16), 120, ("121 days old, the charter allows 120",)),
        (date(2030, 1, 1), None, ()),
    ],
)
def test_an_extract_that_is_too_old_says_so(today: date, allowed: int | None, age: tuple[str, ...]) -> None:
    assert facts(today, allowed) == ("Cut-off 15 Jan 2026", *age, "42 of 160 randomised", "meeting 4")
