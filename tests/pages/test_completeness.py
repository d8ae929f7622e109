"""Completeness by arm agrees with what other panels say of the same visits, and with the source."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from dashboard.access.door import Door
from dashboard.extract import keys
from dashboard.extract.demo import write
from dashboard.extract.lock import lock
from dashboard.pages.conduct import panels
from dashboard.pages.unblinded.completeness import completeness_panel
from dashboard.settings import ROOT, Settings
from dashboard.stats.arms import ByArm
from dashboard.trial.load import load
from tests.conftest import SIDES

CUT_OFF = date(2026, 1, 15)


def by_arm(door: Door) -> ByArm:  # type: ignore[type-arg]  # a panel says only that it is a result
    found = completeness_panel(door.trial).result(door)
    assert isinstance(found, ByArm)
    return found


def test_overdue_is_what_the_visits_panel_expects_and_has_not(doors: dict[str, Door]) -> None:
    """That panel counts a visit due after death as done, this one not at all: what is missing is the same."""
    door = doors["unblinded"]
    (panel,) = panels.visits(door.trial)
    visits = panel.result(door).table().groupby("Arm", observed=True)[["Expected", "Documented"]].sum()
    for name, arm in by_arm(door).results.items():
        assert arm.overdue == visits["Expected"][name] - visits["Documented"][name]
        assert arm.overdue <= arm.owed <= visits["Expected"][name]


def test_the_living_are_the_randomised_without_the_dead(doors: dict[str, Door]) -> None:
    deaths = doors["unblinded"].ask("unblinded/deaths").set_index("arm")
    for name, arm in by_arm(doors["unblinded"]).results.items():
        assert arm.followed == deaths["n"][name] - deaths["deaths"][name]


def test_what_is_not_recorded_is_a_dash(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    without = door.trial.model_copy(update={"provided": ("participant", "time_to_event")})
    panel = completeness_panel(without)
    drawn = panel.draw(panel.result(door))
    cells = {row[0]: set(row[1:]) for row in drawn.rows}  # type: ignore[union-attr]  # a table
    assert [*cells.values()] == [{"–"}] * 4


def test_only_the_unblinded_side_has_the_panel(doors: dict[str, Door]) -> None:
    for name in ("conduct", "blinded"):
        assert not doors[name].trial.has("time_to_event.adjudicated")
        assert "unblinded/completeness" not in {
            panel.query for page in SIDES[name].pages(doors[name].trial) for panel in page.panels
        }


def test_an_arm_that_is_reported_later_waits_longer_on_the_panel(tmp_path: Path) -> None:
    """Scenario D is A with the control arm reported later: 74 days against 62, the other arm's 59 unmoved."""
    trial, median = load(ROOT / "data" / "trial.toml"), {}
    keys.new(tmp_path / "keys")
    for scenario in "AD":
        source, out = tmp_path / f"source-{scenario}", tmp_path / scenario / "extract"
        write.write(source, cut_off=CUT_OFF, patients=160, scenario=scenario)
        lock(source, trial, CUT_OFF, out, tmp_path / "keys")
        door = SIDES["unblinded"].open(out, None, replace(Settings(), keys=str(tmp_path / "keys")))
        found = completeness_panel(trial).result(door).results
        for arm, letter in keys.letters(tmp_path / "keys", trial).items():
            median[scenario, arm] = found[letter].quartiles[1]
    assert median["D", "BLINATUMOMAB"] == median["A", "BLINATUMOMAB"]
    assert median["D", "OBSERVATION"] > median["A", "OBSERVATION"] + 7
