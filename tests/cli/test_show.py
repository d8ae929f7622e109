"""What `dsmb show` prints is the panel's table, and nothing before it is written down."""

import io
import json
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pandas as pd
import pytest

from dashboard.access.door import Door
from dashboard.cli import main as cli
from dashboard.pages.page import Page, Panel
from dashboard.settings import EMPTY, SIDES, Settings
from tests.cli.commands import refused, show, written

PAGES = ("home", "adverse-events")


def panels(side: str, door: Door) -> Iterator[tuple[Page, Panel]]:
    for page in import_module(f"dashboard.sides.{side}").SIDE.pages(door.trial):
        if page.name in PAGES:
            yield from ((page, panel) for panel in page.panels)


@pytest.mark.parametrize("side", [side for side in SIDES if side not in EMPTY])
def test_csv_and_json_are_the_panel_s_table(
    told: Settings, doors: dict[str, Door], capsys: pytest.CaptureFixture[str], side: str
) -> None:
    for page, panel in panels(side, doors[side]):
        table = panel.result(doors[side], **page.chosen({})).table()
        assert show(told, side, f"{page.name}/{panel.name}", "--format", "csv") == 0
        printed = capsys.readouterr().out
        assert printed == table.to_csv(index=False, lineterminator="\n")  # nothing there looks like a formula
        assert show(told, side, f"{page.name}/{panel.name}", "--format", "json") == 0
        rows = pd.DataFrame(json.loads(capsys.readouterr().out), columns=table.columns)
        expected = table.astype(object).where(table.notna(), None)
        pd.testing.assert_frame_equal(rows.astype(object).where(rows.notna(), None), expected, rtol=1e-12)


def test_the_table_has_every_row_under_a_line_that_says_where_it_is_from(
    told: Settings, doors: dict[str, Door], capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(told, "conduct", "enrolment/sites") == 0
    head, titles, *rows = capsys.readouterr().out.splitlines()
    door = doors["conduct"]
    assert head.endswith(f"cut-off 2026-01-15 · store {door.hash[:12]}")
    assert titles.split()[:3] == ["Site", "Opened", "Randomised"]
    assert rows[-1].split()[:3] == ["All", "sites", str(door.ask("conduct/accrual")["randomised"].sum())]
    assert len(rows) == door.ask("conduct/accrual_by_site")["site"].nunique() + 1


def test_a_panel_may_stand_before_or_after_the_options(told: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.run(["show", told.extract, "home/accrual", "--side", "conduct"]) == 0
    before = capsys.readouterr().out
    assert cli.run(["show", told.extract, "--side", "conduct", "home/accrual"]) == 0
    assert capsys.readouterr().out == before


def test_without_a_panel_every_panel_is_listed(
    told: Settings, doors: dict[str, Door], capsys: pytest.CaptureFixture[str]
) -> None:
    assert show(told, "blinded") == 0
    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    pages = import_module("dashboard.sides.blinded").SIDE.pages(doors["blinded"].trial)
    assert listed == [f"{page.name}/{panel.name}" for page in pages for panel in page.panels]


def test_a_filter_chooses_as_it_does_in_the_address(
    told: Settings, doors: dict[str, Door], capsys: pytest.CaptureFixture[str]
) -> None:
    door = doors["blinded"]
    page, panel = next(found for found in panels("blinded", door) if found[1].name == "table")
    assert show(told, "blinded", "adverse-events/table", "--filter", "subset=serious", "--format", "csv") == 0
    expected = panel.result(door, **page.chosen({"subset": "serious"})).table()
    assert capsys.readouterr().out == expected.to_csv(index=False, lineterminator="\n")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (["nowhere/table"], "No page 'nowhere' on this side; it has home, "),
        (["home"], "Page home has no panel ''; it has answer, "),
        (["home/nothing"], "Page home has no panel 'nothing'; it has answer, "),
        (["efs/curve"], "No page 'efs' on this side"),  # there is one, on the unblinded side
        (["adverse-events/table", "--filter", "arm=A"], "no filter 'arm'; it has subset, order, least."),
        (["home/ladder", "--filter", "subset=any"], "Page home has no filter 'subset'; it has none."),
        (["adverse-events/table", "--filter", "subset=related"], "Events: choose one of any, serious, severe, fatal."),
        (["adverse-events/table", "--filter", "subset"], "--filter subset: write it as NAME=VALUE."),
    ],
)
def test_what_is_unknown_is_one_message(
    told: Settings, capsys: pytest.CaptureFixture[str], more: list[str], said: str
) -> None:
    assert said in refused(capsys, show(told, "blinded", *more))


