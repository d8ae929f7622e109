"""Which texts are one term."""

import unicodedata

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.trial.terms import folded, same

DECOMPOSED = unicodedata.normalize("NFD", "サイトカイン放出症候群グ")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cough", "COUGH"),
        ("Cough", "Ｃｏｕｇｈ"),
        ("Cytokine release syndrome", " Cytokine\u00a0 release\tsyndrome\n"),
        ("Cough", "Co\u00adu\u200bgh\ufeff"),
        ("サイトカイン放出症候群グ", DECOMPOSED),
        ("ｻｲﾄｶｲﾝ", "サイトカイン"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
    ],
)
def test_spellings_of_one_term(one: str, other: str) -> None:
    assert one != other
    assert same(one) == same(other)


@pytest.mark.parametrize(
    ("one", "other"), [("贫血", "貧血"), ("Nausea", "Nauseas"), ("Grade 1", "Grade 2"), ("か", "が")]
)
def test_other_terms_stay_apart(one: str, other: str) -> None:
    assert same(one) != same(other)


@settings(max_examples=40)
@given(st.lists(st.text(st.characters(exclude_categories=("Cs", "Cc"))).map(str.strip), min_size=20, max_size=20))
def test_what_the_definition_says_is_compared_as_the_database_lowers_it(texts: list[str]) -> None:
    rows = duckdb.execute("select lower(trim(unnest($texts)))", {"texts": [*texts, "İNFÜZYON", "ΣΊΣΥΦΟΣ"]}).fetchall()
    assert [row[0] for row in rows] == [folded(text) for text in [*texts, "İNFÜZYON", "ΣΊΣΥΦΟΣ"]]
