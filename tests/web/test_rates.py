"""What an account or an address may ask for: by hand, with a clock of the test's own."""

import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask, Response

from dashboard.settings import Settings
from dashboard.web import rates
from dashboard.web.rates import DEAR, SECOND, Payer, Rates
from tests.web.fakes import build, call, log_in, view

ANN, BOB, WARD = Payer("account", "ann"), Payer("account", "bob"), Payer("address", "10.0.0.7")


class Clock:
    """A time that stands until it is moved on; the processor's stands with it."""

    def __init__(self) -> None:
        self.now = 5000.0

    def monotonic(self) -> float:
        return self.now

    def thread_time(self) -> float:
        return 0.0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    stands = Clock()
    monkeypatch.setattr(rates, "time", stands)
    return stands


@pytest.fixture
def counts(clock: Clock) -> Rates:
    """120 plain requests a minute: each takes half a second."""
    return Rates(120, rates.memory())


def waits(counts: Rates, payer: Payer) -> int:
    """How many seconds a payer is told to wait; 0 if it may ask."""
    with Flask("dashboard.web").test_request_context("/"):
        late = counts.late(payer.kind, payer.name)
        return 0 if late is None else int(late.headers["Retry-After"])


def test_a_minute_may_be_taken_at_once_and_time_gives_it_back(counts: Rates, clock: Clock) -> None:
    counts.count(ANN, 120)
    assert waits(counts, ANN) == 0
    counts.count(ANN, 6)
    assert waits(counts, ANN) == 3
    clock.now += 2
    assert waits(counts, ANN) == 1
    clock.now += 1
    assert waits(counts, ANN) == 0
    clock.now += 3600
    counts.count(ANN, 120)
    assert waits(counts, ANN) == 0, "an hour of rest is not saved up"
    counts.count(ANN, 2)
    assert waits(counts, ANN) == 1


def test_no_account_and_no_address_waits_for_another(counts: Rates) -> None:
    counts.count(ANN, 1000)
    assert [waits(counts, payer) > 0 for payer in (ANN, BOB, WARD, Payer("address", "ann"))] == [True] + 3 * [False]
    counts.count(WARD, 1000)
    assert waits(counts, BOB) == 0


def test_addresses_never_lie_where_accounts_do() -> None:
    places = {kind: [Payer(kind, str(number)).at for number in range(2000)] for kind in ("account", "address")}
    assert max(places["account"]) < min(places["address"])
    assert len({*places["account"]}) > 1950


SHARING = """
import os
from dashboard.web.rates import Payer, Rates
counts = Rates(60)
for _ in range(2):
    child = os.fork()
    if not child:
        counts.count(Payer("account", "ann"), 500)
        os._exit(0)
    os.waitpid(child, 0)
print(round(counts._until(Payer("account", "ann")) - counts._until(Payer("account", "bob"))) > 900)
"""


def test_processes_of_one_server_count_together() -> None:
    done = subprocess.run([sys.executable, "-c", SHARING], capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr


def test_a_line_in_the_log_is_written_once_a_minute(
    counts: Rates, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    counts.count(Payer("account", "ann\nx"), 10_000)
    for _ in range(100):
        assert waits(counts, Payer("account", "ann\nx"))
    assert [record.getMessage() for record in caplog.records] == [r"too many requests: account ann\nx is told to wait"]
    clock.now += 61
    waits(counts, Payer("account", "ann\nx"))
    assert len(caplog.records) == 2


def paid(counts: Rates, method: str, path: str, status: int) -> float:
    """How many requests one counts for."""
    with Flask("dashboard.web").test_request_context(path, method=method):
        assert counts.late("account", "ann") is None
        before = max(counts._until(ANN), rates.time.monotonic())
        counts.pay(Response(status=status))
        return (counts._until(ANN) - before) * 2


@pytest.mark.parametrize(
    ("method", "path", "status", "requests"),
    [
        ("GET", "/conduct/", 200, 1),
        ("POST", "/conduct/_dash-update-component", 200, 1),
        ("GET", "/unblinded/", 404, DEAR),
        ("POST", "/conduct/_dash-update-component", 403, DEAR),
        ("POST", "/desk/accounts", 303, DEAR),
        ("POST", "/login", 200, DEAR),
    ],
)
def test_what_is_written_down_costs_more(counts: Rates, method: str, path: str, status: int, requests: int) -> None:
    assert paid(counts, method, path, status) == pytest.approx(requests)


def test_an_answer_costs_what_it_took(counts: Rates, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    ticks = iter((1.0, 1.25))
    monkeypatch.setattr(clock, "thread_time", lambda: next(ticks))
    assert paid(counts, "GET", "/conduct/", 200) == pytest.approx(1 + SECOND / 4)


@pytest.mark.parametrize(("given", "expected"), [("120", 120), ("0", 3000), ("-5", 3000), ("many", 3000), ("", 3000)])
def test_a_number_that_is_none_is_the_default(given: str, expected: int) -> None:
    assert Settings(requests=given).requests_per_minute == expected


def test_what_a_page_asks_for_is_there_however_many_panels_it_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten pages of twenty panels at once, by the default; then the flood is told to wait, in words."""
    monkeypatch.setattr(rates, "SHARED", rates.memory())
    house = build(tmp_path, monkeypatch, requests="3000")
    browser, clock = house.log_in("dsmb_member"), Clock()
    monkeypatch.setattr(rates, "time", clock)
    proof = house.proof(browser)
    bodies = [view("/unblinded/"), *20 * [call("five-answers", "curve")]]
    told = [
        browser.post("/unblinded/_dash-update-component", json=body, headers=proof).status_code
        for _ in range(10)
        for body in bodies
    ]
    assert {*told} == {200}
    Rates(3000).count(Payer("account", "dsmb_member"), 3000)
    late = browser.get("/unblinded/")
    assert (late.status_code, late.headers["Retry-After"], late.headers["Cache-Control"]) == (429, "5", "no-store")
    assert "Wait 5 seconds, then try again." in late.text
    assert log_in(house.server.test_client(), "dsmb_member").status_code == 303
    house.records.close()
