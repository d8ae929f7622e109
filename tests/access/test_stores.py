"""A store that is not as it was locked is refused, and the refusal names the file."""

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.access import envelope, manifest, sealed
from dashboard.access.door import open_store
from dashboard.errors import ExtractError, KeyMissingError
from dashboard.settings import Settings

CLEAR = [("conduct", "accrual.parquet"), ("blinded", "event_count.parquet"), ("blinded", "trial.toml")]
SEALED = ["participant.parquet.sealed", "trial.toml.sealed", "manifest.sealed"]


def flip(path: Path, position: int = -1) -> None:
    """One bit changed."""
    content = bytearray(path.read_bytes())
    content[position] ^= 1
    path.write_bytes(content)


@pytest.mark.parametrize(("store", "name"), CLEAR)
def test_a_changed_file_is_refused(store: str, name: str, extract_copy: Path) -> None:
    flip(extract_copy / store / name)
    with pytest.raises(ExtractError, match=rf"{store}/{name}: changed"):
        open_store(store, extract_copy)


@pytest.mark.parametrize(("store", "name"), CLEAR)
def test_a_missing_file_is_refused(store: str, name: str, extract_copy: Path) -> None:
    (extract_copy / store / name).unlink()
    with pytest.raises(ExtractError, match=rf"{store}/{name}: missing"):
        open_store(store, extract_copy)


@pytest.mark.parametrize("name", ["extra.parquet", ".hidden", "adverse_event.parquet"])
def test_an_extra_file_is_refused(name: str, extract_copy: Path) -> None:
    (extract_copy / "blinded" / name).write_bytes(b"")
    with pytest.raises(ExtractError, match=rf"{name}: not part of what was locked"):
        open_store("blinded", extract_copy)


def test_a_store_without_or_with_a_broken_manifest_is_refused(extract_copy: Path) -> None:
    path = extract_copy / "conduct" / "manifest.json"
    path.write_text("{}")
    with pytest.raises(ExtractError, match=r"manifest\.json: not a manifest"):
        open_store("conduct", extract_copy)
    path.unlink()
    with pytest.raises(ExtractError, match=r"manifest\.json: missing"):
        open_store("conduct", extract_copy)


def test_the_hash_of_a_store_is_that_of_its_manifest_so_a_changed_manifest_is_another_store(extract_copy: Path) -> None:
    before = open_store("conduct", extract_copy).hash
    path = extract_copy / "conduct" / "manifest.json"
    values = json.loads(path.read_text()) | {"version": "9"}
    path.write_text(json.dumps(values))
    assert open_store("conduct", extract_copy).hash != before


def test_a_store_put_in_the_place_of_another_is_refused(extract_copy: Path) -> None:
    (extract_copy / "conduct").rename(extract_copy / "away")
    (extract_copy / "blinded").rename(extract_copy / "conduct")
    with pytest.raises(ExtractError, match="holds the store blinded"):
        open_store("conduct", extract_copy)


@pytest.mark.parametrize("name", SEALED)
@pytest.mark.parametrize("position", [5, 60, -1])
def test_a_changed_sealed_file_is_refused(name: str, position: int, extract_copy: Path, demo: Settings) -> None:
    flip(extract_copy / "sealed" / name, position)
    with pytest.raises(ExtractError, match=name):
        sealed.open_sealed(extract_copy, None, demo)


def test_a_missing_an_extra_and_a_renamed_sealed_file_are_refused(extract_copy: Path, demo: Settings) -> None:
    folder = extract_copy / "sealed"
    (folder / "lab.parquet.sealed").rename(folder / "labs.parquet.sealed")
    with pytest.raises(ExtractError, match=r"lab\.parquet\.sealed: missing"):
        sealed.open_sealed(extract_copy, None, demo)
    (folder / "lab.parquet.sealed").write_bytes((folder / "labs.parquet.sealed").read_bytes())
    with pytest.raises(ExtractError, match=r"labs\.parquet\.sealed: not part"):
        sealed.open_sealed(extract_copy, None, demo)


