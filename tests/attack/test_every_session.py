"""The demonstration as it is served: every route, download and callback, for every session that is none and every role.

Routes and callbacks are read from the server itself, downloads from its pages, so that a new one is attacked from the
day it is written.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from dashboard.records import accounts, audit, clock, sessions
from tests.attack.test_every_address import CHARTER, OPEN, SIDES
from tests.web.fakes import PASSWORD, ROLES, House, call, view
from tests.web.test_bench import start

FILLED = {
    "name": "dsmb_member",
    "job": "none",
    "filename": "1-shell.css",
    "package_name": "dash",
    "fingerprinted_path": "dcc/dash_core_components.js",
    "library": "dash_ag_grid.min.js",
}
SAFE = {"GET", "HEAD", "OPTIONS"}
DESK = {
    "accounts": ("administrator",),
    "history": ("administrator",),
    **{f"trail/{side}": tuple(role for role in ROLES if side in CHARTER[role]) for side in SIDES},
}
"""Who may ask for the views of the desk, by how their address begins."""
STYLES = ("/desk/", "/desk/bootstrap.min.css", "/desk/assets/")
"""What anybody signed in may ask for: the way to one's first view, and style sheets."""
LIBRARIES = ("_dash-component-suites", "bootstrap", "/grid/")
"""Addresses of files of installed packages, which a browser may keep."""


def routes(house: House) -> Iterator[tuple[str, str]]:
    """Method and path of every route; where a page or panel is to be named, a real one of the side."""
    for rule in house.server.url_map.iter_rules():
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            yield method, filled(house, rule)


def filled(house: House, rule: Rule) -> str:
    """The path of a rule with something that exists in each of its places."""
    path, values = rule.rule, dict(FILLED)
    for book in house.server.extensions["dsmb"]:
        if path.startswith(f"/{book.side.name}/"):
            page = next(iter(book.pages.values()))
            values |= {"path": page.name, "page": page.name, "name": page.panels[0].name}
    for name in rule.arguments:
        for kind in ("", "path:", "string:"):
            path = path.replace(f"<{kind}{name}>", values[name])
    assert "<" not in path, f"{rule.rule}: say in FILLED what stands in its place"
    return path


def downloads(house: House, side: str) -> Iterator[str]:
    """Every panel of a side as every kind of file that the server knows of."""
    start = f"/{side}/download/<page>/<name>."
    kinds = sorted(
        rule.rule.removeprefix(start) for rule in house.server.url_map.iter_rules() if rule.rule.startswith(start)
    )
    (book,) = (book for book in house.server.extensions["dsmb"] if book.side.name == side)
    for page in book.pages.values():
        for panel in page.panels:
            yield from (f"/{side}/download/{page.name}/{panel.name}.{kind}?opened=yes" for kind in kinds)


def calls(house: House, side: str) -> Iterator[dict[str, Any]]:
    """A call of every callback that a side's app lists, the known ones as the browser sends them."""
    (book,) = (book for book in house.server.extensions["dsmb"] if book.side.name == side)
    page = next(iter(book.pages.values()))
    known = {body["output"]: body for body in (view(f"/{side}/"), call(page.name, page.panels[0].name))}
    listed = house.log_in("reporting_statistician").get(f"/{side}/_dash-dependencies").get_json()
    assert {item["output"] for item in listed} >= known.keys()
    for item in listed:
        yield known.get(item["output"]) or {"output": item["output"], "outputs": [], "inputs": [], "changedPropIds": []}


def desk_views(house: House) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """Method and path of each view of the desk, with the roles that may ask for it."""
    for method, path in routes(house):
        if path.startswith("/desk/") and path not in STYLES[:2] and not path.startswith(STYLES[2]):
            view_ = path.removeprefix("/desk/").partition(".")[0]
            known = [roles for start, roles in DESK.items() if view_ == start or view_.startswith(f"{start}/")]
            assert known, f"{path}: say in DESK who may ask for it"
            yield method, path, known[0]


def asked(browser: FlaskClient, method: str, path: str, **more: Any) -> tuple[int, str, str]:
    with browser.open(path, method=method, **more) as answered:
        return answered.status_code, answered.headers.get("Location", ""), answered.get_data().decode("latin-1")


def test_every_route_is_of_a_side_that_somebody_may_enter_or_of_the_desk(real: House) -> None:
    """A route beside the sides would pass the gate only by name: the gate knows no other."""
    sides = {path.split("/")[1] for _, path in routes(real)}
    assert sides - {*SIDES} == {"", "desk", "login", "logout", "plain.css"}


def ended(real: House, browser: FlaskClient) -> None:
    token = browser.get_cookie(real.cookies.session)
    assert token is not None
    browser.post("/logout", headers=real.proof(browser))
    browser.set_cookie(real.cookies.session, token.value)


def sessions_moved(**moved: float) -> Callable[[House, FlaskClient], None]:
    def move(real: House, _: FlaskClient) -> None:
        with real.records.writing() as connection:
            for column, seconds in moved.items():
                connection.exec_driver_sql(f"UPDATE session SET {column} = {clock.seconds() - seconds}")

    return move


