"""One side as a Dash app of its own, with its own callbacks that close over its own door."""

import logging
from typing import Any

from dash import MATCH, Dash, Input, Output, dcc, html
from dash.development.base_component import Component
from flask import Flask, abort, redirect, render_template, request
from markupsafe import Markup

from dashboard.errors import ChoiceError
from dashboard.web import address as addresses
from dashboard.web import calls, layout, naming, panel, still
from dashboard.web.answers import Book
from dashboard.web.aria import aria
from dashboard.web.cookies import FORM_FIELD
from dashboard.web.heading import heading
from dashboard.web.trail import Trail
from dashboard.web.visitor import inside, visitor

log = logging.getLogger(__name__)

PANEL = {"page": MATCH, "panel": MATCH, "filters": MATCH}
"""The identity of a panel still to be drawn: all that its answer depends on."""


class SideApp(Dash):
    """A side's pages at /<side>/; it answers nobody whom the gate did not let in to this side."""

    def __init__(self, server: Flask, book: Book, trail: Trail) -> None:
        self.book = book
        self._trail = trail
        cookies = trail.cookies
        super().__init__(
            "dashboard.web",
            server=server,  # type: ignore[arg-type]  # Dash says bool and takes a server
            url_base_pathname=f"/{book.side.name}/",
            title=book.side.title,
            update_title="",
            assets_ignore="plain.css",
            serve_locally=True,
            compress=False,
            suppress_callback_exceptions=True,
            use_pages=False,
            include_pages_meta=False,
            enable_mcp=False,
            websocket_callbacks=False,
            add_log_handler=False,
            csrf_token_name=cookies.csrf,
        )
        self.enable_dev_tools(
            debug=False,
            dev_tools_ui=False,
            dev_tools_props_check=False,
            dev_tools_serve_dev_bundles=False,
            dev_tools_hot_reload=False,
            dev_tools_silence_routes_logging=True,
            dev_tools_disable_version_check=True,
            dev_tools_prune_errors=False,
            dev_tools_validate_callbacks=False,
        )
        self.layout = html.Div(
            [
                dcc.Location(id="address", refresh=False),
                html.Nav(id="pages", **aria(label="Pages")),
                html.Main(id="main", tabIndex="-1"),
            ],
            className="body",
        )
        self.callback(
            Output("pages", "children"),
            Output("main", "children"),
            Input("address", "pathname"),
            Input("address", "search"),
        )(self._page)
        self.callback(Output(PANEL, "children"), Input(PANEL, "id"))(self._panel)
        self._setup_server()  # type: ignore[no-untyped-call]  # Dash has no types here

    def index(self, path: str = "", **_: Any) -> str:
        """The page of an address as HTML, text first; an unknown one is not found."""
        if path and path not in self.book.pages:
            abort(404)
        self._tidy(path)
        return str(super().index())  # type: ignore[no-untyped-call]  # Dash has no types here

    def _tidy(self, path: str) -> None:
        """A form sends its empty fields too: lead to the address without them, which is the one to share."""
        asked = request.query_string.decode("ascii", "replace")
        if path and self.book.pages[path].form and "=&" in f"{asked}&":
            abort(redirect(addresses.read(self.book.side.name, self.book.pages, request.path, asked).link()))

    def interpolate_index(self, **parts: Any) -> str:  # type: ignore[override]  # all its parts by name
        """Our own page: language, band, header and the page as far as it is known, then the scripts."""
        nav, main = self._shown(request.path, request.query_string.decode("ascii", "replace"), "entry")
        return render_template(
            "side.html",
            **{name: Markup(part) for name, part in parts.items()},  # noqa: S704 - Dash's own tags
            heading=heading(self.book, visitor()),
            proof=self._trail.cookies.proof(visitor().token),
            form_field=FORM_FIELD,
            nav=still.html_of(nav),
            main=naming.markup(still.html_of(main), self.book.named),
        )

    def _page(self, pathname: object, search: object) -> tuple[Any, Any]:
        nav, main = self._shown(pathname, search, "view")
        return still.plain(nav), naming.put_on(still.plain(main), self.book.named)

    def _panel(self, asks: object) -> Any:
        wanted = asks if isinstance(asks, dict) else {}
        try:
            place = addresses.place(self.book.side.name, self.book.pages, wanted.get("page"), wanted.get("filters"))
            found = place.page.panel(str(wanted.get("panel")))
        except ChoiceError:
            abort(404)
        if place.shut:
            abort(404)
        self._trail.write(self.book, "view", place, found.name)
        return naming.put_on(panel.body(self.book, found, place), self.book.named)

    def _shown(self, pathname: object, search: object, action: Any) -> tuple[list[Component], list[Component]]:
        try:
            place = addresses.read(self.book.side.name, self.book.pages, pathname, search)
        except ChoiceError as error:
            return layout.navigation(self.book, ""), layout.missing(self.book, error)
        self._trail.write(self.book, action, place)
        proof = self._trail.cookies.proof(visitor().token)
        return layout.navigation(self.book, place.page.name), layout.frame(self.book, place, proof)

    def _initialize_context(self, body: Any) -> Any:
        """What Dash reads first of a call: one of no callback of ours is not there, one written by hand not read."""
        if not isinstance(body, dict) or not isinstance(body.get("output"), str):
            abort(400)
        called = self.callback_map.get(body["output"])
        if called is None:
            abort(404)
        if not calls.ours(body, called["inputs"]):
            log.warning("not read: a call that is none of our pages', to the side %s", self.book.side.name)
            abort(400)
        return super()._initialize_context(body)  # type: ignore[arg-type]  # Dash says str and takes a dict

    def _prepare_callback(self, g: Any, body: Any) -> Any:
        """Dash's one choke point of every way to call a callback: refuse here what the gate should have refused."""
        if not inside(self.book.side.name) or body["output"] not in self.callback_map:
            abort(404)
        return super()._prepare_callback(g, body)
