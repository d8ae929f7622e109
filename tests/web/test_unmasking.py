"""From letters to names: each act by its form, what is refused in words, and every page of the side once it is done."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select

from dashboard import keyfile
from dashboard.access import envelope
from dashboard.extract import rotate
from dashboard.records import audit, resealing
from dashboard.records.accounts import SETUP, Account
from dashboard.records.tables import UNMASKING
from tests.web.fakes import House, call
from tests.web.named import NAME, code_key, house_with_keys, post, unmask

BANNER = "asked by dsmb_member, agreed by dsmb_chair, done by reporting_statistician"
ARMS = "A is Observation, B is Blinatumomab maintenance"


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        built = house_with_keys(tmp_path, patch)
        yield built
        built.records.close()


def acts(house: House) -> list[tuple[str, str]]:
    return [(row.who, row.action) for row in audit.rows(house.records) if "unmasking" in row.action]


def panel(house: House, role: str = "dsmb_member") -> str:
    browser = house.log_in(role)
    body = call("five-answers", "terms")
    return browser.post("/unblinded/_dash-update-component", json=body, headers=house.proof(browser)).get_data(True)


def test_names_stand_on_every_page_of_the_side_once_three_persons_did_their_part(house: House) -> None:
    before = panel(house)  # drawn and kept with letters
    assert NAME not in before
    unmask(house)
    member = house.log_in("dsmb_member")
    for path in ("five-answers", "arm-only", "arm-only?opened=yes", "broken", "unmasking"):
        text = member.get(f"/unblinded/{path}").text
        assert text.count("UNMASKED since ") == 1, path
        assert BANNER in text
        assert ARMS in text
    assert NAME in panel(house)
    after = member.get("/unblinded/five-answers").text
    assert ">Observation</th>" in after
    assert "Observation n = 42, Blinatumomab maintenance n = 43" in after
    assert "symbolic code" not in after
    download = member.get("/unblinded/download/five-answers/terms.csv")
    assert "# Unmasked: UNMASKED since " in download.text
    assert ARMS in download.text
    assert "Observation" not in download.headers["Content-Disposition"]


@pytest.mark.parametrize("kept", ["nothing", "an earlier agreement"])
def test_an_agreement_put_into_the_database_carries_nothing_out(house: House, kept: str) -> None:
    """Whoever may write the database, and has no store key, is no second person."""
    member, chair = house.log_in("dsmb_member"), house.log_in("dsmb_chair")
    for act, who in (("ask", member), ("agree", chair), ("withdraw", member), ("ask", member)):
        assert post(house, who, act, request="1", reason="why").status_code == 303
    with house.records.writing() as connection:
        agreed = connection.execute(select(UNMASKING).where(UNMASKING.c.act == "agreed")).one()._asdict()
        (asked,) = connection.execute(select(UNMASKING.c.number).where(UNMASKING.c.act == "asked").offset(1)).one()
        forged = agreed | {"number": asked + 1, "request": asked} | ({"sealed": b""} if kept == "nothing" else {})
        connection.execute(insert(UNMASKING).values(**forged))
    reporting = house.log_in("reporting_statistician")
    refused = post(house, reporting, "execute", request=str(asked), key=code_key(house))
    assert refused.status_code == 400
    assert "Nothing was changed" in refused.get_data(True)
    assert "UNMASKED" not in member.get("/unblinded/five-answers").text


def test_what_is_kept_in_the_cache_holds_no_name(house: House) -> None:
    unmask(house)
    panel(house)
    (book,) = (book for book in house.server.extensions["dsmb"] if book.side.name == "unblinded")
    kept = str(list(book.shelf._kept.items()))
    assert "n = 42" in kept
    assert NAME not in kept


def test_the_control_stands_first_whatever_its_letter(tmp_path: Path) -> None:
    """So later minus earlier is experimental minus control; each arm keeps the colour of its letter."""
    with pytest.MonkeyPatch.context() as patch:
        house = house_with_keys(tmp_path, patch, {"OBSERVATION": "B", "BLINATUMOMAB": "A"})
        before = panel(house)
        assert before.index(r"arm-a\"") < before.index(r"arm-b\"")
        unmask(house)
        after = panel(house).replace(r"\u003e", ">").replace(r"\u003c", "<")
        first, second = (
            after.index(head) for head in (r"arm-b\" scope=\"col\">Observation", ">Blinatumomab maintenance<")
        )
        assert first < second
        text = house.log_in("dsmb_member").get("/unblinded/five-answers").text
        assert "A is Blinatumomab maintenance, B is Observation." in text
        assert "Comparisons are Blinatumomab maintenance minus Observation." in text
        house.records.close()


def test_the_word_of_a_role_names_no_account_that_is_called_so(house: House) -> None:
    (book,) = (book for book in house.server.extensions["dsmb"] if book.side.name == "unblinded")
    unmasking = book.unmasking
    assert unmasking.trial.charter.emergency == ("dsmb_chair", "reporting_statistician")
    assert not unmasking.urgent(Account("dsmb_chair", "dsmb_member"))
    assert unmasking.urgent(Account("ruth", "dsmb_chair"))
    charter = unmasking.trial.charter.model_copy(update={"emergency": ("ruth",)})
    told = replace(unmasking, trial=unmasking.trial.model_copy(update={"charter": charter}))
    assert told.urgent(Account("ruth", "dsmb_member"))
    assert not told.urgent(Account("dsmb_chair", "dsmb_chair"))


def test_letters_stay_until_the_last_part_is_done(house: House) -> None:
    member = house.log_in("dsmb_member")
    assert post(house, member, "ask", reason="why").status_code == 303
    assert "waits for a second person to agree" in member.get("/unblinded/unmasking").text
    assert post(house, house.log_in("dsmb_chair"), "agree").status_code == 303
    assert "waits for the reporting statistician" in member.get("/unblinded/unmasking").text
    for text in (member.get("/unblinded/five-answers").text, panel(house)):
        assert "UNMASKED" not in text
        assert "Observation" not in text
    assert acts(house) == [("dsmb_member", "unmasking asked"), ("dsmb_chair", "unmasking agreed")]


def test_what_was_said_is_sealed_and_the_trail_holds_neither_reason_nor_name(house: House, tmp_path: Path) -> None:
    key = code_key(house)
    unmask(house)
    house.records.close()
    written = b"".join(path.read_bytes() for path in tmp_path.glob("r.sqlite*"))
    for clear in ("more deaths in one arm", NAME, key):
        assert clear.encode() not in written
    assert "more deaths in one arm" in house.log_in("dsmb_member").get("/unblinded/unmasking").text


@pytest.mark.parametrize(
    ("key", "says"),
    [("0" * 64, "does not open"), ("xyz", "a key is 64 hexadecimal digits"), ("", "a key is 64 hexadecimal digits")],
)
def test_a_wrong_code_key_is_a_sentence_written_down_and_never_repeated(house: House, key: str, says: str) -> None:
    post(house, house.log_in("dsmb_member"), "ask", reason="why")
    post(house, house.log_in("dsmb_chair"), "agree")
    reporting = house.log_in("reporting_statistician")
    answered = post(house, reporting, "execute", key=key)
    assert (answered.status_code, says in answered.text) == (400, True)
    assert not key or key not in answered.text
    assert acts(house)[-1] == ("reporting_statistician", "unmasking failed")
    assert "UNMASKED" not in reporting.get("/unblinded/five-answers").text
    assert post(house, reporting, "execute", key=code_key(house)).status_code == 303


def test_a_map_that_is_not_there_is_sent_along(house: House) -> None:
    post(house, house.log_in("dsmb_member"), "ask", reason="why")
    post(house, house.log_in("dsmb_chair"), "agree")
    (path,) = Path(house.settings.keys).glob("arms-*.sealed")
    content = path.read_bytes()
    path.unlink()
    reporting = house.log_in("reporting_statistician")
    missing = post(house, reporting, "execute", key=code_key(house))
    assert (missing.status_code, "the map of letters is not on this server" in missing.text) == (400, True)
    assert not path.exists()  # none is drawn anew
    wrong = post(house, reporting, "execute", key=code_key(house), map=(io.BytesIO(b"no envelope"), "x.sealed"))
    assert (wrong.status_code, "does not open" in wrong.text) == (400, True)
    kept = {"name": path.name, "store": "keys", "protocol": "BLIN-MAINT"}
    other = envelope.seal(b'{"ELSEWHERE": "A", "NOWHERE": "B"}', bytes.fromhex(code_key(house)), **kept)
    of_others = post(house, reporting, "execute", key=code_key(house), map=(io.BytesIO(other), "x.sealed"))
    assert (of_others.status_code, "drawn for other arms" in of_others.text) == (400, True)
    assert acts(house)[-3:] == [("reporting_statistician", "unmasking failed")] * 3
    sent = post(house, reporting, "execute", key=code_key(house), map=(io.BytesIO(content), "x.sealed"))
    assert sent.status_code == 303
    assert ARMS in reporting.get("/unblinded/five-answers").text
    assert not path.exists()


@pytest.mark.parametrize(
    ("first", "then", "says"),
    [
        ([("dsmb_member", "ask")], ("dsmb_chair", "ask"), "Request 1 by dsmb_member is open already"),
        ([("dsmb_chair", "ask")], ("dsmb_chair", "agree"), "You made request 1 yourself"),
        ([("dsmb_member", "ask")], ("dsmb_chair", "withdraw"), "who alone can withdraw it"),
        (
            [("dsmb_member", "ask"), ("dsmb_member", "withdraw")],
            ("dsmb_chair", "agree"),
            "Request 1 was withdrawn already",
        ),
        ([("dsmb_member", "ask"), ("dsmb_chair", "refuse")], ("reporting_statistician", "execute"), "was refused"),
        ([("dsmb_member", "ask")], ("reporting_statistician", "execute"), "was not agreed to yet"),
        ([], ("reporting_statistician", "execute"), "There is no request number 1"),
    ],
)
def test_what_is_out_of_turn_is_a_sentence(
    house: House, first: list[tuple[str, str]], then: tuple[str, str], says: str
) -> None:
    for role, act in first:
        assert post(house, house.log_in(role), act, reason="why").status_code == 303
    role, act = then
    answered = post(house, house.log_in(role), act, reason="why", key=code_key(house))
    assert (answered.status_code, says in answered.text) == (400, True)


def test_a_reason_is_needed_and_never_becomes_markup(house: House) -> None:
    member = house.log_in("dsmb_member")
    assert "Reason: nothing was given" in post(house, member, "ask", reason=" ").text
    post(house, member, "ask", reason="<script>alert(1)</script>")
    text = member.get("/unblinded/unmasking").text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)" in text


def test_an_emergency_names_one_treatment_on_one_answer_and_everybody_of_the_side_reads_that_it_did(
    house: House,
) -> None:
    chair = house.log_in("dsmb_chair")
    asked: dict[str, Any] = {"participant": "01-004", "reason": "sepsis", "key": code_key(house)}
    answered = post(house, chair, "emergency", **asked)
    assert answered.status_code == 200
    assert "randomised to: <strong>Blinatumomab maintenance</strong>" in answered.text
    assert "Received: <strong>Observation</strong>" in answered.text
    assert answered.headers["Cache-Control"] == "no-store"
    row = next(row for row in audit.rows(house.records) if row.action == "emergency unmasking")
    assert (row.who, row.side) == ("dsmb_chair", "unblinded")
    assert row.detail == "emergency 1 of BLIN-MAINT, to be told: reporting_statistician"
    seen = house.log_in("reporting_statistician").get("/unblinded/unmasking").text
    assert "01-004" in seen
    assert "sepsis" in seen
    assert (
        "Observation" not in seen + chair.get("/unblinded/five-answers").text + chair.get("/unblinded/unmasking").text
    )


def test_an_emergency_of_nobody_or_with_another_key_names_nothing(house: House) -> None:
    chair = house.log_in("dsmb_chair")
    nobody = post(house, chair, "emergency", participant="NOBODY", reason="x", key=code_key(house))
    assert "Nobody randomised is called NOBODY" in nobody.text
    wrong = post(house, chair, "emergency", participant="01-004", reason="x", key="1" * 64)
    assert (wrong.status_code, "does not open" in wrong.text) == (400, True)
    assert acts(house) == [("dsmb_chair", "unmasking failed")]


def test_names_that_another_store_key_hides_are_said_to_be_there(house: House) -> None:
    unmask(house)
    (book,) = (book for book in house.server.extensions["dsmb"] if book.side.name == "unblinded")
    book.unmasking._known.clear()
    vars(book.unmasking)["_key"] = b"\x01" * 32
    text = house.log_in("dsmb_member").get("/unblinded/five-answers").text
    assert "UNMASKED since " in text
    assert "The names do not open with this server" in text


def test_rows_put_into_the_database_leave_every_page_to_be_read(house: House) -> None:
    shared = {"who": "eve", "role": "dsmb_chair", "protocol": "BLIN-MAINT", "sealed": b"junk"}
    put_in = [
        {"at": "2026-01-15T09:30:00.000Z", "act": "done", "request": 4711},
        {"at": "yesterday", "act": "asked", "request": None},
        {"at": "2026-13-45T09:30:00.000Z", "act": "emergency", "request": None},
        {"at": "2026-01-15T09:30:00.000Z", "act": "blessed", "request": 2},
    ]
    with house.records.writing() as connection:
        for row in put_in:
            connection.execute(insert(UNMASKING).values(**shared, **row))
    member = house.log_in("dsmb_member")
    page = member.get("/unblinded/unmasking")
    assert page.status_code == 200
    assert page.text.count("not sealed with this server") == 3  # of the request its reason, and both of the emergency
    assert "UNMASKED" not in member.get("/unblinded/five-answers").text
    unmask(house, 5)
    assert NAME in member.get("/unblinded/five-answers").text


def test_under_another_store_key_the_names_and_reasons_still_open(house: House) -> None:
    unmask(house)
    (book,) = (book for book in house.server.extensions["dsmb"] if book.side.name == "unblinded")
    kept = Path(house.settings.keys) / "store.key"
    change = rotate.Change(keyfile.read(kept), b"\x07" * 32)
    resealing.reseal(house.records, change.envelope, SETUP, "store key exchanged")
    book.unmasking._known.clear()
    vars(book.unmasking)["_key"] = change.new
    text = house.log_in("dsmb_member").get("/unblinded/unmasking").text
    assert ARMS in text
    assert "more deaths in one arm" in text
