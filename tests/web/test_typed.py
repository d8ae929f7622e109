"""Events that are not in the extract: typed in on a guideline's page, supposed by number, withdrawn, never merged."""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.access.door import Door
from dashboard.records import audit
from dashboard.settings import Settings
from tests.web.fakes import House, call
from tests.web.real import pending, send, served

WINDOW = 100
MARK = "With 1 event that is not in the extract"


@pytest.fixture
def house(demo: Settings, tmp_path: Path) -> Iterator[House]:
    with served(demo, tmp_path) as house:
        yield house


@pytest.fixture(scope="module")
def still(demo: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Shared by tests in which nothing is kept."""
    with served(demo, tmp_path_factory.mktemp("still")) as house:
        yield house


@pytest.fixture
def member(house: House) -> FlaskClient:
    return house.log_in("dsmb_member")


@pytest.fixture
def open_(doors: dict[str, Door]) -> list[tuple[str, date]]:
    return pending(doors["unblinded"], "nrm-100", WINDOW)


def type_in(house: House, browser: FlaskClient, event: tuple[str, date], **more: Any) -> Any:
    return send(house, browser, **({"participant": event[0], "on": str(event[1]), "words": "Site 3, call"} | more))


def csv(browser: FlaskClient, panel: str, asked: str = "") -> str:
    answered = browser.get(f"/unblinded/download/nrm-100/{panel}.csv{asked}")
    assert answered.status_code == 200
    return str(answered.text)


def said(text: str) -> list[str]:
    return re.findall(r'role="alert"[^>]*>([^<]*)<', text)


def events(text: str) -> int:
    """The events of all arms, from a panel's CSV."""
    lines = [line.split(",") for line in text.splitlines() if not line.lstrip("\ufeff").startswith("#")]
    column = lines[0].index("Events")
    return sum(int(line[column]) for line in lines[1:])


def test_the_status_is_computed_with_it_and_marked(
    house: House, member: FlaskClient, open_: list[tuple[str, date]]
) -> None:
    before = {panel: csv(member, panel) for panel in ("answer", "picture", "next", "ledger")}
    sent = type_in(house, member, open_[0])
    assert (sent.status_code, sent.headers["Location"]) == (303, "/unblinded/nrm-100?reported=1")
    page = member.get(sent.headers["Location"]).text
    assert f"<strong>{MARK}. </strong>" in page
    assert "Show the extract alone" in page
    for panel in ("answer", "picture", "next"):
        with_it = csv(member, panel, "?reported=1")
        assert f"# Not the extract alone: {MARK}: number 1\n" in with_it
        assert all(MARK in line for line in with_it.splitlines()[-2:])
    assert events(csv(member, "picture", "?reported=1")) == events(before["picture"]) + 1
    assert {panel: csv(member, panel) for panel in before} == before
    assert MARK not in member.get("/unblinded/nrm-100").text


def test_a_file_taken_away_says_so_in_its_name(
    house: House, member: FlaskClient, open_: list[tuple[str, date]]
) -> None:
    type_in(house, member, open_[0])
    path = "/unblinded/download/nrm-100/picture.csv"
    supposed, alone = (member.get(path + asked).headers["Content-Disposition"] for asked in ("?reported=1", ""))
    assert "With-1-event-that-is-not-in-the-extract-number-1" in supposed
    assert "With" not in alone


def test_what_it_does_not_change_is_left_out(house: House, member: FlaskClient, open_: list[tuple[str, date]]) -> None:
    type_in(house, member, open_[0])
    assert "Ledger" in member.get("/unblinded/nrm-100").text
    assert "Ledger" not in member.get("/unblinded/nrm-100?reported=1").text
    assert member.get("/unblinded/download/nrm-100/ledger.csv?reported=1").status_code == 404
    asked = call("nrm-100", "ledger", "reported=1")
    answered = member.post("/unblinded/_dash-update-component", json=asked, headers=house.proof(member))
    assert answered.status_code == 404


def test_two_events_are_supposed_together(house: House, member: FlaskClient, open_: list[tuple[str, date]]) -> None:
    type_in(house, member, open_[0])
    sent = type_in(house, member, open_[1], asked="reported=1")
    assert sent.headers["Location"] == "/unblinded/nrm-100?reported=1%2C2"
    assert "With 2 events that are not in the extract" in member.get(sent.headers["Location"]).text
    assert csv(member, "picture", "?reported=2,1,1") == csv(member, "picture", "?reported=1,2")
    left = send(house, member, "/unblinded/typed/withdraw", asked="reported=1,2", number="1")
    assert left.headers["Location"] == "/unblinded/nrm-100?reported=2"


def test_it_is_kept_sealed_and_the_trail_holds_its_number_alone(
    house: House, member: FlaskClient, open_: list[tuple[str, date]], tmp_path: Path
) -> None:
    type_in(house, member, open_[0], words="the investigator of the ninth site")
    row = next(row for row in audit.rows(house.records) if row.action == "typed")
    assert (row.who, row.side) == ("dsmb_member", "unblinded")
    assert row.detail.startswith("nrm-100 event 1 store ")
    house.records.close()
    written = b"".join(path.read_bytes() for path in tmp_path.glob("records.sqlite*"))
    for clear in (open_[0][0], str(open_[0][1]), "the investigator"):
        assert clear.encode() not in written
    text = member.get("/unblinded/nrm-100").text
    assert "the investigator of the ninth site" in text
    assert '<td class="left">dsmb_member</td>' in text


def test_a_withdrawn_event_stays_listed_and_is_refused_with_a_sentence(
    house: House, member: FlaskClient, open_: list[tuple[str, date]]
) -> None:
    type_in(house, member, open_[0])
    assert member.get("/unblinded/nrm-100?reported=1").status_code == 200  # drawn once, and kept
    chair = house.log_in("dsmb_chair")
    sent = send(house, chair, "/unblinded/typed/withdraw", asked="reported=1", number="1")
    assert (sent.status_code, sent.headers["Location"]) == (303, "/unblinded/nrm-100")
    assert "Event number 1 was withdrawn" in member.get("/unblinded/nrm-100?reported=1").text
    assert member.get("/unblinded/download/nrm-100/answer.csv?reported=1").status_code == 404
    text = member.get("/unblinded/nrm-100").text
    assert re.search(r"withdrawn \d+ \w{3} 20\d\d \d\d:\d\d UTC by dsmb_chair", text)
    assert 'href="/unblinded/nrm-100?reported=1"' not in text
    again = send(house, chair, "/unblinded/typed/withdraw", asked="reported=1", number="1")
    assert (again.status_code, "was withdrawn already" in again.text) == (400, True)
    right = type_in(house, member, open_[0], asked="reported=1")  # from a page opened before the withdrawal
    assert right.headers["Location"].startswith("/unblinded/nrm-100?reported=")


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"participant": "NOBODY-1"}, "Participant NOBODY-1 is not watched by this guideline"),
        ({"participant": " "}, "Participant: give an identifier"),
        ({"on": "2015-01-01"}, "lies before time zero"),
        ({"on": (date.today() + timedelta(days=1)).isoformat()}, "has not come yet"),
        ({"on": "yesterday"}, "give a date such as 2026-01-31"),
        ({"on": ""}, "give a date such as"),
        ({"on": "2026-W05-1"}, "give a date such as"),
        ({"words": ""}, "say in words who reported the event"),
    ],
)
def test_what_is_not_possible_is_a_sentence_and_nothing_is_kept(
    still: House, open_: list[tuple[str, date]], fields: dict[str, str], says: str
) -> None:
    member = still.log_in("dsmb_member")
    sent = type_in(still, member, open_[0], **fields)
    assert sent.status_code == 400
    assert says in said(sent.text)[0]
    assert 'value="Site 3, call"' in sent.text or "words" in fields
    assert "Typed in so far" not in member.get("/unblinded/nrm-100").text
    assert "typed" not in {row.action for row in audit.rows(still.records)}


