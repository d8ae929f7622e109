"""The page on which the arms' names are asked for, agreed to and put on, and one participant's treatment in need."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, abort, redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.errors import ChoiceError, DsmbError
from dashboard.records import audit
from dashboard.records.accounts import Account
from dashboard.records.roles import WORDS, Permission
from dashboard.records.unmasking import SIDE
from dashboard.web import posted
from dashboard.web.answers import TrialBook
from dashboard.web.beside import side_page
from dashboard.web.cookies import Cookies
from dashboard.web.unmasking import Given, Unmasking
from dashboard.web.visitor import actor, origin, visitor

LONGEST = {"reason": 400, "participant": 80, "key": 80}
"""Letters of each text that are read."""


@dataclass(frozen=True)
class UnmaskPages:
    """The addresses of a side's unmasking; each act is a form of its own, for those alone who may do it."""

    book: TrialBook
    unmasking: Unmasking
    cookies: Cookies

    def mount(self, server: Flask) -> None:
        """Put them on a server."""
        side = self.book.side.name
        server.add_url_rule(f"/{side}/unmasking", f"{side}-unmasking", self.show)
        for act in (self.ask, self.agree, self.refuse, self.withdraw, self.execute, self.emergency):
            path, name = f"/{side}/unmasking/{act.__name__}", f"{side}-unmasking-{act.__name__}"
            server.add_url_rule(path, name, act, methods=["POST"])

    def show(self) -> AnyResponse:
        """How it stands, what was asked so far, and the forms of what this reader may do."""
        self._write_down("view", "unmasking")
        return self._page()

    def ask(self) -> AnyResponse:
        """Ask for the arms to be named."""
        return self._do("unmask:ask", lambda account: self.unmasking.ask(_words("reason"), account, origin()))

    def withdraw(self) -> AnyResponse:
        """Take one's own request back."""
        done = self.unmasking.case.withdraw
        return self._do("unmask:ask", lambda account: done(_number(), self.unmasking.entry(account, origin())))

    def agree(self) -> AnyResponse:
        """Agree to a request of somebody else."""
        return self._do("unmask:agree", lambda account: self.unmasking.agree(_number(), account, origin()))

    def refuse(self) -> AnyResponse:
        """Refuse a request of somebody else."""
        done = self.unmasking.case.refuse
        return self._do("unmask:agree", lambda account: done(_number(), self.unmasking.entry(account, origin())))

    def execute(self) -> AnyResponse:
        """Open the map of letters and keep the names, for good."""
        done = self.unmasking.execute
        return self._do("unmask:execute", lambda account: done(_number(), _given(), account, origin()))

    def emergency(self) -> AnyResponse:
        """Name one participant's treatment, on this one answer."""
        account = visitor().account
        if not self.unmasking.urgent(account):
            self._not_allowed()
        try:
            participant, reason = _words("participant"), _words("reason")
            planned, actual = self._arms_of(participant)
            names = self.unmasking.emergency(participant, reason, _given(), account, origin())
        except DsmbError as error:
            return self._page(str(error), 400)
        received = names[actual] if actual in names and actual != planned else ""
        return self._written("emergency.html", 200, participant=participant, name=names[planned], received=received)

    def _do(self, permission: Permission, act: Callable[[Account], object]) -> AnyResponse:
        """Do it and show the page as it stands then; what is not possible is a sentence on it."""
        account = visitor().account
        if not self.unmasking.permitted(account, permission):
            self._not_allowed()
        try:
            act(account)
        except DsmbError as error:
            return self._page(str(error), 400)
        return redirect(f"/{self.book.side.name}/unmasking", 303)

    def _page(self, reason: str = "", status: int = 200) -> AnyResponse:
        account = visitor().account
        listed = self.unmasking.listed()
        now = listed[-1] if listed and listed[-1].state in ("asked", "agreed") else None
        return self._written(
            "unmasking.html",
            status,
            reason=reason,
            listed=listed,
            now=now,
            emergencies=self.unmasking.emergencies(),
            may={name: self.unmasking.permitted(account, f"unmask:{name}") for name in ("ask", "agree", "execute")},  # type: ignore[arg-type]  # each is a permission
            urgent=self.unmasking.urgent(account),
            charter=self.book.trial.charter,
            agreeing=[WORDS[who].title if who in WORDS else who for who in self.book.trial.charter.unmasking],
        )

    def _written(self, template: str, status: int, **more: object) -> AnyResponse:
        shared = {"action": f"/{self.book.side.name}/unmasking", "named": self.unmasking.named()}
        return side_page(template, "Unmasking", self.book, self.cookies, status, **shared, **more)

    def _arms_of(self, participant: str) -> tuple[str, str]:
        """The letters of a participant's planned arm and of the arm received; raises ChoiceError for nobody's name."""
        rows = self.book.door.ask("unblinded/arms_of", participant=participant)
        if rows.empty:
            raise ChoiceError(f"Nobody randomised is called {participant}: give an identifier as the listings show it.")
        return str(rows["arm"].iloc[0]), str(rows["actual_arm"].iloc[0])

    def _not_allowed(self) -> None:
        """The answer of an address that is not there; somebody tried."""
        self._write_down("refused", request.path)
        abort(404)

    def _write_down(self, action: audit.Action, detail: str) -> None:
        told = f"{detail} store {self.book.hash[:16]}"
        audit.write(self.unmasking.records, action=action, side=SIDE, detail=told, **actor().said)


def _words(name: str) -> str:
    """A text of the form; raises ChoiceError if it is empty."""
    text = posted.text(name, LONGEST[name])
    if not text:
        raise ChoiceError(f"{name.capitalize()}: nothing was given, and it is kept with the request.")
    return text


def _number() -> int:
    """The request that an act is about."""
    return posted.number("request")


def _given() -> Given:
    """The code key, and the map if it was sent along."""
    file = request.files.get("map")
    return Given(posted.text("key", LONGEST["key"]), file.read() if file else b"")
