"""What the panels say against a second count of the same source files, in several trials and at a late delivery.

`recount` reads the delivered files and counts with loops; here its numbers are laid beside those a reader sees, by
arm on the unblinded side and all together on the others. In the late delivery the data were taken three months
after the cut-off, so that there is something to leave out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from fractions import Fraction
from statistics import median
from typing import Any

import pandas as pd
import pytest

from dashboard.access.door import Door
from dashboard.extract import keys
from dashboard.extract.demo import write
from dashboard.extract.lock import lock
from dashboard.pages.page import Panel
from dashboard.settings import ROOT, Settings
from dashboard.trial.load import load
from tests.conftest import SIDES
from tests.independent import recount

CUT = date(2026, 1, 15)
LATE = date(2026, 4, 15)
CASES = {name: (name, CUT) for name in "ABCE"} | {"A late": ("A", LATE), "B late": ("B", LATE)}
EVERYBODY = "All participants"
SHOWN = [item["name"] for item in recount.TRIAL["endpoints"] if not item.get("arm_revealing")]


@dataclass(frozen=True)
class Case:
    """A locked source: its second count, a door per side, and the letter of each arm."""

    source: Any
    doors: dict[str, Door]
    letters: dict[str, str]

    def ask(self, side: str, page: str, panel: str, **chosen: str) -> Any:
        """What a panel of a side says."""
        (found,) = (item for item in SIDES[side].pages(self.doors[side].trial) if item.name == page)
        asked: Panel = found.panel(panel)
        return asked.result(self.doors[side], **found.chosen(chosen))

    def groups(self, side: str) -> dict[str, str | None]:
        """The arms of a side, each with the source's name; None is all participants."""
        if side == "unblinded":
            return {letter: arm for arm, letter in self.letters.items()}
        return {EVERYBODY: None}

    def people(self, arm: str | None) -> list[Any]:
        """The randomised participants of an arm, or all."""
        return [person for person in self.source.people.values() if arm in (None, person.arm)]

    def times(self, endpoint: str, arm: str | None) -> list[Any]:
        """The first events of an arm's participants, or of all."""
        return [row for row in recount.times(self.source, endpoint) if arm in (None, row.arm)]


