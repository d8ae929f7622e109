"""The wall in the code, at run time: what a process of one side has loaded."""

import subprocess
import sys

import pytest

UNBLINDED = ("dashboard.sides.unblinded", "dashboard.pages.unblinded", "dashboard.access.sealed")


@pytest.mark.parametrize("side", ["conduct", "blinded", "bench"])
def test_a_side_does_not_load_unblinded_code(side: str) -> None:
    code = f"import sys, dashboard.sides.{side}; print(*sorted(n for n in sys.modules if n.startswith('dashboard')))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert f"dashboard.sides.{side}" in loaded
    assert [name for name in loaded if name.startswith(UNBLINDED)] == []


def test_conduct_does_not_load_the_pages_of_pooled_safety() -> None:
    code = "import sys, dashboard.sides.conduct; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert [name for name in loaded if name.startswith("dashboard.pages.shared")] == []


def test_the_bench_loads_no_door_and_no_page_of_a_trial() -> None:
    code = "import sys, dashboard.sides.bench; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    other = ("duckdb", "dashboard.access", "dashboard.pages.conduct", "dashboard.pages.shared")
    assert "dashboard.pages.bench" in loaded
    assert [name for name in loaded if name.startswith(other)] == []
