"""The cookies of a process: named after the sides it serves, so that two processes on one host do not mix."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from flask import Response, request
from itsdangerous import BadSignature, Signer

from dashboard import keyfile
from dashboard.settings import Settings

FORM_FIELD = "form_token"
KNOWN_SECONDS = 180 * 24 * 60 * 60
"""How long a browser is known after a login: longer than from one meeting to the next."""
HOST = "__Host-"
"""How the name of a cookie begins that is secure, of the whole host and of no other (RFC 6265bis, section 4.1.3)."""


@dataclass(frozen=True)
class Cookies:
    """Signs and reads the session's token; `secure` cookies travel over TLS only."""

    sides: tuple[str, ...]
    secret: str = field(repr=False)
    secure: bool

    @property
    def session(self) -> str:
        """The cookie that carries the session's token; scripts cannot read it."""
        return self._named("session")

    @property
    def csrf(self) -> str:
        """The cookie whose value our own pages send back with every call."""
        return self._named("csrf")

    @property
    def form(self) -> str:
        """The cookie that must agree with the hidden field of the login form."""
        return self._named("form")

    @property
    def going(self) -> str:
        """The cookie that holds what must agree when somebody comes back from a provider."""
        return self._named("going")

    @property
    def known(self) -> str:
        """The cookie of a browser in which somebody logged in by a password; it opens nothing."""
        return self._named("known")

    def token(self) -> str | None:
        """The session's token of this request, if it carries our signature."""
        return self._unsigned(self.session)

    def proof(self, token: str) -> str:
        """What a page of this session sends back to prove that it is ours."""
        return hmac.new(self.secret.encode(), b"csrf" + token.encode(), hashlib.sha256).hexdigest()

    def proved(self, token: str, given: Iterable[str | None]) -> bool:
        """Whether one of the given values is this session's proof."""
        proof = self.proof(token).encode()
        return any(hmac.compare_digest(proof, value.encode()) for value in given if value)

    def begin(self, response: Response, token: str) -> None:
        """Hand a new session to the browser."""
        self._set(response, self.session, self._signer(self.session).sign(token).decode(), script=False)
        self._set(response, self.csrf, self.proof(token), script=True)
        self._delete(response, self.form)

    def end(self, response: Response) -> None:
        """Take the session from the browser."""
        self._delete(response, self.session)
        self._delete(response, self.csrf)

    def new_form(self) -> str:
        """A token for a login form."""
        return secrets.token_urlsafe(24)

    def keep_form(self, response: Response, form_token: str) -> None:
        """Let the browser remember the token of the login form it was given."""
        signed = self._signer(self.form).sign(form_token).decode()
        response.set_cookie(
            self.form, signed, secure=self.secure, httponly=True, samesite="Strict", path="/", max_age=3600
        )

    def form_proved(self) -> bool:
        """Whether the login form just sent is one that this browser was given."""
        kept, sent = self._unsigned(self.form), request.form.get(FORM_FIELD, "")
        return kept is not None and hmac.compare_digest(kept.encode(), sent.encode())

    def mark(self, name: str) -> str | None:
        """What tells this browser from others, if the account of that name was the last to log in here."""
        return self._unsigned(self.known, name)

    def remember(self, response: Response, name: str) -> None:
        """Let the browser show from now on that the account of that name logged in here."""
        marked = self._signer(self.known, name).sign(secrets.token_urlsafe(16)).decode()
        response.set_cookie(
            self.known, marked, secure=self.secure, httponly=True, samesite="Strict", path="/", max_age=KNOWN_SECONDS
        )

    def _named(self, kind: str) -> str:
        """Behind TLS with the prefix by which a browser takes it from this host alone, not from a neighbour's pages."""
        return f"{HOST if self.secure else ''}dsmb_{'_'.join(self.sides)}_{kind}"

    def _delete(self, response: Response, name: str) -> None:
        response.delete_cookie(name, path="/", secure=self.secure)

    def _set(self, response: Response, name: str, value: str, script: bool) -> None:
        response.set_cookie(name, value, secure=self.secure, httponly=not script, samesite="Lax", path="/")

    def _unsigned(self, name: str, whose: str = "") -> str | None:
        try:
            return self._signer(name, whose).unsign(request.cookies.get(name, "")).decode()
        except (BadSignature, UnicodeError):
            return None

    def _signer(self, name: str, whose: str = "") -> Signer:
        return Signer(self.secret, salt=f"{name} {whose}".rstrip(), digest_method=hashlib.sha256)


def of(settings: Settings) -> Cookies:
    """The cookies of this process; raises KeyMissingError if others may read the secret kept beside the keys."""
    return Cookies(settings.side_names, settings.secret or _kept_secret(settings), settings.secure_cookies == "1")


def _kept_secret(settings: Settings) -> str:
    return keyfile.kept_or_drawn(Path(settings.keys) / "session.key", "DSMB_SECRET").hex()
