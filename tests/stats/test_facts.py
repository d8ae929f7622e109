"""Facts of a definition."""

from dashboard.stats.facts import facts


def test_a_fact_without_text_is_left_out() -> None:
    found = facts(rows=(("Window", "100 days"), ("Looks", ""), ("Counting", "exposure")))
    assert found.table().to_numpy().tolist() == [["Window", "100 days"], ["Counting", "exposure"]]


def test_no_facts_are_an_empty_table_with_its_columns() -> None:
    assert list(facts(rows=()).table().columns) == ["What", "As defined"]
