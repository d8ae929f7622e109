"""The queue on a real Redis: two hosts with folders of their own share one, and one that is away is a sentence."""

import shutil
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.errors import JobError
from dashboard.jobs import queue
from dashboard.jobs.desk import Desk
from dashboard.records import accounts, database
from dashboard.settings import Settings
from dashboard.web import server
from tests.jobs.test_jobs import LONG, QUICK, SECRET, until, work  # noqa: F401 - a fixture that starts workers
from tests.limits import NO_LIMIT
from tests.web.fakes import PASSWORD, House
from tests.web.test_bench import start


@pytest.fixture(scope="module")
def redis(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a Redis of the tests' own, which keeps nothing."""
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("No redis-server here and none could be installed: install the package redis-server.")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--dir", str(tmp_path_factory.mktemp("redis"))]
    with subprocess.Popen([program, *told], stdout=subprocess.DEVNULL) as process:
        _answering(port)
        yield f"redis://127.0.0.1:{port}/0"
        process.terminate()


def _answering(port: int) -> None:
    end = time.monotonic() + 20
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except ConnectionRefusedError:
            assert time.monotonic() < end, "redis-server does not answer"
            time.sleep(0.05)


@pytest.fixture
def told(redis: str) -> Settings:
    """What the workers are told."""
    return replace(Settings(), jobs=redis)


def host(folder: Path, jobs: str) -> House:
    """A web server of the bench with keys and records of its own."""
    settings = replace(
        Settings(),
        sides="bench",
        keys=str(folder / "keys"),
        database=f"sqlite:///{folder}/records.sqlite",
        jobs=jobs,
        secret=SECRET,
        requests=NO_LIMIT,
    )
    records = database.of(settings)
    accounts.add(records, "trial_statistician", "trial_statistician", PASSWORD)
    return House(server.create(settings), records, settings)


def test_what_is_started_on_one_host_is_seen_done_and_cancelled_from_another(
    told: Settings,
    tmp_path: Path,
    work: Callable[[], object],  # noqa: F811 - the fixture
) -> None:
    here, there = (host(tmp_path / name, told.jobs) for name in ("here", "there"))
    job = start(here, here.log_in("trial_statistician")).headers["Location"]
    elsewhere = there.log_in("trial_statistician")
    assert "Waiting" in elsewhere.get(job).text
    work()
    work()
    jobs = Desk(queue.of(told, SECRET))
    until(jobs, job.rpartition("/")[2], "done")
    assert "Monte Carlo standard error" in elsewhere.get(job).text
    long = jobs.start("ann", LONG)
    until(jobs, long, "running")
    Desk(queue.of(told, SECRET)).cancel(long)
    until(jobs, long, "cancelled")
    assert {found.state for found in jobs.jobs()} == {"done", "cancelled"}
    here.records.close()
    there.records.close()


def test_what_another_secret_signed_is_not_read_from_redis_either(told: Settings) -> None:
    job = Desk(queue.of(told, "another secret")).start("eve", QUICK)
    assert Desk(queue.of(told, SECRET)).job(job) is None


def test_a_redis_that_is_away_is_a_sentence_on_every_page_of_jobs(tmp_path: Path) -> None:
    away = host(tmp_path, "redis://:hunter2@127.0.0.1:9/0")
    reader = away.log_in("trial_statistician")
    for answered, status in (
        (reader.get("/bench/jobs"), 503),
        (reader.get("/bench/jobs/none"), 503),
        (start(away, reader), 400),
    ):
        assert answered.status_code == status
        assert "The queue of simulations cannot be reached (ConnectionError)" in answered.text
        assert "hunter2" not in answered.text
    assert reader.get("/bench/").status_code == 200
    away.records.close()


def test_a_file_that_is_no_queue_is_a_sentence_too(tmp_path: Path) -> None:
    jobs = Desk(queue.of(replace(Settings(), jobs=str(tmp_path / "jobs.sqlite")), SECRET))
    (tmp_path / "jobs.sqlite").write_bytes(b"no database " * 400)
    for path in tmp_path.glob("jobs.sqlite-*"):
        path.unlink()
    with pytest.raises(JobError, match="cannot be reached"):
        jobs.start("ann", QUICK)
