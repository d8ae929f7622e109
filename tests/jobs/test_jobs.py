"""Jobs with a real consumer: a process of its own, as the web server starts it."""

import gc
import os
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from huey import Huey

from dashboard.errors import ChoiceError, JobError
from dashboard.jobs import consumer, desk, queue
from dashboard.jobs.desk import AT_ONCE, Desk
from dashboard.jobs.job import State
from dashboard.jobs.order import Order, read
from dashboard.settings import Settings
from dashboard.stats.stopping.design import Design
from dashboard.stats.stopping.simulate import simulate

SECRET = "a secret of the tests"
SMALL = Design("Rule 1", "sprt", 0.05, 0.15, 0.1, 20)
QUICK = Order((SMALL,), "tite", 1000, 7)
LONG = Order((replace(SMALL, planned=400),), "tite", 200_000, 7)
PATIENCE = 40.0


@pytest.fixture
def told(tmp_path: Path) -> Settings:
    return replace(Settings(), jobs=str(tmp_path / "jobs.sqlite"))


@pytest.fixture
def jobs(told: Settings) -> Iterator[Desk]:
    opened = queue.of(told, SECRET)
    yield Desk(opened)
    opened.storage.close()


@pytest.fixture
def work(told: Settings) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts a consumer; each one ends with its test."""
    started: list[subprocess.Popen[bytes]] = []

    def _work() -> "subprocess.Popen[bytes]":
        started.append(consumer.child(told, SECRET))
        return started[-1]

    yield _work
    for process in started:
        process.terminate()
        process.wait(timeout=20)


def test_whoever_works_on_the_queue_is_given_no_key_and_nobody_else_reads_it(
    told: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    given: list[dict[str, str]] = []
    monkeypatch.setattr(subprocess, "Popen", lambda command, env, cwd: given.append(env))
    keys = {name: f"hidden-{name}" for name in ("store_key", "code_key", "audit_key", "oidc_secret", "database")}
    consumer.child(replace(told, **keys), SECRET)
    assert "hidden" not in str(given[0])
    assert given[0]["DSMB_SECRET"] == SECRET
    with closing(queue.of(told, SECRET).storage) as storage:
        storage.enqueue(b"x")
        files = [*Path(told.jobs).parent.glob("jobs.sqlite*")]
        assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def until(jobs: Desk, job: str, *states: State) -> State:
    """The first of the states that the job comes to."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found = jobs.job(job)
        assert found is not None
        if found.state in states:
            return found.state
        time.sleep(0.1)
    raise AssertionError(f"the job is {found.state} after {PATIENCE:g} s, not {states}")


def children(process: int) -> list[int]:
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(process)], capture_output=True, text=True)
    return [int(pid) for pid in listed.stdout.split()]


def test_a_job_is_done_with_the_numbers_of_its_seed(jobs: Desk, work: Callable[[], object]) -> None:
    job = jobs.start("ann", QUICK)
    found = jobs.job(job)
    assert found is not None
    assert (found.state, found.done, found.of) == ("waiting", 0, 3000)
    work()
    until(jobs, job, "done")
    found = jobs.job(job)
    assert found is not None
    assert (found.account, found.done, found.moving) == ("ann", 3000, False)
    same = simulate(SMALL.rule, 100, rate=0.15, per_month=4, draws=1000, seed=7)  # type: ignore[arg-type]
    last = found.rows[-1]
    assert (last["True rate"], last["Chance that it is met"], last["Mean months"]) == (0.15, same.met, same.months)
    assert last["Monte Carlo standard error"] == same.error
    assert last["Exact chance"] == float(SMALL.rule.characteristics(0.15).probability[0])


def test_two_jobs_are_done_one_after_the_other_by_two_consumers_too(jobs: Desk, work: Callable[[], object]) -> None:
    work()
    work()
    started = [jobs.start("ann", QUICK), jobs.start("ann", replace(QUICK, seed=8))]
    for job in started:
        until(jobs, job, "done")
    assert {job.id for job in jobs.jobs()} == set(started)


def test_a_running_job_says_how_far_it_is_and_is_cancelled(jobs: Desk, work: Callable[[], object]) -> None:
    work()
    job = jobs.start("ann", LONG)
    until(jobs, job, "running")
    found = jobs.job(job)
    assert found is not None
    assert 0 <= found.done < found.of
    jobs.cancel(job)
    until(jobs, job, "cancelled")
    after = jobs.start("ann", QUICK)
    until(jobs, after, "done")
    assert until(jobs, job, "cancelled") == "cancelled"


def test_a_waiting_job_that_is_cancelled_never_begins(jobs: Desk, work: Callable[[], object]) -> None:
    job, after = jobs.start("ann", LONG), jobs.start("ann", QUICK)
    jobs.cancel(job)
    assert until(jobs, job, "cancelled")
    work()
    until(jobs, after, "done")
    assert until(jobs, job, "cancelled")


def test_a_job_whose_worker_was_killed_says_so_and_the_next_is_done(
    jobs: Desk, work: Callable[[], "subprocess.Popen[bytes]"], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk, "SILENCE", 4.0)
    process = work()
    job = jobs.start("ann", LONG)
    until(jobs, job, "running")
    for worker in children(process.pid):
        os.kill(worker, 9)
    until(jobs, job, "interrupted")
    after = jobs.start("ann", QUICK)
    until(jobs, after, "done")
    assert until(jobs, job, "interrupted")


