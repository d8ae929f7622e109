"""Logging in at an institution: OpenID Connect with discovery, authorisation code, PKCE, state and nonce.

(OpenID Connect Core 1.0, section 3.1; RFC 7636; OpenID Connect RP-Initiated Logout 1.0 and Back-Channel Logout 1.0.)
The provider says who somebody is and which role they have, at every login; from there on the session is one like any
other, until its owner logs out, here or there.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.common.urls import add_params_to_uri
from authlib.integrations.flask_client import OAuth
from flask import Flask, session
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from joserfc.jws import JWSRegistry
from requests import RequestException
from werkzeug.wrappers import Response as AnyResponse

from dashboard.errors import AccountError, ProviderError
from dashboard.records import identities
from dashboard.records.accounts import Account, Actor
from dashboard.records.database import Records
from dashboard.records.identities import Identity
from dashboard.settings import Settings
from dashboard.web import claims as claims_
from dashboard.web import trouble
from dashboard.web.claims import Reading
from dashboard.web.cookies import Cookies
from dashboard.web.visitor import origin

LEAVE, BACK, ENDED = "/login/provider", "/login/back", "/login/ended"
SECONDS = 10
"""How long the provider may take for an answer."""
SIGNED = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519"]
"""Signatures that are believed, whatever the provider offers: by its private key, never by a shared secret or none."""
BY = "OpenID Connect"
LOGGED_OUT = "http://schemas.openid.net/event/backchannel-logout"
"""The event that a logout token tells of; no identity token has it."""
LATE_SECONDS = 120
"""How old a logout token may be, and how far the clocks of both servers apart."""


@dataclass(frozen=True)
class Provider:
    """An institution's provider; `title` is what readers call it, `home` the address they come back to."""

    client: Any
    issuer: str
    title: str
    home: str
    reading: Reading

    def going(self) -> AnyResponse:
        """The way there; what has to agree on the way back stands in a signed cookie. Raises ProviderError."""
        session.clear()
        with self._answering():
            going: AnyResponse = self.client.authorize_redirect(f"{self.home}{BACK}")
        return going

    def account(self, records: Records) -> Account:
        """Whose account comes back, with the role it has now; raises ProviderError, and AccountError for no role."""
        claims = self._claims()
        identity = Identity(self.issuer, claims["sub"])
        try:
            role = self.reading.role_of(claims)
        except AccountError:
            identities.end_sessions(records, identity)
            raise
        by = Actor(BY, "provider", origin())
        return identities.enter(records, identity, self.reading.name_of(claims), role, by)

    def ended(self, token: str) -> Identity:
        """Who logged out there, by a logout token; raises ProviderError unless it is right (Back-Channel, section 2.6).

        It must name its subject: sessions here are an account's, and know no session of the provider's.
        """
        right: dict[str, Any] = {name: {"essential": True} for name in ("sub", "iat", "jti", "events")}
        right |= {"iss": {"essential": True, "value": self.issuer}}
        right |= {"aud": {"essential": True, "value": self.client.client_id}}
        with self._answering():
            keys = KeySet.import_key_set(self.client.fetch_jwk_set())
            claims = jwt.decode(token, keys, registry=JWSRegistry(algorithms=SIGNED, strict_check_header=False)).claims
            times = jwt.JWTClaimsRegistry(leeway=LATE_SECONDS, **right)
            times.validate(claims)
            told = isinstance(claims["events"], dict) and LOGGED_OUT in claims["events"]
            if not told or "nonce" in claims or times.now - claims["iat"] > LATE_SECONDS:
                raise ValueError("no logout token, or one of long ago")
        return Identity(self.issuer, claims["sub"])

    def leaving(self, records: Records, account: str) -> str | None:
        """Where the owner of an account logs out there too; None for a local account, or if it cannot be said."""
        if not identities.provided(records, account):
            return None
        with suppress(ProviderError), self._answering():
            end = self.client.load_server_metadata().get("end_session_endpoint")
            told = {"client_id": self.client.client_id, "post_logout_redirect_uri": f"{self.home}/login"}
            return add_params_to_uri(end, list(told.items())) if end else None
        return None

    def _claims(self) -> dict[str, Any]:
        """What the identity token says, once its signature, issuer, audience, times and nonce are right."""
        right = {
            "iss": {"essential": True, "value": self.issuer},
            "aud": {"essential": True, "value": self.client.client_id},
        }
        with self._answering():
            self.client.load_server_metadata()["id_token_signing_alg_values_supported"] = SIGNED
            token = self.client.authorize_access_token(claims_options=right)
            session.clear()
            claims = dict(token.get("userinfo") or {})
            if not isinstance(claims.get("sub"), str) or not claims["sub"]:
                raise ValueError("the answer holds no identity token, or one of nobody")
        return claims

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """What goes wrong between two servers is one sentence here, and its place in the log."""
        try:
            yield
        except (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError) as error:
            raise ProviderError(
                f"Logging in at {self.title} did not succeed. Try again; if it stays so, tell the administrator: "
                f"reference {trouble.note(error)}."
            ) from None


def provider(server: Flask, settings: Settings, cookies: Cookies) -> Provider | None:
    """The provider that the settings name, None if they name none; raises AccountError for settings that cannot be."""
    if not settings.oidc_issuer:
        return None
    for name, address in (("DSMB_OIDC_ISSUER", settings.oidc_issuer), ("DSMB_ADDRESS", settings.address)):
        _trusted(name, address)
    if not (settings.oidc_client and settings.oidc_secret):
        raise AccountError("DSMB_OIDC_CLIENT, DSMB_OIDC_SECRET: give the name and secret the provider knows us by.")
    server.secret_key = cookies.secret
    server.config.update(
        SESSION_COOKIE_NAME=cookies.going,
        SESSION_COOKIE_PATH="/",
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=cookies.secure,
    )
    reading, home = claims_.reading(settings), settings.address.rstrip("/")
    return Provider(_client(server, settings), settings.oidc_issuer, settings.oidc_title, home, reading)


def _client(server: Flask, settings: Settings) -> Any:
    """Authlib's client; discovery is asked for when the first reader goes to the provider, not before."""
    return OAuth(server).register(
        "provider",
        client_id=settings.oidc_client,
        client_secret=settings.oidc_secret,
        server_metadata_url=f"{settings.oidc_issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": settings.oidc_scope, "code_challenge_method": "S256", "default_timeout": SECONDS},
    )


def _trusted(name: str, address: str) -> None:
    """Raise AccountError unless it is an address whose answers nobody on the way can change."""
    parts = urlsplit(address)
    if parts.scheme != "https" and (parts.scheme != "http" or parts.hostname not in ("127.0.0.1", "localhost")):
        raise AccountError(f"{name}: {address!r} is no address that starts with https://, which logging in needs.")