def disabled(real: House, _: FlaskClient) -> None:
    accounts.disable(real.records, "leaver")


NONE: dict[str, Callable[[House, FlaskClient], None]] = {
    "never logged in": lambda real, browser: browser.delete_cookie(real.cookies.session),
    "logged out": ended,
    "idle for too long": sessions_moved(seen=30 * 60 + 1),
    "open for too long": sessions_moved(started=12 * 3600 + 1),
    "account just disabled": disabled,
}


@pytest.mark.parametrize("how", NONE)
def test_who_has_no_session_any_more_is_led_to_the_login_everywhere(real: House, how: str) -> None:
    if accounts.by_name(real.records, "leaver") is None:
        accounts.add(real.records, "leaver", "dsmb_chair", PASSWORD)
    browser = real.server.test_client()
    signed_in = real.log_in("leaver")
    for name in (real.cookies.session, real.cookies.csrf):
        kept = signed_in.get_cookie(name)
        assert kept is not None
        browser.set_cookie(name, kept.value)
    proof = real.proof(browser)
    assert browser.get("/unblinded/none").status_code == 404
    NONE[how](real, browser)
    known = [one for one in routes(real) if one[1] not in OPEN]
    assert len(known) > 60
    for method, path in [*known, ("GET", "/none"), ("GET", "/unblinded/none"), ("POST", "/none")]:
        assert asked(browser, method, path, headers=proof)[:2] == (302, "/login"), (method, path)
    for side in SIDES:
        for body in calls(real, side):
            path = f"/{side}/_dash-update-component"
            assert asked(browser, "POST", path, json=body, headers=proof)[:2] == (302, "/login"), (side, body)
        first = next(downloads(real, side))
        assert asked(browser, "GET", first, headers=proof)[:2] == (302, "/login"), first


@pytest.mark.parametrize("role", ROLES)
def test_a_side_that_a_role_may_not_enter_is_not_there(real: House, role: str) -> None:
    browser = real.log_in(role)
    proof = real.proof(browser)
    nothing = (404, "", asked(browser, "GET", "/no-such-address")[2])
    for method, path in routes(real):
        side = path.split("/")[1]
        if side in SIDES and side not in CHARTER[role]:
            answer = asked(browser, method, path, headers=proof)
            assert answer == (nothing if method != "HEAD" else (404, "", "")), (method, path)
    for side in (side for side in SIDES if side not in CHARTER[role]):
        for path in downloads(real, side):
            assert asked(browser, "GET", path) == nothing, path
        for body in calls(real, side):
            path = f"/{side}/_dash-update-component"
            assert asked(browser, "POST", path, json=body, headers=proof) == nothing, body


@pytest.mark.parametrize("role", ROLES)
def test_a_view_of_the_desk_that_a_role_may_not_ask_for_is_not_there(real: House, role: str) -> None:
    browser = real.log_in(role)
    proof = real.proof(browser)
    nothing = (404, "", asked(browser, "GET", "/no-such-address")[2])
    for method, path, roles in desk_views(real):
        if role not in roles:
            answer = asked(browser, method, path, headers=proof)
            assert answer == (nothing if method != "HEAD" else (404, "", "")), (method, path)
        elif method == "GET":
            assert asked(browser, method, path)[0] == 200, path


def test_a_role_just_taken_away_opens_nothing_of_what_it_opened(real: House) -> None:
    """By the row alone, as another process changes it; the roster ends the session besides."""
    accounts.add(real.records, "moved", "reporting_statistician", PASSWORD)
    browser = real.log_in("moved")
    proof = real.proof(browser)
    job = start(real, browser).headers["Location"]
    taken = [next(downloads(real, side)) for side in SIDES if side != "bench"]
    assert {asked(browser, "GET", path)[0] for path in (job, "/unblinded/", *taken)} == {200}
    with real.records.writing() as connection:
        connection.exec_driver_sql("UPDATE account SET role = 'sponsor' WHERE name = 'moved'")
    nothing = asked(browser, "GET", "/no-such-address")
    lost = [one for one in routes(real) if one[1].split("/")[1] in ("blinded", "unblinded", "bench")]
    lost += [(method, path) for method, path in routes(real) if path.startswith("/desk/trail/unblinded")]
    lost += [("GET", job), ("GET", f"{job}.csv"), ("POST", f"{job}/cancel"), *(("GET", path) for path in taken[1:])]
    for method, path in lost:
        if method != "HEAD":
            assert asked(browser, method, path, headers=proof) == nothing, (method, path)
    for side in ("blinded", "unblinded", "bench"):
        for body in calls(real, side):
            path = f"/{side}/_dash-update-component"
            assert asked(browser, "POST", path, json=body, headers=proof) == nothing, (side, body)
    assert asked(browser, "GET", "/conduct/")[0] == 200, "the session goes on"


