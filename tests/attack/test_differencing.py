"""What can be taken from what: over all published tables, and over two extracts.

In an add-on trial only one arm has cycles, so whoever can lay an outcome beside a cycle reads that arm, and the total
gives the other. Tables outside the sealed store therefore hold outcomes or cycles and never both. It is proved by
giving the treatment to other participants, and by giving them other outcomes: each changes its own tables alone.
"""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.access.door import Door
from dashboard.extract import mask
from dashboard.extract.lock import lock
from dashboard.extract.shapes import SHAPES
from dashboard.pages.unblinded import people
from tests.extract import tiny

OPEN = ("conduct", "blinded")
ENROLMENT = {"accrual", "site", "screening_count", "population_size"}
"""What is counted by site or before anybody was randomised."""
OTHERS = {"P1": "P2", "P2": "P1", "P3": "P4", "P4": "P3"}
"""Who has whose treatment: one of each arm exchanged with one of the other."""


def table(stem: str) -> list[list[str]]:
    return [[cell.strip() for cell in line.split("|")] for line in tiny.TABLES[stem].strip().splitlines()]


def text(rows: list[list[str]]) -> str:
    return "\n".join(" | ".join(row) for row in rows)


def exchanged_treatment() -> dict[str, str]:
    """Arm, doses and cycles of each participant are another's; dates of randomisation and all outcomes stay."""
    people, cycles = table("adsl"), table("adex")
    columns = [people[0].index(name) for name in ("ARM", "ACTARM", "DOSE", "SAFFL")]
    kept = {row[0]: list(row) for row in people}
    for row in people:
        for column in columns:
            row[column] = kept[OTHERS.get(row[0], row[0])][column]
    return {"adsl": text(people), "adex": text([[OTHERS.get(row[0], row[0]), *row[1:]] for row in cycles])}


def exchanged_outcomes() -> dict[str, str]:
    """Events and visits of each participant are another's, and nobody dies; treatment stays."""
    people = [[cell if name != "DIED" else "" for name, cell in zip(table("adsl")[0], row, strict=True)] for row in
              table("adsl")[1:]]  # fmt: skip
    moved = {stem: text([[OTHERS.get(row[0], row[0]), *row[1:]] for row in table(stem)]) for stem in ("adae", "advs")}
    endpoints = [row for row in table("adtte") if row[1] != "RELNRM" or row[0] == "P4"]
    alive = [["P1", "RELNRM", "99", "1", "", "2025-01-10"], ["P2", "RELNRM", "99", "1", "", "2025-02-01"]]
    alive.append(["P3", "RELNRM", "99", "1", "", "2025-03-15"])
    still = [row if row[1] != "OS" else [*row[:3], "1", "", row[5]] for row in endpoints]
    return {"adsl": text([table("adsl")[0], *people]), "adtte": text([*still, *alive]), **moved}


def published(base: Path, name: str, **tables: str) -> dict[str, bytes]:
    """Every table outside the sealed store, by store and name; counts of cycles unmasked, so that they can move."""
    with pytest.MonkeyPatch.context() as unmasked:
        unmasked.setattr(mask, "SMALLEST", 0)
        folder = tiny.lock_tiny(base, name, **tables).folder
    found = {f"{store}/{path.stem}": path.read_bytes() for store in OPEN for path in (folder / store).glob("*.parquet")}
    shutil.rmtree(folder)
    return found


Changed = Callable[..., set[str]]


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Changed:
    """Which published tables are others when some tables of the source are."""
    base = tmp_path_factory.mktemp("differencing")
    as_it_is = published(base, "as-it-is")

    def found(**tables: str) -> set[str]:
        other = published(base, "other", **tables)
        assert as_it_is.keys() == other.keys()
        return {where for where, content in as_it_is.items() if content != other[where]}

    return found


def test_other_participants_treated_change_cycles_and_no_outcome(changed: Changed) -> None:
    assert changed(**exchanged_treatment()) == {"blinded/cycle_count", "conduct/cycle_count"}


def test_other_outcomes_change_no_count_of_cycles_and_nothing_of_conduct_but_visits(changed: Changed) -> None:
    moved = changed(**exchanged_outcomes())
    assert {"blinded/endpoint", "blinded/event_count"} <= moved, "the outcomes are the same"
    assert "blinded/cycle_count" not in moved
    assert {where for where in moved if where.startswith("conduct/")} <= {"conduct/visit_count"}


