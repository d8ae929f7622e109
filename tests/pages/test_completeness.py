"""Completeness by arm agrees with what other panels say of the same visits, and with the source."""

from dashboard.access.door import Door
from dashboard.pages.conduct import panels
from dashboard.pages.unblinded.completeness import completeness_panel
from dashboard.stats.arms import ByArm
from tests.conftest import SIDES


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
