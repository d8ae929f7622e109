"""Logging in at a real OpenID provider, which runs as a process of its own."""

import base64
import hashlib
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient

from dashboard.errors import AccountError
from dashboard.records import accounts, audit, backoff, roster
from dashboard.web import server
from tests.web.fakes import PASSWORD, House, form_token, log_in

HOME = "https://dsmb.example.org"
ROLES = "trial-7-chair=dsmb_chair; CN=dsmb,OU=trial=dsmb_member; trial-7-sponsor=sponsor"


@dataclass(frozen=True)
class Institution:
    """A provider's address, and who is somebody there."""

    address: str

    def knows(self, subject: str, **claims: Any) -> None:
        """From now on the provider says this of somebody."""
        requests.put(f"{self.address}/users/{subject}", json=claims, timeout=10).raise_for_status()

    def agrees(self, going: str, subject: str) -> str:
        """Log in on the provider's own page; returns the way back, without the host."""
        answered = requests.post(going, data={"sub": subject}, allow_redirects=False, timeout=10)
        back = urlsplit(answered.headers["Location"])
        assert f"{back.scheme}://{back.netloc}" == HOME
        return f"{back.path}?{back.query}"


@pytest.fixture(scope="module")
def institution() -> Iterator[Institution]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "oidc_provider_mock", "--port", str(port), "--require-nonce", "true"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
        yield _answering(f"http://127.0.0.1:{port}")
        process.terminate()


def _answering(address: str) -> Institution:
    for _ in range(300):
        try:
            requests.get(address, timeout=1)
            return Institution(address)
        except requests.ConnectionError:
            time.sleep(0.1)
    raise RuntimeError("the provider did not answer within 30 s")


@pytest.fixture(scope="module")
def served(house: House, institution: Institution) -> House:
    """The house with the provider configured."""
    told = replace(
        house.settings,
        address=HOME,
        oidc_issuer=institution.address,
        oidc_title="St. Example",
        oidc_client="dsmb",
        oidc_secret="between the two of us",
        oidc_roles=ROLES,
    )
    return House(server.create(told), house.records, told)


@pytest.fixture(autouse=True)
def forgetful(house: House) -> None:
    """Failures of one test do not slow the next."""
    backoff.forget(house.records, "address:127.0.0.1")


@pytest.fixture
def come(served: House, institution: Institution) -> Callable[..., tuple[FlaskClient, Any]]:
    """Log in as somebody of whom the provider says something; returns the browser and the last answer."""

    def _come(subject: str, **claims: Any) -> tuple[FlaskClient, Any]:
        institution.knows(subject, **claims)
        browser = served.server.test_client()
        back = institution.agrees(browser.get("/login/provider").headers["Location"], subject)
        return browser, browser.get(back)

    return _come


Come = Callable[..., tuple[FlaskClient, Any]]


def test_the_login_page_offers_the_provider_and_the_form(served: House, house: House) -> None:
    page = served.server.test_client().get("/login").text
    assert "Log in at St. Example" in page
    assert 'name="password"' in page
    assert "/login/provider" not in house.server.test_client().get("/login").text


def test_without_a_provider_its_addresses_are_like_any_other(house: House) -> None:
    for path in ("/login/provider", "/login/back"):
        assert house.server.test_client().get(path).headers["Location"] == "/login"


def test_the_way_there_carries_state_nonce_and_the_hash_of_a_verifier(served: House) -> None:
    browser = served.server.test_client()
    answered = browser.get("/login/provider")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(answered.headers["Location"]).query).items()}
    assert (asked["response_type"], asked["scope"], asked["client_id"]) == ("code", "openid profile", "dsmb")
    assert asked["redirect_uri"] == f"{HOME}/login/back"
    assert asked["code_challenge_method"] == "S256"
    with browser.session_transaction() as kept:
        (going,) = [value["data"] for value in kept.values()]
    digest = hashlib.sha256(going["code_verifier"].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]  # RFC 7636, section 4.2
    assert going["nonce"] == asked["nonce"]
    (cookie,) = answered.headers.getlist("Set-Cookie")
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/"))


