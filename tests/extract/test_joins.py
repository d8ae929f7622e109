"""Columns from another file: the tiny source with its dates of randomisation in a file of their own, as in SDTM."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.errors import SourceError, TrialError
from dashboard.extract.lock import Locked, lock
from dashboard.trial.load import parse
from tests.extract import tiny

JOIN = """[source.participant.joins.ds]
file = "ds"
key = "ID"
where = { WHAT = ["RANDOMIZED"] }
columns = { randomised_on = "DATE" }
"""
DEFINITION = tiny.DEFINITION.replace('randomised_on = "RAND", ', "").replace(
    "[source.adverse_event]", JOIN + "[source.adverse_event]"
)
DS = """
    ID | WHAT       | DATE
    P1 | RANDOMIZED | 2025-01-10
    P1 | COMPLETED  | 2025-07-20
    P5 | RANDOMIZED | 2025-07-05
    P2 | RANDOMIZED | 2025-02-01
    P4 | RANDOMIZED | 2025-05-20
    P3 | RANDOMIZED | 2025-03-15
    P3 | RANDOMIZED | 2025-03-15
"""


def lock_joined(base: Path, definition: str = DEFINITION, **tables: str) -> Locked:
    source = tiny.write(base / "source", **{"ds": DS, **tables})
    if not (base / "keys").exists():
        tiny.draw_keys(base / "keys")
    return lock(source, parse(definition, "joined"), tiny.CUT_OFF, base / "joined", base / "keys", pulled=tiny.PULLED)


def test_where_a_column_stands_makes_no_difference(tmp_path: Path) -> None:
    """Same keys, same facts: the open stores are the same to the byte."""
    plain = tiny.lock_tiny(tmp_path, "plain")
    joined = lock_joined(tmp_path)
    for store in ("conduct", "blinded"):
        assert joined.hashes[store] == plain.hashes[store]


def test_who_has_no_row_in_the_other_file_has_no_value(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"adsl\.csv, column ds\.DATE: 1 rows have no value; day 0"):
        lock_joined(tmp_path, ds=DS.replace("P4 | RANDOMIZED", "P4 | COMPLETED "))


def test_two_rows_for_one_participant_are_refused_without_a_value(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"ds\.csv, column ID: 1 rows are further rows of a key") as caught:
        lock_joined(tmp_path, ds=DS + "    P4 | RANDOMIZED | 2025-05-21\n")
    assert "P4" not in str(caught.value)
    assert "2025-05-21" not in str(caught.value)
    assert not (tmp_path / "joined").exists()


def test_a_missing_file_is_named_with_its_join(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"the file of \[source\.participant\.joins\.ds\] is missing"):
        lock_joined(tmp_path, ds="")


@pytest.mark.parametrize("column", ["ID", "WHAT", "DATE"])
def test_a_missing_column_is_named_with_its_join(tmp_path: Path, column: str) -> None:
    with pytest.raises(
        SourceError, match=rf"ds\.csv, column {column}: column {column} of \[source\.participant\.joins"
    ):
        lock_joined(tmp_path, ds=DS.replace(column, "OTHER", 1))


def test_a_key_that_our_own_file_has_not_is_named(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"adsl\.csv, column NUMBER"):
        lock_joined(tmp_path, DEFINITION.replace('key = "ID"', 'key = "NUMBER"'))


def test_a_joined_column_is_held_to_its_kind(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"column ds\.DATE: 1 rows are no date"):
        lock_joined(tmp_path, ds=DS.replace("2025-05-20", "in May"))


def test_values_translate_a_joined_column_too(tmp_path: Path) -> None:
    values = 'values = { randomised_on = { "20 May" = "2025-05-20" } }\n'
    definition = DEFINITION.replace("[source.participant.joins.ds]", values + "[source.participant.joins.ds]")
    locked = lock_joined(tmp_path, definition, ds=DS.replace("2025-05-20", "20 May"))
    assert locked.cut_off == date(2025, 7, 1)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('key = "ID"', "", r"source\.participant\.joins\.ds\.key: Field required"),
        ('key = "ID"', 'key = "ID"\nkeys = "ID"', r"joins\.ds\.keys: no such key here"),
        ('{ randomised_on = "DATE" }', "{}", r"joins\.ds\.columns"),
        ('{ randomised_on = "DATE" }', '{ arm = "DATE" }', "'arm' is taken from two places"),
        (JOIN, JOIN + 'values = { weight = { a = "b" } }\n', r"joins\.ds\.values: no such key here"),
    ],
)
def test_a_definition_that_does_not_hold_names_the_key(old: str, new: str, message: str) -> None:
    assert old in DEFINITION
    with pytest.raises(TrialError, match=message):
        parse(DEFINITION.replace(old, new), "joined")


def test_a_translation_of_a_column_nobody_names_is_refused() -> None:
    with pytest.raises(TrialError, match="'serius' is no column of this table"):
        tiny.trial("values = { related", "values = { serius = {}, related")
