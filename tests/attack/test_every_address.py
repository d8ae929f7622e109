"""Around the gate: spellings, forged calls and sessions, claimed roles. Every route is in test_every_session.py."""

import json
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.records import accounts, audit, sessions
from tests.web.fakes import ROLES, House, call, view

TRIAL_SIDES = ("conduct", "blinded", "unblinded")
SIDES = (*TRIAL_SIDES, "bench")
CHARTER = {
    "sponsor": ("conduct",),
    "trial_statistician": ("conduct", "blinded", "bench"),
    "reporting_statistician": SIDES,
    "dsmb_member": TRIAL_SIDES,
    "dsmb_chair": TRIAL_SIDES,
    "administrator": (),
}
"""As data/trial.toml has it, written out; the bench is both statisticians', whatever a charter says."""
OPEN = ("/login", "/plain.css")
"""What anybody may ask for."""


@pytest.mark.parametrize("role", ROLES)
def test_the_charter_opens_what_it_names(house: House, role: str) -> None:
    browser = house.log_in(role)
    for side in CHARTER[role]:
        assert browser.get(f"/{side}/").status_code == 200
    start = browser.get("/")
    assert start.headers.get("Location") == (f"/{CHARTER[role][0]}/" if CHARTER[role] else None)


@pytest.mark.parametrize("role", ["sponsor", "trial_statistician", "administrator"])
def test_no_answer_to_a_role_names_a_side_it_may_not_enter(house: House, role: str) -> None:
    browser = house.log_in(role)
    hidden = [side for side in SIDES if side not in CHARTER[role]]
    for side in CHARTER[role]:
        for path in (f"/{side}/", f"/{side}/_dash-layout", f"/{side}/_dash-dependencies"):
            text = browser.get(path).text.replace(house.cookies.csrf, "")
            assert [name for name in hidden if f"/{name}" in text or name.capitalize() in text] == [], path


@pytest.mark.parametrize(
    "path",
    [
        "/%2funblinded/",
        "/./unblinded/",
        "/conduct/../unblinded/",
        "/conduct/..%2funblinded/",
        "/conduct//unblinded/",
        "/Unblinded/",
        "/unblinded;/",
        "/unblinded%00/",
        "/%75nblinded/",
        "/unblinded%2f_dash-layout",
        "/unblinded/_dash-layout?/conduct/",
        "/conduct/_dash-layout/../../unblinded/_dash-layout",
    ],
)
def test_no_spelling_of_an_address_leads_around_the_gate(house: House, path: str) -> None:
    answered = house.log_in("sponsor").get(path, follow_redirects=True)
    assert answered.status_code == 404
    assert "UNBLINDED" not in answered.text


@pytest.mark.parametrize("path", ["/unblinded/", "/unblinded/_dash-layout", "/unblinded/none", "/unblinded"])
@pytest.mark.parametrize("role", ["sponsor", ""])
def test_an_address_that_is_shut_is_one_that_does_not_exist_in_every_header(house: House, path: str, role: str) -> None:
    browser = house.log_in(role) if role else house.server.test_client()
    there, nowhere = browser.get(path), browser.get("/no-such-address")
    assert (there.status_code, [*there.headers], there.text) == (nowhere.status_code, [*nowhere.headers], nowhere.text)


@pytest.mark.parametrize("path", ["/conduct//five-answers", "/conduct", "/desk", "/desk//"])
def test_no_answer_names_a_host_that_the_request_claims(house: House, path: str) -> None:
    browser = house.log_in("sponsor")
    kept = browser.get_cookie(house.cookies.session)
    assert kept is not None
    browser.set_cookie(house.cookies.session, kept.value, domain="evil.example")
    answered = browser.get(path, base_url="http://evil.example")
    assert (answered.status_code, answered.headers.get("Location")) in (
        (302, "/conduct/"),
        (302, "/desk/"),
        (404, None),
    )
    assert "evil" not in f"{answered.headers}{answered.text}"


@pytest.mark.parametrize("output", [None, 7, "", "main.children", "..pages.children...main.children..x", {"a": 1}])
def test_a_call_that_no_callback_answers_is_not_there(house: House, output: object) -> None:
    browser = house.log_in("sponsor")
    body = {"output": output, "inputs": [], "outputs": [], "changedPropIds": []}
    answered = browser.post("/conduct/_dash-update-component", data=json.dumps(body), **_json(house, browser))
    assert answered.status_code in (400, 404)


@pytest.mark.parametrize("body", ["", "[]", "null", "7", "{", '{"output": "x"}', '"text"', "[" * 100_000])
def test_a_broken_call_gets_a_plain_page(house: House, body: str) -> None:
    browser = house.log_in("sponsor")
    answered = browser.post("/conduct/_dash-update-component", data=body, **_json(house, browser))
    assert answered.status_code in (400, 404)
    assert "Traceback" not in answered.text


