"""Treatment, infections and laboratory values of the demonstration, counted again from its source files with loops.

Definitions as in `recount`. The limits of CTCAE v5.0 are written out here once more, for the tests that are graded by
absolute limits or by multiples of the upper limit of normal and of baseline.
"""

from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import pytest
from scipy.stats import binom

from dashboard.access.door import Door
from dashboard.extract import keys
from dashboard.settings import ROOT, Settings
from dashboard.trial.load import load
from tests.conftest import SIDES
from tests.independent import recount

DAY_OF_END = recount.TRIAL["adverse_events"]["collection_days"]
WHOLE = 22.4
"""Infusion days of a complete cycle: 80% of 28."""
BELOW = {"ANC": (1.0, 0.5), "LYMPH": (0.5, 0.2), "HGB": (80.0,), "PLT": (50.0, 25.0)}
"""Grades 3 and 4 below so much; haemoglobin has no grade 4 of the value alone."""
ABOVE = {"ALT": (5, 20), "AST": (5, 20), "BILI": (3, 10), "CREAT": (3, 6)}
"""Grades 3 and 4 above so many times the upper limit of normal; creatinine: grade 3 above 3 times the baseline too."""


@pytest.fixture(scope="module")
def folder(demo: Settings) -> Path:
    extract = Path(demo.extract)
    return extract.parents[1] / "source" / extract.name


@pytest.fixture(scope="module")
def source(folder: Path) -> recount.Source:
    return recount.Source(folder, date.fromisoformat(folder.name))


@pytest.fixture(scope="module")
def letters(demo: Settings) -> dict[str, str]:
    """The letter of each arm by its name in the source."""
    return keys.letters(Path(demo.keys), load(ROOT / "data" / "trial.toml"))


def ask(door: Door, page: str, panel: str, **chosen: str) -> Any:
    """What a panel of the unblinded side says."""
    (found,) = (item for item in SIDES["unblinded"].pages(door.trial) if item.name == page)
    values: dict[str, Any] = found.chosen(chosen)
    return found.panel(panel).result(door, **values)


def treated(source: recount.Source) -> list[recount.Person]:
    return [person for person in source.people.values() if person.arm == "BLINATUMOMAB"]


def test_days_from_transplantation_to_the_first_cycle(
    doors: dict[str, Door], source: recount.Source, letters: dict[str, str]
) -> None:
    transplanted = {row["USUBJID"]: recount.day(row["HSCTDT"]) for row in source.adsl}
    days = []
    for row in source.adex:
        start, before = recount.day(row["ASTDT"]), transplanted[row["USUBJID"]]
        if (row["PARAMCD"], int(row["ACYCLE"])) == ("CYCLE", 1) and start and before and start <= source.cut:
            days.append((start - before).days)
    found = ask(doors["unblinded"], "cycles", "delivered").spreads[letters["BLINATUMOMAB"], "interval", 1]
    assert (found.n, found.middle, found.least, found.most) == (len(days), median(days), min(days), max(days))


def test_completion_of_all_cycles_with_its_exact_interval(
    doors: dict[str, Door], source: recount.Source, letters: dict[str, str]
) -> None:
    """At a limit of Clopper and Pearson's interval, so many or more (or so few or fewer) have a chance of 2.5%."""
    cycles = recount.TRIAL["schedule"]["cycles"]
    due = [person for person in treated(source) if recount.due(person, cycles, source.cut)]
    begun = [person for person in due if recount.infusion_days(source, person.name, 1)]
    full = [
        person
        for person in begun
        if all(recount.infusion_days(source, person.name, cycle) >= WHOLE for cycle in range(1, cycles + 1))
    ]
    found = ask(doors["unblinded"], "cycles", "completion").found
    for basis, of in (("randomised", due), ("started", begun)):
        said = found[letters["BLINATUMOMAB"], basis]
        assert (said.x, said.n) == (len(full), len(of))
        assert binom.sf(said.x - 1, said.n, said.lower) == pytest.approx(0.025)
        assert binom.cdf(said.x, said.n, said.upper) == pytest.approx(0.025)


