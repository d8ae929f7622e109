"""The gate asks both the charter and the table of roles, and writes every refusal down."""

import pytest

from dashboard.records import accounts, audit
from dashboard.settings import SIDES
from dashboard.trial.charter import Role
from dashboard.web.gate import Gate
from dashboard.web.rates import Rates
from tests.web.fakes import ROLES, House


@pytest.mark.parametrize("role", ROLES)
def test_a_charter_that_lets_everybody_in_everywhere_lets_nobody_in_further_than_the_table(
    house: House, role: Role
) -> None:
    generous = Gate(house.records, house.cookies, dict.fromkeys(SIDES, frozenset(ROLES)), Rates(3000))
    allowed = {
        "sponsor": {"conduct", "blinded"},
        "trial_statistician": {"conduct", "blinded", "bench"},
        "reporting_statistician": {"conduct", "blinded", "unblinded", "bench"},
        "dsmb_member": {"conduct", "blinded", "unblinded"},
        "dsmb_chair": {"conduct", "blinded", "unblinded"},
        "administrator": set(),
    }
    assert {*generous.sides(role)} == allowed[role]


@pytest.mark.parametrize("role", ROLES)
def test_a_charter_that_lets_nobody_in_is_not_widened_by_the_table(house: House, role: Role) -> None:
    assert Gate(house.records, house.cookies, dict.fromkeys(SIDES, frozenset()), Rates(3000)).sides(role) == ()


def test_a_change_that_none_of_our_pages_asked_for_is_written_down(house: House) -> None:
    assert house.log_in("dsmb_member").post("/logout").status_code == 403
    row = audit.rows(house.records)[-1]
    assert (row.who, row.action, row.detail) == ("dsmb_member", "refused", "'/logout' without its proof")


def test_a_role_taken_away_ends_the_browsers_session_at_the_next_request(house: House) -> None:
    accounts.add(house.records, "leaver", "dsmb_member", "correct horse battery")
    browser = house.log_in("leaver")
    assert browser.get("/unblinded/").status_code == 200
    accounts.give_role(house.records, "leaver", "sponsor")
    answer = browser.get("/unblinded/")
    assert (answer.status_code, answer.location) == (302, "/login")
