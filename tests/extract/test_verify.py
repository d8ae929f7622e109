"""Verifying: each store as locked, the sealed one when its key is there."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.errors import ExtractError
from dashboard.extract.verify import verify
from dashboard.settings import Settings


def test_each_store_is_as_it_was_locked(extract: Path) -> None:
    lines = list(verify(extract, replace(Settings(), keys=str(extract.parent / "keys"))))
    assert [line.split(":")[0] for line in lines] == ["conduct", "blinded", "sealed"]
    assert all("as locked at cut-off 2025-07-01" in line for line in lines)


def test_without_the_key_the_sealed_store_is_said_not_to_have_been_opened(extract: Path, tmp_path: Path) -> None:
    lines = list(verify(extract, replace(Settings(), keys=str(tmp_path))))
    assert lines[-1].startswith("sealed: not opened.")
    assert len(lines) == 3


def test_damage_in_any_store_is_named(extract: Path, tmp_path: Path) -> None:
    for store, name in (("conduct", "site.parquet"), ("blinded", "trial.toml"), ("sealed", "lab.parquet.sealed")):
        copy = Path(shutil.copytree(extract, tmp_path / store))
        path = copy / store / name
        path.write_bytes(path.read_bytes()[:-1] + b"!")
        with pytest.raises(ExtractError, match=name):
            list(verify(copy, replace(Settings(), keys=str(extract.parent / "keys"))))
