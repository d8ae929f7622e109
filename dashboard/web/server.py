"""The server of a process: its sides behind one gate."""

from flask import Flask, Response, redirect, render_template, request, send_from_directory
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.wrappers import Response as AnyResponse

from dashboard import settings as settings_
from dashboard.records import database
from dashboard.records.roles import WORDS, may
from dashboard.settings import Settings
from dashboard.web import compression, grid, headers, login, oidc, panel, trouble, typed
from dashboard.web import cookies as cookies_
from dashboard.web.address import place
from dashboard.web.answers import Book, TrialBook
from dashboard.web.app import SideApp
from dashboard.web.books import open_sides
from dashboard.web.calls import Bodies
from dashboard.web.cookies import Cookies
from dashboard.web.desk.accounts import AccountPages
from dashboard.web.desk.desk import ASSETS, BOOTSTRAP, Desk
from dashboard.web.desk.trail import TrailPages
from dashboard.web.downloads import Downloads
from dashboard.web.gate import Gate
from dashboard.web.moment import moment
from dashboard.web.rates import Rates
from dashboard.web.still import html_of
from dashboard.web.trail import Trail
from dashboard.web.typed_pages import TypedPages
from dashboard.web.visitor import inside, visitor

LONGEST_BODY = 1_000_000
"""Bytes of a request; a callback's is under a thousand."""


def application() -> Flask:
    """The server as this process's environment asks for it."""
    return create(settings_.read())


def create(settings: Settings) -> Flask:
    """Open the stores of this process's sides and put each side behind the gate.

    Raises ExtractError or KeyMissingError when a store cannot be opened, AccountError for a wrong DATABASE_URL.
    """
    books = open_sides(settings)
    server = Flask(__name__, static_folder=None)
    server.url_map.merge_slashes = False  # its redirect would name whatever host the request claims
    server.config["MAX_CONTENT_LENGTH"] = LONGEST_BODY
    server.json = Bodies(server)
    server.add_template_filter(moment)
    if settings.proxy_count:
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=settings.proxy_count)  # type: ignore[method-assign]  # as Flask says
    records, cookies = database.of(settings), cookies_.of(settings)
    charter = {book.side.name: book.roles for book in books}
    desk = Desk(server, records, cookies)
    desk.add(AccountPages(desk, charter).views())
    for side in charter:
        desk.add(TrailPages(desk, side).views())
    entrance = login.entrance(records, cookies, oidc.provider(server, settings, cookies))
    entrance.mount(server)
    rates = Rates(settings.requests_per_minute)
    gate = Gate(records, cookies, charter, rates, desk.opens, entrance.open)
    server.before_request(gate.check)
    server.register_error_handler(Exception, trouble.answer)
    _open_addresses(server, cookies)
    apps = {book.side.name: _mount(server, book, Trail(records, cookies), settings) for book in books}
    server.after_request(rates.pay)
    server.after_request(compression.put)
    server.after_request(lambda response: headers.put(response, lambda: _hashes(apps)))
    server.extensions["dsmb"] = books
    return server


def warm(server: Flask) -> None:
    """Draw every panel once with default filters, so that the first reader does not wait; failures are logged.

    Pages under another are left to their first reader: they are many, and simulate; each panel is there in a moment.
    """
    with server.app_context():  # listings are templates
        for book in server.extensions["dsmb"]:
            for page in (page for page in book.pages.values() if not page.under):
                address = place(book.side.name, book.pages, page.name, "")
                for item in page.panels:
                    html_of(panel.body(book, item, address))


def _mount(server: Flask, book: Book, trail: Trail, settings: Settings) -> SideApp:
    side = book.side.name
    Downloads(book, trail).mount(server)
    server.add_url_rule(f"/{side}/bootstrap.min.css", f"{side}-bootstrap", _bootstrap)
    grid.mount(server, side, book.pages.values())
    server.add_url_rule(f"/{side}", f"{side}-start", lambda: redirect(f"/{side}/"))
    if book.side.name == "bench":
        _mount_jobs(server, book, trail, settings)
    if isinstance(book, TrialBook) and any(page.reports for page in book.pages.values()):
        events = typed.of(settings, trail.records, side, book.door)
        book.keep(events)
        TypedPages(book, events, trail.cookies).mount(server)
    if isinstance(book, TrialBook) and len(book.door.arms) > 1:
        _mount_unmasking(server, book, trail, settings)
    return SideApp(server, book, trail)


def _mount_jobs(server: Flask, book: Book, trail: Trail, settings: Settings) -> None:
    from dashboard.jobs import desk, queue  # only here: a process without the bench has no queue
    from dashboard.web.jobs import JobPages

    JobPages(book, desk.Desk(queue.of(settings, trail.cookies.secret)), trail).mount(server)


def _mount_unmasking(server: Flask, book: TrialBook, trail: Trail, settings: Settings) -> None:
    from dashboard.web.unmask_pages import UnmaskPages  # only here: a process without arms cannot name them
    from dashboard.web.unmasking import Unmasking

    book.unmasking = Unmasking(trail.records, settings, book.trial)
    UnmaskPages(book, book.unmasking, trail.cookies).mount(server)


def _bootstrap() -> Response:
    return send_from_directory(BOOTSTRAP, "bootstrap.min.css")


def _open_addresses(server: Flask, cookies: Cookies) -> None:
    def start() -> AnyResponse | str:
        found = visitor()
        if found.sides:
            return redirect(f"/{found.sides[0]}/")
        role = WORDS[found.account.role]
        proof = cookies.proof(found.token)
        keeps = may(found.account.role, "accounts:manage")
        return render_template(
            "nothing.html", name=found.account.name, role=role.title, sentence=role.sentence, keeps=keeps, proof=proof
        )

    server.add_url_rule("/", "start", start)
    server.add_url_rule("/plain.css", "plain-css", lambda: send_from_directory(ASSETS, "plain.css"))


def _hashes(apps: dict[str, SideApp]) -> list[str]:
    """The inline scripts that a page of the side asked for may run; none elsewhere, and none for who is not let in."""
    side = request.path.split("/")[1]
    return list(apps[side].csp_hashes()) if side in apps and inside(side) else []
