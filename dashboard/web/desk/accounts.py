"""Accounts for the administrator: who may see what since when, every change that led there, and the changes."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from flask import abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.errors import AccountError
from dashboard.records import accounts, identities, roster
from dashboard.records.accounts import Actor
from dashboard.records.database import Records
from dashboard.records.roles import WORDS, Permission
from dashboard.records.roster import Entry
from dashboard.trial.charter import Role
from dashboard.web.desk.desk import Desk
from dashboard.web.desk.view import ROOT, View
from dashboard.web.visitor import actor

START = f"{ROOT}accounts"
HISTORY = f"{ROOT}history"
POST = ("POST",)
MAY: Permission = "accounts:manage"
CHANGES: dict[str, Callable[[Records, str, Actor], None]] = {
    "role": lambda records, name, by: accounts.give_role(records, name, request.form.get("role", ""), by),
    "password": lambda records, name, by: accounts.reset(records, name, request.form.get("password", ""), by),
    "disable": accounts.disable,
    "enable": accounts.enable,
}
"""What can be done to an account, by the last word of the address its form is sent to."""


@dataclass(frozen=True)
class AccountPages:
    """The roster, a page for each account, and the history; `charter` narrows what a role may enter."""

    desk: Desk
    charter: Mapping[str, frozenset[Role]]

    def views(self) -> Iterator[View]:
        """Pages to read and, apart from them, the addresses that change something."""
        yield View(START, MAY, self.listed, "Accounts")
        yield View(HISTORY, MAY, self.history, "History of changes")
        yield View(START, MAY, self.add, methods=POST)
        yield View(f"{START}/<name>", MAY, self.account)
        for change in CHANGES:
            yield View(f"{START}/<name>/{change}", MAY, partial(self.change, change), methods=POST)

    def listed(self, reason: str = "", status: int = 200) -> AnyResponse:
        """Every account, and the form that adds one."""
        entries = [(entry, self._sides(entry)) for entry in roster.roster(self.desk.records)]
        typed = {name: request.form.get(name, "") for name in ("name", "role")}
        return self._page("accounts.html", "Accounts", START, status, entries=entries, reason=reason, typed=typed)

    def history(self) -> AnyResponse:
        """Every change of every account, newest first."""
        changes = roster.history(self.desk.records)[::-1]
        return self._page("history.html", "History of changes", HISTORY, changes=changes)

    def account(self, name: str, reason: str = "", status: int = 200) -> AnyResponse:
        """One account: what it may see, its changes, and the forms that change it."""
        records = self.desk.records
        entry = next((entry for entry in roster.roster(records) if entry.account == name), None)
        if entry is None:
            abort(404)
        changes = [change for change in roster.history(records)[::-1] if change.account == name]
        known = {"entry": entry, "sides": self._sides(entry), "changes": changes, "mine": self._mine(name)}
        provided = identities.provided(records, name)
        return self._page("account.html", f"Account {name}", START, status, reason=reason, provided=provided, **known)

    def add(self) -> AnyResponse:
        """A new account; what is not possible is a sentence above the form."""
        form = request.form
        name = form.get("name", "").strip()
        try:
            accounts.add(self.desk.records, name, form.get("role", ""), form.get("password", ""), actor())
        except AccountError as error:
            return self.listed(str(error), 400)
        return redirect(f"{START}/{name}", 303)

    def change(self, change: str, name: str) -> AnyResponse:
        """One change of one account; what is not possible is a sentence above its forms."""
        try:
            if self._mine(name):
                raise AccountError("This is your own account: another administrator changes it.")
            CHANGES[change](self.desk.records, name, actor())
        except AccountError as error:
            return self.account(name, str(error), 400)
        return redirect(f"{START}/{name}", 303)

    def _mine(self, name: str) -> bool:
        return name == actor().name

    def _sides(self, entry: Entry) -> tuple[str, ...]:
        """What an account may enter by the table of roles and, for a side served here, by its charter."""
        return tuple(side for side in entry.sides if entry.role in self.charter.get(side, {entry.role}))

    def _page(self, template: str, title: str, here: str, status: int = 200, **values: object) -> AnyResponse:
        return self.desk.page(f"desk/{template}", title, status, here=here, roles=WORDS, start=START, **values)
