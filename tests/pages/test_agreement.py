"""Numbers that stand in two places are the same number: between panels, and between sides."""

from dashboard.access.door import Door
from dashboard.pages.page import Panel
from tests.conftest import SIDES


def panel(door: Door, page: str, name: str) -> Panel:
    (found,) = (item for item in SIDES[door.side].pages(door.trial) if item.name == page)
    return found.panel(name)


def sizes(door: Door) -> dict[str, int]:
    rows = door.ask("conduct/population", population="randomised")
    return {str(arm): int(n) for arm, n in zip(rows["arm"], rows["n"], strict=True)}


def test_every_side_randomised_the_same_number(doors: dict[str, Door]) -> None:
    totals = {name: sum(sizes(door).values()) for name, door in doors.items()}
    assert len(set(totals.values())) == 1
    accrued = doors["conduct"].ask("conduct/accrual")["randomised"].sum()
    assert int(accrued) == totals["conduct"]


def test_every_denominator_is_the_population(doors: dict[str, Door]) -> None:
    for door in (doors["blinded"], doors["unblinded"]):
        size = sizes(door)
        events = panel(door, "adverse-events", "table").result(door, subset="any")
        assert dict(events.n) == size  # type: ignore[attr-defined]
        ladder = panel(door, "home", "ladder").result(door)
        assert dict(ladder.n) == size  # type: ignore[attr-defined]
        curves = panel(door, "relapse-nrm", "relapse").result(door, lag="0")
        assert {arm: each.n for arm, each in curves.results.items()} == size  # type: ignore[attr-defined]


def test_the_arms_add_up_to_the_pooled_table(doors: dict[str, Door]) -> None:
    """Blinding merges arms and nothing else: every row, its participants and its events."""
    for subset in ("any", "serious", "severe", "fatal"):
        tables = {
            name: panel(doors[name], "adverse-events", "table").result(doors[name], subset=subset)
            for name in ("blinded", "unblinded")
        }
        rows = {
            name: {
                (row.level, row.soc, row.term): (
                    sum(cell.participants for cell in row.cells.values()),
                    sum(cell.events for cell in row.cells.values()),
                )
                for row in table.rows  # type: ignore[attr-defined]
                if row.term != "Other term"  # beside letters it would name the arm: it stays within its class
            }
            for name, table in tables.items()
        }
        assert rows["blinded"] == rows["unblinded"]
        assert len(rows["blinded"]) > 1


def test_no_row_of_withheld_terms_stands_beside_letters(doors: dict[str, Door]) -> None:
    shown = {
        name: {row.term for row in panel(doors[name], "adverse-events", "table").result(doors[name], subset="any").rows}  # type: ignore[attr-defined]
        for name in ("blinded", "unblinded")
    }
    assert shown["blinded"] - shown["unblinded"] == {"Other term"}


def test_relapses_and_deaths_without_relapse_add_up(doors: dict[str, Door]) -> None:
    pooled = panel(doors["blinded"], "relapse-nrm", "relapse").result(doors["blinded"])
    by_arm = panel(doors["unblinded"], "relapse-nrm", "relapse").result(doors["unblinded"], lag="0")
    (everyone,) = pooled.results.values()  # type: ignore[attr-defined]
    for cause in everyone.events:
        assert everyone.events[cause] == sum(arm.events[cause] for arm in by_arm.results.values())  # type: ignore[attr-defined]


def test_the_pooled_guideline_says_the_same_on_both_sides(doors: dict[str, Door]) -> None:
    said = {
        name: panel(doors[name], "guidelines", "death-180-pooled").result(doors[name]).table().to_csv()
        for name in ("blinded", "unblinded")
    }
    assert said["blinded"] == said["unblinded"]


def test_the_first_page_and_the_guidelines_page_agree(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    board = panel(door, "home", "board").result(door).table()
    for guideline in (item for item in door.trial.guidelines if not item.arm_revealing):
        own = panel(door, "guidelines", guideline.name).result(door).table()
        there = board[board["Guideline"] == guideline.title]
        assert list(there["Events"]) == list(own["Events"])
        assert list(there["Evaluable"]) == list(own["Evaluable"])
        assert list(there["Status"]) == list(own["Guideline"])
