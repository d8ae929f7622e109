"""Behind a proxy of ours the reader's own address is written down; without one nobody can claim another's."""

from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.records import audit
from dashboard.settings import Settings
from dashboard.web import server
from tests.web.fakes import House, build

CLAIMED = {"X-Forwarded-For": "198.51.100.7"}


def origin_written(house: House) -> str:
    """Where a refused request came from, as the audit trail has it."""
    browser = house.log_in("sponsor")
    browser.get("/unblinded/", headers=CLAIMED)
    return audit.rows(house.records)[-1].origin


@pytest.mark.parametrize(("proxies", "expected"), [("0", "127.0.0.1"), ("1", "198.51.100.7"), ("all", "127.0.0.1")])
def test_the_address_of_a_reader(proxies: str, expected: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    house = build(tmp_path, monkeypatch)
    settings = replace(house.settings, proxies=proxies)
    behind = House(server.create(settings), house.records, settings)
    assert origin_written(behind) == expected


@pytest.mark.parametrize(("given", "count"), [("", 0), ("2", 2), ("-1", 0), ("one", 0)])
def test_only_a_whole_number_of_proxies_is_trusted(given: str, count: int) -> None:
    assert Settings(proxies=given).proxy_count == count