def test_who_stopped_why_is_not_counted_outside_the_sealed_store(changed: Changed) -> None:
    """Trap T2: stopped for death, taken from all deaths, is the other arm's deaths."""
    reasons = tiny.TABLES["adex"].replace("TOXICITY", "DEATH")
    assert changed(adex=reasons) == set()


def test_nothing_by_site_outside_the_sealed_store_but_enrolment() -> None:
    by_site = {shape.name for shape in SHAPES for store in OPEN if "site" in shape.columns_in(store)}
    assert by_site == {"accrual", "site"}


def test_conduct_counts_no_outcome_by_any_category() -> None:
    """Each table that reaches the sponsor, with what it counts by: no arm, no outcome, no reason to stop."""
    found = {shape.name: shape.columns_in("conduct") for shape in SHAPES if "conduct" in shape.stores}
    assert {name: columns for name, columns in found.items() if name not in ENROLMENT} == {
        "visit_count": ("arm", "visit", "due_day", "expected", "done"),
        "cycle_count": ("arm", "cycle", "expected", "started"),
    }
    assert {column for name in ENROLMENT for column in found[name]} == {
        "arm", "population", "n", "site", "month", "randomised", "activated_on", "outcome", "reason", "candidates",
    }  # fmt: skip


def test_under_a_participants_name_stand_only_the_days_of_a_curve() -> None:
    """In the blinded store; no site, no date and no term can be laid beside them."""
    named = {
        shape.name: shape.columns_in("blinded") for shape in SHAPES if "participant" in shape.columns_in("blinded")
    }
    assert named == {
        "population": ("participant", "arm", "population"),
        "endpoint": ("participant", "arm", "endpoint", "cause", "days"),
    }


def test_other_terms_of_a_class_are_of_both_arms(doors: dict[str, Door]) -> None:
    """A class less its named terms is who had a withheld one: among them are participants of each arm as cover."""
    listed = doors["unblinded"].ask(
        "unblinded/events_listed",
        **{"event": "", "every": True, "letter": "", "most": None, "population": "randomised", "severe_from": 3},
        **{"subset": "any", "system": "", "interest": "", "withheld": []},
    )
    withheld = listed[listed["term"].str.lower().isin(people.withheld(doors["unblinded"].trial))]
    arms = withheld.groupby("soc")["arm"].agg(lambda found: set(found.astype(str)))
    assert len(arms) > 3
    assert all(found == {"A", "B"} for found in arms), arms.to_dict()


def test_relatedness_action_taken_doses_and_unscheduled_visits_change_no_byte(tmp_path: Path) -> None:
    old = 'end_on = "END" }\nvalues'
    trial = tiny.trial(old, old.replace(" }", ', stopped = "STOP", changed = "CHG" }'))
    keys, found = tiny.draw_keys(tmp_path / "keys"), []
    head, *rows = tiny.TABLES["adae"].strip().splitlines()
    for name, flag in (("x", "N"), ("y", "Y")):
        told = rows if name == "x" else [row.replace("NOT RELATED", "RELATED") for row in rows]
        more = {"adae": "\n".join([f"{head} | STOP | CHG", *(f"{row} | {flag} | {flag}" for row in told)])}
        if name == "y":
            more |= tiny.replaced("adex", "| 23 ", "| 28 ")  # complete either way: how many are is counted
            more["advs"] = f"{tiny.TABLES['advs'].rstrip()}\nP3 | Cycle 2 day 1 | 2025-06-25"
        source, out = tiny.write(tmp_path / f"source-{name}", **more), tmp_path / name / "extract"
        lock(source, trial, tiny.CUT_OFF, out, keys, pulled=tiny.PULLED)
        found.append({(store, path.name): path.read_bytes() for store in OPEN for path in (out / store).iterdir()})
    assert found[0] == found[1]


def test_what_the_blinded_store_counts_by_is_written_out_here() -> None:
    found = {shape.name: " ".join(shape.columns_in("blinded")) for shape in SHAPES if "blinded" in shape.stores}
    assert found == {
        "population_size": "arm population n",
        "visit_count": "arm visit due_day expected done",
        "cycle_count": "arm cycle expected started completed",
        "baseline": "arm characteristic level participants least lower middle upper most",
        "disposition": "arm scheme step reason participants",
        "population": "participant arm population",
        "endpoint": "participant arm endpoint cause days",
        "event_count": "arm population subset level soc term grade participants events by_name",
        "event_time": "arm population subset level soc term by_name person_days landmark incidence error at_risk",
        "monitored": "guideline arm entered days cause cut cut_on",
    }
