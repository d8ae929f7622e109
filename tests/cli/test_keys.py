"""Keys: drawn once, and exchanged for others without a moment at which something is half exchanged."""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.access import envelope
from dashboard.cli import main as cli
from dashboard.errors import ExtractError
from dashboard.extract import keys as keyring
from dashboard.extract import rotate
from dashboard.records import audit, database
from dashboard.records.accounts import Account
from dashboard.records.proof import prove
from dashboard.settings import ROOT, Settings, environment
from dashboard.sides import unblinded
from dashboard.trial.load import load
from dashboard.web import typed
from dashboard.web.typed import Event, Events
from tests.cli.commands import refused

CHAIR = Account("chair", "dsmb_chair")
EVENT = Event("1001", date(2026, 1, 20), "by telephone")


def test_keys_are_drawn_once_for_their_owner_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "keys"
    monkeypatch.setenv("DSMB_KEYS", str(folder))
    assert cli.run(["keys", "new"]) == 0
    drawn = {path.name: path.read_text() for path in folder.iterdir()}
    assert {*drawn} == {"store.key", "code.key", "lock.key"}
    assert len({*drawn.values()}) == 3
    assert all(path.stat().st_mode & 0o077 == 0 for path in folder.iterdir())
    printed = capsys.readouterr().out
    assert not any(key.strip() in printed for key in drawn.values())
    assert "there is a key already" in refused(capsys, cli.run(["keys", "new"]))
    assert {path.name: path.read_text() for path in folder.iterdir()} == drawn


def test_a_folder_that_cannot_be_made_is_one_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("DSMB_KEYS", str(tmp_path / "file" / "keys"))
    assert "file/keys" in refused(capsys, cli.run(["keys", "new"]))


