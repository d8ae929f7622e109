"""A page for each guideline: its numbers are those of the other pages, and each side shows its own only."""

from pathlib import Path
from typing import Any

import pytest

from dashboard.extract import keys
from dashboard.extract.lock import lock
from dashboard.figures.kinds import Figure, Sentence, Table
from dashboard.pages.door import Door
from dashboard.pages.page import Page
from dashboard.settings import Settings
from tests.conftest import SIDES
from tests.extract import tiny

SEALED_ALONE = {"difference", "since", "by-arm", "ledger"}


def pages(door: Door) -> dict[str, Page]:
    return {page.name: page for page in SIDES[door.side].pages(door.trial)}


def result(door: Door, page: str, panel: str) -> Any:
    return pages(door)[page].panel(panel).result(door)


def test_every_guideline_of_a_store_has_its_page(doors: dict[str, Door]) -> None:
    for name in ("blinded", "unblinded"):
        assert {item.name for item in doors[name].trial.guidelines} <= pages(doors[name]).keys()


def test_on_the_blinded_side_only_pooled_guidelines_have_one_and_nothing_of_one_participant(
    doors: dict[str, Door],
) -> None:
    door = doors["blinded"]
    shown = [page for page in pages(door).values() if page.under]
    assert [page.name for page in shown] == ["death-180-pooled"]
    for panel in shown[0].panels:
        assert panel.name not in SEALED_ALONE
        assert not panel.query.startswith("unblinded/")
        assert "Participant" not in panel.result(door).table()


def test_a_pooled_guideline_says_the_same_on_both_sides(doors: dict[str, Door]) -> None:
    for panel in pages(doors["blinded"])["death-180-pooled"].panels:
        said = [panel.result(doors[name]).table().to_csv() for name in ("blinded", "unblinded")]
        assert said[0] == said[1], panel.name


def test_the_panels_of_a_page_agree_with_the_picture(doors: dict[str, Door]) -> None:
    """Events and evaluable of the picture are those of what comes next, of the check, and of the ledger's sum."""
    door = doors["unblinded"]
    for guideline in door.trial.guidelines:
        coming, checked, ledger, new = (
            result(door, guideline.name, name).results for name in ("next", "check", "ledger", "since")
        )
        for arm, status in result(door, guideline.name, "picture").results.items():
            count = status.count
            assert coming[arm].now.table().equals(status.table())
            assert new[arm].now.table().equals(status.table())
            (same,) = (one.count for one in checked[arm].judged[:3] if one.count.counting == count.counting)
            assert (same.events, same.evaluable, same.met) == (count.events, count.evaluable, count.met)
            assert ledger[arm].events == count.events
            assert ledger[arm].evaluable == pytest.approx(count.evaluable, abs=1e-9)
            assert ledger[arm].pending == status.pending
            assert ledger[arm].clause == guideline.clause != ""
            assert coming[arm].then.table().equals(new[arm].then.table())


