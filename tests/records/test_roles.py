"""The truth table of roles and permissions, written out a second time by hand."""

from itertools import product
from typing import get_args

import pytest

from dashboard.errors import AccountError
from dashboard.records.roles import WORDS, Permission, known, may, may_enter
from dashboard.settings import SIDES
from dashboard.sides import bench
from dashboard.trial.charter import Role

ORDER = ("sponsor", "trial_statistician", "reporting_statistician", "dsmb_member", "dsmb_chair", "administrator")
TABLE = {  #                sponsor trial-st. reporting member chair admin
    "enter:conduct":       (True,   True,     True,     True,  True,  False),
    "enter:blinded":       (True,   True,     True,     True,  True,  False),
    "enter:unblinded":     (False,  False,    True,     True,  True,  False),
    "enter:bench":         (False,  True,     True,     False, False, False),
    "events:type":         (False,  False,    True,     True,  True,  False),
    "extract:lock":        (False,  False,    True,     False, False, False),
    "audit:read-own-side": (True,   True,     True,     True,  True,  False),
    "unmask:ask":          (False,  False,    False,    True,  True,  False),
    "unmask:agree":        (False,  False,    False,    False, True,  False),
    "unmask:execute":      (False,  False,    True,     False, False, False),
    "accounts:manage":     (False,  False,    False,    False, False, True),
}  # fmt: skip


def test_the_table_names_every_role_and_every_permission() -> None:
    assert {*ORDER} == {*get_args(Role)} == {*WORDS}
    assert {*TABLE} == {*get_args(Permission)}


@pytest.mark.parametrize(("role", "permission"), [*product(ORDER, TABLE)])
def test_a_role_may_what_the_table_says_and_no_more(role: Role, permission: Permission) -> None:
    assert may(role, permission) is TABLE[permission][ORDER.index(role)]


@pytest.mark.parametrize(("role", "side"), [*product(ORDER, SIDES)])
def test_entering_a_side_is_a_permission_of_its_name(role: Role, side: str) -> None:
    assert may_enter(role, side) is TABLE[f"enter:{side}"][ORDER.index(role)]


@pytest.mark.parametrize("role", ORDER)
def test_a_side_nobody_listed_is_entered_by_nobody(role: Role) -> None:
    assert not may_enter(role, "desk")
    assert not may_enter(role, "")


def test_nobody_asks_agrees_and_executes_alone() -> None:
    assert not [role for role in ORDER if may(role, "unmask:execute") and may(role, "unmask:ask")]
    assert not [role for role in ORDER if may(role, "unmask:execute") and may(role, "unmask:agree")]


def test_the_bench_lets_in_whom_the_table_does() -> None:
    assert {role for role in ORDER if may_enter(role, "bench")} == bench.SIDE.roles


def test_every_role_has_a_title_and_one_sentence() -> None:
    assert all(words.title and words.sentence.endswith(".") for words in WORDS.values())


def test_an_unknown_role_is_answered_with_those_there_are() -> None:
    with pytest.raises(AccountError, match=r"No role 'owner'. Choose one of sponsor, .*administrator"):
        known("owner")
