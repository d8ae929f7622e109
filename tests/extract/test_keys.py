"""Keys: drawn once, read only from files nobody else may read."""

import os
from pathlib import Path

import pytest

from dashboard.access import envelope
from dashboard.errors import ExtractError, KeyMissingError, LockError
from dashboard.extract import keys
from tests.extract import tiny


def test_new_keys_are_three_files_only_their_owner_may_read(tmp_path: Path) -> None:
    keys.new(tmp_path / "keys")
    for name in ("store.key", "code.key", "lock.key"):
        path = tmp_path / "keys" / name
        assert path.stat().st_mode & 0o777 == 0o600
        assert len(bytes.fromhex(path.read_text().strip())) == 32
    assert len({path.read_text() for path in (tmp_path / "keys").iterdir()}) == 3


def test_keys_are_never_overwritten(tmp_path: Path) -> None:
    keys.new(tmp_path)
    (tmp_path / "store.key").unlink()
    before = (tmp_path / "code.key").read_text()
    with pytest.raises(LockError, match=r"code\.key.*never overwritten"):
        keys.new(tmp_path)
    assert (tmp_path / "code.key").read_text() == before
    assert not (tmp_path / "store.key").exists()


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o666])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    keys.new(tmp_path)
    os.chmod(tmp_path / "lock.key", mode)
    with pytest.raises(KeyMissingError, match="chmod 600"):
        keys.lock_key(tmp_path)


def test_a_missing_key_is_named_with_the_variable_that_may_replace_it(tmp_path: Path) -> None:
    with pytest.raises(KeyMissingError, match=r"store\.key.*DSMB_STORE_KEY"):
        envelope.store_key(tmp_path)
    with pytest.raises(KeyMissingError, match=r"code\.key"):
        keys.code_key(tmp_path)


@pytest.mark.parametrize("text", ["", "zz", "ab" * 31, "ab" * 33])
def test_what_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "lock.key"
    path.write_text(text)
    os.chmod(path, 0o600)
    with pytest.raises(KeyMissingError, match="64 hexadecimal digits"):
        keys.lock_key(tmp_path)


def test_letters_of_other_arms_are_refused(tmp_path: Path) -> None:
    keys.new(tmp_path)
    with (
        keys.kept(tmp_path, tiny.trial(), {"OLD": "A", "PLAIN": "B"}),
        pytest.raises(LockError, match="drawn for other arms"),
    ):
        keys.letters(tmp_path, tiny.trial())


def test_letters_do_not_open_with_another_key(tmp_path: Path) -> None:
    tiny.draw_keys(tmp_path)
    (tmp_path / "code.key").write_text("ab" * 32)
    with pytest.raises(ExtractError, match=r"arms-TINY\.sealed"):
        keys.letters(tmp_path, tiny.trial())


def test_a_definition_without_arms_has_no_letters(tmp_path: Path) -> None:
    keys.new(tmp_path)
    with pytest.raises(LockError, match="names no arms"):
        keys.letters(tmp_path, tiny.trial().model_copy(update={"arms": ()}))


def test_the_map_of_letters_stays_in_its_folder_whatever_the_protocol_is_called(tmp_path: Path) -> None:
    trial = tiny.trial('protocol = "TINY"', 'protocol = "../EU CT/123"')
    assert keys.letters_file(tmp_path, trial) == tmp_path / "arms-.._EU_CT_123.sealed"