def test_what_is_new_accounts_for_the_events_added(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for guideline in door.trial.guidelines:
        for arm in result(door, guideline.name, "since").results.values():
            added = arm.now.count.events - arm.then.count.events
            kinds = [(change.was.startswith("event,"), change.is_.startswith("event,")) for change in arm.changes]
            assert added == sum(is_ - was for was, is_ in kinds)


def test_the_tile_s_distances_are_those_of_the_guideline_s_page(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    board = result(door, "home", "guidelines-met")
    nearest = board.now.nearest
    coming = result(door, nearest.name, "next").results[nearest.arm]
    before = board.before(nearest)
    assert str(coming.now.further) == str(nearest.status.further)
    assert str(coming.then.further) == str(before.status.further)


def test_an_arm_only_guideline_has_one_arm_and_stands_behind_the_notice(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for guideline in door.trial.guidelines:
        if guideline.scope == "experimental":
            page = pages(door)[guideline.name]
            assert (page.under, bool(page.notice)) == ("arm-only-events", True)
            assert "difference" not in {panel.name for panel in page.panels}
            for name in ("answer", "picture", "next", "check", "since", "ledger"):
                assert len(result(door, page.name, name).results) == 1


def test_its_picture_beside_others_is_that_of_its_own_page(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    together = pages(door)["arm-only-events"]
    for guideline in (item for item in door.trial.guidelines if item.arm_revealing):
        beside, alone = together.panel(guideline.name), pages(door)[guideline.name].panel("picture")
        assert (beside.draw(beside.result(door)), beside.population) == (alone.draw(alone.result(door)), "treated")


def test_an_arm_only_guideline_counts_who_started_and_lists_who_did_not(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for guideline in (item for item in door.trial.guidelines if item.arm_revealing):
        page = pages(door)[guideline.name]
        assert page.panel("picture").population == page.panel("ledger").population == "treated"
        assert page.panel("by-arm").population == "randomised"
        (lines,) = [book.lines for book in result(door, guideline.name, "ledger").results.values() if book.lines]
        (arm,) = {name for name, book in result(door, guideline.name, "ledger").results.items() if book.lines}
        sizes = door.ask("conduct/population", population="randomised").set_index("arm")["n"]
        assert len(lines) + len(result(door, guideline.name, "not-watched").participants) == sizes[arm]


def test_a_ledger_leads_to_each_participant_who_counts_there_as_here(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for guideline in door.trial.guidelines:
        panel = pages(door)[guideline.name].panel("ledger")
        book: Any = panel.result(door)
        table = panel.draw(book)
        assert isinstance(table, Table)
        lines = [line for each in book.results.values() for line in each.lines]
        assert [row[0] for row in table.rows] == [line.participant for line in lines]
        for lead, line in ((table.leads[at], lines[at]) for at in (0, -1)):
            assert lead is not None
            there = pages(door)[lead.page]
            assert bool(there.notice) == guideline.arm_revealing
            counted: Any = there.panel("guidelines").result(door, **lead.values)
            assert line in [mine for rule, mine in counted.lines if rule.name == guideline.name]


def test_a_difference_stands_beside_guidelines_watched_in_each_arm_alone(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for guideline in door.trial.guidelines:
        there = "difference" in {panel.name for panel in pages(door)[guideline.name].panels}
        assert there == (guideline.scope == "arm")


def test_the_rule_names_protocol_clause_and_reference(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    for guideline in door.trial.guidelines:
        said = dict(result(door, guideline.name, "rule").rows)
        assert said["Protocol"] == f"version {door.trial.trial.version}, {guideline.clause}"
        assert "Goldman" in said["Reference"]


EXPOSURE = (
    'planned = 10\n[[guidelines]]\nname = "crs-28"',
    'planned = 10\nrule = "poisson_sprt"\ncounting = "exposure"',
)


def test_a_guideline_on_exposure_is_shown_whole(tmp_path: Path) -> None:
    """The tiny trial with NRM counted in exposure, without an earlier extract and without planned accrual."""
    old, new = EXPOSURE
    definition = tiny.trial(old, new + '\n[[guidelines]]\nname = "crs-28"')
    tiny.write(tmp_path / "source")
    keys.new(tmp_path / "keys")
    lock(tmp_path / "source", definition, tiny.CUT_OFF, tmp_path / "x", tmp_path / "keys", pulled=tiny.PULLED)
    door = SIDES["unblinded"].open(tmp_path / "x", None, Settings(keys=str(tmp_path / "keys")))
    page = pages(door)["nrm-100"]
    drawn = {panel.name: panel.draw(panel.result(door)) for panel in page.panels}
    picture, answer, coming = drawn["picture"], drawn["answer"], drawn["next"]
    assert isinstance(picture, Figure) and isinstance(answer, Sentence) and isinstance(coming, Table)  # noqa: PT018
    assert any(note["text"] == "Person-time (windows followed)" for note in picture.plot["layout"]["annotations"])
    assert "windows of follow-up" in answer.text
    assert coming.columns[0].title == "Now"
    ledger, counts = (result(door, page.name, name).results for name in ("ledger", "picture"))
    assert all(ledger[arm].evaluable == pytest.approx(counts[arm].count.evaluable) for arm in counts)


def test_beside_the_check_stands_why_exposure_may_disagree(doors: dict[str, Door]) -> None:
    for name in ("blinded", "unblinded"):
        for guideline in doors[name].trial.guidelines:
            assert "Exposure ends at a competing event" in pages(doors[name])[guideline.name].panel("check").note
