"""Two worlds that differ in their arms alone, each served whole: what a blinded reader is sent is the same, byte for
byte.

The unblinded side of the same process is read first, by a member, so that anything kept between sides would show.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pandas as pd
import pyreadstat
import pytest

from dashboard.extract import keys
from dashboard.extract.demo.write import write
from dashboard.extract.lock import lock
from dashboard.records import accounts, database
from dashboard.settings import ROOT, Settings
from dashboard.trial.load import load
from dashboard.web import server
from tests.limits import NO_LIMIT
from tests.web.fakes import House, call, view

ROLES = {"sponsor": ("conduct",), "trial_statistician": ("conduct", "blinded", "bench")}
CUT_OFFS = (date(2025, 7, 15), date(2026, 1, 15))
OTHER = {"BLINATUMOMAB": "OBSERVATION", "OBSERVATION": "BLINATUMOMAB"}
SESSION = re.compile(r"""form_token\\?" value=\\?"[0-9a-f]{64}|"end_id":"[\w~-]+""")
"""All that may differ between two sessions: the proof of a form, and a random token that Dash puts in each page."""


def _swapped(people: pd.DataFrame) -> pd.DataFrame:
    return people.assign(**{name: people[name].replace(OTHER) for name in ("TRT01P", "TRT01A")})


def _shuffled(people: pd.DataFrame) -> pd.DataFrame:
    """Another assignment of the same arms, the same at both cut-offs."""
    drawn = people["USUBJID"].map(lambda name: list(OTHER)[hash_of(name) % 2])
    return people.assign(TRT01P=drawn, TRT01A=drawn)


def hash_of(name: str) -> int:
    """The same in every process."""
    return sum(ord(letter) * 31**at for at, letter in enumerate(name[-4:]))


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, House]]:
    """The trial as it is, with its arms exchanged, and with other arms drawn; the same keys and accounts."""
    built: dict[str, House] = {}
    root = tmp_path_factory.mktemp("worlds")
    keys.new(root / "keys")
    sources = {cut_off: root / f"source-{cut_off}" for cut_off in CUT_OFFS}
    for cut_off, source in sources.items():
        write(source, cut_off=cut_off, patients=80)
        people, _ = pyreadstat.read_xport(str(source / "adsl.xpt"))
        people.to_pickle(source / "people")
        (source / "adsl.xpt").unlink()
    for name, change in {"as it is": pd.DataFrame.copy, "exchanged": _swapped, "shuffled": _shuffled}.items():
        before = None
        for cut_off, source in sources.items():
            change(pd.read_pickle(source / "people")).to_csv(source / "adsl.csv", index=False)
            out = root / name / cut_off.isoformat()
            lock(source, load(ROOT / "data" / "trial.toml"), cut_off, out, root / "keys", before)
            before, previous = out, before
        settings = replace(
            Settings(),
            extract=str(before),
            previous=str(previous),
            keys=str(root / "keys"),
            database=f"sqlite:///{root / name}.sqlite",
            requests=NO_LIMIT,
        )
        records = database.of(settings)
        for role in (*ROLES, "dsmb_member"):
            accounts.add(records, role, role, "correct horse battery")  # type: ignore[arg-type]
        built[name] = House(server.create(settings), records, settings)
    yield built
    for house in built.values():
        house.records.close()


def sent(house: House, role: str) -> dict[str, tuple[int, str, str]]:
    """Every answer a reader of a role can get: status, headers but cookies, and body, by what was asked."""
    browser = house.log_in(role)
    found: dict[str, tuple[int, str, str]] = {}

    def keep(asked: str, answered: object) -> None:
        headers = sorted((k, v) for k, v in answered.headers if k not in ("Set-Cookie", "Date"))  # type: ignore[attr-defined]
        text = answered.get_data().decode("latin-1")  # type: ignore[attr-defined]  # a workbook is bytes
        found[asked] = (answered.status_code, str(headers), SESSION.sub("", text))  # type: ignore[attr-defined]  # as above

    for book in house.server.extensions["dsmb"]:
        side = book.side.name
        for path in ("", "none", "_dash-layout", "_dash-dependencies", "_reload-hash", "assets/page.js"):
            with browser.get(f"/{side}/{path}") as answered:
                keep(f"{side}/{path}", answered)
        ask = f"/{side}/_dash-update-component"
        for page in book.pages.values():
            keep(f"{side}/{page.name}", browser.get(f"/{side}/{page.name}?opened=yes"))
            body = view(f"/{side}/{page.name}", "?opened=yes")
            keep(f"{side}/{page.name} view", browser.post(ask, json=body, headers=house.proof(browser)))
            choices = [""]
            if side in ROLES.get(role, ()):  # elsewhere a choice changes nothing of the refusal
                choices += [f"{item.name}={value}" for item in page.filters for value in item.choices]
            for panel in page.panels:
                if side in ROLES.get(role, ()):
                    file = f"{side}/download/{page.name}/{panel.name}.xlsx?opened=yes"
                    keep(file, browser.get(f"/{file}"))
                for chosen in choices:
                    asked = f"{side}/{page.name}/{panel.name}?{chosen}"
                    path = f"/{side}/download/{page.name}/{panel.name}.csv?{chosen}&opened=yes"
                    keep(f"{asked} csv", browser.get(path))
                    body = call(page.name, panel.name, f"{chosen}&opened=yes")
                    keep(asked, browser.post(ask, json=body, headers=house.proof(browser)))
    return found


def test_other_arms_change_no_byte_that_a_blinded_reader_is_sent(worlds: dict[str, House]) -> None:
    members = {name: sent(house, "dsmb_member") for name, house in worlds.items()}
    assert len({members[name]["unblinded/cycles/counts? csv"][2] for name in worlds}) == 3, "the worlds are the same"
    for role in ROLES:
        as_it_is, *others = (sent(house, role) for house in worlds.values())
        assert sum(status == 200 for status, _, _ in as_it_is.values()) > 30
        for other in others:
            assert [asked for asked in as_it_is if as_it_is[asked] != other[asked]] == []
            assert as_it_is.keys() == other.keys()


@pytest.mark.parametrize("role", ROLES)
def test_a_side_of_others_answers_a_blinded_reader_as_if_it_were_not_there(worlds: dict[str, House], role: str) -> None:
    house = worlds["as it is"]
    nothing = house.log_in(role).get("/none")
    for asked, (status, _, text) in sent(house, role).items():
        if asked.split("/")[0] not in ROLES[role]:
            assert (status, text) == (404, nothing.get_data().decode("latin-1")), asked
