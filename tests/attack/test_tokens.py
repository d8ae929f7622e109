"""Identity tokens that must not be believed (OpenID Connect Core 1.0, section 3.1.3.7), each wrong in one thing."""

import base64
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from dashboard.records import accounts, audit, backoff
from dashboard.web import server
from dashboard.web.oidc import LOGGED_OUT
from tests.web.fakes import House
from tests.web.forged import Forger, running

Token = Callable[[Forger, dict[str, Any]], str]


@pytest.fixture(scope="module")
def forger() -> Iterator[Forger]:
    with running() as made:
        yield made


@pytest.fixture(scope="module")
def served(house: House, forger: Forger) -> House:
    told = replace(
        house.settings,
        address="https://dsmb.example.org",
        oidc_issuer=forger.address,
        oidc_client="dsmb",
        oidc_secret="between the two of us",
        oidc_roles="chairs=dsmb_chair",
    )
    return House(server.create(told), house.records, told)


def right(forger: Forger, nonce: str) -> dict[str, Any]:
    now = int(time.time())
    told = {"sub": "1", "preferred_username": "forged", "groups": "chairs"}
    return {"iss": forger.address, "aud": "dsmb", "nonce": nonce, "iat": now, "exp": now + 300, **told}


def signed(forger: Forger, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "own"}, claims, forger.key)


def by_another_key(forger: Forger, claims: dict[str, Any]) -> str:
    return jwt.encode({"alg": "RS256", "kid": "own"}, claims, RSAKey.generate_key(2048, {"kid": "own"}))


def by_the_secret(forger: Forger, claims: dict[str, Any]) -> str:
    key = OctKey.import_key("between the two of us")
    return jwt.encode({"alg": "HS256", "kid": "own"}, claims, key, algorithms=["HS256"])


def unsigned(forger: Forger, claims: dict[str, Any]) -> str:
    parts = ({"alg": "none", "kid": "own"}, claims)
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode() for part in parts) + "."


def altered(forger: Forger, claims: dict[str, Any]) -> str:
    """Another's claims under the signature of one's own."""
    _, _, signature = signed(forger, claims | {"groups": "staff"}).split(".")
    head, body, _ = signed(forger, claims).split(".")
    return f"{head}.{body}.{signature}"


def come(served: House, forger: Forger, token: Token, changed: dict[str, Any]) -> int:
    """Log in with a token whose claims are right but for those changed (None: left out); returns the status."""
    backoff.forget(served.records, "address:127.0.0.1")
    browser = served.server.test_client()
    asked = parse_qs(urlsplit(browser.get("/login/provider").headers["Location"]).query)
    claims = right(forger, asked["nonce"][0]) | changed
    forger.token = token(forger, {name: value for name, value in claims.items() if value is not None})
    answered = browser.get("/login/back", query_string={"code": "c", "state": asked["state"][0]})
    entered = browser.get("/").headers["Location"] != "/login"
    assert entered == (answered.status_code == 303)
    return answered.status_code


@pytest.mark.parametrize(
    ("token", "changed"),
    [
        (signed, {"iss": "https://elsewhere.example.org"}),
        (signed, {"iss": None}),
        (signed, {"aud": "another client"}),
        (signed, {"aud": ["another client", "and another"]}),
        (signed, {"aud": "another client", "azp": "dsmb"}),
        (signed, {"aud": None}),
        (signed, {"azp": "another client"}),
        (signed, {"nonce": "of another login"}),
        (signed, {"nonce": None}),
        (signed, {"exp": 1_700_000_000}),
        (signed, {"exp": None}),
        (signed, {"iat": None}),
        (signed, {"sub": None}),
        (signed, {"sub": ""}),
        (signed, {"sub": 1}),
        (by_another_key, {}),
        (by_the_secret, {}),
        (unsigned, {}),
        (altered, {}),
        (lambda *_: "", {}),
        (lambda *_: "x.y.z", {}),
    ],
)
def test_a_token_that_is_wrong_in_one_thing_opens_nothing(
    served: House, forger: Forger, token: Token, changed: dict[str, Any]
) -> None:
    assert come(served, forger, token, changed) == 502
    assert accounts.by_name(served.records, "forged") is None


@pytest.fixture
def inside(served: House, forger: Forger) -> FlaskClient:
    """A browser in which somebody of the provider is logged in."""
    with served.records.writing() as connection:
        connection.exec_driver_sql("DELETE FROM login_failure")
    browser = served.server.test_client()
    asked = parse_qs(urlsplit(browser.get("/login/provider").headers["Location"]).query)
    forger.token = signed(forger, right(forger, asked["nonce"][0]) | {"sub": "7", "preferred_username": "ended"})
    assert browser.get("/login/back", query_string={"code": "c", "state": asked["state"][0]}).status_code == 303
    assert browser.get("/").headers["Location"] != "/login"
    return browser


def ending(forger: Forger, **changed: Any) -> dict[str, Any]:
    """The claims of a logout token (OpenID Connect Back-Channel Logout 1.0, section 2.4)."""
    now = int(time.time())
    told = {"iss": forger.address, "aud": "dsmb", "sub": "7", "iat": now, "exp": now + 120, "jti": "once"}
    claims = told | {"events": {LOGGED_OUT: {}}} | changed
    return {name: value for name, value in claims.items() if value is not None}


def test_who_logs_out_at_the_provider_is_out_here_at_once(served: House, forger: Forger, inside: FlaskClient) -> None:
    strange = served.server.test_client()
    token = signed(forger, ending(forger, aud=["dsmb", "another client"]))
    told = strange.post("/login/ended", data={"logout_token": token})
    assert (told.status_code, told.headers["Cache-Control"]) == (200, "no-store")
    assert inside.get("/").headers["Location"] == "/login"
    last = audit.rows(served.records)[-1]
    assert (last.who, last.role, last.action, last.detail) == ("ended", "dsmb_chair", "logout", "at the provider")
    again = strange.post("/login/ended", data={"logout_token": signed(forger, ending(forger))})
    assert (again.status_code, audit.rows(served.records)[-1]) == (200, last)


@pytest.mark.parametrize(
    ("token", "changed"),
    [
        (signed, {"iss": "https://elsewhere.example.org"}),
        (signed, {"aud": "another client"}),
        (signed, {"aud": None}),
        (signed, {"sub": None, "sid": "a session of the provider's"}),
        (signed, {"iat": 1_700_000_000, "exp": None}),
        (signed, {"iat": "now"}),
        (signed, {"iat": None}),
        (signed, {"exp": 1_700_000_000}),
        (signed, {"jti": None}),
        (signed, {"events": None}),
        (signed, {"events": {}}),
        (signed, {"events": LOGGED_OUT}),
        (signed, {"nonce": "of a login"}),
        (by_another_key, {}),
        (by_the_secret, {}),
        (unsigned, {}),
        (lambda *_: "", {}),
        (lambda *_: "x.y.z", {}),
    ],
)
def test_a_logout_token_that_is_wrong_in_one_thing_ends_nothing(
    served: House, forger: Forger, inside: FlaskClient, token: Token, changed: dict[str, Any]
) -> None:
    told = served.server.test_client().post(
        "/login/ended", data={"logout_token": token(forger, ending(forger, **changed))}
    )
    assert told.status_code == 400
    assert inside.get("/").headers["Location"] != "/login"


def test_the_same_token_with_nothing_wrong_opens(served: House, forger: Forger) -> None:
    assert come(served, forger, signed, {"preferred_username": "believed"}) == 303
