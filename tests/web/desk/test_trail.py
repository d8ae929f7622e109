import csv
import io

import pytest

from dashboard.records import audit
from dashboard.records.audit import Action
from tests.web.fakes import House

CHART = {"sponsor": {"conduct"}, "dsmb_member": {"conduct", "blinded", "unblinded"}}


def write(house: House, side: str, detail: str, action: Action = "view") -> None:
    audit.write(house.records, who="dsmb_chair", role="dsmb_chair", action=action, side=side, detail=detail)


@pytest.fixture
def four(house: House) -> House:
    """A row of each kind of side, and one of none."""
    for side in ("conduct", "blinded", "unblinded", "bench", ""):
        write(house, side, f"row of {side or 'nobody'}")
    return house


@pytest.mark.parametrize("kind", ["", ".csv", ".json"])
@pytest.mark.parametrize("role", CHART)
def test_a_reader_sees_the_rows_of_a_side_one_enters_and_of_no_other(four: House, role: str, kind: str) -> None:
    browser = four.log_in(role)
    nothing = browser.get("/no-such-address").text
    for side in ("conduct", "blinded", "unblinded", "bench"):
        text = browser.get(f"/desk/trail/{side}{kind}").text
        if side not in CHART[role]:
            assert text == nothing
            continue
        assert f"row of {side}" in text
        others = {"conduct", "blinded", "unblinded", "bench", "nobody"} - {side}
        assert [other for other in others if f"row of {other}" in text] == []


@pytest.mark.parametrize("role", ["command line", "set-up", "provider"])
def test_what_was_done_by_no_account_stands_with_its_own_word(house: House, role: str) -> None:
    audit.write(house.records, who="somebody", role=role, action="show", side="unblinded", detail="adverse-events")
    page = house.log_in("dsmb_member").get("/desk/trail/unblinded")
    assert page.status_code == 200
    assert f'<td class="left">somebody</td><td class="left">{role}</td>' in page.text


def test_numbers_and_totals_count_ones_own_side_alone(house: House) -> None:
    """What others did in between moves nothing: 3 rows on this side, whatever stands between them."""
    browser = house.log_in("trial_statistician")
    before = len(audit.seen(house.records, ("bench",)))
    for number in range(3):
        write(house, "bench", f"job {number}", "job started")
        write(house, "unblinded", "secret view")
    page = browser.get("/desk/trail/bench").text
    assert f"{before + 3} rows so far" in page
    rows = browser.get("/desk/trail/bench.json").get_json()
    assert [row["id"] for row in rows] == [*range(1, before + 5)]  # the last one says that this file was taken
    assert (rows[-1]["action"], rows[-1]["who"]) == ("trail exported", "trial_statistician")
    assert "mac" not in rows[0]
    assert "Unblinded" not in page
    assert "unblinded" not in page.replace(house.cookies.csrf, "")


def test_a_file_holds_every_row_and_a_page_the_latest_hundred(house: House) -> None:
    for number in range(230):
        write(house, "blinded", f"look {number:03}")
    browser = house.log_in("dsmb_member")
    of = len(audit.seen(house.records, ("blinded",)))
    first, second = browser.get("/desk/trail/blinded").text, browser.get("/desk/trail/blinded?page=2").text
    assert (first.count("look "), second.count("look ")) == (100, 100)
    assert "look 229" in first
    assert "look 129" in second
    for page in ("0", "-1", "x", "99", "1.5", "١"):
        assert browser.get("/desk/trail/blinded", query_string={"page": page}).status_code == 404
    table = list(csv.reader(io.StringIO(browser.get("/desk/trail/blinded.csv").text)))
    assert table[0] == ["id", "at", "who", "role", "action", "side", "detail", "origin"]
    assert len(table) == 1 + of + 1
    assert table[-1][4] == "trail exported"


def test_a_formula_in_the_trail_is_a_text_in_the_file_and_a_tag_is_a_text_on_the_page(house: House) -> None:
    write(house, "conduct", "=1+1")
    write(house, "conduct", "<script>alert(1)</script>")
    browser = house.log_in("sponsor")
    assert "'=1+1" in browser.get("/desk/trail/conduct.csv").text
    assert "<script>alert" not in browser.get("/desk/trail/conduct").text


def test_every_side_leads_to_the_records(house: House) -> None:
    browser = house.log_in("sponsor")
    assert 'href="/desk/"' in browser.get("/conduct/").text
    assert browser.get("/desk/").headers["Location"] == "/desk/trail/conduct"
    assert 'aria-current="page">Audit trail: conduct' in browser.get("/desk/trail/conduct").text