def test_events_that_are_not_in_the_extract_are_the_server_s(
    told: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("nrm-100/answer", "--filter", "reported=7")
    assert "are kept by the server: open the guideline's page there" in refused(capsys, show(told, "unblinded", *asked))
    assert written(told) == ()
    assert show(told, "unblinded", "nrm-100/answer") == 0


def test_a_missing_extract_is_named(told: Settings, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = cli.run(["show", str(tmp_path / "none"), "--side", "conduct", "home/accrual"])
    assert "none/conduct: no store here. Name the folder of a locked extract." in refused(capsys, code)


def test_a_missing_key_is_named_and_nothing_is_shown(
    told: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DSMB_KEYS", str(tmp_path / "elsewhere"))
    assert "store.key: no key to read here" in refused(capsys, show(told, "unblinded", "home/deaths"))
    assert written(told) == ()


def test_the_unblinded_side_is_written_down_before_it_is_shown(
    told: Settings, doors: dict[str, Door], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LOGNAME", "somebody-else")
    at_result: list[int] = []
    result = Panel.result

    def seen(self: Panel, door: Door, **filters: str) -> object:
        at_result.append(len(written(told)))
        assert capsys.readouterr().out == ""
        return result(self, door, **filters)

    monkeypatch.setattr(Panel, "result", seen)
    assert show(told, "unblinded", "adverse-events/table", "--filter", "subset=serious") == 0
    (row,) = written(told)
    assert at_result == [1]
    assert (row.role, row.action, row.side) == ("command line", "show", "unblinded")
    chosen = "subset=serious order=frequency least=0"
    assert row.detail == f"adverse-events/table [{chosen}] store {doors['unblinded'].hash[:16]}"
    assert row.who != "somebody-else"


def test_a_page_that_tells_the_arms_apart_says_so_first(told: Settings, capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(capsys, show(told, "unblinded", "cycles/counts"))
    assert "which letter is the experimental arm" in said
    assert "Add --opened" in said
    assert written(told) == ()
    assert show(told, "unblinded", "cycles/counts", "--opened") == 0
    assert "Started" in capsys.readouterr().out


def test_what_cannot_be_written_down_is_not_shown(
    told: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"this is no database, and long enough to be taken for one" * 20)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{broken}")
    assert "Accounts and audit trail cannot be used" in refused(capsys, show(told, "unblinded", "home/deaths"))
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{broken}/records.sqlite")
    assert str(broken) in refused(capsys, show(told, "unblinded", "home/deaths"))


@pytest.mark.parametrize("side", ["conduct", "blinded"])
def test_the_other_sides_are_not_written_down(told: Settings, side: str) -> None:
    assert show(told, side, "home/answer") == 0
    assert written(told) == ()


@pytest.mark.parametrize("text", ["=1+1", "+49 30", "-1+1", "@SUM(A1)", "\tx"])
def test_csv_makes_formulas_texts_again(
    told: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str
) -> None:
    class Found:
        def table(self) -> pd.DataFrame:
            return pd.DataFrame({"Site": [text, "01"], "Difference": [-1.5, 2.0]})

    monkeypatch.setattr(Panel, "result", lambda *_, **__: Found())
    assert show(told, "conduct", "home/accrual", "--format", "csv") == 0
    read = pd.read_csv(io.StringIO(capsys.readouterr().out), dtype=str)
    assert read["Site"].tolist() == [f"'{text}", "01"]
    assert read["Difference"].tolist() == ["-1.5", "2.0"]
