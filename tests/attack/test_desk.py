"""Every address of the desk for every role: whoever lacks its permission is told that there is no such page."""

from collections.abc import Iterator

import pytest

from dashboard.records import audit, roster
from tests.web.fakes import ROLES, House

SIDES = {
    "sponsor": {"conduct"},
    "trial_statistician": {"conduct", "blinded", "bench"},
    "reporting_statistician": {"conduct", "blinded", "unblinded", "bench"},
    "dsmb_member": {"conduct", "blinded", "unblinded"},
    "dsmb_chair": {"conduct", "blinded", "unblinded"},
    "administrator": set(),
}
"""Whose trail a role may read: the sides that the charter of data/trial.toml lets it enter."""
SHARED = ("/desk/", "/desk/bootstrap.min.css")


def addresses(house: House) -> Iterator[tuple[str, str]]:
    """Method and path of every view of the desk, by the route map: a new one is attacked the day it is written."""
    for rule in house.server.url_map.iter_rules():
        if rule.rule.startswith("/desk/") and rule.rule not in SHARED and "/assets/" not in rule.rule:
            for method in sorted((rule.methods or set()) - {"OPTIONS"}):
                yield method, rule.rule.replace("<name>", "dsmb_member")


def allowed(role: str, path: str) -> bool:
    """Accounts are the administrator's alone; a trail is for who enters its side."""
    if path.startswith("/desk/trail/"):
        return path.split("/")[3].partition(".")[0] in SIDES[role]
    return role == "administrator"


@pytest.mark.parametrize("role", ROLES)
def test_a_view_without_its_permission_is_not_there_and_does_nothing(house: House, role: str) -> None:
    browser = house.log_in(role)
    proof, nothing = house.proof(browser), browser.get("/no-such-address").text
    data = {"role": "dsmb_chair", "password": "correct horse battery"}
    before = roster.history(house.records)
    seen = list(addresses(house))
    assert len(seen) > 20
    for method, path in seen:
        if not allowed(role, path):
            answered = browser.open(path, method=method, headers=proof, data=data)
            assert answered.status_code == 404, (method, path)
            assert answered.text == ("" if method == "HEAD" else nothing), (method, path)
            assert audit.rows(house.records)[-1].action == "refused"
        elif method == "GET":
            assert browser.get(path).status_code == 200, path
    assert roster.history(house.records) == before


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_the_desk_links_to_what_its_reader_may_not_open(house: House, role: str) -> None:
    browser = house.log_in(role)
    for method, path in addresses(house):
        if method == "GET" and allowed(role, path):
            text = browser.get(path).text
            hidden = [other for _, other in addresses(house) if not allowed(role, other) and f'"{other}"' in text]
            assert hidden == [], path


@pytest.mark.parametrize(
    "path", ["/desk/accounts/", "/desk//accounts", "/Desk/accounts", "/desk/%61ccounts/..", "/desk/assets/page.js"]
)
def test_no_spelling_of_an_address_leads_around_the_desk(house: House, path: str) -> None:
    assert house.log_in("sponsor").get(path, follow_redirects=True).status_code == 404