def test_a_job_interrupted_by_an_orderly_stop_goes_back_to_the_queue(
    jobs: Desk, work: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    process = work()
    job = jobs.start("ann", replace(LONG, draws=20_000))
    until(jobs, job, "running")
    workers = children(process.pid)
    process.terminate()
    process.wait(timeout=20)
    assert not any(Path(f"/proc/{worker}").exists() for worker in workers)
    until(jobs, job, "waiting")
    work()
    until(jobs, job, "running", "done")


def test_a_worker_ends_when_its_consumer_is_killed(jobs: Desk, work: Callable[[], "subprocess.Popen[bytes]"]) -> None:
    process = work()
    until(jobs, jobs.start("ann", QUICK), "done")
    left = children(process.pid)
    assert len(left) == 2  # huey's worker and scheduler
    process.kill()
    end = time.monotonic() + PATIENCE
    while left and time.monotonic() < end:
        left = [worker for worker in left if Path(f"/proc/{worker}").exists()]
        time.sleep(0.1)
    assert left == []


def test_a_queue_that_nobody_works_on_says_so(jobs: Desk, work: Callable[[], object]) -> None:
    waiting = jobs.job(jobs.start("ann", QUICK))
    assert waiting is not None
    assert "nothing works on the queue" in waiting.words
    work()
    until(jobs, waiting.id, "done")
    assert jobs.jobs()[0].attended


def test_each_account_may_have_so_many_under_way(jobs: Desk) -> None:
    mine = [jobs.start("ann", QUICK) for _ in range(AT_ONCE)]
    with pytest.raises(JobError, match="Wait until one is done, or cancel one"):
        jobs.start("ann", QUICK)
    jobs.start("bob", QUICK)
    jobs.cancel(mine[0])
    jobs.start("ann", QUICK)


def test_asking_at_the_same_moment_brings_no_more(jobs: Desk) -> None:
    def asked(_: int) -> int:
        try:
            jobs.start("ann", QUICK)
        except JobError:
            return 0
        return 1

    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(asked, range(8))) == len(jobs.jobs()) <= AT_ONCE


def test_a_job_of_long_ago_is_forgotten(jobs: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    job = jobs.start("ann", QUICK)
    jobs.cancel(job)
    monkeypatch.setattr(desk, "KEPT_SECONDS", -1)
    jobs.start("ann", QUICK)
    assert jobs.job(job) is None


def test_a_job_that_fails_says_so(told: Settings, jobs: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.jobs.work.simulate", lambda *_, **__: 1 / 0)
    job = jobs.start("ann", QUICK)
    opened = jobs._queue
    opened.execute(opened.dequeue())
    found = jobs.job(job)
    assert found is not None
    assert (found.state, found.rows) == ("failed", ())


def test_what_another_secret_signed_is_not_read(told: Settings, jobs: Desk) -> None:
    job = jobs.start("ann", QUICK)
    opened: Huey = queue.of(told, "another secret")
    other = Desk(opened)
    assert other.job(job) is None
    assert other.jobs() == ()
    opened.storage.close()


def test_there_is_no_job_of_an_unknown_number(jobs: Desk) -> None:
    assert jobs.job("none") is None


def test_an_order_comes_back_from_the_queue_as_it_was() -> None:
    design = replace(SMALL, family="beta_binomial", own=(("weight", 2.0),), looks=(10, 20))
    order = Order((design, SMALL), "complete_window", 2000, 3, "p0=0.05")
    assert read(order.plain()) == order


def test_rules_on_exposure_are_simulated_as_they_count() -> None:
    order = Order((SMALL, replace(SMALL, family="poisson_sprt")), "complete_window", 1000, 3)
    assert [counting for _, counting, _ in order.runs] == ["complete_window"] * 3 + ["exposure"] * 3
    assert [rate for *_, rate in order.runs][:3] == pytest.approx([0.05, 0.10, 0.15])


@pytest.mark.parametrize(
    ("change", "words"),
    [({"draws": 999}, "from 1,000"), ({"draws": 200_001}, "to 200,000"), ({"counting": "early"}, "tite")],
)
def test_an_order_that_is_not_possible_says_what_is(change: dict[str, object], words: str) -> None:
    with pytest.raises(ChoiceError, match=words):
        replace(QUICK, **change)  # type: ignore[arg-type]


def test_redis_without_its_package_is_a_sentence(told: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("huey.storage.Redis", None)
    with pytest.raises(JobError, match=r"dsmb-dashboard\[redis\]"):
        queue.of(replace(told, jobs="redis://queue:6379/0"), SECRET)


def test_a_queue_that_nobody_holds_has_let_go_of_its_file(told: Settings) -> None:
    opened = queue.of(told, SECRET)
    opened.put("what", "ever")
    storage = opened.storage
    assert storage._conn is not None
    del opened
    gc.collect()
    assert storage._conn is None


def test_without_a_secret_there_is_no_queue(told: Settings) -> None:
    with pytest.raises(JobError, match="DSMB_SECRET"):
        queue.of(told, "")


def test_the_queue_lies_beside_the_keys_unless_told_otherwise(tmp_path: Path) -> None:
    queue.of(replace(Settings(), keys=str(tmp_path / "data" / "keys")), SECRET).storage.close()
    assert (tmp_path / "data" / "jobs.sqlite").exists()
