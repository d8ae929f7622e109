"""Leads and tiles in plain words."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import sentences
from dashboard.stats import delivery, enrolment, listing
from dashboard.stats.stopping.board import Board, Watched, board
from dashboard.stats.stopping.board_since import BoardSince
from dashboard.stats.stopping.rules.sprt import Sprt
from tests.figures.drawn import AB, ALL, visits

MONTHS = np.array(pd.date_range("2024-01-01", periods=3, freq="MS"), dtype="datetime64[D]")
RULE = Sprt(0.05, 0.15, 0.10, 80)  # among 2–5 evaluable 2 events meet it, among 6–15 three


def accrual(monthly: list[int], plan: tuple[int, ...] = (2, 5, 9)) -> enrolment.Accrual:
    return enrolment.against_plan(MONTHS[: len(monthly)], np.array(monthly, dtype=int), plan=plan, planned=160)


@pytest.mark.parametrize(
    ("monthly", "plan", "rest"),
    [
        ([1, 2, 3], (2, 5, 9), ", 3 fewer than the 9 planned by the end of Mar 2024."),
        ([1, 2, 3], (2, 3, 4), ", 2 more than the 4 planned by the end of Mar 2024."),
        ([1, 2, 3], (2, 4, 6), ", as many as planned by the end of Mar 2024."),
        ([1, 2, 3], (), "."),
        ([1, 2, 3], (0, 0, 0), "."),
    ],
)
def test_enrolment_says_how_it_compares_with_the_plan(monthly: list[int], plan: tuple[int, ...], rest: str) -> None:
    said = sentences.enrolment(accrual(monthly, plan)).text
    assert said == f"6 of 160 planned participants are randomised{rest}"


def test_before_the_first_month_only_the_size_is_said() -> None:
    assert sentences.enrolment(accrual([])).text == "0 of 160 planned participants are randomised."


def test_randomised_of_planned() -> None:
    tile = sentences.randomised(accrual([1, 2, 3]))
    assert (tile.value, tile.detail) == ("4%", ("6 / 160",))


def test_screened_and_what_became_of_them() -> None:
    outcome = np.array(["Randomised", "Not randomised", "Not randomised", "In screening"], dtype=object)
    reason = np.array([None, "Declined", "Relapse", None], dtype=object)
    tile = sentences.screened(enrolment.screening(outcome, reason, np.array([83, 13, 9, 2])))
    assert (tile.value, tile.detail) == ("107", ("83 randomised, 22 not, 2 in screening",))


def test_documented_visits_name_arms_only_where_there_are_arms() -> None:
    one = sentences.documented(visits(ALL, [9, 3], [10, 4]))
    assert (one.value, one.detail) == ("86%", ("12 / 14",))
    two = sentences.documented(visits(AB, [9, 3], [10, 4]))
    assert (two.value, two.detail) == ("86%", ("24 / 28", "● A 12 / 14   □ B 12 / 14"))


@pytest.mark.parametrize(("started", "value"), [(36.0, "36"), (np.nan, "too few to show")])
def test_the_first_cycle_is_masked_in_words(started: float, value: str) -> None:
    arm = pd.Categorical(ALL * 2)
    cycles = delivery.cycles(arm, np.array([1, 2]), np.array([37.5, 29.0]), np.array([started, 22.0]))
    tile = sentences.first_cycle(cycles)
    assert (tile.value, tile.detail) == (value, ("37.5 expected by now from the allocation",))


@pytest.mark.parametrize(
    ("now", "before", "compared", "value", "detail"),
    [
        ((41, 42), (27, 28), True, "+28 randomised", "55 → 83"),
        ((1, 0), (0, 0), True, "+1 randomised", "0 → 1"),
        ((41, 42), (0, 0), False, "83 randomised", "no earlier extract to compare with"),
        ((0, 0), (0, 0), False, "0 randomised", "no earlier extract to compare with"),
    ],
)
def test_new_participants(
    now: tuple[int, int], before: tuple[int, int], compared: bool, value: str, detail: str
) -> None:
    since = enrolment.since(pd.Categorical(AB), np.array(now), np.array(before), compared)
    tile = sentences.new(since, title="New")
    assert (tile.text, tile.value, tile.detail) == ("New", value, (detail,))


def test_deaths_by_arm() -> None:
    tile = sentences.deaths(listing.deaths(pd.Categorical(AB), np.array([41, 42]), np.array([3, 4]), np.array([0, 0])))
    assert (tile.value, tile.detail) == ("7", ("● A 3 / 41   □ B 4 / 42",))


@pytest.mark.parametrize(
    ("now", "before", "value"), [(7, 5, "+2 deaths"), (6, 5, "+1 death"), (5, 5, "0 deaths"), (4, 5, "−1 death")]
)
def test_new_events_have_their_sign(now: int, before: int, value: str) -> None:
    found = listing.events(
        pd.Categorical(["A"], categories=list(AB)), np.array(["os"]), np.array([1]), np.array([now]), np.array([before])
    )
    tile = sentences.new_events(found, kinds=(("os", 1, "death", "deaths"), ("efs", 1, "event", "events")))
    assert tile.value == f"{value}, 0 events"
    assert tile.detail == (f"deaths {before} → {now}", "events 0 → 0")


def test_without_an_earlier_extract_events_are_counted_so_far() -> None:
    arm, one = pd.Categorical(["A"], categories=list(AB)), np.array([1])
    found = listing.events(arm, np.array(["os"]), one, np.array([4]), np.array([0]), np.array([False]))
    tile = sentences.new_events(found, kinds=(("os", 1, "death", "deaths"),))
    assert (tile.text, tile.value, tile.detail) == ("So far", "4 deaths", ("no earlier extract to compare with",))


def status(rows: list[tuple[Any, ...]], arms: tuple[str, ...] = AB, pooled: bool = False) -> Board:
    """Rows of arm, entered, days, cause, cut at day 100 with a window of 100 days."""
    arm, *numbers = (list(part) for part in zip(*rows, strict=True))
    columns = dict(zip(("entered", "days", "cause"), (np.array(part, dtype=int) for part in numbers), strict=True))
    columns |= {"cut": np.full(len(rows), 100), "cut_on": np.full(len(rows), np.datetime64("2026-01-15"))}
    watched = {"nrm": Watched("NRM to day 100", RULE, 100, "tite", pooled)}
    names = np.array(["nrm"] * len(rows), dtype=object)
    return board(names, pd.Categorical(arm, categories=list(arms)), **columns, watched=watched)


MET = [("A", 0, 10, 1), ("A", 0, 20, 1), *[("A", 0, 100, 0)] * 3]
BELOW = [("B", 50, 50, 0)] * 4  # 2.0 evaluable, two more events would meet it
DONE = [("B", 0, 100, 0)] * 4  # nobody pending


def test_a_guideline_that_is_met_is_named_with_its_arm_and_count() -> None:
    said = sentences.guidelines(status([*MET, *BELOW])).text
    assert said == "One guideline is met. NRM to day 100 in arm A: 2 events among 5.0 evaluable, met at 2."


def test_a_guideline_met_in_both_arms_is_counted_once_and_named_for_each() -> None:
    said = sentences.guidelines(status([*MET, *(("B", *rest) for _, *rest in MET)])).text
    assert said.startswith("One guideline is met. NRM to day 100 in arm A: ")
    assert "; NRM to day 100 in arm B: " in said


def test_when_none_is_met_the_nearest_is_named() -> None:
    said = sentences.guidelines(status(BELOW)).text
    assert said == (
        "No guideline shown here is met. "
        "The nearest is NRM to day 100 in arm B: 0 events among 2.0 evaluable, met at 2."
    )


def test_none_is_named_when_none_can_be_met_now() -> None:
    assert sentences.guidelines(status(DONE)).text == "No guideline shown here is met."


def test_without_guidelines_the_lead_says_so() -> None:
    assert sentences.guidelines(Board(())).text == "No stopping guideline is shown on this side."


def test_a_pooled_guideline_is_of_no_arm() -> None:
    said = sentences.guidelines(status([(ALL[0], *rest) for _, *rest in MET], ALL, pooled=True)).text
    assert " arm " not in said


def test_no_word_tells_the_committee_what_to_do() -> None:
    for rows in (MET, BELOW, DONE):
        said = sentences.guidelines(status(rows)).text.lower()
        assert not {"stop", "crossed", "unsafe", "safe", "significant"} & {*said.replace(".", " ").split()}


def test_the_tile_of_guidelines() -> None:
    met = sentences.guidelines_met(BoardSince(status([*MET, *BELOW]), None))
    assert (met.value, met.detail) == ("1 of 1", ("nearest: 2 further events away", "NRM to day 100 in arm B"))
    assert sentences.guidelines_met(BoardSince(status(DONE), None)).detail == ()
    assert sentences.guidelines_met(BoardSince(Board(()), None)).value == "0 of 0"


@pytest.mark.parametrize(
    ("then", "says"), [([("B", 50, 10, 1), *BELOW[1:]], "1 → 2"), (DONE, "– → 2"), ([("B", 0, 100, 0)], "– → 2")]
)
def test_the_tile_says_how_far_the_nearest_was_at_the_earlier_extract(then: list[tuple[Any, ...]], says: str) -> None:
    """One event and three at half their window are 2.5 evaluable, where 2 meet it: one more. Nobody pending: a dash."""
    tile = sentences.guidelines_met(BoardSince(status(BELOW), status(then)))
    assert tile.detail[0] == f"nearest: {says} further events away"


def test_the_board_has_a_row_per_guideline_and_arm() -> None:
    """A is met on day 20 and still above; B has 2.0 evaluable, whose windows are all open."""
    table = sentences.board(status([*MET, *BELOW]))
    assert table.rows == (
        ("NRM to day 100", "● A", "met, now above", "2", "5.0", "2", "0", "met, 2 / 5"),
        ("NRM to day 100", "□ B", "not met", "0", "2.0", "2", "2", "not met, 0 / 0"),
    )
    assert all(len(row) == len(table.columns) for row in table.rows)


def test_below_the_board_stands_the_chance_that_any_is_met() -> None:
    said = status([*MET, *BELOW])
    assert sentences.board(said).foot == said.by_chance != ""


def test_each_guideline_of_the_board_leads_to_its_page_and_a_dot_is_explained_where_one_stands() -> None:
    named = status([*MET, *BELOW])
    assert [lead.page for lead in sentences.board(named).leads if lead] == ["nrm", "nrm"]
    one_arm = Board(tuple(replace(entry, unnamed=True) for entry in named.entries[:1]))
    table = sentences.board(one_arm)
    assert set(table.rows[0][3:]) == {"·"}
    assert table.foot.endswith(" · opens after the notice of the guideline's page.")


def test_an_empty_board_says_so() -> None:
    assert sentences.board(Board(())).empty == "No guideline is watched on this side."
