"""Arms by signs: the same numbers under the same words, and differences that turn with the order of the arms."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.access.door import Door
from dashboard.figures.signs import sign
from dashboard.pages.page import Filter, Page, Panel
from dashboard.sides.unblinded import SIDE
from dashboard.web import naming
from dashboard.web.signed import SignedDoor, signed
from dashboard.web.unmasking import Named

A, B = sign("A"), sign("B")


class Listed:
    """A door of a few rows, by arm."""

    side, hash, version, arms, trial, cut_off, previous_cut_off = "unblinded", "", "", ("A", "B"), None, None, None

    def ask(self, query: str, /, **params: Any) -> pd.DataFrame:
        arms = {"by arm": ["A", "A", "B"], "by day": ["B", "A", "A"]}[query]
        received = ["A", None, "B"]
        return pd.DataFrame({"arm": pd.Categorical(arms, ["A", "B"]), "actual_arm": received, "n": [1, 2, 3]})

    def parameters(self, query: str) -> frozenset[str]:
        return frozenset({"letter"})


def test_rows_say_arms_by_signs_in_the_order_given_and_come_by_arm_if_they_did() -> None:
    door = SignedDoor(Listed(), (B, A))  # type: ignore[arg-type]  # all that is asked of a door
    rows = door.ask("by arm")
    assert (list(rows["arm"]), list(rows["arm"].cat.categories)) == ([B, A, A], [B, A])
    assert list(rows["n"]) == [3, 1, 2]
    assert list(door.ask("by day")["n"]) == [1, 2, 3]
    assert list(door.ask("by day")["actual_arm"]) == [A, None, B]
    assert (door.parameters("by arm"), door.arms) == (frozenset({"letter"}), (B, A))


def test_a_page_says_by_sign_what_one_panel_is_of_and_which_arm_can_be_chosen() -> None:
    # neither of the panel's functions is called: its words alone are looked at
    panel = Panel("one", "Arm B: causes", lambda: None, lambda: None, "", arm="B")  # type: ignore[arg-type, return-value]
    choices = {"": "Every arm", "A": "A"}
    filters = (Filter("letter", "Arm", choices, "", of_arms=True), Filter("class", "Class", {"A": "A"}, "A"))
    page = signed(Page("page", "Page", (panel,), filters))
    assert page.panels[0].title == f"{B}: causes"
    assert [dict(item.choices) for item in page.filters] == [{"": "Every arm", "A": A}, {"A": "A"}]


def panels(door: Door) -> Iterator[tuple[Page, Panel]]:
    for page in SIDE.pages(door.trial):
        found = page.at(door)
        yield from ((found, panel) for panel in found.panels)


def test_with_signs_every_panel_has_the_numbers_and_the_words_that_it_has_with_letters(doors: dict[str, Door]) -> None:
    door = doors["unblinded"]
    by_sign = SignedDoor(door, (A, B))
    for page, panel in panels(door):
        letters, signs = (panel.result(each, **page.chosen({})).table() for each in (door, by_sign))
        read = naming.table(signs, Named({}, "", ""))
        pd.testing.assert_frame_equal(read, letters, obj=f"{page.name}/{panel.name}")


@pytest.fixture(scope="module")
def turned(doors: dict[str, Door]) -> tuple[SignedDoor, SignedDoor]:
    return SignedDoor(doors["unblinded"], (A, B)), SignedDoor(doors["unblinded"], (B, A))


def result(door: Any, page: str, panel: str) -> Any:
    (found,) = (each.at(door) for each in SIDE.pages(door.trial) if each.name == page)
    return found.panel(panel).result(door, **found.chosen({}))


def test_differences_of_shares_turn_with_the_order(turned: tuple[SignedDoor, SignedDoor]) -> None:
    one, other = (result(door, "adverse-events", "dots").rows for door in turned)
    assert len(one) > 20
    for row, same in zip(one, other, strict=True):
        there, back = row.differences[f"{B} − {A}"], same.differences[f"{A} − {B}"]
        np.testing.assert_array_equal(
            [there.difference, there.lower, there.upper], [-back.difference, -back.upper, -back.lower]
        )


def test_ratios_of_hazards_and_differences_of_means_turn_with_the_order(
    turned: tuple[SignedDoor, SignedDoor],
) -> None:
    one, other = (result(door, "os", "ratios").results for door in turned)
    there, back = one[f"{B} − {A}"], other[f"{A} − {B}"]
    assert there.hazard.ratio == pytest.approx(1 / back.hazard.ratio, rel=1e-9)
    assert there.hazard.lower == pytest.approx(1 / back.hazard.upper, rel=1e-9)
    assert there.restricted.difference == pytest.approx(-back.restricted.difference, rel=1e-9)


def test_a_drawing_of_one_arm_is_of_that_arm_in_either_order(turned: tuple[SignedDoor, SignedDoor]) -> None:
    for door in turned:
        (page,) = (signed(each) for each in SIDE.pages(door.trial) if each.name == "relapse-nrm")
        for letter, panel in zip("AB", (panel for panel in page.panels if panel.arm), strict=True):
            drawn: Any = panel.draw(panel.result(door, **page.chosen({})), **page.chosen({}))
            assert panel.title.startswith(f"{sign(letter)}: ")
            assert drawn.alt.startswith(f"{sign(letter)}: ")
