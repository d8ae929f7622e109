"""The law of the blind: no way of telling arms apart changes a byte outside `sealed/`."""

import itertools
import shutil
from datetime import date
from pathlib import Path

import pyreadstat
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dashboard.extract import keys
from dashboard.extract.demo.write import write
from dashboard.extract.lock import lock
from dashboard.settings import ROOT
from dashboard.trial.load import load
from tests.extract import tiny

_NUMBERS = itertools.count()


def outside(extract: Path) -> dict[str, bytes]:
    """Every file outside `sealed/` by its path, with its bytes."""
    paths = [path for path in extract.rglob("*") if path.is_file() and path.parent.name != "sealed"]
    return {str(path.relative_to(extract)): path.read_bytes() for path in paths}


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(arms=st.lists(st.sampled_from(["ACTIVE", "PLAIN"]), min_size=5, max_size=5))
def test_any_other_assignment_of_arms_changes_no_byte_outside_sealed(extract: Path, arms: list[str]) -> None:
    lines = tiny.TABLES["adsl"].strip().splitlines()
    relabelled = [lines[0], lines[1]]
    for arm, line in zip(arms, lines[2:], strict=True):
        cells = line.split("|")
        relabelled.append("|".join([cells[0], arm, arm, *cells[3:]]))
    locked = tiny.lock_tiny(extract.parent, f"arms{next(_NUMBERS)}", adsl="\n".join(relabelled)).folder
    assert outside(locked) == outside(extract)
    shutil.rmtree(locked)


def test_a_letter_for_another_arm_changes_no_byte_outside_sealed(tmp_path: Path, extract: Path) -> None:
    shutil.copytree(extract.parent / "keys", tmp_path / "keys")
    (tmp_path / "keys" / "arms-TINY.sealed").unlink()
    with keys.kept(tmp_path / "keys", tiny.trial(), {"ACTIVE": "B", "PLAIN": "A"}):
        assert outside(tiny.lock_tiny(tmp_path).folder) == outside(extract)


@pytest.mark.parametrize("how", ["swapped", "shuffled"])
def test_relabelled_arms_of_the_demonstration_change_no_byte_outside_sealed(how: str, tmp_path: Path) -> None:
    cut_off = date(2026, 1, 15)
    trial = load(ROOT / "data" / "trial.toml")
    source = tmp_path / "source"
    write(source, cut_off=cut_off, patients=80)
    keys.new(tmp_path / "keys")
    before = lock(source, trial, cut_off, tmp_path / "before", tmp_path / "keys").folder
    people, _ = pyreadstat.read_xport(str(source / "adsl.xpt"))
    (source / "adsl.xpt").unlink()
    if how == "swapped":
        other = {"BLINATUMOMAB": "OBSERVATION", "OBSERVATION": "BLINATUMOMAB"}
        people["TRT01P"], people["TRT01A"] = (people[name].replace(other) for name in ("TRT01P", "TRT01A"))
    else:
        people["TRT01P"] = people["TRT01P"].sample(frac=1, random_state=1).to_numpy()
    people.to_csv(source / "adsl.csv", index=False)
    after = lock(source, trial, cut_off, tmp_path / "after", tmp_path / "keys").folder
    assert outside(after) == outside(before)
    assert len(outside(after)) == 20
