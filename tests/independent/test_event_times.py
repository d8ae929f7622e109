"""Rates and incidences of adverse events against a second count of the delivered files, in fractions."""

from datetime import timedelta
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from dashboard.access.door import Door
from dashboard.settings import Settings
from tests.conftest import SIDES
from tests.independent import recount
from tests.independent.recount import Time

LANDMARK = 365
CHOSEN = ("Nausea", "Pneumonia", "Neutropenia", "Graft failure", "Acute graft versus host disease")


@pytest.fixture(scope="module")
def source(demo: Settings) -> Any:
    extract = Path(demo.extract)
    cut = recount.day(extract.name)
    assert cut is not None
    return recount.Source(Path(demo.keys).parent / "source" / extract.name, cut)


def ends(source: Any) -> dict[str, tuple[int, bool]]:
    """Each participant's last day at risk, and whether it is that of death.

    The first of death (or last contact of whoever lives), the end of collection and the cut-off.
    """
    contact = {row["USUBJID"]: recount.day(row["LSTALVDT"]) for row in source.adsl}
    found = {}
    for person in source.people.values():
        collected = person.entered + timedelta(days=recount.TRIAL["adverse_events"]["collection_days"])
        known = person.died or contact[person.name] or source.cut
        last = min(known, collected, source.cut)
        found[person.name] = (last - person.entered).days, person.died == last
    return found


def first_days(source: Any, term: str) -> dict[str, int]:
    """The day of each participant's first event of a term, of those that count."""
    people, found = source.people, {}
    last = recount.TRIAL["adverse_events"]["collection_days"]
    for row in source.adae:
        person = people.get(row["USUBJID"])
        start = person and recount.onset(row, person.entered)
        if row["AEDECOD"] == term and person and start and start <= source.cut:
            day = (start - person.entered).days
            if 0 <= day <= last:
                found[person.name] = min(day, found.get(person.name, day))
    return found


@pytest.mark.parametrize("side", ["blinded", "unblinded"])
def test_days_at_risk_and_incidence_of_single_terms(doors: dict[str, Door], source: Any, side: str) -> None:
    (page,) = (item for item in SIDES[side].pages(doors[side].trial) if item.name == "adverse-events")
    said = page.panel("rates").result(doors[side], **page.chosen({}))
    last, sizes = ends(source), sorted(source.sizes().values())
    assert sorted(each.n for each in said.arms.results.values()) == (sizes if side == "unblinded" else [sum(sizes)])  # type: ignore[attr-defined]
    compared = 0
    for arm in recount.TRIAL["arms"] if side == "unblinded" else [None]:
        people = [p.name for p in source.people.values() if arm is None or p.arm == arm["source"]]
        for term in CHOSEN:
            first = {name: day for name, day in first_days(source, term).items() if name in people}
            if not first:
                continue
            ours = expected(people, last, first)
            assert ours in [read(each, term) for each in said.arms.results.values()], (term, arm)  # type: ignore[attr-defined]
            compared += 1
    assert compared >= 4


def expected(people: list[str], last: dict[str, tuple[int, bool]], first: dict[str, int]) -> tuple[Any, ...]:
    """Participants, person-days and incidence: Aalen–Johansen over first event, death before it, or end of risk."""
    rows = []
    for name in people:
        end, died = last[name]
        day = min(first.get(name, end), end)
        rows.append(Time(name, "", None, day, 1 if name in first else 2 * died))  # type: ignore[arg-type]
    value = recount.incidence(rows, 2, LANDMARK)[0].value
    incidence = None if value is None else pytest.approx(float(value))
    return len(first), sum(row.days + 1 for row in rows), incidence


def read(arm: Any, term: str) -> tuple[Any, ...]:
    """The same three of an arm as the panel has them."""
    (at,) = [
        k for k, (level, name) in enumerate(zip(arm.level, arm.term, strict=True)) if (level, name) == ("term", term)
    ]
    incidence = float(arm.incidence[at])
    return int(arm.events[at]), Fraction(arm.rate.person_days[at]), incidence
