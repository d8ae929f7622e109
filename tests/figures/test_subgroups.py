"""Groups known at entry, drawn: planned ones with intervals, others marked exploratory."""

import numpy as np
import pandas as pd
import pytest

from dashboard.figures.subgroups import subgroups as draw
from dashboard.stats.subgroups import subgroups
from tests.figures.drawn import AB, annotations, followed, foreign_colours, is_plotly


def drawn(planned: bool, rows: int = 80):
    level = np.array(["MATCHED SIBLING", "HAPLOIDENTICAL"] * rows, dtype=object)[:rows]
    given = followed(AB, rows)
    level = np.sort(level)
    return draw(subgroups(**given, level=level, causes=("Relapse", "Death"), planned=planned), measure="Relapse")


def bars(figure) -> list[str]:
    return [trace["name"] for trace in figure.plot["data"] if "error_x" in trace]


def test_planned_groups_have_intervals_and_differences() -> None:
    figure = drawn(planned=True)
    assert is_plotly(figure)
    assert not foreign_colours(figure)
    assert bars(figure) == ["A", "B", "B − A"]
    assert figure.foot.endswith("Planned stratum")
    assert "Exploratory" not in figure.alt


def test_an_interval_that_is_one_arms_alone_is_explained_where_it_is_drawn() -> None:
    """Of each group's A one of five relapses, of B nobody."""
    given = {"arm": np.repeat([0, 1], 10), "days": np.full(20, 400), "cause": np.zeros(20, dtype=int)}
    given["days"][[0, 5]], given["cause"][[0, 5]] = 50, 1
    arm = pd.Categorical.from_codes(given.pop("arm"), list(AB))
    level = np.array((["x"] * 5 + ["y"] * 5) * 2, dtype=object)
    for planned in (True, False):
        result = subgroups(arm, **given, level=level, causes=("Relapse",), planned=planned)
        assert ("‡ nobody, or everybody, of one arm" in draw(result, measure="Relapse").foot) == planned


def test_exploratory_groups_have_neither_and_say_so_everywhere() -> None:
    figure = drawn(planned=False)
    assert bars(figure) == []
    assert [trace["name"] for trace in figure.plot["data"]] == ["A", "B"]
    assert figure.alt.startswith("Exploratory: Relapse at day")
    assert figure.foot.endswith("Exploratory, not planned: no intervals")
    assert any(note["text"].startswith("Exploratory: ") for note in annotations(figure))
    assert "(" not in figure.alt


def test_capitals_of_the_source_are_written_as_words() -> None:
    words = {note["text"] for note in annotations(drawn(planned=True))}
    assert {"Haploidentical", "Matched sibling"} <= words


@pytest.mark.parametrize("planned", [True, False])
@pytest.mark.parametrize("rows", [0, 1, 8])
def test_hardly_anybody_is_no_error(rows: int, planned: bool) -> None:
    figure = drawn(planned, rows)
    assert is_plotly(figure)
    assert "nan" not in f"{figure.alt}{figure.foot}"
