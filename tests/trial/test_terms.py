"""Which texts are one term."""

import unicodedata

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.trial.terms import folded, holds, same

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


@pytest.mark.parametrize(
    ("word", "text"),
    [
        ("Drug (high)", "After Drug (high) in May"),
        ("実薬", "実薬投与後の感染"),
        ("CRS", "ＣＲＳ, grade 3"),
        ("crs", "CRS3"),
        ("Cytokine release syndrome", "Cytokine\u00a0release  syndromes"),
        ("ICANS", "IC\u00adANS"),
        ("P", "Arm p"),
        ("P", "P群"),
    ],
)
def test_a_text_holds_a_word_however_it_is_spelled(word: str, text: str) -> None:
    assert holds(text, ("another", word))


@pytest.mark.parametrize("text", ["Pregnancy", "Sepsis", "pp", ""])
def test_a_letter_is_no_word_within_another(text: str) -> None:
    assert not holds(text, ("P",))


def test_no_words_are_held_by_nothing() -> None:
    assert not holds("CRS", ())
