"""The demonstration served from records of its own, and its participants whom a guideline still watches."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from dashboard.access.door import Door
from dashboard.records import accounts, database
from dashboard.settings import Settings
from dashboard.web import server
from tests.web.fakes import PASSWORD, ROLES, House


@contextmanager
def served(demo: Settings, folder: Path) -> Iterator[House]:
    """Every side of the demonstration, with an account per role."""
    told = replace(demo, database=f"sqlite:///{folder}/records.sqlite", jobs=f"{folder}/jobs.sqlite")
    records = database.of(told)
    for role in ROLES:
        accounts.add(records, role, role, PASSWORD)
    yield House(server.create(told), records, told)
    records.close()


def pending(door: Door, guideline: str, window: int) -> list[tuple[str, date]]:
    """Participants without event whose window is open the day after the cut-off, and that day."""
    rows = door.ask("unblinded/ledger", guideline=guideline)
    tomorrow = rows["cut"] + 1 - rows["entered"]
    open_ = rows[(rows["cause"] == 0) & (tomorrow <= window)].sort_values("participant")
    return [(str(name), door.cut_off + timedelta(days=1)) for name in open_["participant"]]


def send(house: House, browser: FlaskClient, path: str = "/unblinded/typed", **fields: Any) -> Any:
    """A form of a guideline's page, sent with the session's proof."""
    proof = house.proof(browser)["X-CSRFToken"]
    return browser.post(path, data={"page": "nrm-100", "asked": "", "form_token": proof} | fields)