def test_every_change_of_state_needs_the_proof_of_our_own_page(real: House) -> None:
    """Each method that is not safe, at each address, by a role that may ask for it: none is answered without it."""
    browser, keeper = real.log_in("reporting_statistician"), real.log_in("administrator")
    foreign = real.proof(real.log_in("dsmb_chair"))["X-CSRFToken"]
    changing = {one for one in routes(real) if one[0] not in SAFE}
    assert {path for _, path in changing} >= {"/login", "/logout", "/unblinded/typed", "/bench/jobs"}
    for method, path in sorted(changing):
        for proof in ("", "x", foreign):
            sender = keeper if path.startswith("/desk/accounts") else browser
            sent = {"form_token": proof, "name": "dsmb_chair", "password": PASSWORD}
            status = asked(sender, method, path, data=sent)[0]
            assert status == (400 if path == "/login" else 403), (method, path, proof)
    assert browser.get("/unblinded/none").status_code == 404, "the session was ended"


def test_nothing_is_changed_by_an_address_alone(real: House) -> None:
    """A link in a letter does what GET does: it may be written down that something was looked at, and no more."""
    browser = real.log_in("reporting_statistician")
    before = len(audit.rows(real.records))
    for method, path in routes(real):
        if method in SAFE:
            asked(browser, method, path)
    done = {row.action for row in audit.rows(real.records)[before:]}
    assert done <= {"entry", "view", "download", "refused", "trail exported"}
    assert sessions.account_of(real.records, token_of(real, browser)) is not None


def token_of(house: House, browser: FlaskClient) -> str:
    kept = browser.get_cookie(house.cookies.session)
    assert kept is not None
    return kept.value.rpartition(".")[0]


def unblinded_answers(real: House) -> Iterator[tuple[str, Any]]:
    """Every kind of answer the unblinded side gives to those inside, to those outside, and when it cannot."""
    inside, outside, nobody = real.log_in("reporting_statistician"), real.log_in("sponsor"), real.server.test_client()
    proof = real.proof(inside)
    for method, path in routes(real):
        if path.startswith("/unblinded") and not any(library in path for library in LIBRARIES):
            yield f"{method} {path}", inside.open(path, method=method)
            yield f"{method} {path} with proof", inside.open(path, method=method, headers=proof)
    for body in calls(real, "unblinded"):
        yield "call", inside.post("/unblinded/_dash-update-component", json=body, headers=proof)
    yield "broken call", inside.post("/unblinded/_dash-update-component", data="{", headers=proof)
    yield "too large", inside.post("/unblinded/typed", data=b"x" * 1_100_000, headers=proof)
    yield "typed wrong", inside.post("/unblinded/typed", data={"page": "none"}, headers=proof)
    yield "unknown", inside.get("/unblinded/none")
    yield "not allowed", inside.delete("/unblinded/typed", headers=proof)
    yield "wrong filter", inside.get("/unblinded/?population=none")
    yield "outside", outside.get("/unblinded/")
    yield "outside download", outside.get(next(downloads(real, "unblinded")))
    yield "nobody", nobody.get("/unblinded/")


def test_every_answer_of_the_unblinded_side_is_kept_by_nobody_and_framed_by_nobody(real: House) -> None:
    count = 0
    for what, answered in unblinded_answers(real):
        with answered:
            count += 1
            assert answered.headers["Cache-Control"] == "no-store", what
            assert answered.headers["X-Frame-Options"] == "DENY", what
            assert answered.headers["Referrer-Policy"] == "no-referrer", what
            assert "frame-ancestors 'none'" in answered.headers["Content-Security-Policy"], what
            assert not {"ETag", "Last-Modified", "Expires"} & {*answered.headers.keys()} or "/assets/" in what, what
    assert count > 40


def test_of_every_page_with_a_notice_every_panel_and_file_is_shut(real: House) -> None:
    """As the demonstration has them, so that a new one is tried from the day it is written."""
    browser = real.log_in("dsmb_member")
    proof = real.proof(browser)
    (book,) = (book for book in real.server.extensions["dsmb"] if book.side.name == "unblinded")
    shut = [(page.name, panel.name) for page in book.pages.values() if page.notice for panel in page.panels]
    for page, panel in shut:
        drawn = browser.post("/unblinded/_dash-update-component", json=call(page, panel), headers=proof)
        assert drawn.status_code == 404, (page, panel)
        for kind in ("csv", "xlsx"):
            taken = browser.get(f"/unblinded/download/{page}/{panel}.{kind}")
            assert (taken.status_code, taken.headers["Location"]) == (302, f"/unblinded/{page}"), (page, panel)
        assert f"/{panel}.csv" not in browser.get(f"/unblinded/{page}").text, (page, panel)
    assert len(shut) > 30


def test_jobs_of_the_bench_and_all_its_answers_are_kept_by_nobody(real: House) -> None:
    browser = real.log_in("trial_statistician")
    for path in ("/bench/", "/bench/jobs", "/bench/jobs/none", "/bench/jobs/none.csv", "/bench/none"):
        assert browser.get(path).headers["Cache-Control"] == "no-store", path
