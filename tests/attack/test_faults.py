"""Extracts that are not what was locked, keys that are not there, a worker killed in a request: what each gives."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
import requests

from dashboard.access.door import open_store
from dashboard.errors import ExtractError, KeyMissingError
from dashboard.records import accounts, audit, database, proof
from dashboard.settings import ROOT, Settings, environment
from dashboard.web import server
from dashboard.web.answers import TrialBook
from tests.web.fakes import PASSWORD

FILES = [("conduct", "accrual.parquet"), ("blinded", "endpoint.parquet"), ("unblinded", "participant.parquet.sealed")]
STORE = {"unblinded": "sealed"}
HALF_A_FORM = (
    b"POST /login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    b"Content-Length: 100\r\n\r\nname="
)


@pytest.fixture
def copied(demo: Settings, tmp_path: Path) -> Settings:
    """The demonstration, its extract a copy that may be damaged."""
    extract = shutil.copytree(demo.extract, tmp_path / "extract")
    return replace(demo, extract=str(extract), previous="", database=f"sqlite:///{tmp_path}/records.sqlite")


@pytest.mark.parametrize(("side", "name"), FILES)
def test_no_side_is_served_from_a_store_of_which_a_byte_differs(copied: Settings, side: str, name: str) -> None:
    path = Path(copied.extract) / STORE.get(side, side) / name
    kept = path.read_bytes()
    path.write_bytes(kept[:-1] + bytes([kept[-1] ^ 1]))
    with pytest.raises(ExtractError, match=re.escape(name)):
        server.create(replace(copied, sides=side))


def test_no_side_is_served_from_the_store_of_another(copied: Settings) -> None:
    """Pooled safety put where conduct is served."""
    extract = Path(copied.extract)
    shutil.rmtree(extract / "conduct")
    shutil.copytree(extract / "blinded", extract / "conduct")
    with pytest.raises(ExtractError, match="holds the store blinded"):
        server.create(replace(copied, sides="conduct"))


def test_a_sealed_file_of_another_extract_is_refused(copied: Settings, demo: Settings) -> None:
    name = "participant.parquet.sealed"
    shutil.copy(Path(demo.previous) / "sealed" / name, Path(copied.extract) / "sealed" / name)
    with pytest.raises(ExtractError, match=r"participant\.parquet: changed"):
        server.create(replace(copied, sides="unblinded"))


def test_an_extract_exchanged_under_a_running_process_changes_no_answer(copied: Settings, demo: Settings) -> None:
    """Of a question that nobody had asked before, too."""
    (book,) = served_books(copied, "conduct")
    hash_ = book.hash
    shutil.rmtree(Path(copied.extract) / "conduct")
    shutil.copytree(Path(demo.previous) / "conduct", Path(copied.extract) / "conduct")
    for query in ("conduct/accrual", "conduct/accrual_by_site", "conduct/screening"):
        asked = book.door.ask(query)
        assert asked.equals(open_store("conduct", Path(demo.extract)).ask(query))
        assert not asked.equals(open_store("conduct", Path(demo.previous)).ask(query))
    assert book.hash == hash_


def served_books(settings: Settings, sides: str) -> list[TrialBook]:
    books: list[TrialBook] = server.create(replace(settings, sides=sides)).extensions["dsmb"]
    return books


def test_without_its_key_the_unblinded_side_is_not_served_and_the_others_need_none(
    copied: Settings, tmp_path: Path
) -> None:
    elsewhere = replace(copied, keys=str(tmp_path / "none"), store_key="")
    with pytest.raises(KeyMissingError, match="DSMB_STORE_KEY"):
        server.create(replace(elsewhere, sides="conduct,unblinded"))
    assert [book.side.name for book in served_books(elsewhere, "conduct,blinded")] == ["conduct", "blinded"]


@pytest.fixture
def running(copied: Settings) -> Iterator[tuple[str, Settings, Path]]:
    """Conduct served behind a proxy that speaks TLS."""
    told = replace(copied, sides="conduct", secure_cookies="1")
    records = database.of(told)
    accounts.add(records, "sponsor", "sponsor", PASSWORD)
    records.close()
    with served_by_gunicorn(told, Path(copied.extract).parent / "log") as found:
        yield found


@contextmanager
def served_by_gunicorn(settings: Settings, log: Path) -> Iterator[tuple[str, Settings, Path]]:
    """A server with one worker as in production: its address, its settings, and the file its log goes to."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = replace(settings, port=str(port))
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "--workers", "1"]
    with (
        log.open("wb") as out,
        subprocess.Popen(command, env=environment(told), cwd=ROOT, stdout=out, stderr=out) as process,
    ):
        yield f"http://127.0.0.1:{port}", told, log
        process.terminate()


def answered(address: str, path: str = "/login", seconds: float = 60) -> requests.Response:
    """The first answer of a server that starts, or starts again."""
    until = time.monotonic() + seconds
    while True:
        try:
            return requests.get(address + path, timeout=10, headers={"X-Forwarded-Proto": "https"})
        except requests.ConnectionError:
            assert time.monotonic() < until, "the server does not answer"
            time.sleep(0.1)


def workers(log: Path) -> list[int]:
    return [int(pid) for pid in re.findall(r"Booting worker with pid: (\d+)", log.read_text())]


def cut_off(connection: socket.socket) -> bool:
    """Whether a connection ends without an answer."""
    connection.settimeout(20)
    try:
        return connection.recv(100) == b""
    except ConnectionResetError:
        return True


def test_a_worker_killed_in_a_request_is_replaced_and_nothing_that_was_acknowledged_is_lost(
    running: tuple[str, Settings, Path],
) -> None:
    """The request sent is cut off without an answer; the row of the one before is there, and the trail holds."""
    address, told, log = running
    form = answered(address)
    token = form.text.split('name="form_token" value="')[1].split('"')[0]
    sent = {"name": "sponsor", "password": "wrong", "form_token": token}
    cookies = {"Cookie": "; ".join(f"{cookie.name}={cookie.value}" for cookie in form.cookies)}
    refused = requests.post(f"{address}/login?secret=4711", data=sent, headers=cookies, timeout=20)
    assert refused.status_code == 401
    (worker,) = workers(log)
    with socket.create_connection(("127.0.0.1", int(told.port))) as half:
        half.sendall(HALF_A_FORM)
        time.sleep(0.2)
        os.kill(worker, signal.SIGKILL)
        assert cut_off(half)
    again = answered(address, "/login?secret=4711")
    assert again.status_code == 200
    assert again.headers["Strict-Transport-Security"].startswith("max-age=")
    assert len(workers(log)) == 2
    records = database.of(told)
    assert [row.action for row in audit.rows(records)][-1] == "login refused"
    assert proof.prove(records).holds
    records.close()
    written = log.read_text()
    assert '"POST /login" 401' in written
    assert not [word for word in ("4711", "secret", "form_token", PASSWORD, "Traceback") if word in written]
