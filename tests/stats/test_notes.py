"""A constant answer tells nothing of the data."""

import inspect

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from dashboard.stats import notes
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


def test_a_published_number_keeps_what_limits_it() -> None:
    """12 of 21 completed four cycles; the median follow-up has neither counts nor limits."""
    rows = (
        notes.Published("Completed 4 cycles", 57.1, "%", 34.0, 78.2, "exact 95%", 12, 21, "not a time", "treated", "A"),
        notes.Published("Median follow-up", 14.3, "months", None, None, "none published", None, None, "dose", "x", "B"),
    )
    table = notes.published(rows=rows, arm=["A"], n=[1]).table()
    assert table["Published"].tolist() == [57.1, 14.3]
    assert table.loc[0, ["Events", "Of"]].tolist() == [12, 21]
    assert table.loc[1, ["Lower", "Upper", "Events", "Of"]].isna().all()
    assert table["Source"].tolist() == ["A", "B"]
