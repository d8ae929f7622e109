"""Baseline characteristics: words are listed, numbers are not, and each column is delivered."""

from typing import get_args

import pytest

from dashboard.errors import TrialError
from dashboard.extract.contract import table
from dashboard.trial.baseline import Measured
from dashboard.trial.load import load, parse
from dashboard.trial.stores import for_blinded, for_conduct
from tests.conftest import ROOT
from tests.extract import tiny

FIRST = '[[endpoints]]\nname = "relapse-nrm"'
SEX = '[[baseline]]\nname = "sex"\ntitle = "Sex"\ncolumn = "sex"\n'


def read(block: str, column: str) -> None:
    text = tiny.DEFINITION.replace(FIRST, block + FIRST).replace('arm = "ARM",', f'arm = "ARM", {column} = "X",', 1)
    parse(text, "tiny")


def test_a_number_is_a_number_or_a_date_of_the_contract() -> None:
    assert {table("participant").column(name).kind for name in get_args(Measured)} == {"number", "date"}


def test_words_are_listed_so_that_no_other_word_leaves_the_source() -> None:
    with pytest.raises(TrialError, match="list those that may be shown"):
        read(SEX, "sex")
    read(SEX + 'levels = [{ value = "F", label = "Female" }]\n', "sex")


def test_a_level_stands_once_whatever_its_letters() -> None:
    with pytest.raises(TrialError, match="the value 'F' is given twice"):
        read(SEX + 'levels = [{ value = "F", label = "Female" }, { value = "f", label = "Girl" }]\n', "sex")


def test_a_number_has_no_levels() -> None:
    age = '[[baseline]]\nname = "age"\ntitle = "Age"\ncolumn = "age"\nlevels = [{ value = "1", label = "One" }]\n'
    with pytest.raises(TrialError, match="is a number and has none"):
        read(age, "age")


def test_a_characteristic_without_its_column_is_refused() -> None:
    with pytest.raises(TrialError, match="column 'sex' stands in no file"):
        parse(tiny.DEFINITION.replace(FIRST, SEX + 'levels = [{ value = "F", label = "F" }]\n' + FIRST), "tiny")


def test_the_sponsor_is_told_no_characteristic() -> None:
    trial = load(ROOT / "data" / "trial.toml")
    assert for_conduct(trial).baseline == ()
    assert for_blinded(trial).baseline == trial.baseline != ()
