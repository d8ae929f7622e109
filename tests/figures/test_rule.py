"""A rule's tables."""

from dashboard.figures import rule as figures
from dashboard.stats.stopping import design
from dashboard.stats.stopping.design import Design
from dashboard.stats.stopping.promise import promise
from dashboard.stats.stopping.rules.poisson_sprt import PoissonSprt
from dashboard.stats.stopping.rules.sprt import Sprt

NRM = Design("Guideline", "sprt", 0.05, 0.15, 0.10, 80)
PUBLISHED = {
    "2": "2–5",
    "3": "6–15",
    "4": "16–26",
    "5": "27–37",
    "6": "38–48",
    "7": "49–59",
    "8": "60–70",
    "9": "71–80",
}
"""The NRM guideline of the demo trial as tabulated with its design (domain/disease.md, section 7)."""


def test_the_boundary_is_the_published_one() -> None:
    assert figures.boundary(design.boundaries((NRM,))).rows == tuple(PUBLISHED.items())


def test_of_exposure_the_boundary_is_in_windows() -> None:
    table = figures.boundary(design.boundaries((Design("Guideline", "poisson_sprt", 0.05, 0.15, 0.10, 80),)))
    assert table.columns[1].title == "In windows of follow-up"
    assert all("." in amount for _, amount in table.rows)


def test_the_published_error_and_power_stand_beside_the_simulated_ones() -> None:
    """Type I error .099, power .92, 29 participants expected at p1 (domain/disease.md, section 7)."""
    table = figures.promise(promise(rule=Sprt(0.05, 0.15, 0.10, 80), window=100, per_month=2.0))
    first, _, last = table.rows
    assert (first[0], first[1]) == ("p0 = 5%", "9.9%")
    assert (last[0], last[1][:2], last[2][:2]) == ("p1 = 15%", "92", "28")
    assert "(Monte Carlo error)" in table.columns[-1].title
    assert all(row[-1].endswith(")") for row in table.rows)
    assert "seed" in table.foot


def test_without_a_simulation_there_is_no_column_and_no_foot_of_it() -> None:
    table = figures.promise(promise(rule=Sprt(0.05, 0.15, 0.10, 80), window=100))
    assert len(table.columns) == 4
    assert table.foot == ""


def test_of_exposure_the_exact_chance_is_for_a_constant_rate() -> None:
    found = promise(rule=PoissonSprt(0.05, 0.15, 0.10, 80), window=100, counting="exposure")
    titles = [column.title for column in figures.promise(found).columns]
    assert "Chance that it is met, constant rate, exact" in titles
    assert "Expected windows of follow-up" in titles
