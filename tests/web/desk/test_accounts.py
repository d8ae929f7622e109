import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.records import accounts, audit, identities, roster
from dashboard.records.accounts import Actor
from dashboard.records.identities import Identity
from dashboard.trial.charter import Role
from tests.web.fakes import PASSWORD, House, log_in

START = "/desk/accounts"
SINCE = r"\d{1,2} \w{3} 20\d\d \d\d:\d\d UTC"


@pytest.fixture
def admin(house: House) -> FlaskClient:
    return house.log_in("administrator")


def send(house: House, browser: FlaskClient, path: str, **fields: str) -> Any:
    """A form of the desk, sent with the session's proof."""
    return browser.post(path, data={"form_token": house.proof(browser)["X-CSRFToken"]} | fields)


def somebody(house: House, name: str, role: Role = "dsmb_member") -> str:
    """The address of a new account."""
    accounts.add(house.records, name, role, PASSWORD)
    return f"{START}/{name}"


def state(house: House, name: str) -> tuple[str, bool]:
    account = accounts.by_name(house.records, name)
    assert account is not None
    return account.role, account.enabled


def row_of(page: str, name: str) -> str:
    """The text of an account's row."""
    (row,) = [row for row in re.findall(r"<tr>.*?</tr>", page, flags=re.DOTALL) if f'/{name}">' in row]
    return " | ".join(text.strip() for text in re.sub(r"<[^>]+>", "\n", row).split("\n") if text.strip())


def test_the_start_page_of_an_administrator_leads_to_the_accounts(admin: FlaskClient) -> None:
    assert 'href="/desk/"' in admin.get("/").text
    assert admin.get("/desk/").headers["Location"] == START


def test_the_roster_says_what_each_may_enter_by_table_and_charter(admin: FlaskClient) -> None:
    """The charter of data/trial.toml lets the sponsor enter conduct alone, which the table of roles would not."""
    page = admin.get(START).text
    assert re.fullmatch(r"sponsor \| Sponsor \| conduct \| " + SINCE, row_of(page, "sponsor"))
    assert re.fullmatch(
        r"dsmb_chair \| DSMB chair \| conduct, blinded, unblinded \| " + SINCE, row_of(page, "dsmb_chair")
    )
    assert re.fullmatch(r"administrator \| Administrator \| no side \| " + SINCE, row_of(page, "administrator"))


def test_an_account_is_added_logs_in_and_both_are_written_down(house: House, admin: FlaskClient) -> None:
    added = send(house, admin, START, name=" newcomer ", role="dsmb_member", password=PASSWORD)
    assert (added.status_code, added.headers["Location"]) == (303, f"{START}/newcomer")
    assert log_in(house.server.test_client(), "newcomer").status_code == 303
    row = next(row for row in audit.rows(house.records) if "newcomer" in row.detail)
    assert (row.who, row.role, row.action, row.side) == ("administrator", "administrator", "account", "unblinded")
    assert row.detail.startswith("newcomer added: dsmb_member, login sealed ")
    assert row.origin == "127.0.0.1"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": "sponsor", "role": "sponsor", "password": PASSWORD}, "exists already"),
        ({"name": "No Spaces", "role": "sponsor", "password": PASSWORD}, "use small letters"),
        ({"name": "a\0b", "role": "sponsor", "password": PASSWORD}, "use small letters"),
        ({"name": "brief", "role": "sponsor", "password": "short"}, "at least 12"),
        ({"name": "long", "role": "sponsor", "password": "x" * 1025}, "at most 1024"),
        ({"name": "ruler", "role": "owner", "password": PASSWORD}, "Choose one of sponsor"),
        ({}, "use small letters"),
    ],
)
def test_what_is_not_possible_is_a_sentence_above_the_form(
    house: House, admin: FlaskClient, fields: dict[str, str], said: str
) -> None:
    before = roster.history(house.records)
    refused = send(house, admin, START, **fields)
    assert refused.status_code == 400
    alert = refused.text.split('role="alert">')[1].split("</p>")[0]
    assert said in alert
    assert fields.get("password", PASSWORD) not in refused.text
    assert roster.history(house.records) == before


