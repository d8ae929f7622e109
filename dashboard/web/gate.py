"""The gate: every request stops here first, and passes only for a reason."""

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from flask import redirect, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.records import audit, sessions
from dashboard.records.database import Records
from dashboard.records.roles import may_enter
from dashboard.trial.charter import Role
from dashboard.web import trouble
from dashboard.web.cookies import FORM_FIELD, Cookies
from dashboard.web.desk.view import SHARED
from dashboard.web.rates import Rates
from dashboard.web.visitor import Visitor, network, origin, receive

OPEN = frozenset({"/login", "/plain.css"})
"""What anybody may ask for, besides the way to a provider: the login page and its stylesheet."""
OWN = frozenset({"/", "/logout"}) | SHARED
"""What any signed-in account may ask for."""
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Gate:
    """Closed by default; `charter` says which roles enter each side that this process serves.

    `desk` says whether the request is for a view of the desk that a visitor may ask for, `login` names the addresses
    of logging in, `rates` how much each account and address may ask for.
    """

    records: Records
    cookies: Cookies
    charter: Mapping[str, frozenset[Role]]
    rates: Rates
    desk: Callable[[Visitor], bool] = lambda _: False
    login: frozenset[str] = frozenset()

    def sides(self, role: Role) -> tuple[str, ...]:
        """The sides of this process that both the charter and the table of roles let a role enter, in their order."""
        return tuple(side for side, roles in self.charter.items() if role in roles and may_enter(role, side))

    def check(self) -> AnyResponse | None:
        """None lets the request pass; anything else is the answer. The role is read anew from the account's row."""
        if request.path in OPEN | self.login:
            return self.rates.late("address", network())
        token = self.cookies.token()
        account = sessions.account_of(self.records, token) if token else None
        if token is None or account is None:
            return self.rates.late("address", network()) or redirect("/login")
        if late := self.rates.late("account", account.name):
            return late
        visitor = Visitor(account, token, self.sides(account.role))
        side = request.path.split("/")[1]
        if request.path not in OWN and side not in visitor.sides and not self.desk(visitor):
            self._write_down(visitor, "")
            return trouble.not_found()
        receive(visitor, side if side in visitor.sides else "")
        if not self._meant(token):
            self._write_down(visitor, " without its proof")
            return trouble.forbidden()
        return None

    def _meant(self, token: str) -> bool:
        """Whether a change was asked for by one of our own pages."""
        given = (request.headers.get("X-CSRFToken"), request.form.get(FORM_FIELD))
        return request.method in SAFE or self.cookies.proved(token, given)

    def _write_down(self, visitor: Visitor, why: str) -> None:
        """A refusal, in the log and in the trail."""
        account, path = visitor.account, ascii(request.path)[:120] + why
        log.warning("refused: %s (%s) asked for %s", account.name, account.role, path)
        audit.write(self.records, who=account.name, role=account.role, action="refused", detail=path, origin=origin())
