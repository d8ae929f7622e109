"""The house of fakes with the keys of a trial and its map of letters, and the forms by which its arms are named."""

from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from flask.testing import FlaskClient

from dashboard.extract import keys
from dashboard.settings import ROOT
from dashboard.trial.load import load
from tests.web.fakes import FakeDoor, House, build

NAME = "Observation"
"""Arm A's, as the map below has it; B's name stands in the trial's title."""


LETTERS = {"OBSERVATION": "A", "BLINATUMOMAB": "B"}


def house_with_keys(folder: Path, patch: pytest.MonkeyPatch, letters: dict[str, str] = LETTERS) -> House:
    """A house whose unblinded side can be unmasked."""
    house = build(folder, patch)
    trial, kept = load(ROOT / "data" / "trial.toml"), Path(house.settings.keys)
    keys.new(kept)
    with keys.kept(kept, trial, letters):
        pass
    asked = FakeDoor.ask

    def ask(self: FakeDoor, query: str, /, **params: Any) -> pd.DataFrame:
        if query != "unblinded/arms_of":
            return asked(self, query, **params)
        rows = [("B", "A")] if params["participant"] == "01-004" else []
        return pd.DataFrame(rows, columns=["arm", "actual_arm"])

    patch.setattr(FakeDoor, "ask", ask)
    return house


def code_key(house: House) -> str:
    return (Path(house.settings.keys) / "code.key").read_text().strip()


def post(house: House, browser: FlaskClient, act: str, **fields: Any) -> Any:
    """A form of the page, sent with the session's proof."""
    proof = house.proof(browser)["X-CSRFToken"]
    return browser.post(f"/unblinded/unmasking/{act}", data={"form_token": proof, "request": "1"} | fields)


def unmask(house: House, number: int = 1) -> None:
    """Asked by the member, agreed by the chair, done by the reporting statistician; `number` is the request's."""
    acts = {"dsmb_member": ("ask", {"reason": "more deaths in one arm"}), "dsmb_chair": ("agree", {})}
    acts["reporting_statistician"] = ("execute", {"key": code_key(house)})
    for role, (act, fields) in acts.items():
        assert post(house, house.log_in(role), act, request=str(number), **fields).status_code == 303