def test_disabling_ends_the_session_at_once_and_enabling_lets_in_again(house: House, admin: FlaskClient) -> None:
    there = somebody(house, "leaver")
    browser = house.log_in("leaver")
    assert send(house, admin, f"{there}/disable").headers["Location"] == there
    assert browser.get("/conduct/").headers["Location"] == "/login"
    assert "Disabled: may not log in" in admin.get(there).text
    assert "leaver | DSMB member | disabled" in row_of(admin.get(START).text, "leaver")
    send(house, admin, f"{there}/enable")
    assert state(house, "leaver") == ("dsmb_member", True)
    assert house.log_in("leaver").get("/conduct/").status_code == 200


def test_another_role_ends_the_session_and_stands_in_both_histories(house: House, admin: FlaskClient) -> None:
    there = somebody(house, "mover")
    browser = house.log_in("mover")
    send(house, admin, f"{there}/role", role="sponsor")
    assert browser.get("/unblinded/").headers["Location"] == "/login"
    for page in (admin.get(there).text, admin.get("/desk/history").text):
        assert page.index(">role changed<") < page.index(">added<")
    last = roster.history(house.records)[-1]
    assert (last.account, last.change, last.role, last.who) == ("mover", "role changed", "sponsor", "administrator")


def test_a_reset_password_opens_and_the_earlier_one_does_not(house: House, admin: FlaskClient) -> None:
    there = somebody(house, "forgetful")
    browser = house.log_in("forgetful")
    send(house, admin, f"{there}/password", password="another long password")
    assert browser.get("/conduct/").headers["Location"] == "/login"
    assert accounts.verify(house.records, "forgetful", PASSWORD) is None
    assert accounts.verify(house.records, "forgetful", "another long password") is not None


def test_nobody_changes_ones_own_account(house: House, admin: FlaskClient) -> None:
    """So there is always an administrator left, and none lets oneself in to a side."""
    there = f"{START}/administrator"
    for change, fields in {"role": {"role": "dsmb_chair"}, "disable": {}, "password": {"password": PASSWORD}}.items():
        refused = send(house, admin, f"{there}/{change}", **fields)
        assert refused.status_code == 400
        assert "another administrator changes it" in refused.text
    assert state(house, "administrator") == ("administrator", True)
    assert "<form" not in admin.get(there).text.split('<main id="main"')[1]


def test_an_account_from_a_provider_is_disabled_here_and_changed_there(house: House, admin: FlaskClient) -> None:
    by = Actor("OpenID Connect", "provider")
    identities.enter(house.records, Identity("https://idp.example.org", "1"), "provided", "dsmb_member", by)
    there = f"{START}/provided"
    page = admin.get(there).text
    assert "logs in at a provider" in page
    assert f"{there}/role" not in page
    for change, fields in {"role": {"role": "sponsor"}, "password": {"password": PASSWORD}}.items():
        assert "comes from a provider" in send(house, admin, f"{there}/{change}", **fields).text
    send(house, admin, f"{there}/disable")
    assert state(house, "provided") == ("dsmb_member", False)


@pytest.mark.parametrize("path", ["/none", "/none/role", "/sponsor/remove", "/sponsor/role/", "/%00"])
def test_an_account_or_a_change_that_there_is_not_is_not_found(house: House, admin: FlaskClient, path: str) -> None:
    nothing = admin.get("/no-such-address").text
    assert admin.get(f"{START}{path}").text == nothing
    assert send(house, admin, f"{START}{path}", role="sponsor").text == nothing


def test_a_form_that_is_not_ours_changes_nothing(house: House, admin: FlaskClient) -> None:
    there = somebody(house, "steady")
    for data in ({}, {"form_token": "x"}, {"form_token": house.proof(house.log_in("administrator"))["X-CSRFToken"]}):
        for path, fields in {
            f"{there}/disable": {},
            f"{there}/role": {"role": "sponsor"},
            START: {"name": "x"},
        }.items():
            assert admin.post(path, data=data | fields).status_code == 403
    assert admin.get(f"{there}/disable").status_code == 404
    assert state(house, "steady") == ("dsmb_member", True)
