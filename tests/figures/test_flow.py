"""The flow of participants as boxes that do not overlap, and as a table."""

import pytest

from dashboard.figures import flow as figures
from dashboard.stats.flow import Flow, Step

ONE = Flow({"All participants": 5}, (Step("Relapsed", {"All participants": 2}),), None, ())
TWO = Flow(
    {"A": 4, "B": 0},
    (
        Step("Died", {"A": 3, "B": 0}, (("RELAPSE & <B>", {"A": 3, "B": 0}),)),
        Step("Alive and followed", {"A": 1, "B": 0}),
    ),
    9,
    (("Failed", "A very long reason that takes more than a line of a box", 4), ("Waiting", "", 1)),
)


@pytest.mark.parametrize("result", [ONE, TWO])
def test_no_box_overlaps_another(result: Flow) -> None:
    boxes = [s for s in figures.boxes(result).plot["layout"]["shapes"] if s["type"] == "rect"]
    assert boxes
    for at, one in enumerate(boxes):
        assert one["y1"] < one["y0"]
        for other in boxes[at + 1 :]:
            beside = one["x1"] <= other["x0"] or other["x1"] <= one["x0"]
            assert beside or other["y0"] < one["y1"]


def test_every_number_stands_in_the_drawing_and_in_its_words() -> None:
    drawn = figures.boxes(TWO)
    texts = [note["text"] for note in drawn.plot["layout"]["annotations"]]
    assert "<b>Screened</b><br>n = 9" in texts
    assert any(
        text.startswith("<b>Not randomised</b><br>n = 5 so far") and text.endswith("<br>Waiting: 1") for text in texts
    )
    assert "<b>Died</b><br>3 / 4 (75%)<br>RELAPSE &amp; &lt;B&gt;: 3" in texts
    assert "<b>Died</b><br>0" in texts  # nobody randomised to B: no percentage
    assert drawn.alt == (
        "Screened 9. Randomised 4; A 4: died 3, alive and followed 1; B 0: died 0, alive and followed 0."
    )
    assert figures.boxes(ONE).alt == "Randomised 5; relapsed 2."


def test_a_number_is_never_alone_on_a_line() -> None:
    reasons = (("Infection or cytopenia", {"A": 2, "B": 0}),)
    drawn = figures.boxes(Flow({"A": 4, "B": 0}, (Step("Stopped early", {"A": 2, "B": 0}, reasons),), None, ()))
    texts = [note["text"] for note in drawn.plot["layout"]["annotations"]]
    assert "<b>Stopped early</b><br>2 / 4 (50%)<br>Infection or<br>cytopenia: 2" in texts


def test_a_reason_stands_under_its_step_in_the_table() -> None:
    table = figures.table(TWO)
    assert table.levels == (0, 1, 0)
    assert table.rows[1][:2] == ("RELAPSE & <B>", "3 / 4 (75%)")
    assert [column.title for column in table.columns] == ["At the cut-off", "A, N = 4", "B, N = 0"]
