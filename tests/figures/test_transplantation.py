"""Curves from transplantation say on what they are conditional."""

import numpy as np
import pandas as pd
import pytest

from dashboard.figures import transplantation
from dashboard.stats.transplantation import from_transplantation
from tests.figures.drawn import annotations, foreign_colours, is_plotly

CAUSES = ("Relapse", "Non-relapse mortality")


def late(rows: int):
    """`rows` in each of two arms, randomised on day 60 after transplantation and followed for 100 days or more."""
    arm = pd.Categorical(["A", "B"] * rows, categories=["A", "B"])
    many = np.arange(2 * rows)
    return from_transplantation(arm, np.full(2 * rows, 60), 160 + many, many % 3, CAUSES, (100, 180))


def test_the_heading_the_foot_and_the_table_name_the_day() -> None:
    figure = transplantation.incidence(late(12), cause="Relapse", together=CAUSES)
    given = "given alive and relapse-free at day 60"
    assert annotations(figure)[0]["text"] == f"Relapse, %, {given}"
    assert "after transplantation" in figure.alt
    assert transplantation.read_off(late(12)).foot.startswith("Given alive and relapse-free at day 60")
    assert is_plotly(figure)
    assert not foreign_colours(figure)


def test_the_curve_begins_on_that_day() -> None:
    lines = [t for t in transplantation.incidence(late(12), cause="Relapse").plot["data"] if "hovertemplate" in t]
    assert {line["x"][0] for line in lines} == {60}


@pytest.mark.parametrize("rows", [0, 1, 9])
def test_too_few_are_blank_and_no_error(rows: int) -> None:
    figure = transplantation.incidence(late(rows), cause="Relapse")
    assert is_plotly(figure)
    assert "nan" not in f"{figure.alt}{figure.foot}{figure.plot}"
    assert {row[1] for row in transplantation.read_off(late(rows)).rows} == {"–"}
