"""Events typed in: for those who enter the unblinded side, by our own pages; nobody else learns that there are any."""

from collections.abc import Iterator

import pytest

from dashboard.access.door import Door
from dashboard.records import audit
from dashboard.records.tables import METADATA
from dashboard.settings import Settings
from tests.web.fakes import House
from tests.web.real import pending, send, served

PATHS = ("/unblinded/typed", "/unblinded/typed/withdraw")
OUTSIDE = ("sponsor", "trial_statistician", "administrator")


@pytest.fixture(scope="module")
def house(demo: Settings, doors: dict[str, Door], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """With one event typed in by a member."""
    with served(demo, tmp_path_factory.mktemp("typed")) as house:
        name, on = pending(doors["unblinded"], "nrm-100", 100)[0]
        sent = send(house, house.log_in("dsmb_member"), participant=name, on=str(on), words="heard by telephone")
        assert sent.status_code == 303
        yield house


def kept(house: House) -> list[str]:
    return [row.action for row in audit.rows(house.records) if row.action in ("typed", "withdrawn")]


@pytest.mark.parametrize("role", OUTSIDE)
def test_for_those_outside_there_is_nothing(house: House, role: str) -> None:
    browser = house.log_in(role)
    nothing = browser.get("/no-such-address").text
    for path in PATHS:
        for answered in (send(house, browser, path, participant="X", number="1"), browser.get(path)):
            assert (answered.status_code, answered.text) == (404, nothing), path
    for path in ("/unblinded/nrm-100?reported=1", "/unblinded/download/nrm-100/answer.csv?reported=1"):
        assert (browser.get(path).status_code, browser.get(path).text) == (404, nothing)
    assert kept(house) == ["typed"]


@pytest.mark.parametrize("side", ["blinded", "conduct", "bench"])
def test_no_other_side_takes_or_shows_one(house: House, side: str) -> None:
    browser = house.log_in("reporting_statistician")
    assert send(house, browser, f"/{side}/typed", participant="X").status_code in (404, 405)
    (book,) = (book for book in house.server.extensions["dsmb"] if book.side.name == side)
    assert [page.name for page in book.pages.values() if page.reports] == []
    for page in book.pages.values():
        text = browser.get(f"/{side}/{page.name}?reported=1").text
        assert "not in the extract" not in text
        assert "heard by telephone" not in text


@pytest.mark.parametrize("path", PATHS)
def test_a_form_of_another_site_is_refused(house: House, path: str) -> None:
    browser = house.log_in("dsmb_chair")
    other = house.proof(house.log_in("dsmb_member"))["X-CSRFToken"]
    for proof in ("", "x", other):
        answered = browser.post(path, data={"page": "nrm-100", "asked": "", "number": "1", "form_token": proof})
        assert answered.status_code == 403
    assert browser.get(path).status_code == 404
    assert kept(house) == ["typed"]


def test_without_a_login_every_form_leads_to_the_login(house: House) -> None:
    for path in PATHS:
        assert house.server.test_client().post(path, data={"page": "nrm-100"}).headers["Location"] == "/login"


def test_who_stole_the_records_cannot_tell_whom_a_digest_is_of(house: House) -> None:
    """The key of the trail's digests is the sealed store's hash, so no record may hold all of it."""
    (book,) = (book for book in house.server.extensions["dsmb"] if book.side.name == "unblinded")
    with house.records.reading() as connection:
        tables = [table.name for table in METADATA.sorted_tables]
        held = "".join(repr(connection.exec_driver_sql(f"SELECT * FROM {name}").all()) for name in tables)
    assert book.hash[:16] in held
    assert book.hash[:24] not in held