def test_the_first_login_makes_an_account_without_a_password_and_a_session(served: House, come: Come) -> None:
    browser, answered = come("sub-anna", preferred_username="Anna", groups=["staff", "trial-7-chair"])
    assert (answered.status_code, answered.headers["Location"]) == (303, "/")
    assert browser.get("/unblinded/").status_code == 200
    account = accounts.by_name(served.records, "anna")
    assert account is not None
    assert (account.role, account.enabled) == ("dsmb_chair", True)
    changes = [(c.change, c.role, c.who) for c in roster.history(served.records) if c.account == "anna"]
    assert changes == [("added", "dsmb_chair", "OpenID Connect")]
    last = [(row.who, row.action) for row in audit.rows(served.records)]
    assert ("anna", "login") in last
    assert log_in(served.server.test_client(), "anna", "").status_code == 401
    assert log_in(served.server.test_client(), "anna", PASSWORD).status_code == 401


def test_a_role_changed_at_the_provider_holds_from_the_next_login_and_ends_the_older_session(
    served: House, come: Come
) -> None:
    older, _ = come("sub-bert", preferred_username="bert", groups="trial-7-chair")
    assert older.get("/unblinded/").status_code == 200
    newer, _ = come("sub-bert", preferred_username="renamed", groups="trial-7-sponsor")
    assert older.get("/conduct/").headers["Location"] == "/login"
    assert (newer.get("/conduct/").status_code, newer.get("/unblinded/").status_code) == (200, 404)
    assert accounts.by_name(served.records, "renamed") is None
    changes = [(c.change, c.role) for c in roster.history(served.records) if c.account == "bert"]
    assert changes == [("added", "dsmb_chair"), ("role changed", "sponsor")]


def test_the_same_role_again_leaves_the_earlier_session_of_another_browser(come: Come) -> None:
    claims = {"preferred_username": "cara", "groups": ["CN=dsmb,OU=trial"]}
    first, _ = come("sub-cara", **claims)
    second, _ = come("sub-cara", **claims)
    assert [browser.get("/unblinded/").status_code for browser in (first, second)] == [200, 200]


@pytest.mark.parametrize("groups", [None, [], "staff", ["TRIAL-7-CHAIR"], {"trial-7-chair": True}, 7])
def test_no_known_role_is_a_sentence_and_no_session(served: House, come: Come, groups: Any) -> None:
    browser, answered = come("sub-dora", preferred_username="dora", groups=groups)
    assert answered.status_code == 403
    assert "gives you no role in this trial" in answered.text
    assert browser.get("/").headers["Location"] == "/login"
    assert accounts.by_name(served.records, "dora") is None
    assert audit.rows(served.records)[-1].action == "login refused"


def test_two_roles_are_none(come: Come) -> None:
    _, answered = come("sub-emil", preferred_username="emil", groups=["trial-7-chair", "trial-7-sponsor"])
    assert answered.status_code == 403
    assert "more than one role in this trial: DSMB chair, Sponsor" in answered.text


def test_a_role_taken_away_at_the_provider_ends_what_is_left_of_the_sessions(come: Come) -> None:
    older, _ = come("sub-fred", preferred_username="fred", groups="trial-7-chair")
    _, answered = come("sub-fred", preferred_username="fred", groups="staff")
    assert answered.status_code == 403
    assert older.get("/unblinded/").headers["Location"] == "/login"


def test_an_account_disabled_here_stays_out_whatever_the_provider_says(served: House, come: Come) -> None:
    come("sub-gina", preferred_username="gina", groups="trial-7-chair")
    accounts.disable(served.records, "gina")
    browser, answered = come("sub-gina", preferred_username="gina", groups="trial-7-sponsor")
    assert answered.status_code == 403
    assert "was disabled here" in answered.text
    assert browser.get("/").headers["Location"] == "/login"


def test_nobody_takes_over_an_account_by_bearing_its_name(served: House, come: Come) -> None:
    """A name can be chosen or given again at a provider; issuer and subject cannot."""
    come("sub-hans", preferred_username="hans", groups="trial-7-sponsor")
    for name in ("hans", "administrator"):
        browser, answered = come("sub-mallory", preferred_username=name, groups="trial-7-chair")
        assert answered.status_code == 403
        assert "not yours" in answered.text
        assert browser.get("/").headers["Location"] == "/login"


@pytest.mark.parametrize("name", [None, "", "no spaces", "x" * 65, "-x", "a\0b", 7, {"a": "b"}])
def test_a_name_that_no_account_may_have_is_a_sentence(come: Come, name: Any) -> None:
    browser, answered = come("sub-ida", preferred_username=name, groups="trial-7-chair")
    assert answered.status_code == 403
    assert browser.get("/").headers["Location"] == "/login"