@pytest.fixture
def own(demo: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Keys, extracts and records of the test's own."""
    shutil.copytree(demo.keys, tmp_path / "keys")
    for cut_off in (demo.extract, demo.previous):
        shutil.copytree(cut_off, tmp_path / Path(cut_off).name)
    paths = {"extract": tmp_path / Path(demo.extract).name, "previous": tmp_path / Path(demo.previous).name}
    settings = replace(demo, keys=str(tmp_path / "keys"), database="", **{k: str(v) for k, v in paths.items()})
    for variable, value in environment(settings).items():
        monkeypatch.setenv(variable, value)
    with_event(settings)
    return settings


def with_event(settings: Settings) -> None:
    for events in opened(settings):
        events.add("nrm-100", EVENT, CHAIR, "")


def opened(settings: Settings) -> Iterator[Events]:
    records = database.of(settings)
    door = unblinded.SIDE.open(Path(settings.extract), Path(settings.previous), settings)
    yield typed.of(settings, records, "unblinded", door)
    records.close()


def stands(settings: Settings) -> bool:
    """Both extracts open with the key of today, and the event that was typed in says what it said."""
    return [[entry.event for entry in events.entries("nrm-100")] for events in opened(settings)] == [[EVENT]]


def rotated(settings: Settings) -> int:
    return cli.run(["keys", "rotate", settings.extract, settings.previous])


def test_after_a_rotation_the_new_key_opens_everything_and_the_old_one_nothing(
    own: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    key = Path(own.keys) / "store.key"
    before = key.read_text()
    hash_ = unblinded.SIDE.open(Path(own.extract), None, own).hash
    assert rotated(own) == 0
    printed = capsys.readouterr().out
    assert hash_ in printed
    assert key.read_text() != before
    assert before.strip() not in printed
    assert key.read_text().strip() not in printed
    assert key.stat().st_mode & 0o777 == 0o600
    assert stands(own)
    assert unblinded.SIDE.open(Path(own.extract), None, own).hash == hash_
    for events in opened(replace(own, store_key=key.read_text())):
        old = replace(events, key=envelope.store_key(Path(own.keys), before))
        with pytest.raises(ExtractError):
            old.entries("nrm-100")
    assert sorted(path.name for path in Path(own.extract).iterdir()) == ["blinded", "conduct", "sealed"]


def test_a_rotation_is_written_down_and_typed_events_stay_append_only(own: Settings) -> None:
    assert rotated(own) == 0
    records = database.of(own)
    row = audit.rows(records)[-1]
    assert row.action == "keys"
    assert row.detail.endswith("typed events 1")
    assert prove(records).holds
    with pytest.raises(Exception, match="append-only"), records.writing() as connection:
        connection.exec_driver_sql("UPDATE typed SET who = 'x'")
    records.close()


def test_an_extract_that_does_not_open_leaves_everything_under_the_old_key(
    own: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (Path(own.keys) / "store.key").read_text()
    victim = next((Path(own.previous) / "sealed").glob("*.parquet.sealed"))
    whole = victim.read_bytes()
    victim.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    assert "does not open" in refused(capsys, rotated(own))
    victim.write_bytes(whole)
    assert (Path(own.keys) / "store.key").read_text() == before
    assert stands(own)
    assert rotated(own) == 0
    assert stands(own)


@pytest.mark.parametrize("step", range(8))
def test_killed_at_any_step_the_next_run_finishes(own: Settings, monkeypatch: pytest.MonkeyPatch, step: int) -> None:
    """The steps: an exchange of names each of stores, of the key file; and the commit of the typed-in events."""
    taken = []

    def dying(original):  # type: ignore[no-untyped-def]
        def act(*arguments, **named):  # type: ignore[no-untyped-def]
            if len(taken) == step:
                raise KeyboardInterrupt
            taken.append(original)
            return original(*arguments, **named)

        return act

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", dying(Path.rename))
        patch.setattr(os, "replace", dying(os.replace))
        patch.setattr(rotate.resealing, "reseal", dying(rotate.resealing.reseal))
        patch.setattr(Path, "hardlink_to", dying(Path.hardlink_to))
        assert rotated(own) in (0, 130)
    if (Path(own.keys) / "store.key.next").exists():
        assert rotated(own) == 0
    assert stands(own)


def test_an_extract_that_was_forgotten_is_put_under_todays_key_by_the_old_one(own: Settings) -> None:
    assert cli.run(["keys", "rotate", own.extract]) == 0
    assert not opens(own.previous, own)
    (old,) = Path(own.keys).glob("store.key.until-*")
    assert cli.run(["keys", "rotate", own.previous, "--from", str(old)]) == 0
    assert opens(own.previous, own)
    assert stands(own)


def opens(extract: str, settings: Settings) -> bool:
    try:
        unblinded.SIDE.open(Path(extract), None, settings)
    except ExtractError:
        return False
    return True


def test_a_key_from_the_environment_is_not_rotated_behind_its_back(
    own: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DSMB_STORE_KEY", "ab" * 32)
    said = refused(capsys, rotated(own))
    assert "unset the variable" in said
    assert "ab" * 32 not in said


@pytest.mark.parametrize("step", range(4))
def test_a_new_code_key_opens_the_same_letters_and_the_old_one_none(
    own: Settings, monkeypatch: pytest.MonkeyPatch, step: int
) -> None:
    """Killed before the first step of the file system, the second, …; and in the last case not at all."""
    keys, definition = Path(own.keys), load(ROOT / "data" / "trial.toml")
    before, old = keyring.letters(keys, definition), (keys / "code.key").read_text()
    left = [step]

    def dying(source: Path, target: Path, real: Callable[..., None] = os.replace) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KeyboardInterrupt
        real(source, target)

    with monkeypatch.context() as patch:
        patch.setattr(os, "replace", dying)
        assert cli.run(["keys", "recode"]) == (130 if step < 2 else 0)
    if step < 2:
        assert cli.run(["keys", "recode"]) == 0
    assert keyring.letters(keys, definition) == before
    with pytest.raises(ExtractError):
        keyring.letters(keys, definition, old)
    assert not [*keys.glob("*.next"), *keys.glob("*.fresh")]
