"""`dsmb rules status`: the board's numbers, written down before they are printed, arm-only ones when opened."""

import json
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.door import Door
from dashboard.cli import main as cli
from dashboard.pages.page import Panel
from dashboard.pages.shared import guidelines
from dashboard.settings import Settings
from dashboard.stats.stopping.board import Board
from tests.cli.commands import refused, written

ARM_ONLY = ("crs-28", "icans-28")


def status(told: Settings, side: str, *more: str) -> int:
    return cli.run(["rules", "status", told.extract, "--side", side, *more])


def as_json(told: Settings, capsys: pytest.CaptureFixture[str], side: str, *more: str) -> dict[str, Any]:
    assert status(told, side, "--format", "json", *more) == 0
    answer: dict[str, Any] = json.loads(capsys.readouterr().out)
    return answer


@pytest.mark.parametrize("side", ["blinded", "unblinded"])
def test_json_has_the_board_s_numbers_in_full(
    told: Settings, doors: dict[str, Door], capsys: pytest.CaptureFixture[str], side: str
) -> None:
    board = guidelines.board_panel(doors[side].trial).result(doors[side])
    assert isinstance(board, Board)
    answer = as_json(told, capsys, side)
    assert answer["store"] == doors[side].hash
    assert len(answer["guidelines"]) == len(board.entries)
    for line, entry in zip(answer["guidelines"], board.entries, strict=True):
        assert (line["guideline"], line["met"]) == (entry.name, entry.status.met)
        if not entry.unnamed:
            assert (line["events"], line["evaluable"]) == (entry.status.count.events, entry.status.count.evaluable)
            assert line["complete_window"]["events"] == entry.status.complete_window.events
            assert line["if_all_pending"]["met"] == entry.status.if_all.met
    assert answer["by_chance"] == {"one_arm": board.chance_one_arm, "all": board.chance_all}


def test_of_what_watches_one_arm_by_its_nature_only_whether_it_is_met_stands_there(
    told: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = as_json(told, capsys, "unblinded", "--previous", told.previous)["guidelines"]
    unnamed = [line for line in lines if line["guideline"] in ARM_ONLY]
    assert len(unnamed) == 2
    for line in unnamed:
        assert {*line} == {"guideline", "title", "arm", "met", "previous"}
        assert {*line["previous"]} == {"guideline", "title", "arm", "met"}
        assert line["arm"] is line["previous"]["arm"] is None
    assert status(told, "unblinded") == 0
    assert "Add --opened for numbers that tell which letter" in capsys.readouterr().out


def test_opened_it_has_its_arm_and_its_numbers(
    told: Settings, doors: dict[str, Door], capsys: pytest.CaptureFixture[str]
) -> None:
    lines = as_json(told, capsys, "unblinded", "--opened")["guidelines"]
    door = doors["unblinded"]
    for item in door.trial.guidelines:
        if item.arm_revealing:
            by_arm = guidelines.panel(item).result(door).results
            (line,) = [line for line in lines if line["guideline"] == item.name]
            assert line["events"] == by_arm[line["arm"]].count.events
            assert [arm for arm, found in by_arm.items() if found.participants] == [line["arm"]]


def test_the_unblinded_status_is_written_down_before_it_is_found(
    told: Settings, doors: dict[str, Door], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows: list[int] = []
    result = Panel.result

    def seen(self: Panel, door: Door, **filters: str) -> object:
        rows.append(len(written(told)))
        assert capsys.readouterr().out == ""
        return result(self, door, **filters)

    monkeypatch.setattr(Panel, "result", seen)
    assert status(told, "unblinded", "--opened") == 0
    (row,) = written(told)
    assert rows == [1]
    assert row.detail == f"guidelines/board [opened] store {doors['unblinded'].hash[:16]}"
    assert (row.role, row.action, row.side) == ("command line", "show", "unblinded")


def test_what_cannot_be_written_down_is_not_said(
    told: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"this is no database, and long enough to be taken for one" * 20)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{broken}")
    assert "Accounts and audit trail cannot be used" in refused(capsys, status(told, "unblinded"))


def test_the_blinded_side_names_the_others_with_one_sentence_and_is_not_written_down(
    told: Settings, doors: dict[str, Door], capsys: pytest.CaptureFixture[str]
) -> None:
    assert status(told, "blinded") == 0
    said = capsys.readouterr().out.splitlines()
    titles = doors["blinded"].trial.monitored
    assert titles
    assert said[-len(titles) :] == [f"{title}: Monitored by the DSMB." for title in titles]
    assert "cytokine" not in "".join(said).lower()
    assert written(told) == ()


def test_the_earlier_extract_stands_beside_this_one(
    told: Settings, doors: dict[str, Door], capsys: pytest.CaptureFixture[str]
) -> None:
    answer = as_json(told, capsys, "unblinded", "--previous", told.previous)
    alone = cli.run(["rules", "status", told.previous, "--side", "unblinded", "--format", "json"])
    assert alone == 0
    before = json.loads(capsys.readouterr().out)
    assert answer["previous_cut_off"] == before["cut_off"] == "2025-07-15"
    then = [line["previous"] for line in answer["guidelines"]]
    assert then == [{key: line[key] for key in line if key != "previous"} for line in before["guidelines"]]
    assert status(told, "unblinded", "--previous", told.previous) == 0
    assert "At 2025-07-15" in capsys.readouterr().out


def test_an_extract_that_is_not_before_this_one_is_refused(told: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert "is not before this one's" in refused(capsys, status(told, "blinded", "--previous", told.extract))
