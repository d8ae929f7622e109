"""Strata are baseline columns of participants, as words, and the protocol's own."""

from typing import get_args

import pytest

from dashboard.errors import TrialError
from dashboard.extract.contract import table
from dashboard.trial.load import parse
from dashboard.trial.strata import Baseline
from tests.extract import tiny

DONOR = '[[strata]]\nname = "donor"\ntitle = "Donor"\ncolumn = "donor"\n'
FIRST = '[[endpoints]]\nname = "relapse-nrm"'


def test_every_column_a_stratum_may_name_is_a_text_that_the_sponsor_never_sees() -> None:
    for name in get_args(Baseline):
        column = table("participant").column(name)
        assert column.kind == "text"
        assert "conduct" not in column.stores


def test_a_stratum_may_stand_in_a_file_joined_to_the_participants() -> None:
    joined = "joins = { extra = { file = 'dc', key = 'ID', columns = { donor = 'DONOR' } } }\n"
    text = tiny.DEFINITION.replace(FIRST, DONOR + FIRST)
    with pytest.raises(TrialError, match="column 'donor' stands in no file"):
        parse(text, "tiny")
    trial = parse(text.replace('file = "adsl"\n', 'file = "adsl"\n' + joined), "tiny")
    assert [stratum.column for stratum in trial.strata] == ["donor"]


def test_a_trial_need_not_have_strata() -> None:
    assert tiny.trial().strata == ()
