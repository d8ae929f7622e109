"""A key in its file: drawn once by whoever comes first, for its owner alone."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from dashboard import keyfile
from dashboard.errors import KeyMissingError


def test_whoever_comes_first_draws_it_and_all_read_the_same(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "audit.key"
    with ThreadPoolExecutor(8) as pool:
        read = set(pool.map(lambda _: keyfile.kept_or_drawn(path, "DSMB_AUDIT_KEY"), range(16)))
    assert len(read) == 1
    assert [item.name for item in path.parent.iterdir()] == ["audit.key"]
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660])
def test_one_that_others_may_read_is_refused(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "audit.key"
    keyfile.keep(path, keyfile.draw())
    path.chmod(mode)
    with pytest.raises(KeyMissingError, match=f"mode {mode:04o}.*chmod 600"):
        keyfile.kept_or_drawn(path, "DSMB_AUDIT_KEY")


def test_one_that_is_there_is_never_overwritten(tmp_path: Path) -> None:
    keyfile.keep(tmp_path / "a.key", b"first")
    with pytest.raises(KeyMissingError, match="cannot be written"):
        keyfile.keep(tmp_path / "a.key", b"second")
    assert (tmp_path / "a.key").read_bytes() == b"first"


def test_a_folder_that_cannot_be_made_names_the_variable_instead(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyMissingError, match="Or set DSMB_AUDIT_KEY"):
        keyfile.kept_or_drawn(tmp_path / "file" / "keys" / "audit.key", "DSMB_AUDIT_KEY")


@pytest.mark.parametrize("text", ["zz" * 32, "hunter2" * 8])
def test_what_is_no_key_is_not_repeated(text: str) -> None:
    with pytest.raises(KeyMissingError, match="64 hexadecimal digits") as refused:
        keyfile.parse(text, "DSMB_AUDIT_KEY")
    assert text not in str(refused.value)


def test_a_database_begins_as_its_owners_alone_and_is_left_as_it_is_found(tmp_path: Path) -> None:
    path = tmp_path / "records.sqlite"
    keyfile.begin(path)
    assert path.stat().st_mode & 0o777 == 0o600
    path.write_text("rows")
    keyfile.begin(path)
    assert path.read_text() == "rows"
    keyfile.begin(tmp_path / "none" / "records.sqlite")  # whoever opens it says so
