"""Deaths as tables to read."""

from dashboard.figures import deaths as figures
from dashboard.stats.deaths import causes, listed
from tests.stats.test_deaths import THREE, columns, death


def test_causes_stand_indented_with_their_share_of_the_arm() -> None:
    """2 of 40 are 5%, 1 of 42 is 2.4%, rounded 2%."""
    table = figures.causes(causes(**THREE))
    assert [column.title for column in table.columns] == ["Deaths", "A, N = 40", "B, N = 42"]
    assert table.levels[:3] == (0, 1, 2)
    assert table.rows[0] == ("Deaths from any cause", "2 / 40 (5%)", "1 / 42 (2%)")
    assert table.rows[2] == ("Infection", "1 / 40 (3%)", "0 / 42 (0%)")


def test_the_answer_counts_all_deaths_then_those_without_and_after_relapse() -> None:
    said = figures.answer(causes(**THREE)).text
    assert said.startswith("Deaths from any cause: A 2 / 40 (5%), B 1 / 42 (2%); no relapse before (NRM): A ")
    assert "; after relapse: A " in said
    none = causes(**columns(death("A", None, None), death("B", None, None)))
    assert figures.answer(none).text == "No deaths so far among 82."


def test_attribution_stands_beside_each_arm_in_the_words_of_the_source() -> None:
    table = figures.causes(causes(attributed=True, **THREE))
    assert [column.arm for column in table.columns] == ["", "A", "A", "A", "A", "B", "B", "B", "B"]
    assert table.rows[0] == ("Deaths from any cause", "2 / 40 (5%)", "1", "0", "1", "1 / 42 (2%)", "0", "1", "0")


def test_each_death_is_a_row_and_nobody_is_said_with_the_size() -> None:
    assert len(figures.listed(listed(**THREE)).rows) == 3
    none = figures.listed(listed(**columns(death("A", None, None), death("B", None, None))))
    assert (none.rows, none.empty) == ((), "No deaths so far among 82")


def test_what_is_not_known_is_a_dash() -> None:
    table = figures.listed(listed(**columns(death("A"))))
    cells = dict(zip((column.title for column in table.columns), table.rows[0], strict=True))
    assert cells["Days from randomisation"] == "20"
    assert {cells[name] for name in ("From transplantation", "Recorded cause", "Adjudication")} == {"–"}