def test_nobody_has_two(house: House, member: FlaskClient, doors: dict[str, Door], open_: list[Any]) -> None:
    type_in(house, member, open_[0])
    assert "typed in already, number 1: withdraw that one first" in said(type_in(house, member, open_[0]).text)[0]
    rows = doors["unblinded"].ask("unblinded/ledger", guideline="nrm-100")
    had = rows[(rows["cause"] == 1) & (rows["days"] <= WINDOW)].iloc[0]
    after = doors["unblinded"].cut_off - timedelta(days=int(had["cut"] - had["entered"] - had["days"]) - 1)
    assert "the extract has one on day" in said(type_in(house, member, (had["participant"], after)).text)[0]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("7", "No event number 7 was typed in for this guideline and this extract."),
        ("x", "give their numbers, such as 7,9"),
        ("-1", "give their numbers"),
        ("1;drop", "give their numbers"),
        ("9" * 40, "give their numbers"),
        (",".join(map(str, range(1, 23))), "at most 20"),
    ],
)
def test_a_number_of_nothing_is_a_sentence(still: House, asked: str, says: str) -> None:
    answered = still.log_in("dsmb_member").get(f"/unblinded/nrm-100?reported={asked}")
    assert answered.status_code == 200
    assert says in answered.text
    assert "Nothing at this address" in answered.text