def test_two_sealed_files_exchanged_for_each_other_are_refused(extract_copy: Path, demo: Settings) -> None:
    one, other = (extract_copy / "sealed" / f"{name}.parquet.sealed" for name in ("infusion", "cycle"))
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    with pytest.raises(ExtractError, match=r"cycle\.parquet\.sealed: does not open"):
        sealed.open_sealed(extract_copy, None, demo)


def test_a_sealed_file_of_an_earlier_extract_is_refused(extract_copy: Path, demo: Settings) -> None:
    """It opens, since key, name and trial are right, but the manifest knows other bytes."""
    name = "adverse_event.parquet.sealed"
    (extract_copy / "sealed" / name).write_bytes((Path(demo.previous) / "sealed" / name).read_bytes())
    with pytest.raises(ExtractError, match=r"adverse_event\.parquet: changed"):
        sealed.open_sealed(extract_copy, None, demo)


def test_a_wrong_key_is_refused(extract_copy: Path, demo: Settings) -> None:
    with pytest.raises(ExtractError, match=r"manifest\.sealed: does not open. Either the key"):
        sealed.open_sealed(extract_copy, None, replace(demo, store_key="00" * 32))


def test_without_a_key_the_file_and_the_variable_are_named(extract_copy: Path, tmp_path: Path) -> None:
    with pytest.raises(KeyMissingError, match=r"store\.key.*DSMB_STORE_KEY"):
        sealed.open_sealed(extract_copy, None, replace(Settings(), keys=str(tmp_path)))


def test_the_sealed_store_has_the_coded_arms_and_its_previous_extract(extract_copy: Path, demo: Settings) -> None:
    door = sealed.open_sealed(extract_copy, Path(demo.previous), demo)
    assert (door.side, door.arms) == ("unblinded", ("A", "B"))
    assert door.previous_cut_off is not None


SEAL = {"name": "a", "store": "sealed", "protocol": "P"}


@pytest.mark.parametrize("size", [0, 1, 65_528, 65_529, 300_000])
def test_an_envelope_gives_back_its_content_and_hides_its_size(size: int) -> None:
    key, content = bytes(32), b"x" * size
    closed = envelope.seal(content, key, **SEAL)
    assert envelope.unseal(closed, key, **SEAL) == content
    padded = len(closed) - len(envelope.MAGIC) - len("P\n") - 12 - 16
    assert padded >= 65_536
    assert padded & (padded - 1) == 0


@pytest.mark.parametrize("other", [{"name": "b"}, {"store": "blinded"}, {"protocol": "Q"}])
def test_an_envelope_opens_only_as_what_it_was_sealed(other: dict[str, str]) -> None:
    closed = envelope.seal(b"content", bytes(32), **SEAL)
    with pytest.raises(ExtractError, match="does not open"):
        envelope.unseal(closed, bytes(32), **{**SEAL, **other})


@pytest.mark.parametrize("damage", [lambda c: b"", lambda c: c[:30], lambda c: c[:-1], lambda c: b"no envelope"])
def test_a_cut_envelope_is_refused(damage: Callable[[bytes], bytes]) -> None:
    closed = damage(envelope.seal(b"content", bytes(32), **SEAL))
    with pytest.raises(ExtractError, match="sealed/a"):
        envelope.unseal(closed, bytes(32), **SEAL)


def test_a_participants_name_differs_between_stores_and_keys() -> None:
    names = {envelope.pseudonym("P1", key, store) for key in (b"k", b"l") for store in ("conduct", "blinded")}
    assert len(names) == 4
    assert envelope.pseudonym("P1", b"k", "blinded") == envelope.pseudonym("P1", b"k", "blinded")


def test_a_manifest_says_nothing_of_arms_outside_the_sealed_store(extract_copy: Path) -> None:
    for store in ("conduct", "blinded"):
        assert manifest.read(extract_copy / store).manifest.arms == ("All participants",)
