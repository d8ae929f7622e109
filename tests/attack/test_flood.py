"""Requests without end: who sends them waits, whichever worker answers, and nobody else does."""

import os
import runpy
import signal
import socket
import struct
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest
import requests

from dashboard.settings import Settings
from dashboard.web import rates
from tests.attack.test_faults import answered, served_by_gunicorn, workers
from tests.web.fakes import House, build, call


@pytest.fixture
def house(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """A request a second, counted from nothing, on a clock that stands: what is sent is sent at once."""
    monkeypatch.setattr(rates, "SHARED", rates.memory())
    monkeypatch.setattr(rates, "time", SimpleNamespace(monotonic=lambda: 5000.0, thread_time=time.thread_time))
    built = build(tmp_path, monkeypatch, requests="60")
    yield built
    built.records.close()


def test_a_flood_from_one_session_ends_in_sentences_and_leaves_every_other_answer_as_it_was(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    sponsor, member = house.log_in("sponsor"), house.log_in("dsmb_member")
    before = member.get("/unblinded/download/five-answers/curve.csv").text
    seen = [sponsor.get("/unblinded/").status_code for _ in range(30)]
    assert seen[0] == 404
    assert seen[7:] == [429] * 23
    body, proof = call("five-answers", "curve"), house.proof(sponsor)
    for late in (
        sponsor.get("/conduct/"),
        sponsor.post("/conduct/_dash-update-component", json=body, headers=proof),
        house.log_in("sponsor").get("/conduct/"),  # another session of the same account
    ):
        assert late.status_code == 429
        assert int(late.headers["Retry-After"]) > 0
        assert "Traceback" not in late.text
    assert member.get("/unblinded/download/five-answers/curve.csv").text == before
    assert house.log_in("dsmb_chair").get("/unblinded/").status_code == 200
    assert caplog.text.count("too many requests: account sponsor") == 1


def test_a_flood_without_a_login_from_one_address_leaves_those_signed_in_alone(house: House) -> None:
    nobody, member = house.server.test_client(), house.log_in("dsmb_member")
    assert nobody.get("/login").status_code == 200
    assert {nobody.get("/unblinded/").status_code for _ in range(80)} == {302, 429}
    assert [nobody.get(path).status_code for path in ("/login", "/plain.css", "/none")] == [429, 429, 429]
    assert nobody.post("/login", data={"name": "sponsor"}).status_code == 429
    assert member.get("/unblinded/").status_code == 200


def test_a_worker_that_takes_the_place_of_another_goes_on_counting(demo: Settings, tmp_path: Path) -> None:
    """A request each ten seconds; a form that is refused counts as ten."""
    told = replace(demo, sides="conduct", database=f"sqlite:///{tmp_path}/records.sqlite", requests="6")
    with served_by_gunicorn(told, tmp_path / "log") as (address, _, log):
        assert answered(address, "/plain.css").status_code == 200
        assert requests.post(f"{address}/login", timeout=10).status_code == 400
        assert answered(address, "/plain.css").status_code == 429
        (worker,) = workers(log)
        os.kill(worker, signal.SIGKILL)
        while len(workers(log)) < 2:
            time.sleep(0.05)
        assert answered(address, "/plain.css").status_code == 429


def test_half_a_request_holds_no_thread_for_good() -> None:
    """A connection takes its patience from the socket that listens."""
    told = runpy.run_path("gunicorn.conf.py")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        told["patient"](listening)
        with socket.create_connection(listening.getsockname()), listening.accept()[0] as taken:
            for option in (socket.SO_RCVTIMEO, socket.SO_SNDTIMEO):
                seconds, _ = struct.unpack("ll", taken.getsockopt(socket.SOL_SOCKET, option, 16))
                assert seconds == told["PATIENCE_SECONDS"]
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("ll", 0, 10_000))
            with pytest.raises(BlockingIOError):
                taken.recv(1)
