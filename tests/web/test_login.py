import pytest
from argon2 import PasswordHasher, extract_parameters

from dashboard.records import audit, backoff
from dashboard.web.login import REFUSED, STALE, WAIT
from tests.web.fakes import PASSWORD, House, form_token, log_in


@pytest.fixture(autouse=True)
def forgetful(house: House) -> None:
    """Failures of one test do not slow the next."""
    for source in ("sponsor", "dsmb_chair", "nobody", "my-secret-password"):
        backoff.forget(house.records, f"account:{source}")
    backoff.forget(house.records, "address:127.0.0.1")


def test_the_right_password_leads_in_and_is_written_down(house: House) -> None:
    browser = house.server.test_client()
    assert log_in(browser, "dsmb_chair").status_code == 303
    assert browser.get("/").headers["Location"] == "/conduct/"
    assert [(r.who, r.action) for r in audit.rows(house.records)][-1] == ("dsmb_chair", "login")


@pytest.mark.parametrize(("name", "password"), [("dsmb_chair", "wrong"), ("nobody", PASSWORD)])
def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(house: House, name: str, password: str) -> None:
    answered = log_in(house.server.test_client(), name, password)
    assert answered.status_code == 401
    assert REFUSED in answered.text
    assert audit.rows(house.records)[-1].action == "login refused"


def test_a_password_typed_for_a_name_is_not_kept_in_the_trail_for_good(house: House) -> None:
    for name in ("dsmb_chair", "my-secret-password"):
        log_in(house.server.test_client(), name, "wrong")
    written = [(row.who, row.detail) for row in audit.rows(house.records)][-2:]
    assert written == [("dsmb_chair", ""), ("", "no account of that name")]


def test_an_unknown_name_costs_the_same_work_as_a_wrong_password(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """So it takes as long: one password held against one hash of the same cost."""
    checked: list[str] = []
    verify = PasswordHasher.verify

    def counted(hasher: PasswordHasher, kept: str, given: str) -> object:
        checked.append(kept)
        return verify(hasher, kept, given)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    for name in ("dsmb_chair", "nobody"):
        log_in(house.server.test_client(), name, "wrong")
    assert len(checked) == 2
    wrong, unknown = map(extract_parameters, checked)
    assert wrong == unknown


def test_many_failures_make_even_the_right_password_wait(house: House) -> None:
    for _ in range(6):
        backoff.failed(house.records, "account:sponsor")
    answered = log_in(house.server.test_client(), "sponsor")
    assert answered.status_code == 429
    assert WAIT in answered.text


def test_whoever_sends_wrong_passwords_keeps_the_owner_of_an_account_waiting_in_new_browsers_alone(
    house: House,
) -> None:
    known, strange = house.server.test_client(), house.server.test_client()
    assert log_in(known, "reporting_statistician").status_code == 303
    for _ in range(30):
        backoff.failed(house.records, "account:reporting_statistician", "address:127.0.0.1")
    try:
        assert log_in(strange, "reporting_statistician").status_code == 429
        assert log_in(known, "trial_statistician").status_code == 429  # known for another name
        assert log_in(known, "reporting_statistician").status_code == 303
        mark = known.get_cookie(house.cookies.known)
        assert mark is not None
        for value in (mark.value.partition(".")[0], f"{mark.value[:-1]}~", "", "reporting_statistician"):
            strange.set_cookie(house.cookies.known, value)
            assert log_in(strange, "reporting_statistician").status_code == 429
    finally:
        for source in ("account:reporting_statistician", "address:127.0.0.1"):
            backoff.forget(house.records, source)


def test_a_known_browser_has_to_wait_for_its_own_failures(house: House) -> None:
    browser = house.server.test_client()
    assert log_in(browser, "dsmb_member").status_code == 303
    answers = [log_in(browser, "dsmb_member", "wrong").status_code for _ in range(6)]
    assert answers == [401] * 5 + [429]
    assert log_in(house.server.test_client(), "dsmb_member").status_code == 303  # nor do others wait for it


def test_a_form_that_this_browser_was_not_given_is_refused(house: House) -> None:
    other = form_token(house.server.test_client())
    browser = house.server.test_client()
    form_token(browser)
    for sent in (other, "", None):
        data = {"name": "dsmb_chair", "password": PASSWORD} | ({"form_token": sent} if sent is not None else {})
        answered = browser.post("/login", data=data)
        assert answered.status_code == 400
        assert STALE in answered.text


def test_cookies_are_named_after_the_sides_and_kept_from_scripts_and_other_sites(house: House) -> None:
    browser = house.server.test_client()
    set_ = log_in(browser, "dsmb_chair").headers.getlist("Set-Cookie")
    session = next(cookie for cookie in set_ if "_session=" in cookie)
    assert session.startswith("dsmb_conduct_blinded_unblinded_bench_session=")
    assert "HttpOnly" in session
    assert "SameSite=Lax" in session


def test_every_login_gets_a_new_session_and_ends_the_earlier_one(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    kept = browser.get_cookie(house.cookies.session)
    assert kept is not None
    earlier = house.server.test_client()
    earlier.set_cookie(house.cookies.session, kept.value)
    assert earlier.get("/conduct/").status_code == 200
    log_in(browser, "dsmb_chair")
    assert earlier.get("/conduct/").headers["Location"] == "/login"


def test_logging_out_takes_a_form_of_ours_and_ends_the_session(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    assert browser.post("/logout").status_code == 403
    assert browser.post("/logout", data={"form_token": "wrong"}).status_code == 403
    left = browser.post("/logout", data={"form_token": house.proof(browser)["X-CSRFToken"]})
    assert left.headers["Location"] == "/login"
    assert browser.get("/conduct/").headers["Location"] == "/login"


def test_an_administrator_is_told_that_there_is_nothing_to_see(house: House) -> None:
    page = house.log_in("administrator").get("/")
    assert page.status_code == 200
    assert "No trial data for this account" in page.text