def test_infections_by_kind_per_hundred_days(
    doors: dict[str, Door], source: recount.Source, letters: dict[str, str]
) -> None:
    """Events over the days from randomisation to death, last contact, end of collection or cut-off, both included."""
    (group,) = (item for item in recount.TRIAL["special_interest"] if item["name"] == "infections")
    kinds = {kind["title"]: set(kind["terms"]) for kind in group["kinds"]}
    contact = {row["USUBJID"]: recount.day(row["LSTALVDT"]) for row in source.adsl}
    found = ask(doors["unblinded"], "special-interest", "events")
    titles = [title for title, _ in found.rows]
    for arm, letter in letters.items():
        people = {person.name: person for person in source.people.values() if person.arm == arm}
        days = 0
        for person in people.values():
            last = person.died or contact[person.name] or source.cut
            days += (min(last, source.cut, person.entered + timedelta(DAY_OF_END)) - person.entered).days + 1
        events = [e for e in recount.emergent(source) if e.name in people and e.soc in group["soc"]]
        for title, terms in {"Infections": {e.term for e in events}, **kinds}.items():
            rate = found.arms[letter][titles.index(title)].by_days.rate
            assert float(rate) == pytest.approx(100 * sum(e.term in terms for e in events) / days)


Value = tuple[float, float]
"""A value and its upper limit of normal."""


def measured(folder: Path, cut: date) -> list[tuple[str, str, float, float, date]]:
    """Participant, test, value, upper limit and date of every result known, in order of dates."""
    with duckdb.connect() as database:
        rows = database.read_parquet(str(folder / "adlb.parquet")).order("ADT").fetchall()
    whole = [(name, test, value, upper, on) for name, test, _, value, _, _, upper, on, _ in rows]
    return [row for row in whole if row[4] <= cut]


def steps(test: str, values: list[Value], baseline: Value | None) -> int:
    """0 below grade 3, 1 for grade 3, 2 for grade 4: the worst of the values; `baseline` is None for that value."""
    if test in BELOW:
        return sum(min(value for value, _ in values) < limit for limit in BELOW[test])
    multiples = max(value / upper for value, upper in values)
    if baseline is not None and test == "CREAT" and max(values)[0] > 3 * baseline[0]:
        return max(1, sum(multiples > limit for limit in ABOVE[test]))
    if baseline is not None and test != "CREAT" and baseline[0] > baseline[1]:
        multiples = max(values)[0] / baseline[0]
    return sum(multiples > limit for limit in ABOVE[test])


def test_severe_laboratory_values(
    doors: dict[str, Door], source: recount.Source, letters: dict[str, str], folder: Path
) -> None:
    before: dict[tuple[str, str], Value] = {}
    after: dict[tuple[str, str], list[Value]] = {}
    for name, test, value, upper, on in measured(folder, source.cut):
        if name in source.people and test in (*BELOW, *ABOVE):
            if on <= source.people[name].entered:
                before[name, test] = (value, upper)
            else:
                after.setdefault((name, test), []).append((value, upper))
    found = ask(doors["unblinded"], "labs", "severe")
    for arm, letter in letters.items():
        at = found.arms.index(letter)
        for row, test in enumerate(found.tests):
            mine = [name for name, person in source.people.items() if person.arm == arm and (name, test) in after]
            hit = 0
            for name in mine:
                start = before[name, test]
                of_baseline = test in ("ALT", "AST", "BILI") and start[0] > start[1]  # then any grade is worse than it
                hit += steps(test, after[name, test], start) > (0 if of_baseline else steps(test, [start], None))
            assert (found.graded[row, at], found.severe[row, at]) == (len(mine), hit), (test, letter)
