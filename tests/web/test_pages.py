"""What a signed-in reader gets."""

import json
import logging
import re
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboard.records import audit
from dashboard.web.answers import TrialBook
from dashboard.web.server import warm
from tests.web.fakes import House, call, view


def _post(house: House, reader: FlaskClient, body: dict[str, Any], side: str = "unblinded") -> Any:
    return reader.post(f"/{side}/_dash-update-component", json=body, headers=house.proof(reader))


@pytest.fixture
def reader(house: House) -> FlaskClient:
    return house.log_in("dsmb_chair")


def test_the_first_answer_is_readable_without_a_script(house: House, reader: FlaskClient) -> None:
    text = reader.get("/unblinded/").text
    assert '<html lang="en">' in text
    assert "UNBLINDED · closed session" in text
    assert "Cut-off 15 Jan 2026" in text
    assert "85 of 160 randomised" in text
    assert text.count("<h1>") == 1
    assert "<h1>Five answers</h1>" in text


def test_what_was_drawn_before_is_in_the_first_answer(house: House, reader: FlaskClient) -> None:
    warm(house.server)
    text = reader.get("/blinded/").text
    assert "No guideline is met among 42 participants." in text
    assert "Term 22" in text
    assert 'aria-label="Deaths of grade any: 42 in all."' in text


def test_nothing_is_fetched_from_another_host(house: House, reader: FlaskClient) -> None:
    text = reader.get("/unblinded/").text
    assert re.findall(r'(?:src|href)="(?!/|#|data:,)[^"]*"', text) == []


def test_own_and_bootstrap_styles_come_from_this_server(house: House, reader: FlaskClient) -> None:
    text = reader.get("/conduct/").text
    for link in re.findall(r'<link rel="stylesheet" href="([^"]+)"', text):
        with reader.get(link) as style:
            assert (style.status_code, style.mimetype) == (200, "text/css"), link
    with reader.get("/conduct/bootstrap.min.css") as bootstrap:
        assert "Bootstrap" in bootstrap.text[:200]


def test_a_panel_comes_with_population_table_csv_note_and_provenance(house: House, reader: FlaskClient) -> None:
    drawn = _post(house, reader, call("five-answers", "curve", "grade=severe")).text
    for part in (
        "All randomised, A n = 42, B n = 43",
        "Each participant once.",
        "Provenance",
        "/download/five-answers/curve.csv?grade=severe",
        "9c417f0e" * 8,
        "Deaths of grade severe: 85 in all.",
    ):
        assert json.dumps(part, ensure_ascii=False)[1:-1] in drawn.replace("\\u002f", "/"), part


def test_a_page_that_is_not_there_says_so_in_the_page_too(house: House, reader: FlaskClient) -> None:
    assert reader.get("/unblinded/none").status_code == 404
    assert "Nothing at this address" in _post(house, reader, view("/unblinded/none")).text


def test_a_wrong_filter_is_a_sentence(house: House, reader: FlaskClient) -> None:
    answered = _post(house, reader, view("/unblinded/five-answers", "?grade=9"))
    assert answered.status_code == 200
    assert "Grade: choose one of any, severe." in answered.text


def test_an_arm_only_page_draws_nothing_before_its_notice_is_read(house: House, reader: FlaskClient) -> None:
    closed = _post(house, reader, view("/unblinded/arm-only")).text
    assert "This page names the arms." in closed
    assert '"panel"' not in closed
    assert "opened=yes" in closed
    assert "Events" in _post(house, reader, view("/unblinded/arm-only", "?opened=yes")).text


def test_a_panel_that_fails_says_so_and_the_others_go_on(
    house: House, reader: FlaskClient, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        bad = _post(house, reader, call("broken", "bad"))
    reference = re.search(r"could not be drawn. Reference ([0-9A-F]{8})", bad.text)
    assert reference is not None
    assert reference[1] in caplog.text
    assert "4711" not in bad.text + caplog.text
    assert "could not be drawn" not in _post(house, reader, call("broken", "good")).text


def test_a_failure_elsewhere_is_a_plain_page_with_a_reference(
    house: House, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    answered = reader.get("/unblinded/download/broken/bad.csv?x=hidden")
    assert answered.status_code == 500
    reference = re.search(r"reference ([0-9A-F]{8})", answered.text)
    assert reference is not None
    assert reference[1] in caplog.text
    assert "Traceback" not in answered.text
    assert "4711" not in answered.text + caplog.text


def test_what_is_seen_on_the_audited_side_is_written_before_it_is_shown(house: House, reader: FlaskClient) -> None:
    start = len(audit.rows(house.records))
    reader.get("/unblinded/five-answers?grade=severe")
    _post(house, reader, view("/unblinded/five-answers"))
    _post(house, reader, call("five-answers", "dots"))
    reader.get("/unblinded/download/five-answers/curve.csv")
    rows = audit.rows(house.records)[start:]
    assert [(row.action, row.detail.split(" store")[0]) for row in rows] == [
        ("entry", "five-answers [grade=severe]"),
        ("view", "five-answers [grade=any]"),
        ("view", "five-answers/dots [grade=any]"),
        ("download", "five-answers/curve [grade=any]"),
    ]
    assert {(row.who, row.role, row.side) for row in rows} == {("dsmb_chair", "dsmb_chair", "unblinded")}


def test_the_other_sides_write_no_views_and_every_file(house: House) -> None:
    start, reader = len(audit.rows(house.records)), house.log_in("trial_statistician")
    reader.get("/blinded/five-answers")
    reader.get("/conduct/download/five-answers/curve.csv?grade=severe")
    reader.get("/blinded/download/five-answers/dots.xlsx")
    assert [(row.action, row.side, row.detail) for row in audit.rows(house.records)[start:]] == [
        ("download", "conduct", "five-answers/curve [grade=severe] store 9c417f0e9c417f0e"),
        ("download", "blinded", "five-answers/dots [grade=any] store 9c417f0e9c417f0e"),
    ]


def test_nobody_who_is_blinded_reads_when_the_committee_takes_a_file(house: House, reader: FlaskClient) -> None:
    before = audit.seen(house.records, ("conduct", "blinded", "bench"))
    reader.get("/conduct/download/five-answers/curve.csv")
    assert audit.seen(house.records, ("conduct", "blinded", "bench")) == before
    detail = "conduct: five-answers/curve [grade=any] store 9c417f0e9c417f0e"
    assert audit.seen(house.records, ("unblinded",))[-1].detail == detail


def test_without_its_row_nothing_of_the_audited_side_is_shown(
    house: House, reader: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    warm(house.server)

    def full(*_: Any, **__: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr(audit, "write", full)
    answers = [
        reader.get("/unblinded/"),
        _post(house, reader, view("/unblinded/")),
        _post(house, reader, call("five-answers", "curve")),
        reader.get("/unblinded/download/five-answers/curve.csv"),
    ]
    assert [answer.status_code for answer in answers] == [500] * 4
    assert not any("n = 42" in answer.text or "Deaths" in answer.text for answer in answers)


def test_warming_draws_every_panel_of_every_side_once(house: House) -> None:
    warm(house.server)
    books = [book for book in house.server.extensions["dsmb"] if isinstance(book, TrialBook)]
    before = [len(book.door.asked) for book in books]
    for book in books:
        assert house.log_in("dsmb_chair").get(f"/{book.side.name}/").status_code == 200
    assert [len(book.door.asked) for book in books] == before
