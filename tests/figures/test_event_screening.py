"""Screened terms as a sentence and a table."""

from dashboard.figures import event_screening as figures
from dashboard.figures.kinds import Lead
from tests.stats.test_event_screening import TERMS, screened


def test_the_sentence_says_how_many_of_how_many_and_that_it_is_no_proof() -> None:
    said = figures.answer(screened(TERMS)).text
    assert said == (
        "1 of 3 terms is flagged at a false discovery rate of 10%: Anaemia (A 2 of 40, B 20 of 40). "
        "Screening, not proof."
    )


def test_no_flag_is_not_called_alike() -> None:
    said = figures.answer(screened(TERMS, rate=0.00001)).text
    assert said.startswith("None of 3 terms is flagged at a false discovery rate of 0.001%, which does not show that")


def test_many_flags_are_cut_short_and_counted() -> None:
    many = {("Blood", f"Term {at}"): (0, 20 + at) for at in range(9)}
    assert "9 of 9 terms are flagged" in figures.answer(screened(many)).text
    assert figures.answer(screened(many)).text.endswith("and 3 more. Screening, not proof.")


def test_an_arm_of_nobody_and_no_terms_are_said() -> None:
    empty = screened({key: (0, people[1]) for key, people in TERMS.items()}, (0, 40))
    assert figures.answer(empty).text == "Terms are not screened: an arm has nobody. Screening, not proof."
    assert figures.answer(screened({})).text == "No coded terms so far among 80."
    assert "no difference: nobody in A" in figures.terms(empty).foot


def test_the_table_says_by_class_whether_it_was_looked_into() -> None:
    table = figures.terms(screened(TERMS), leads_to="events-of-a-term")
    assert [column.title for column in table.columns[3:]] == [
        "B − A, points (95% interval)",
        "B / A, ratio",
        "B / A, shrunken ratio (95% interval)",
        "B − A, screening",
    ]
    assert [row[0] for row in table.rows] == ["Blood", "Anaemia", "Neutropenia", "Skin", "Rash"]
    assert [row[-1] for row in table.rows] == [
        "class looked into", "flagged", "not flagged", "class not looked into", "not flagged",
    ]  # fmt: skip
    assert (*table.rows[1][1:3], table.rows[1][4]) == ("2 (5.0%)", "20 (50.0%)", "10.00")
    assert table.rows[1][3].startswith("45.0 (")
    assert table.levels == (0, 1, 1, 0, 1)
    assert table.leads[:2] == (None, Lead("events-of-a-term", {"event": "Anaemia", "system": "Blood"}))
    assert "Screening, not proof." in table.foot


def test_adjusted_p_is_a_column_only_where_it_may_stand() -> None:
    titles = [[column.title for column in figures.terms(screened(TERMS, with_p=with_p)).columns] for with_p in (0, 1)]
    assert titles[1] == [*titles[0], "B − A, adjusted p"]
    assert [row[-1] for row in figures.terms(screened(TERMS, with_p=True)).rows][2:] == ["1.000", "", "–"]
