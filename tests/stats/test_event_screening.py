"""Terms of two arms screened: the family, the columns and what is said where nothing can be."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.contrast import risk_difference
from dashboard.stats.event_screening import FLAGGED, NOT_LOOKED_INTO, UNKNOWN, EventScreening, event_screening
from dashboard.stats.shrinkage import NOTE, shrunken_ratios

TERMS = {("Blood", "Anaemia"): (2, 20), ("Blood", "Neutropenia"): (5, 6), ("Skin", "Rash"): (4, 4)}
PAIR = "B − A"


def screened(
    terms: dict[tuple[str, str], tuple[int, ...]], n: tuple[int, ...] = (40, 40), **asked: Any
) -> EventScreening:
    """Terms with their participants in arms A, B, ... of n."""
    arms = [chr(ord("A") + at) for at in range(len(n))]
    rows = [(arm, "overall", "", "", 0, n[at]) for at, arm in enumerate(arms)]
    rows += [(arm, "term", *term, people[at], n[at]) for term, people in terms.items() for at, arm in enumerate(arms)]
    frame = pd.DataFrame(rows, columns=["arm", "level", "soc", "term", "participants", "n"])
    frame = frame.assign(grade=1, events=frame["participants"])
    columns = {name: frame[name].to_numpy() for name in frame.columns if name != "arm"}
    return event_screening(pd.Categorical(frame["arm"], categories=arms), **({"rate": 0.1} | asked), **columns)


def test_each_column_is_that_of_its_own_method() -> None:
    result = screened(TERMS)
    found, x, y = result.compared[PAIR], result.people["A"], result.people["B"]
    assert (x.tolist(), y.tolist()) == ([2, 5, 4], [20, 6, 4])
    assert found.ratio.tolist() == pytest.approx([10, 1.2, 1])
    np.testing.assert_array_equal(found.difference.lower, risk_difference(x, 40, y, 40).lower)
    np.testing.assert_array_equal(found.shrunken.ratio, shrunken_ratios(result.soc, result.term, x, y, 40, 40).ratio)
    assert found.says == (FLAGGED, "not flagged", NOT_LOOKED_INTO)


def test_the_table_has_no_p_value_unless_it_may() -> None:
    table = screened(TERMS).table()
    assert not [name for name in table if name.rsplit(" ", 1)[-1] == "p"]
    assert table[f"{PAIR}: at a false discovery rate of 10%"].tolist()[0] == FLAGGED
    assert set(table["Note"]) == {NOTE}
    adjusted = screened(TERMS, with_p=True).table()[f"{PAIR}: adjusted p"]
    assert adjusted.isna().tolist() == [False, False, True]


def test_the_rows_are_of_both_arms_together_and_zeros_stay() -> None:
    """The other way round the same terms stand in the same order."""
    terms = {("Blood", "Anaemia"): (0, 9), ("Blood", "Neutropenia"): (5, 0), ("Skin", "Rash"): (4, 4)}
    turned = {key: people[::-1] for key, people in terms.items()}
    one, other = screened(terms), screened(turned)
    assert (one.soc, one.term) == (other.soc, other.term)
    assert np.isposinf(one.compared[PAIR].ratio[0])
    assert one.compared[PAIR].ratio[1] == 0
    np.testing.assert_allclose(one.compared[PAIR].adjusted, other.compared[PAIR].adjusted, rtol=1e-12)


def test_what_is_not_coded_is_no_term_to_screen() -> None:
    result = screened(TERMS | {("Not coded", "Not coded"): (9, 0), ("Blood", "Not coded"): (0, 9)})
    assert result.term == ("Anaemia", "Neutropenia", "Rash")


def test_an_arm_of_nobody_is_not_screened() -> None:
    result = screened({key: (0, people[1]) for key, people in TERMS.items()}, (0, 40))
    assert set(result.compared[PAIR].says) == {UNKNOWN}
    assert result.table()[f"{PAIR}: ratio"].isna().all()
    assert result.flagged(PAIR) == ()


def test_each_two_arms_are_screened_over_the_same_rows() -> None:
    """Rash is in C alone: a row of B − A too, without a ratio."""
    result = screened({("Blood", "Anaemia"): (1, 1, 30), ("Skin", "Rash"): (0, 0, 2)}, (40, 40, 40))
    assert list(result.compared) == ["B − A", "C − A", "C − B"]
    assert len(result.flagged("C − A")) == 1
    assert np.isnan(result.compared["B − A"].ratio[1])


def test_one_arm_and_no_terms_compare_nothing() -> None:
    assert screened({("Blood", "Anaemia"): (3,)}, (40,)).compared == {}
    assert len(screened({}).table()) == 0
