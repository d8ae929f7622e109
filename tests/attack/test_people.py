"""Pages of single participants: not there for others, shut until a notice is read, written down each time."""

import hmac
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest

from dashboard.access.door import Door
from dashboard.records import audit
from dashboard.settings import Settings
from tests.web.fakes import House, call
from tests.web.real import served

PAGES = ("events-of-a-term", "serious-events", "participant")
NOTICED = ("events-of-a-term-by-name", "serious-events-in-full", "participant-in-full")


@pytest.fixture(scope="module")
def house(demo: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(demo, tmp_path_factory.mktemp("people")) as found:
        yield found


@pytest.fixture(scope="module")
def person(doors: dict[str, Door]) -> str:
    return str(doors["unblinded"].ask("unblinded/ledger", guideline="nrm-100")["participant"][0])


@pytest.mark.parametrize("role", ["sponsor", "trial_statistician", "administrator"])
def test_none_of_it_is_there_for_who_may_not_see_arms(house: House, person: str, role: str) -> None:
    browser = house.log_in(role)
    for side in ("unblinded", "blinded", "conduct"):
        for name in (*PAGES, *NOTICED):
            for asked in (f"person={person}", "person=nobody", "event=Anaemia&opened=yes"):
                assert browser.get(f"/{side}/{name}?{asked}").status_code == 404
                assert browser.get(f"/{side}/download/{name}/listed.csv?{asked}").status_code == 404
    for panel in ("who", "timeline", "labs"):
        body = call("participant", panel, urlencode({"person": person}))
        forged = browser.post("/unblinded/_dash-update-component", json=body, headers=house.proof(browser))
        assert forged.status_code == 404


def test_an_address_sent_to_a_member_asks_again_whether_the_notice_was_read(house: House, person: str) -> None:
    browser = house.log_in("dsmb_member")
    shut = browser.get(f"/unblinded/participant-in-full?person={person}").text
    assert "tells which letter is the experimental arm" in shut
    assert "Cycle 1" not in shut
    download = browser.get(f"/unblinded/download/participant-in-full/everything.csv?person={person}")
    assert (download.status_code, download.headers["Location"]) == (
        302,
        f"/unblinded/participant-in-full?person={person}",
    )
    body = call("participant-in-full", "timeline", f"person={person}")
    assert browser.post("/unblinded/_dash-update-component", json=body, headers=house.proof(browser)).status_code == 404


def test_each_look_is_written_down_and_only_who_has_the_store_can_tell_at_whom(
    house: House, person: str, doors: dict[str, Door]
) -> None:
    browser = house.log_in("dsmb_member")
    assert browser.get(f"/unblinded/participant?person={person}").status_code == 200
    last = audit.rows(house.records)[-1]
    digest = hmac.new(doors["unblinded"].hash.encode(), person.encode(), "sha256").hexdigest()
    assert last.detail.startswith(f"participant [person=~{digest[:12]}] store ")
    browser.get("/unblinded/events-of-a-term?event=Anaemia&letter=B")
    assert not any(word in row.detail for row in audit.rows(house.records) for word in (person, "Anaemia"))


def test_a_participant_who_does_not_exist_is_a_sentence_and_cannot_be_downloaded(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    text = browser.get("/unblinded/participant?person=%3Cscript%3E").text
    assert "is not in this extract" in text
    assert "&lt;script&gt;" in text
    assert browser.get("/unblinded/download/participant/everything.csv?person=nobody").status_code == 404
