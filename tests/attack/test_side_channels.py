"""What is not on the page and could tell all the same: how fast an answer comes, what it is called, how large it is,
what an error says, and what leaves the process unasked.

That relabelled arms change no byte of an answer (order, axis, colour, size, headers, export) is in test_relabelled.py.
"""

import ast
import io
import re
import socket
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.settings import ROOT
from dashboard.trial.load import load
from dashboard.web.server import warm
from dashboard.web.shelf import Shelf
from tests.attack.test_every_address import SIDES
from tests.attack.test_every_session import downloads, routes
from tests.web.fakes import House, build, call, view

TRIAL = load(ROOT / "data" / "trial.toml")
SENDERS = {"smtplib", "email", "syslog", "sentry_sdk", "rollbar", "bugsnag", "opentelemetry", "httpx", "aiohttp"}
SENDERS |= {"http.client", "urllib.request", "urllib3", "xmlrpc", "ftplib", "webbrowser", "logging.handlers"}
"""Mail, messages, and trackers of errors: whoever reads there is nobody whom the charter named."""
ASKS = {"requests": {"web/oidc.py"}, "socket": {"cli/trail.py"}}
"""Who may speak to another host: login to the institution's provider; the command line asks for this host's name."""


PANELS = ("lead", "deaths", "curve", "terms")


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    built = build(tmp_path, monkeypatch)
    yield built
    built.records.close()


def asked_of(house: House, side: str) -> int:
    """How many questions a side's door was asked: what an answer costs."""
    (book,) = (book for book in house.server.extensions["dsmb"] if book.side.name == side)
    return len(book.door.asked)


def test_what_members_looked_at_makes_no_blinded_answer_quicker(fresh: House) -> None:
    """The whole unblinded side is drawn and kept; the blinded side draws its own as if nobody had been there."""
    member, reader = fresh.log_in("dsmb_chair"), fresh.log_in("trial_statistician")
    ask = "/unblinded/_dash-update-component"
    for panel in ("lead", "deaths", "curve", "terms"):
        member.post(ask, json=call("five-answers", panel), headers=fresh.proof(member))
    assert asked_of(fresh, "unblinded") > 0
    assert asked_of(fresh, "blinded") == 0
    reader.post("/blinded/_dash-update-component", json=call("five-answers", "curve"), headers=fresh.proof(reader))
    assert asked_of(fresh, "blinded") > 0


def test_a_refusal_does_the_same_whether_or_not_the_answer_is_kept(fresh: House) -> None:
    """It stops at the gate: no door is asked, no kept answer looked up, before or after everything was drawn."""
    outside = fresh.log_in("sponsor")

    def refused() -> list[tuple[int, bytes, list[tuple[str, str]]]]:
        body, proof = call("five-answers", "curve"), fresh.proof(outside)
        answers = [
            outside.get("/unblinded/"),
            outside.get("/unblinded/download/five-answers/curve.csv"),
            outside.post("/unblinded/_dash-update-component", json=view("/unblinded/"), headers=proof),
            outside.post("/unblinded/_dash-update-component", json=body, headers=proof),
        ]
        return [(one.status_code, one.data, sorted(one.headers)) for one in answers]

    cold = refused()
    assert asked_of(fresh, "unblinded") == 0
    warm(fresh.server)
    drawn = asked_of(fresh, "unblinded")
    assert refused() == cold
    assert asked_of(fresh, "unblinded") == drawn


def test_no_address_and_no_name_of_a_file_names_an_arm_or_what_tells_arms_apart(real: House) -> None:
    """Addresses stand in histories and logs of proxies, names of files in folders that others see."""
    told = [arm.source for arm in TRIAL.arms] + [arm.title for arm in TRIAL.arms] + ["control", "experimental"]
    paths = [path for _, path in routes(real)] + [path for side in SIDES for path in downloads(real, side)]
    for path in paths:
        for word in told:
            assert not re.search(rf"(?i)\b{re.escape(word)}\b", re.sub(r"[-_/]", " ", path)), path
    reader = real.log_in("reporting_statistician")
    for side in ("conduct", "blinded", "unblinded"):
        name = reader.get(next(downloads(real, side))).headers["Content-Disposition"].lower()
        assert not [word for word in told if word.lower() in name], name


def test_addresses_of_the_blinded_sides_name_no_item_that_tells_arms_apart(real: House) -> None:
    told = {e.name for e in TRIAL.endpoints if e.arm_revealing} | {g.name for g in TRIAL.guidelines if g.arm_revealing}
    assert told
    parts = {
        part for side in ("conduct", "blinded", "bench") for path in downloads(real, side) for part in path.split("/")
    }
    assert not told & {part.partition(".")[0] for part in parts}


