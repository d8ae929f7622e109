"""A constant answer tells nothing of the data."""

import inspect

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats.notes import constant

TITLES = ("NRM to day 100", "Acute GVHD to day 180")


@given(n=st.lists(st.integers(0, 10**6), min_size=1, max_size=3))
def test_the_answer_is_the_same_whatever_the_rows(n: list[int]) -> None:
    arm = pd.Categorical(["All participants"] * len(n))
    said = constant(titles=TITLES, words="Monitored by the DSMB.", arm=arm, n=np.array(n))
    assert said == constant(titles=TITLES, words="Monitored by the DSMB.")


def test_every_title_has_the_same_words() -> None:
    table = constant(titles=TITLES, words="Monitored by the DSMB.").table()
    assert table.to_dict("list") == {"Guideline": list(TITLES), "Status": ["Monitored by the DSMB."] * 2}


def test_no_titles_are_an_empty_table_with_its_heads() -> None:
    table = constant(titles=(), words="Monitored by the DSMB.").table()
    assert (table.columns.tolist(), len(table)) == (["Guideline", "Status"], 0)


def test_it_asks_for_no_column_by_name() -> None:
    named = [p for p in inspect.signature(constant).parameters.values() if p.kind is not p.VAR_KEYWORD]
    assert {parameter.name for parameter in named} == {"titles", "words"}