def test_an_event_counts_for_its_own_guideline_alone(
    house: House, member: FlaskClient, open_: list[tuple[str, date]]
) -> None:
    type_in(house, member, open_[0])
    assert "No event number 1 was typed in" in member.get("/unblinded/agvhd-180?reported=1").text
    assert MARK not in member.get("/unblinded/guidelines?reported=1").text


def test_on_a_page_with_a_notice_it_comes_after_the_notice(still: House) -> None:
    member = still.log_in("dsmb_member")
    shut = send(still, member, page="crs-28", participant="X", on="2025-01-01", words="x")
    assert shut.headers["Location"] == "/unblinded/crs-28"
    assert "not in the extract" not in member.get("/unblinded/crs-28").text
    opened = send(still, member, page="crs-28", asked="opened=yes", participant="X", on="2025-01-01", words="x")
    assert "Participant X is not watched" in said(opened.text)[0]
    assert "An event that is not in the extract" in member.get("/unblinded/crs-28?opened=yes").text


def test_every_guideline_takes_one_pooled_and_of_one_arm_too(
    house: House, member: FlaskClient, doors: dict[str, Door]
) -> None:
    """The day after time zero of somebody without an event: one event more in all, whatever the guideline watches."""
    door = doors["unblinded"]
    for guideline in door.trial.guidelines:
        rows = door.ask("unblinded/ledger", guideline=guideline.name)
        who = rows[rows["cause"] == 0].iloc[0]
        on = door.cut_off - timedelta(days=int(who["cut"] - who["entered"]) - 1)
        sent = type_in(house, member, (who["participant"], on), page=guideline.name, asked="opened=yes")
        place = sent.headers["Location"]
        assert MARK in member.get(place).text, guideline.name
        address, _, asked = place.partition("?")
        download = f"/unblinded/download{address.removeprefix('/unblinded')}/picture.csv"
        alone, with_it = (member.get(f"{download}?{part}").text for part in ("opened=yes", f"{asked}&opened=yes"))
        assert events(with_it) == events(alone) + 1, guideline.name


def test_words_never_become_markup(house: House, member: FlaskClient, open_: list[tuple[str, date]]) -> None:
    type_in(house, member, open_[0], words='"><script>alert(1)</script>')
    text = member.get("/unblinded/nrm-100").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


@pytest.mark.parametrize("page", ["guidelines", "home", "none", ""])
def test_a_page_that_takes_no_event_is_not_there(still: House, page: str) -> None:
    member = still.log_in("dsmb_member")
    assert send(still, member, page=page, participant="X", on="2025-01-01", words="x").status_code == 404
    assert send(still, member, "/unblinded/typed/withdraw", page=page, number="1").status_code == 404