@pytest.fixture(scope="module", params=CASES, ids=lambda name: name.replace(" ", "-"))
def case(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Case:
    """One delivery, locked in a folder of its own."""
    scenario, delivered = CASES[request.param]
    base = tmp_path_factory.mktemp("recount")
    trial = load(ROOT / "data" / "trial.toml")
    write.write(base / "source", cut_off=delivered, patients=160, scenario=scenario)
    keys.new(base / "keys")
    lock(base / "source", trial, CUT, base / "extract", base / "keys")
    settings = replace(Settings(), keys=str(base / "keys"))
    doors = {name: side.open(base / "extract", None, settings) for name, side in SIDES.items()}
    return Case(recount.Source(base / "source", CUT), doors, keys.letters(base / "keys", trial))


def arm_sides(case: Case) -> Iterator[tuple[str, str, str | None]]:
    for side in ("unblinded", "blinded"):
        for letter, arm in case.groups(side).items():
            yield side, letter, arm


def blank(value: object) -> bool:
    return value is None or bool(pd.isna(value))  # type: ignore[call-overload]


# Participants and enrolment


def test_every_arm_has_as_many_as_were_randomised(case: Case) -> None:
    for side in SIDES:
        asked = case.doors[side].ask("conduct/population", population="randomised")
        said = {str(arm): int(n) for arm, n in zip(asked["arm"], asked["n"], strict=True)}
        assert said == {letter: len(case.people(arm)) for letter, arm in case.groups(side).items()}


def test_accrual_of_every_month(case: Case) -> None:
    said = case.ask("conduct", "enrolment", "accrual").table()
    ours = recount.accrual(case.source)
    assert [datetime.strptime(month, "%b %Y").date() for month in said["Month"]] == [month for month, _ in ours]
    assert list(said["Randomised in month"]) == [count for _, count in ours]
    assert int(said["Randomised so far"].iloc[-1]) == len(case.source.people)
    plan = recount.TRIAL["accrual"]["plan"]
    assert list(said["Planned by then"]) == [plan[min(k, len(plan) - 1)] for k in range(len(ours))]


def test_screening_by_outcome_and_reason(case: Case) -> None:
    said = case.ask("conduct", "enrolment", "screening").table().fillna("")
    counted = zip(said["Outcome"], said["Reason"], said["Candidates"], strict=True)
    assert {(outcome, reason): int(n) for outcome, reason, n in counted} == recount.screening(case.source)


def test_visits_due_and_documented(case: Case) -> None:
    for side, page in (("unblinded", "completeness"), ("conduct", "follow-up")):
        said = case.ask(side, page, "visits").table()
        for letter, arm in case.groups(side).items():
            rows = said[said["Arm"] == letter]
            counted = zip(rows["Visit"], rows["Expected"].astype(int), rows["Documented"].astype(int), strict=True)
            assert list(counted) == recount.visits(case.source, case.people(arm)), (side, letter)


def test_completeness_by_arm(case: Case) -> None:
    said = case.ask("unblinded", "completeness", "by-arm").results
    for letter, arm in case.groups("unblinded").items():
        ours, found = recount.completeness(case.source, case.people(arm)), said[letter]
        assert (found.owed, found.overdue, found.events, found.pending) == ours[1:]
        assert (found.followed, found.longest) == (len(ours.waiting), ours.waiting[-1])
        assert found.quartiles[1] == median(ours.waiting)


def test_deaths(case: Case) -> None:
    said = case.ask("unblinded", "home", "deaths").table().set_index("Arm")["Deaths"]
    for letter, arm in case.groups("unblinded").items():
        assert int(said[letter]) == sum(person.died is not None for person in case.people(arm))


# Cycles


def test_cycles_by_arm(case: Case) -> None:
    said = case.ask("unblinded", "cycles", "counts").table()
    for arm in recount.TRIAL["arms"]:
        experimental = arm["role"] == "experimental"
        ours = recount.cycles(case.source, case.people(arm["source"]))
        rows = said[said["Arm"] == case.letters[arm["source"]]]
        found = [tuple(row) for row in rows[["Expected", "Started", "Completed"]].astype(int).to_numpy()]
        assert found == (ours if experimental else [(0, 0, 0)] * len(ours))


def test_cycles_of_all_together_are_expected_by_the_share_of_the_allocation(case: Case) -> None:
    """Outside the unblinded store nobody's arm enters what is expected; what began after its date is not hidden."""
    treated = [arm["source"] for arm in recount.TRIAL["arms"] if arm["role"] == "experimental"]
    experimental = [person for person in case.people(None) if person.arm in treated]
    share = Fraction(len(treated), len(recount.TRIAL["arms"]))
    everybody = [share * row.expected for row in recount.cycles(case.source, case.people(None))]
    given = recount.cycles(case.source, experimental)
    for side, page, panel in (("blinded", "cycles", "counts"), ("conduct", "follow-up", "cycles")):
        said = case.ask(side, page, panel).table()
        assert [Fraction(value) for value in said["Expected"]] == everybody, side
        counts = {"Started": [row.started for row in given], "Completed": [row.completed for row in given]}
        for column in [name for name in counts if name in said]:
            for shown, count in zip(said[column], counts[column], strict=True):
                assert blank(shown) if count < 5 else int(shown) == count, (side, column)
        assert ("Completed" in said) == (side == "blinded")


# Adverse events


def said_rows(said: Any, letter: str) -> dict[tuple[str, str, str], Any]:
    """The rows of a panel in which an arm has an event."""
    rows = {}
    for row in said.rows:
        cell = row.cells[letter]
        if cell.participants or cell.events:
            worst = {grade: n for grade, n in cell.grades.items() if n}
            rows[row.level, row.soc, row.term] = recount.Row(cell.participants, cell.events, worst)
    return rows


def shown(rows: dict[tuple[str, str, str], Any], side: str) -> dict[tuple[str, str, str], Any]:
    """Beside a letter the row of withheld terms is left out: by name they are compared below, in their class here."""
    return {place: row for place, row in rows.items() if side == "blinded" or place[2] != "Other term"}


@pytest.mark.parametrize("subset", ["any", "serious", "severe", "fatal"])
def test_adverse_events_in_every_row(case: Case, subset: str) -> None:
    events = [event for event in recount.emergent(case.source) if recount.SUBSETS[subset](event)]
    for side, letter, arm in arm_sides(case):
        for panel in ("table", "worst-grade"):
            said = case.ask(side, "adverse-events", panel, subset=subset)
            ours = recount.table(events, case.people(arm), by_name=False)
            assert shown(said_rows(said, letter), side) == shown(ours, side), (side, letter)
            assert said.n[letter] == len(case.people(arm))


@pytest.mark.parametrize("population", ["randomised", "treated"])
def test_adverse_events_by_their_own_names(case: Case, population: str) -> None:
    emergent = recount.emergent(case.source)
    for subset, belongs in recount.SUBSETS.items():
        said = case.ask("unblinded", "adverse-events-by-name", "table", subset=subset, population=population)
        for letter, arm in case.groups("unblinded").items():
            people = [person for person in case.people(arm) if person.treated or population == "randomised"]
            assert said.n[letter] == len(people)
            ours = recount.table(filter(belongs, emergent), people, by_name=True)
            assert said_rows(said, letter) == ours, (subset, letter)


def test_the_ladder(case: Case) -> None:
    events = recount.emergent(case.source)
    for side, letter, arm in arm_sides(case):
        names = {person.name for person in case.people(arm)}
        said = case.ask(side, "home", "ladder").counts
        for subset in ("any", "serious", "severe", "fatal"):
            ours = {event.name for event in events if recount.SUBSETS[subset](event)} & names
            assert said[subset][letter] == len(ours), (side, subset)


# Time to event


def asked_times(door: Door, endpoint: str, letter: str) -> list[tuple[int, int]]:
    rows = door.ask("efficacy/first_event", endpoint=endpoint, population="randomised")
    rows = rows[rows["arm"] == letter]
    return sorted(zip(rows["days"].astype(int), rows["cause"].astype(int), strict=True))


@pytest.mark.parametrize("endpoint", SHOWN)
def test_time_and_cause_of_every_participant(case: Case, endpoint: str) -> None:
    for letter, arm in case.groups("unblinded").items():
        ours = case.times(endpoint, arm)
        assert len({row.name for row in ours}) == len(ours) == len(case.people(arm))
        said = asked_times(case.doors["unblinded"], endpoint, letter)
        assert said == sorted((row.days, row.cause) for row in ours)


def held(found: pd.DataFrame, number: int, ours: Any) -> None:
    """A landmark's row of the panel against our reading of the curve."""
    row = found.iloc[number]
    assert int(row["At risk"]) == ours.at_risk
    assert int(row["Events by then"]) == ours.events
    if ours.value is None:
        assert blank(row["Estimate"])
    else:
        assert row["Estimate"] == pytest.approx(float(ours.value), abs=1e-12)


def of_endpoint(endpoint: str, panel: str) -> tuple[str, str]:
    """Page and panel of an endpoint's numbers: both kinds of GVHD share a page."""
    return ("gvhd", f"{endpoint}-{panel}") if endpoint.endswith("gvhd") else (endpoint, panel)


@pytest.mark.parametrize("endpoint", SHOWN)
def test_curves_at_the_landmarks(case: Case, endpoint: str) -> None:
    """Aalen–Johansen where causes compete, else Kaplan–Meier with its median."""
    block = recount.endpoint(endpoint)
    titles = [cause["title"] for cause in block["causes"]]
    landmarks = block.get("landmarks", recount.LANDMARKS)
    for side, letter, arm in arm_sides(case):
        if side == "blinded" and endpoint not in recount.TRIAL["charter"]["pooled_endpoints"]:
            continue
        said = case.ask(side, *of_endpoint(endpoint, "landmarks")).table()
        said = said[said["Arm"] == letter]
        rows = case.times(endpoint, arm)
        for number, day in enumerate(landmarks):
            ours = recount.incidence(rows, len(titles), day)
            if len(titles) == 1:
                held(said[said["Measure"] == "Survival"], number, ours[-1]._replace(events=ours[0].events))
                continue
            for title, landmark in zip([*titles, "Event-free"], ours, strict=True):
                held(said[said["Measure"] == title], number, landmark)
        if len(titles) == 1:
            (shown,) = said[said["Measure"] == "Median (days)"]["Estimate"]
            ours_median = recount.median(rows)
            assert blank(shown) if ours_median is None else shown == float(ours_median)


@pytest.mark.parametrize("endpoint", SHOWN)
def test_length_of_follow_up(case: Case, endpoint: str) -> None:
    said = case.ask("unblinded", *of_endpoint(endpoint, "follow-up")).table().set_index("Arm")
    for letter, arm in case.groups("unblinded").items():
        rows = case.times(endpoint, arm)
        ours = recount.median(rows, censoring=True)
        shown = said.loc[letter, "Median follow-up (days)"]
        assert blank(shown) if ours is None else shown == float(ours)
        assert said.loc[letter, "Shortest (days)"] == min(row.days for row in rows)
        assert said.loc[letter, "Longest (days)"] == max(row.days for row in rows)


# Guidelines


def judged(row: Any, ours: Any) -> None:
    """A line of the guideline's panel against our path."""
    assert int(row["Events"]) == ours.tite.now.events
    assert float(row["Evaluable"]) == pytest.approx(float(ours.tite.now.evaluable), abs=0.05 + 1e-9)
    assert int(row["Pending"]) == ours.pending
    assert int(row["of them past the window"]) == ours.past
    assert int(row["Complete window: events"]) == ours.complete.now.events
    assert int(row["Complete window: evaluable"]) == ours.complete.now.evaluable
    assert (row["Guideline"] == "met") == (ours.tite.met_on is not None), row["Guideline"]
    assert (row["Complete window: guideline"] == "met") == (ours.complete.met_on is not None)
    assert (row["Position"] == "now above") == ours.tite.met_now
    if ours.tite.met_on is not None:
        assert pd.Timestamp(row["Met on"]).date() == ours.tite.met_on
    elif blank(row["Met on"]) or not str(row["Met on"]).strip():
        fewest = [number for number in ours.to_boundary if number is not None]
        words = "none would do" if not fewest else "–".join(str(number) for number in sorted(set(fewest)))
        assert str(row["Events to boundary"]) == words


EXPERIMENTAL = {arm["source"] for arm in recount.TRIAL["arms"] if arm["role"] == "experimental"}


@pytest.mark.parametrize("guideline", recount.TRIAL["guidelines"], ids=lambda block: block["name"])
def test_guidelines_along_the_path(case: Case, guideline: dict[str, Any]) -> None:
    pooled, revealing = guideline.get("scope") == "pooled", guideline.get("arm_revealing", False)
    page = "arm-only-events" if revealing else "guidelines"
    for side in ("unblinded", "blinded") if pooled else ("unblinded",):
        said = case.ask(side, page, guideline["name"]).table().set_index("Arm", drop=False)
        groups = {EVERYBODY: None} if pooled else case.groups(side)
        if guideline.get("scope") == "experimental":
            groups = {letter: arm for letter, arm in groups.items() if arm in EXPERIMENTAL}
        assert set(said.index) == set(groups)
        for letter, arm in groups.items():
            rows = case.times(guideline["endpoint"], arm)
            assert int(said.loc[letter, "Participants"]) == len(rows)
            judged(said.loc[letter], recount.judge(rows, guideline, CUT))


@pytest.mark.parametrize("guideline", recount.TRIAL["guidelines"], ids=lambda block: block["name"])
def test_the_boundary_printed_is_that_of_the_second_program(case: Case, guideline: dict[str, Any]) -> None:
    most = recount.largest(guideline["p0"], guideline["p1"], guideline["alpha"], guideline["planned"])
    steps, first = [], 0
    for events, last in sorted(most.items()):
        if last > max(first - 1, 0) and events:
            steps.append(f"{max(first, events)}–{last}: {events}")
            first = last + 1
        if last == guideline["planned"]:
            break
    page = "arm-only-events" if guideline.get("arm_revealing") else "guidelines"
    said = case.ask("unblinded", page, guideline["name"]).table()
    assert set(said["Boundary (evaluable: events)"]) == {", ".join(steps)}
