"""What stands on more than the extract says so in a sentence, a drawing and a table."""

from typing import Any

from dashboard.figures.kinds import Column, Figure, Sentence, Table
from dashboard.figures.supposed import marked
from dashboard.stats.arms import ByArm
from dashboard.stats.stopping.typed import Supposed

MARK = "With 2 events that are not in the extract"


def sentence(result: ByArm[Any]) -> Sentence:
    """How many arms there are."""
    return Sentence(f"{len(result.results)} arms.")


def drawing(result: ByArm[Any]) -> Figure:
    return Figure({"data": [], "layout": {"annotations": [{"text": "Events"}]}}, "Not met.", "Below")


def table(result: ByArm[Any]) -> Table:
    return Table((Column("n"),), (("1",),))


def supposed(events: int) -> Supposed[Any]:
    extract: ByArm[Any] = ByArm({"A": None})
    return Supposed(extract.results if not events else {"A": None, "B": None}, extract, events)


def test_a_sentence_tells_both() -> None:
    assert marked(sentence)(supposed(2)) == Sentence(f"{MARK} – 2 arms. In the extract alone – 1 arms.")


def test_a_drawing_is_marked_for_those_who_see_it_and_those_who_do_not() -> None:
    drawn = marked(drawing)(supposed(2))
    assert isinstance(drawn, Figure)
    assert drawn.alt == f"{MARK}: Not met."
    assert drawn.foot == f"{MARK}.\nBelow"
    assert [MARK in each["text"] for each in drawn.plot["layout"]["annotations"]] == [False, True]
    assert len(drawing(supposed(2)).plot["layout"]["annotations"]) == 1


def test_a_table_is_marked_below() -> None:
    drawn = marked(table)(supposed(2))
    assert isinstance(drawn, Table)
    assert drawn.foot == f"{MARK}."


def test_the_extract_alone_is_drawn_as_it_is() -> None:
    for figure in (sentence, drawing, table):
        assert marked(figure)(supposed(0)) == figure(supposed(0))


def test_the_page_still_knows_what_is_drawn() -> None:
    assert marked(sentence).__annotations__["return"] in (Sentence, "Sentence")
    assert marked(sentence).__doc__ == "How many arms there are."
