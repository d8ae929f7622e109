"""A small trial with fake sides and doors: what the web needs, and nothing that asks a database."""

import sys
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient

from dashboard.figures.kinds import Column, Figure, Sentence, Table
from dashboard.pages.page import Filter, Page, Panel
from dashboard.records import accounts, database, sessions
from dashboard.records.database import Records
from dashboard.settings import ROOT, Settings
from dashboard.sides.side import Side
from dashboard.trial import load, stores
from dashboard.trial.model import Trial
from dashboard.web import cookies, server
from tests.limits import NO_LIMIT

PASSWORD = "correct horse battery"
ROLES = ("sponsor", "trial_statistician", "reporting_statistician", "dsmb_member", "dsmb_chair", "administrator")
ARMS = {"conduct": ("All participants",), "blinded": ("All participants",), "unblinded": ("A", "B")}
BANDS = {"conduct": "CONDUCT · no outcomes", "blinded": "BLINDED · together", "unblinded": "UNBLINDED · closed session"}


@dataclass
class FakeDoor:
    """Answers every query with one row per arm; counts what it was asked."""

    side: str
    trial: Trial
    hash: str = "9c417f0e" * 8
    cut_off: date = date(2026, 1, 15)
    version: str = "0.1.0"
    previous_cut_off: date | None = None
    asked: list[str] = field(default_factory=list)

    @property
    def arms(self) -> tuple[str, ...]:
        return ARMS[self.side]

    def parameters(self, query: str) -> frozenset[str]:
        return frozenset({"population"}) if query == "safety/deaths" else frozenset()

    def ask(self, query: str, /, **params: Any) -> pd.DataFrame:
        self.asked.append(query)
        if query == "safety/broken":
            raise RuntimeError("secret value 4711 of participant 07")
        return pd.DataFrame({"arm": pd.Categorical(self.arms, self.arms), "n": range(42, 42 + len(self.arms))})


@dataclass(frozen=True)
class Counts:
    """A result: a number per arm."""

    arms: tuple[str, ...]
    n: tuple[int, ...]

    def table(self) -> pd.DataFrame:
        note = ["=1+1", "plain", "@x"][: len(self.arms)]
        return pd.DataFrame({"Arm": list(self.arms), "n": list(self.n), "Share": [0.5] * len(self.n), "Note": note})


def count(arm: Any, n: Any) -> Counts:
    return Counts(tuple(arm), tuple(int(value) for value in n))


def bars(result: Counts, grade: str = "any") -> Figure:
    plot = {
        "data": [{"type": "scatter", "mode": "markers", "x": list(result.n), "y": list(result.arms)}],
        "layout": {"height": 280, "margin": {"l": 110, "r": 16, "t": 16, "b": 36}},
    }
    return Figure(plot, f"Deaths of grade {grade}: {sum(result.n)} in all.", "A 42 deaths", 280)


def by_term(result: Counts) -> Table:
    columns = (
        Column("Class and term", "left"),
        *(Column(arm, arm=arm if len(arm) == 1 else "") for arm in result.arms),
    )
    rows = [(f"Class {i // 3}" if i % 3 == 0 else f"Term {i}", *(str(i) for _ in result.arms)) for i in range(24)]
    return Table(columns, tuple(rows), tuple(0 if i % 3 == 0 else 1 for i in range(24)), foot="Worst grade counted.")


def answer(result: Counts) -> Sentence:
    return Sentence(f"No guideline is met among {sum(result.n)} participants.")


def tile(result: Counts) -> Sentence:
    return Sentence("Deaths", str(sum(result.n)), ("● A 42 / 42   □ B 43 / 43",))


GRADE = Filter("grade", "Grade", {"any": "Any grade", "severe": "Grade 3 or higher"}, "any")


