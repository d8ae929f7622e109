import pytest

from dashboard.records import backoff, clock
from dashboard.records.database import Records

CHAIR, HOSPITAL = "account:chair", "address:10.0.0.7"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """A clock that stands still until it is moved."""
    at = [1000.0]
    monkeypatch.setattr(clock, "seconds", lambda: at[0])
    return at


def _fail(records: Records, times: int) -> None:
    for _ in range(times):
        backoff.failed(records, CHAIR, HOSPITAL)


def test_a_few_mistakes_cost_nothing(records: Records, now: list[float]) -> None:
    _fail(records, 4)
    assert backoff.wait(records, CHAIR, HOSPITAL) <= 0


def test_the_wait_doubles_with_each_further_failure(records: Records, now: list[float]) -> None:
    waits = []
    for times in (5, 1, 1):
        _fail(records, times)
        waits.append(backoff.wait(records, CHAIR, HOSPITAL))
    assert waits == [2, 4, 8]


def test_the_wait_passes(records: Records, now: list[float]) -> None:
    _fail(records, 5)
    now[0] += 2
    assert backoff.wait(records, CHAIR) <= 0


def test_the_wait_never_exceeds_five_minutes(records: Records, now: list[float]) -> None:
    _fail(records, 40)
    assert backoff.wait(records, CHAIR) == 300


def test_an_address_may_fail_more_often_than_an_account(records: Records, now: list[float]) -> None:
    _fail(records, 20)
    assert backoff.wait(records, HOSPITAL) <= 0
    _fail(records, 1)
    assert backoff.wait(records, HOSPITAL) == 2


def test_a_right_password_clears_the_account_and_not_the_address(records: Records, now: list[float]) -> None:
    _fail(records, 21)
    backoff.forget(records, CHAIR)
    assert backoff.wait(records, CHAIR) <= 0
    assert backoff.wait(records, HOSPITAL) == 2
