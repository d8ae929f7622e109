"""Kaplan–Meier of three public studies: at risk, rate, median, range, hazard ratio and differences between arms.

What differs by definition: limits of a rate are log(−log) ones here and Greenwood's plain ones in two of the tables;
there they are made of the standard error that our table has beside them. Not compared: p-values, which no panel shows,
quartiles, and the limits of the pilot study's medians, which are of another transformation.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from tests.pages.published.study import PUBLIC, Study, published

pytestmark = PUBLIC

ARMS = ("A: Drug X", "B: Placebo", "C: Combination")
PILOT = ("Placebo", "Xanomeline High Dose", "Xanomeline Low Dose")
DAYS = {"6 Months": 182, "6 MONTHS": 182, "12 Months": 365, "29": 29, "59": 59, "119": 119}
NUMBER = re.compile(r"-?\d+(?:\.\d+)?|N[AE]")


@dataclass(frozen=True)
class Curves:
    """The tables of one endpoint. `plain`: limits are Greenwood's; a printed time is (days + `first_day`) / `unit`.

    A printed difference is that arm minus `reference`, or the other way around where it is `turned`.
    """

    of: Study
    endpoint: str
    plain: bool
    unit: float = 30.4375
    first_day: int = 0
    reference: str = ARMS[0]
    turned: bool = False

    def found(self, section: str, row: str, arm: str) -> list[float] | None:
        """Our numbers in the place of a published cell; None where we have none."""
        letter, first = self.of.letters[arm], self.of.letters[self.reference]
        if section in DAYS:
            return self.at(DAYS[section], row, letter, first)
        if section == "Unstratified Analysis":
            return None if row.startswith("p-value") else self.ratio(row, first, letter)
        follow_up = self.row("follow-up", Arm=letter)
        events, n = follow_up["Events"], follow_up["Participants"]
        median = self.row("landmarks", Arm=letter, Measure="Median (days)")
        found = {
            "Patients with event (%)": [events, 100 * events / n],
            "Patients without event (%)": [n - events, 100 * (n - events) / n],
            "Death": [events],
            "Median": self.times(median["Estimate"]),
            "95% CI": self.times(median["Lower 95%"], median["Upper 95%"]),
            "Range": self.times(follow_up["Shortest (days)"], follow_up["Longest (days)"]),
        }
        return found.get(row)

    def at(self, day: int, row: str, letter: str, first: str) -> list[float] | None:
        if row.startswith("Difference"):
            later, earlier = max(letter, first), min(letter, first)
            sign = 1 if (later == letter) != self.turned else -1
            found = self.row("landmarks", Arm=f"{later} − {earlier}", Day=day)
            limits = sorted(sign * 100 * found[name] for name in ("Lower 95%", "Upper 95%"))
            return limits if row.endswith("CI") else [sign * 100 * found["Estimate"]]
        found = self.row("landmarks", Arm=letter, Day=day)
        estimate, reach = found["Estimate"], 1.959964 * found["Standard error"]
        limits = [estimate - reach, estimate + reach] if self.plain else [found["Lower 95%"], found["Upper 95%"]]
        return {
            "Patients remaining at risk": [found["At risk"]],
            "Event Free Rate (%)": [100 * estimate],
            "95% CI": [100 * limit for limit in limits],
        }.get(row)

    def ratio(self, row: str, first: str, letter: str) -> list[float]:
        later, earlier = max(letter, first), min(letter, first)
        found = self.row("ratios", Arms=f"{later} − {earlier}", Comparison="Hazard ratio (later / earlier arm)")
        names = ["Value"] if row == "Hazard Ratio" else ["Lower 95%", "Upper 95%"]
        return sorted(found[name] ** (1 if later == letter else -1) for name in names)

    def times(self, *days: float) -> list[float]:
        return [(day + self.first_day) / self.unit for day in days]

    def row(self, panel: str, **where: object) -> pd.Series:
        table = self.of.table(self.endpoint, panel)
        return table[np.logical_and.reduce([table[name] == value for name, value in where.items()])].iloc[0]


def printed(cell: str) -> Iterator[tuple[float, float]]:
    """The numbers of a cell, each with half of its last digit; NaN for what could not be estimated."""
    for number in NUMBER.findall(re.sub(r"\{\d\}", "", cell)):
        if number.startswith("N"):
            yield np.nan, 0
        else:
            yield float(number), 0.5 * 10 ** -len(number.partition(".")[2])


def compared(curves: Curves, name: str, arms: tuple[str, ...]) -> int:
    """How many printed numbers were held to ours; fails at the first that is another one."""
    count = 0
    for row in published(name):
        for arm in arms:
            ours = curves.found(row["section"], row["row"], arm) if row[arm] else None
            if ours is None:
                continue
            theirs = list(printed(row[arm]))
            assert len(ours) == len(theirs), (row, arm)
            for mine, (number, half) in zip(ours, theirs, strict=True):
                assert np.isclose(mine, number, rtol=0, atol=half + 1e-6, equal_nan=True), (row, arm, mine)
                count += 1
    return count


def test_overall_survival_of_random_cdisc(random_cdisc: Study) -> None:
    assert compared(Curves(random_cdisc, "os", plain=True), "random_cdisc_ttet01", ARMS) == 72


def test_progression_free_survival_of_chevron(chevron: Study) -> None:
    assert compared(Curves(chevron, "pfs", plain=False), "chevron_ttet01", ARMS) == 51


def test_dermatologic_events_of_the_pilot(pilot: Study) -> None:
    """The study's day 1 is our day 0."""
    curves = Curves(pilot, "dermatologic", plain=True, unit=1, first_day=1, reference="Placebo", turned=True)
    assert compared(curves, "pilot_survival", PILOT) == 57
