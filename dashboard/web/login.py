"""Login and logout: by a password kept here, or at an institution's provider."""

import threading
from dataclasses import dataclass
from functools import partial

from flask import Flask, Response, make_response, redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.errors import AccountError, ProviderError
from dashboard.records import accounts, audit, backoff, identities, sessions
from dashboard.records.accounts import LONGEST_PASSWORD, Account, Actor
from dashboard.records.database import Records
from dashboard.web import trouble
from dashboard.web.cookies import Cookies
from dashboard.web.oidc import BACK, ENDED, LEAVE, Provider
from dashboard.web.visitor import actor, network, origin, visitor

AT_ONCE = 2
"""Passwords checked at the same time in a process; each takes 64 MiB."""
PATIENCE_SECONDS = 10

REFUSED = "Name or password is not right."
WAIT = "Too many attempts. Wait a few minutes, then try again."
BUSY = "Many people are logging in. Try again in a moment."
CHANGED = "Your account was changed just now. Try again."
STALE = "The form was open for too long. Please try again."


@dataclass(frozen=True)
class Entrance:
    """Lets people in and out; an unknown name gets the same answer, after the same time, as a wrong password."""

    records: Records
    cookies: Cookies
    turns: threading.BoundedSemaphore
    provider: Provider | None

    @property
    def open(self) -> frozenset[str]:
        """The addresses that need no session."""
        return frozenset({"/login"} | ({LEAVE, BACK, ENDED} if self.provider else set()))

    def mount(self, server: Flask) -> None:
        """Put the addresses of login and logout on a server."""
        server.add_url_rule("/login", "login", self.login, methods=["GET", "POST"])
        server.add_url_rule("/logout", "logout", self.logout, methods=["POST"])
        if self.provider:
            server.add_url_rule(LEAVE, "login-provider", partial(self.leave, self.provider))
            server.add_url_rule(BACK, "login-back", partial(self.back, self.provider))
            server.add_url_rule(ENDED, "login-ended", partial(self.ended, self.provider), methods=["POST"])

    def login(self) -> AnyResponse:
        """The form; sent back, the way in or the form with the reason why not."""
        if request.method != "POST":
            return self._form("", 200)
        if not self.cookies.form_proved():
            return self._form(STALE, 400)
        name = request.form.get("name", "").replace("\0", "").strip()[:64]  # PostgreSQL's texts hold no NUL
        sources = self._sources(name)
        if backoff.wait(self.records, *sources) > 0:
            return self._form(WAIT, 429)
        if not self.turns.acquire(timeout=PATIENCE_SECONDS):
            return self._form(BUSY, 503)
        try:
            account = accounts.verify(self.records, name, request.form.get("password", "")[:LONGEST_PASSWORD])
        finally:
            self.turns.release()
        token = self._begun(account) if account else None
        if account is None or token is None:
            backoff.failed(self.records, *sources)
            self._write_down(name)
            return self._form(REFUSED, 401)
        backoff.forget(self.records, sources[0])
        response = self._enter(account, token)
        self.cookies.remember(response, account.name)
        return response

    def leave(self, provider: Provider) -> AnyResponse:
        """To the provider."""
        try:
            return provider.going()
        except ProviderError as error:
            return self._form(str(error), 502)

    def back(self, provider: Provider) -> AnyResponse:
        """From the provider: the way in, or the form with the reason why not."""
        address = f"address:{network()}"
        if backoff.wait(self.records, address) > 0:
            return self._form(WAIT, 429)
        try:
            account = provider.account(self.records)
        except (ProviderError, AccountError) as error:
            backoff.failed(self.records, address)
            detail = "provider" if isinstance(error, ProviderError) else "role or account at the provider"
            audit.write(self.records, who="", role="", action="login refused", detail=detail, origin=origin())
            return self._form(str(error), 502 if isinstance(error, ProviderError) else 403)
        token = self._begun(account)
        return self._enter(account, token) if token else self._form(CHANGED, 409)

    def ended(self, provider: Provider) -> AnyResponse:
        """From the provider's server: somebody logged out there; its signature is the proof of this change."""
        try:
            identity = provider.ended(request.form.get("logout_token", ""))
        except ProviderError:
            return trouble.message("Not understood", "This is no logout token, or not one of this minute.", 400)
        if account := identities.end_sessions(self.records, identity):
            by = Actor(account.name, account.role, origin())
            audit.write(self.records, action="logout", detail="at the provider", **by.said)
        return Response(status=200)

    def logout(self) -> AnyResponse:
        """End the session; who came by a provider is led to its logout as well."""
        sessions.end(self.records, visitor().token)
        audit.write(self.records, action="logout", **actor().said)
        there = self.provider.leaving(self.records, visitor().account.name) if self.provider else None
        response = make_response(redirect("/login", 303) if there is None else self._left(there))
        self.cookies.end(response)
        return response

    def _sources(self, name: str) -> tuple[str, ...]:
        """Whose failures count: the name's and the address's, or those of a browser that this account logged in with.

        So nobody who sends wrong passwords from elsewhere keeps an account's owner waiting (OWASP, device cookies).
        """
        mark = self.cookies.mark(name)
        return (f"browser:{mark}",) if mark else (f"account:{name}", f"address:{network()}")

    def _write_down(self, name: str) -> None:
        """A refusal. A name that no account has is left out: it may be a password, and the trail keeps it for good."""
        known = accounts.by_name(self.records, name) is not None
        who, detail = (name, "") if known else ("", "no account of that name")
        audit.write(self.records, who=who, role="", action="login refused", detail=detail, origin=origin())

    def _begun(self, account: Account) -> str | None:
        """A session's token; None if the account was changed while its password was checked."""
        try:
            return sessions.start(self.records, account.name, account.changes)
        except AccountError:
            return None

    def _enter(self, account: Account, token: str) -> Response:
        earlier = self.cookies.token()
        if earlier:
            sessions.end(self.records, earlier)
        audit.write(self.records, who=account.name, role=account.role, action="login", origin=origin())
        response = make_response(redirect("/", 303))
        self.cookies.begin(response, token)
        return response

    def _left(self, there: str) -> Response:
        """Not a redirect: browsers hold those of a form to this server's own addresses (CSP form-action)."""
        title = self.provider.title if self.provider else ""
        response = make_response(render_template("left.html", title=title, there=there))
        response.headers["Refresh"] = f"0; url={there}"
        return response

    def _form(self, reason: str, status: int) -> Response:
        form_token = self.cookies.new_form()
        title = self.provider.title if self.provider else ""
        page = render_template("login.html", reason=reason, form_token=form_token, provider=title, leave=LEAVE)
        response = make_response(page, status)
        self.cookies.keep_form(response, form_token)
        return response


def entrance(records: Records, cookies: Cookies, provider: Provider | None) -> Entrance:
    """The entrance of a process; without a provider for local accounts alone."""
    return Entrance(records, cookies, threading.BoundedSemaphore(AT_ONCE), provider)
