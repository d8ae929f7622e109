"""The desk of a process: its views, how their pages look, and what the gate asks."""

from collections.abc import Iterable
from importlib import metadata
from pathlib import Path

import flask_bootstrap
from flask import Flask, abort, make_response, redirect, render_template, request, send_from_directory
from werkzeug.wrappers import Response as AnyResponse

from dashboard.records.database import Records
from dashboard.web.cookies import FORM_FIELD, Cookies
from dashboard.web.desk.view import ROOT, STYLES, View
from dashboard.web.heading import Heading
from dashboard.web.visitor import Visitor, visitor

BAND = "DESK · accounts and records, no trial data"
TITLE = "Accounts and records"
ASSETS = Path(__file__).parent.parent / "assets"
BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5" / "css"


class Desk:
    """The views of a process, in the order in which they are listed."""

    def __init__(self, server: Flask, records: Records, cookies: Cookies) -> None:
        self.records = records
        self._server, self._cookies = server, cookies
        self._views: dict[str, View] = {}
        self._version = metadata.version("dsmb-dashboard")
        server.add_url_rule(ROOT, "desk", self._first)
        server.add_url_rule(ROOT.rstrip("/"), "desk-start", lambda: redirect(ROOT))
        server.add_url_rule(f"{ROOT}bootstrap.min.css", "desk-bootstrap", lambda: _file(BOOTSTRAP, "bootstrap.min.css"))
        for name in STYLES:
            server.add_url_rule(f"{ROOT}assets/{name}", f"desk-{name}", lambda name=name: _file(ASSETS, name))

    def add(self, views: Iterable[View]) -> None:
        """Put views on the server; none can be asked for that was not added here."""
        for view in views:
            self._views[view.endpoint] = view
            self._server.add_url_rule(view.path, view.endpoint, view.answer, methods=list(view.methods))

    def opens(self, visitor: Visitor) -> bool:
        """Whether this request is for a view that the visitor may ask for; the gate asks before anything is done."""
        view = self._views.get(request.endpoint or "")
        return view is not None and view.opens(visitor)

    def listed(self, visitor: Visitor) -> tuple[View, ...]:
        """The views that stand beside the pages, for this visitor."""
        return tuple(view for view in self._views.values() if view.title and view.opens(visitor))

    def page(self, template: str, title: str, status: int = 200, **values: object) -> AnyResponse:
        """A page of the desk; its template extends desk/page.html and sends `proof` with every form."""
        shown = visitor()
        text = render_template(
            template,
            title=title,
            heading=self._heading(shown),
            views=self.listed(shown),
            proof=self._cookies.proof(shown.token),
            form_field=FORM_FIELD,
            **values,
        )
        return make_response(text, status)

    def _first(self) -> AnyResponse:
        for view in self.listed(visitor()):
            return redirect(view.path)
        abort(404)

    def _heading(self, shown: Visitor) -> Heading:
        account = shown.account
        return Heading("desk", BAND, TITLE, (), "", self._version, account.name, shown.role_title, shown.sides)


def _file(folder: Path, name: str) -> AnyResponse:
    return send_from_directory(folder, name)