def test_the_provider_keeps_role_and_password_of_its_people(served: House, come: Come) -> None:
    come("sub-jane", preferred_username="jane", groups="trial-7-sponsor")
    with pytest.raises(AccountError, match="comes from a provider"):
        accounts.reset(served.records, "jane", PASSWORD)
    with pytest.raises(AccountError, match="comes from a provider"):
        accounts.give_role(served.records, "jane", "dsmb_chair")


def test_a_way_back_that_this_browser_did_not_begin_opens_nothing(served: House, institution: Institution) -> None:
    """Login CSRF: somebody else's way back, sent to this browser; and one's own used a second time."""
    institution.knows("sub-kurt", preferred_username="kurt", groups="trial-7-chair")
    other, mine = served.server.test_client(), served.server.test_client()
    back = institution.agrees(other.get("/login/provider").headers["Location"], "sub-kurt")
    mine.get("/login/provider")
    assert mine.get(back).status_code == 502
    assert mine.get("/").headers["Location"] == "/login"
    assert other.get(back).status_code == 303
    assert other.get(back).status_code == 502
    for broken in ("", "?error=access_denied", "?code=x", "?state=x", "?code=x&state=x"):
        answered = mine.get(f"/login/back{broken}")
        assert answered.status_code == 502
        assert "did not succeed" in answered.text


def test_many_broken_ways_back_have_to_wait(served: House) -> None:
    browser = served.server.test_client()
    answers = [browser.get("/login/back?code=x&state=y").status_code for _ in range(25)]
    assert answers[-1] == 429


def test_logging_out_ends_the_session_here_and_leads_to_the_providers_logout(
    served: House, come: Come, institution: Institution
) -> None:
    browser, _ = come("sub-lisa", preferred_username="lisa", groups="trial-7-chair")
    left = browser.post("/logout", headers=served.proof(browser))
    assert left.status_code == 200
    there = left.headers["Refresh"].removeprefix("0; url=")
    assert there.startswith(f"{institution.address}/oauth2/end_session?")
    asked = parse_qs(urlsplit(there).query)
    assert asked == {"client_id": ["dsmb"], "post_logout_redirect_uri": [f"{HOME}/login"]}
    assert requests.get(there, timeout=10).status_code == 200
    assert browser.get("/conduct/").headers["Location"] == "/login"


def test_a_local_account_logs_in_and_out_as_before(served: House) -> None:
    browser = served.server.test_client()
    assert log_in(browser, "dsmb_chair").status_code == 303
    assert browser.post("/logout", headers=served.proof(browser)).headers["Location"] == "/login"


def test_a_provider_that_is_away_is_a_sentence_and_keeps_nobody_else_out(served: House) -> None:
    away = server.create(replace(served.settings, oidc_issuer="http://127.0.0.1:9"))
    answered = away.test_client().get("/login/provider")
    assert answered.status_code == 502
    assert "Logging in at St. Example did not succeed" in answered.text
    assert "between the two of us" not in answered.text
    assert form_token(away.test_client())


def test_a_token_of_another_issuer_is_not_believed(served: House, institution: Institution) -> None:
    """An issuer is one by every letter (OpenID Connect Core 1.0, section 3.1.3.7): a slash more is another."""
    browser = server.create(replace(served.settings, oidc_issuer=f"{institution.address}/")).test_client()
    institution.knows("sub-mona", preferred_username="mona", groups="trial-7-chair")
    back = institution.agrees(browser.get("/login/provider").headers["Location"], "sub-mona")
    assert browser.get(back).status_code == 502
    assert browser.get("/").headers["Location"] == "/login"


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"oidc_issuer": "http://idp.example.org"}, "DSMB_OIDC_ISSUER"),
        ({"address": ""}, "DSMB_ADDRESS"),
        ({"oidc_client": ""}, "DSMB_OIDC_CLIENT"),
        ({"oidc_secret": ""}, "DSMB_OIDC_SECRET"),
        ({"oidc_roles": ""}, "DSMB_OIDC_ROLES"),
        ({"oidc_roles": "dsmb_chair"}, "DSMB_OIDC_ROLES"),
        ({"oidc_roles": "a=owner"}, "No role 'owner'"),
        ({"oidc_roles": "a=sponsor; a=dsmb_chair"}, "stands there twice"),
    ],
)
def test_settings_that_cannot_be_are_named_before_anything_is_served(
    served: House, wrong: dict[str, str], named: str
) -> None:
    with pytest.raises(AccountError, match=named):
        server.create(replace(served.settings, **wrong))
