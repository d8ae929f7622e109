"""The demonstration extract: every panel, and the start of a server process. Wanted: 50 ms drawn, 10 ms kept."""

import subprocess
import sys
from collections.abc import Mapping

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from dashboard.access.door import Door
from dashboard.settings import ROOT, Settings, environment
from tests.benchmarks.panels import Timed, summary, timed
from tests.conftest import SIDES

START = """
from time import perf_counter as now
begun = now()
from dashboard.web import server
imported = now()
app = server.application()
created = now()
server.warm(app)
print(f"imports {imported - begun:.2f} s, create {created - imported:.2f} s, every panel {now() - created:.2f} s")
"""


@pytest.mark.benchmark(group="panels")
def test_every_panel(
    benchmark: BenchmarkFixture, doors: Mapping[str, Door], capsys: pytest.CaptureFixture[str]
) -> None:
    def every() -> list[Timed]:
        return [each for name, door in doors.items() for each in timed(SIDES[name], door)]

    times = benchmark.pedantic(every, warmup_rounds=1)
    with capsys.disabled():
        print(f"\n{summary(times)}")
    benchmark.extra_info["panels"] = {each.name: (each.again, each.kept) for each in times}


@pytest.mark.benchmark(group="start")
def test_start_of_a_process(benchmark: BenchmarkFixture, demo: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    def start() -> str:
        command = [sys.executable, "-c", START]
        return subprocess.run(
            command, env=environment(demo), cwd=ROOT, text=True, capture_output=True, check=True
        ).stdout

    said = benchmark.pedantic(start, rounds=2)
    with capsys.disabled():
        print(f"\n{said.strip()}")