@pytest.mark.parametrize("key", ["outputs", "inputs", "state", "changedPropIds"])
@pytest.mark.parametrize("value", [None, 7, "hidden-0815", [["hidden-0815"]], {"id": "hidden-0815"}, [{"id": "x"}]])
def test_a_call_that_none_of_our_pages_sends_is_not_read_and_nothing_of_it_is_logged(
    house: House, caplog: pytest.LogCaptureFixture, key: str, value: object
) -> None:
    browser, before = house.log_in("dsmb_chair"), len(audit.rows(house.records))
    for body in (view("/unblinded/"), call("five-answers", "curve")):
        answered = browser.post(
            "/unblinded/_dash-update-component", json=body | {key: value}, headers=house.proof(browser)
        )
        assert answered.status_code == 400
        assert "This request could not be read." in answered.text
    assert "hidden" not in caplog.text
    assert caplog.text.count("not read: a call that is none of our pages', to the side unblinded") == 2
    assert len(audit.rows(house.records)) == before, "nothing was drawn"


@pytest.mark.parametrize(
    "asks", [None, 7, "x", [], {}, {"page": "five-answers"}, {"page": ["five-answers"], "panel": 1}]
)
def test_a_panel_nobody_knows_is_not_there(house: House, asks: object) -> None:
    browser = house.log_in("sponsor")
    body = call("five-answers", "curve")
    body["inputs"][0]["value"] = asks
    answered = browser.post("/conduct/_dash-update-component", json=body, headers=house.proof(browser))
    assert answered.status_code == 404


def _json(house: House, browser: FlaskClient) -> dict[str, Any]:
    return {"headers": house.proof(browser), "content_type": "application/json"}


def test_nothing_that_is_sent_makes_another_role(house: House) -> None:
    browser = house.log_in("sponsor")
    for name in ("role", "user", "X-Role", "account"):
        browser.set_cookie(name, "dsmb_chair")
    sent = {"X-Role": "dsmb_chair", "X-Remote-User": "dsmb_chair", "X-Forwarded-User": "dsmb_chair"}
    sent |= {"X-Original-URL": "/conduct/", "X-Rewrite-URL": "/conduct/", "X-HTTP-Method-Override": "GET"}
    answered = browser.get("/unblinded/?role=dsmb_chair&user=dsmb_chair", headers=sent)
    assert answered.status_code == 404
    data = {"role": "dsmb_chair", "name": "dsmb_chair"} | {"form_token": house.proof(browser)["X-CSRFToken"]}
    assert browser.post("/unblinded/", data=data, headers=sent).status_code == 404


def test_a_session_of_ones_own_making_is_nobodys(house: House) -> None:
    token = sessions.start(house.records, "dsmb_chair")
    browser = house.server.test_client()
    for forged in (token, f"{token}.x", sessions.digest(token), "dsmb_chair", ""):
        browser.set_cookie(house.cookies.session, forged)
        assert browser.get("/unblinded/").headers["Location"] == "/login"


def test_the_session_of_one_cookie_is_not_taken_from_another(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    kept = browser.get_cookie(house.cookies.session)
    assert kept is not None
    thief = house.server.test_client()
    for name in (house.cookies.form, house.cookies.csrf, "dsmb_conduct_session", "session"):
        thief.set_cookie(name, kept.value)
    assert thief.get("/unblinded/").headers["Location"] == "/login"


def test_a_role_just_changed_and_an_account_just_disabled_end_at_once(house: House) -> None:
    accounts.add(house.records, "leaver", "dsmb_member", "correct horse battery")
    browser = house.log_in("leaver")
    assert browser.get("/unblinded/").status_code == 200
    with house.records.writing() as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'sponsor' WHERE name = 'leaver'")
    assert browser.get("/unblinded/").status_code == 404
    accounts.disable(house.records, "leaver")
    assert browser.get("/conduct/").headers["Location"] == "/login"


def test_a_call_without_the_proof_of_our_own_page_is_refused(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    other = house.proof(house.log_in("dsmb_member"))
    for headers in ({}, {"X-CSRFToken": "x"}, other):
        answered = browser.post("/conduct/_dash-update-component", json=view("/conduct/"), headers=headers)
        assert answered.status_code == 403
        assert "five" not in answered.text


def test_dash_itself_refuses_when_the_gate_was_passed_by(house: House) -> None:
    """The one choke point of every dispatch, tried without the gate in front."""
    house.server.before_request_funcs, gates = {}, house.server.before_request_funcs
    try:
        answered = house.server.test_client().post("/unblinded/_dash-update-component", json=view("/unblinded/"))
    finally:
        house.server.before_request_funcs = gates
    assert answered.status_code == 404