@pytest.mark.parametrize("side", ["conduct", "blinded"])
def test_an_error_names_nothing_that_is_known_elsewhere_only(real: House, side: str) -> None:
    """Pages of the unblinded side tried at a blinded one: the same answer as for an invented one."""
    reader = real.log_in("trial_statistician")
    proof = real.proof(reader)

    def said(page: str) -> list[tuple[int, str]]:
        answers = [
            reader.get(f"/{side}/{page}"),
            reader.get(f"/{side}/download/{page}/answer.csv"),
            reader.post(f"/{side}/_dash-update-component", json=view(f"/{side}/{page}"), headers=proof),
            reader.post(f"/{side}/_dash-update-component", json=call(page, "answer"), headers=proof),
        ]
        return [(one.status_code, one.text) for one in answers]

    books = {book.side.name: set(book.pages) for book in real.server.extensions["dsmb"]}
    elsewhere = sorted(books["unblinded"] - books[side])
    assert len(elsewhere) > 3
    invented = said("none-such")
    for page in elsewhere:
        assert said(page) == invented, page


def test_nothing_is_sent_to_anybody() -> None:
    """Trap T15: a helpful message that a boundary was met unblinds whoever gets it. No module of ours can send one."""
    for path in (ROOT / "dashboard").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                names += [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
            named = {name for name in names if {name, name.split(".")[0]} & SENDERS}
            file = path.relative_to(ROOT / "dashboard").as_posix()
            named |= {name for name in names if file not in ASKS.get(name.split(".")[0], {file})}
            assert not named, f"{file}: {named}"


def test_nothing_is_kept_in_the_browser_but_the_address(real: House) -> None:
    """Trap of dcc.Store: what a browser holds can be read there. No component of any side keeps anything."""
    reader = real.log_in("reporting_statistician")
    for side in SIDES:
        text = reader.get(f"/{side}/_dash-layout").text
        assert '"type":"Store"' not in text
        assert '"persistence"' not in text
    for path in (ROOT / "dashboard").rglob("*"):
        if path.suffix in (".py", ".js", ".html"):
            assert not re.search(
                r"\bStore\(|import .*\bStore\b|dcc\.Store|localStorage|sessionStorage|indexedDB",
                path.read_text(encoding="utf-8"),
            ), path


def test_the_unblinded_side_says_that_its_letters_are_a_symbolic_code(real: House) -> None:
    """With unequal allocation the sizes name the arms: no page pretends otherwise."""
    reader = real.log_in("dsmb_chair")
    (book,) = (book for book in real.server.extensions["dsmb"] if book.side.name == "unblinded")
    assert len(book.pages) > 10
    for page in book.pages:
        assert "a symbolic code" in reader.get(f"/unblinded/{page}").text, page


def test_a_workbook_says_nothing_of_who_took_it_on_which_machine(house: House) -> None:
    """What stands in it beside its sheets, read by whoever gets it next."""
    with house.log_in("trial_statistician").get("/blinded/download/five-answers/curve.xlsx") as taken:
        packed = io.BytesIO(taken.data)
    with zipfile.ZipFile(packed) as parts:
        said = "".join(parts.read(name).decode() for name in parts.namelist() if name.startswith("docProps/"))
        assert {part.date_time for part in parts.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert re.findall(r"<dcterms:\w+[^>]*>([^<]*)<", said) == ["2026-01-15T00:00:00Z"] * 2
    assert not [word for word in ("trial_statistician", socket.gethostname(), str(ROOT)) if word in said]


def test_the_blinded_side_asks_the_same_whoever_was_there_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    for who in ((), ("dsmb_chair",)):
        (tmp_path / str(len(who))).mkdir()
        house = build(tmp_path / str(len(who)), monkeypatch)
        for role, side in [*((role, "unblinded") for role in who), ("trial_statistician", "blinded")]:
            browser = house.log_in(role)
            for panel in PANELS:
                body, proof = call("five-answers", panel), house.proof(browser)
                browser.post(f"/{side}/_dash-update-component", json=body, headers=proof)
        asked += [book.door.asked for book in house.server.extensions["dsmb"] if book.side.name == "blinded"]
        house.records.close()
    assert asked[0] == asked[1] != []


def test_a_refusal_looks_up_no_kept_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house, looked = build(tmp_path, monkeypatch), []
    warm(house.server)
    outside = house.log_in("sponsor")
    monkeypatch.setattr(Shelf, "get", lambda _, key: looked.append(key))
    assert outside.get("/unblinded/download/five-answers/curve.csv").status_code == 404
    body = call("five-answers", "curve")
    answered = outside.post("/unblinded/_dash-update-component", json=body, headers=house.proof(outside))
    assert (answered.status_code, looked) == (404, [])
    house.records.close()