def pages(trial: Trial) -> tuple[Page, ...]:
    def panel(name: str, figure: Any, **more: Any) -> Panel:
        known: dict[str, Any] = {
            "query": "safety/deaths",
            "note": "Each participant once.",
            "fixed": {"population": "randomised"},
        }
        return Panel(name=name, title=name.capitalize(), stat=count, figure=figure, **(known | more))

    return (
        Page(
            name="five-answers",
            title="Five answers",
            filters=(GRADE,),
            panels=(
                panel("lead", answer),
                panel("deaths", tile, tile=True),
                panel("again", tile, tile=True),
                panel("curve", bars, subtitle="Death from any cause"),
                panel("dots", bars),
                panel("terms", by_term, span=12),
            ),
        ),
        Page(
            name="broken",
            title="Broken",
            panels=(panel("bad", bars, query="safety/broken", fixed={}), panel("good", bars)),
        ),
        Page(
            name="arm-only",
            title="Arm-only events",
            panels=(panel("events", bars),),
            notice="This page names the arms.",
        ),
    )


def side(name: str) -> Side:
    cut = {"conduct": stores.for_conduct, "blinded": stores.for_blinded, "unblinded": stores.for_sealed}[name]

    def opened(extract: Path, previous: Path | None, settings: Settings) -> Any:
        return FakeDoor(name, cut(load.load(ROOT / "data" / "trial.toml")))

    return Side(name, name.capitalize(), BANDS[name], pages, opened, audited=name == "unblinded")


@dataclass(frozen=True)
class House:
    """A served process with an account per role; `log_in` gives a browser of one of them."""

    server: Flask
    records: Records
    settings: Settings

    def log_in(self, role: str) -> FlaskClient:
        """Without the second that a password costs; the tests of login go through the form."""
        browser, given = self.server.test_client(), Response()
        self.cookies.begin(given, sessions.start(self.records, role))
        for cookie in given.headers.getlist("Set-Cookie"):
            name, _, value = cookie.split(";")[0].partition("=")
            if value:
                browser.set_cookie(name, value)
        return browser

    @property
    def cookies(self) -> cookies.Cookies:
        return cookies.of(self.settings)

    def proof(self, browser: FlaskClient) -> dict[str, str]:
        """The header that a page of this browser's session sends with its calls."""
        kept = browser.get_cookie(self.cookies.csrf)
        return {"X-CSRFToken": kept.value if kept else ""}


def log_in(browser: FlaskClient, name: str, password: str = PASSWORD) -> Any:
    return browser.post("/login", data={"name": name, "password": password, "form_token": form_token(browser)})


def form_token(browser: FlaskClient) -> str:
    return browser.get("/login").text.split('name="form_token" value="')[1].split('"')[0]


def build(
    folder: Path, patch: pytest.MonkeyPatch, sides: str = "conduct,blinded,unblinded,bench", requests: str = NO_LIMIT
) -> House:
    for name in ARMS:
        patch.setitem(sys.modules, f"dashboard.sides.{name}", SimpleNamespace(SIDE=side(name)))
    settings = replace(
        Settings(),
        extract=str(folder),
        sides=sides,
        keys=str(folder / "keys"),
        database=f"sqlite:///{folder}/r.sqlite",
        requests=requests,
    )
    records = database.of(settings)
    for role in ROLES:
        if accounts.by_name(records, role) is None:
            accounts.add(records, role, role, PASSWORD)
    return House(server.create(settings), records, settings)


def call(page: str, panel: str, filters: str = "") -> dict[str, Any]:
    """The body of a call that asks for a panel."""
    asks = {"filters": filters, "page": page, "panel": panel}
    return {
        "output": '{"filters":["MATCH"],"page":["MATCH"],"panel":["MATCH"]}.children',
        "outputs": {"id": asks, "property": "children"},
        "inputs": [{"id": asks, "property": "id", "value": asks}],
        "changedPropIds": [],
    }


def view(pathname: Any, search: Any = "") -> dict[str, Any]:
    """The body of a call that asks for a page."""
    return {
        "output": "..pages.children...main.children..",
        "outputs": [{"id": "pages", "property": "children"}, {"id": "main", "property": "children"}],
        "inputs": [
            {"id": "address", "property": "pathname", "value": pathname},
            {"id": "address", "property": "search", "value": search},
        ],
        "changedPropIds": ["address.pathname"],
    }
