"""Adverse events by class and term, by worst grade and severity, in overview, and the tests of one arm against another.

What differs by definition: the published tables print no percentage of nobody and round an exact half to the even
digit, where a panel rounds it up (`agrees` knows both).
"""

from collections.abc import Iterator, Mapping
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest

from dashboard.stats.counts import AdverseEvents, Cell, EventRow, percent
from dashboard.stats.fisher import fisher_p
from dashboard.stats.overview import Overview
from tests.pages.published.study import PUBLIC, SHARED, Rows, Study, agrees, prepared, published, said, study

pytestmark = PUBLIC

TABLES = SHARED / "reference" / "tables"
PILOT = {"pbo": "Placebo", "low": "Xanomeline Low Dose", "high": "Xanomeline High Dose"}
ARMS = ("A: Drug X", "B: Placebo", "C: Combination")
ALL = "All Patients"
GRADES = {
    **{str(grade): (grade,) for grade in range(1, 6)},
    **{"Grade 1-2": (1, 2), "Grade 3-4": (3, 4), "Grade 5": (5,)},
    **{"MILD": (1,), "MODERATE": (2,), "SEVERE": (3,), "LIFE THREATENING": (4,)},
}
OVERVIEW = {
    "Total number of patients with at least one AE": "any",
    "Total number of AEs": "any",
    "Total number of deaths": "died",
    "Total number of patients withdrawn from study due to an AE": "left",
    "AE with fatal outcome": "fatal",
    "Serious AE": "serious",
    "Serious AE leading to withdrawal from treatment": "serious-stopped",
    "Serious AE leading to dose modification/interruption": "serious-changed",
    "Related Serious AE": "serious-related",
    "AE leading to withdrawal from treatment": "stopped",
    "AE leading to dose modification/interruption": "changed",
    "Related AE": "related",
    "Related AE leading to withdrawal from treatment": "related-stopped",
    "Related AE leading to dose modification/interruption": "related-changed",
    "Severe AE (at greatest intensity)": "severe",
}

Place = tuple[str, str, str]


def events(of: Study, *, pooled: bool = False, panel: str = "table", **choices: str) -> dict[Place, EventRow]:
    """The rows of a panel of adverse events by level, class and term; attribution stands behind the notice alone."""
    page = "adverse-events-by-name" if choices.get("subset") == "related" else "adverse-events"
    result = of.result(page, panel, pooled=pooled, **choices)
    assert isinstance(result, AdverseEvents)
    return {(row.level, row.soc, row.term): row for row in result.rows}


def overview(of: Study) -> Overview:
    result = of.result("adverse-events-overview", "overview")
    assert isinstance(result, Overview)
    return result


def place(row: Mapping[str, str]) -> Place:
    """Where a row of a published table stands in ours."""
    if row["soc"] in ("", "(any AE)"):
        return "overall", "", ""
    return ("term" if row["pt"] else "soc"), row["soc"], row["pt"]


def upper(row: Mapping[str, str]) -> Place:
    """Where a row of the pilot study's table stands in ours: its names as re-read from the data."""
    level = {"OVERALL": "overall", "SOC": "soc", "PT": "term"}[row["level"]]
    soc = "" if level == "overall" else row["soc_full"].upper()
    return level, soc, row["pt_full"].upper() if level == "term" else ""


def capitals(rows: Mapping[Place, EventRow]) -> dict[Place, EventRow]:
    return {(level, soc.upper(), term.upper()): row for (level, soc, term), row in rows.items()}


def test_the_pilot_by_class_and_term(pilot: Study) -> None:
    """Table 14-5.01 of the clinical study report of CDISCPILOT01."""
    table, ours = published("cdisc_pilot_csr_t14_5_01_teae", TABLES), capitals(events(pilot))
    assert len(table) == 254
    assert set(ours) == {upper(row) for row in table}
    for row in table:
        for column, arm in PILOT.items():
            cell = ours[upper(row)].cells[pilot.letters[arm]]
            assert cell.participants == int(row[f"{column}_n"]), (row, column)
            # the report prints no event count and no percentage where nobody had the event
            assert cell.events == int(row[f"{column}_events"] or 0), (row, column)
            assert float(percent(cell.participants, cell.n)) == float(row[f"{column}_pct"] or 0), (row, column)


def test_the_pilot_pooled_is_the_sum_of_the_published_arms(pilot: Study) -> None:
    ours = capitals(events(pilot, pooled=True))
    for row in published("cdisc_pilot_csr_t14_5_01_teae", TABLES):
        (cell,) = ours[upper(row)].cells.values()
        assert cell.n == 254
        assert cell.participants == sum(int(row[f"{column}_n"]) for column in PILOT)
        assert cell.events == sum(int(row[f"{column}_events"] or 0) for column in PILOT)


def fisher(printed: str, of: Mapping[str, Cell], column: str) -> bool:
    """Whether the exact p of a column against placebo is as printed: "0.007*", ">0.99", nothing for nobody."""
    first, second = of["pbo"], of[column]
    if not printed:
        return first.participants == second.participants == 0
    p = float(fisher_p(first.participants, first.n, second.participants, second.n))
    return p > 0.99 if printed.startswith(">") else Decimal(printed.rstrip("*")) in in_three_digits(p)


def in_three_digits(p: float) -> tuple[Decimal, Decimal]:
    """Rounded once, and by way of four digits: the report has .209 for .20850, .058 for .05745, and .000 for .00047."""
    three, four = Decimal("0.001"), Decimal(p).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return Decimal(p).quantize(three, ROUND_HALF_UP), four.quantize(three, ROUND_HALF_UP)


def by_column(row: EventRow, letters: Mapping[str, str]) -> dict[str, Cell]:
    return {column: row.cells[letters[arm]] for column, arm in PILOT.items()}


def test_fisher_of_every_row_of_the_pilot(pilot: Study) -> None:
    """Active arms against placebo, by the counts of the panel: as printed, and in all digits as computed again."""
    ours = capitals(events(pilot))
    for row in published("cdisc_pilot_csr_t14_5_01_teae", TABLES):
        cells = by_column(ours[upper(row)], pilot.letters)
        for column in ("low", "high"):
            assert fisher(row[f"p_{column}_raw"], cells, column), (row, column)
            first, second, exact = cells["pbo"], cells[column], row[f"p_{column}_fisher_recomputed"]
            p = float(fisher_p(first.participants, first.n, second.participants, second.n))
            assert p == pytest.approx(float(exact), abs=1e-10), (row, column)


def test_serious_events_of_the_pilot_and_their_fisher_tests(pilot: Study) -> None:
    """Table 14-5.02: three events in three participants; every other row of ours has nobody."""
    ours = {row.title.upper(): by_column(row, pilot.letters) for row in events(pilot, subset="serious").values()}
    table = {row["row"].replace("ANY BODY SYSTEM", "ANY EVENT"): row for row in published("pilot_csr_t14_5_02")}
    assert set(ours) == set(table)
    for name, row in table.items():
        for column, cell in ours[name].items():
            assert (cell.participants, cell.events) == (int(row[f"{column}_n"]), int(row[f"{column}_events"])), row
        for column in ("low", "high"):
            assert fisher(row[f"p_{column}"], ours[name], column), row


@pytest.fixture(scope="module")
def every_event(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The pilot study with every recorded event, begun before the first patch or undated as well, as some count it."""
    return study(tmp_path_factory.mktemp("every"), "cdisc_pilot", "every-event")


def test_severe_events_of_the_pilot(every_event: Study) -> None:
    ours = {
        row.title.upper(): by_column(row, every_event.letters) for row in events(every_event, subset="severe").values()
    }
    table = {
        row["row"].replace("with one or more severe AE", "any event").upper(): row for row in published("pilot_severe")
    }
    assert set(ours) == set(table)
    for name, row in table.items():
        assert {column: cell.participants for column, cell in ours[name].items()} == {
            column: int(row[column]) for column in PILOT
        }, row


def test_worst_severity_of_the_pilot(every_event: Study) -> None:
    """Of everybody with an event: insightsengineering/cardx (Apache-2.0), `ard_categorical_max`, commit 020d921."""
    row = events(every_event, panel="worst-grade")["overall", "", ""]
    found = {
        column: [cell.grades[step] for step in (1, 2, 3)]
        for column, cell in by_column(row, every_event.letters).items()
    }
    assert found == {"pbo": [36, 26, 7], "low": [19, 42, 16], "high": [22, 49, 8]}


def test_related_and_serious_events_of_the_pilot(every_event: Study) -> None:
    """Merck/metalite.ae, `vignettes/rtf/ae0summary1.rtf`, commit 7351dc66: related is probable or possible."""
    counts = overview(every_event).counts
    table = {"any": (69, 77, 79), "related": (44, 73, 70), "serious": (0, 1, 2)}
    for measure, expected in table.items():
        found = tuple(counts[measure, every_event.letters[arm]].participants for arm in PILOT.values())
        assert found == expected, measure


def test_related_events_of_the_pilot(every_event: Study) -> None:
    ours = {
        row.title.upper(): by_column(row, every_event.letters) for row in events(every_event, subset="related").values()
    }
    table = {
        row["row"].replace("with one or more drug-related adverse events", "any event").upper(): row
        for row in published("pilot_related")
    }
    assert len(table) == 135
    assert set(ours) == set(table)
    for name, row in table.items():
        for column, cell in ours[name].items():
            assert agrees(row[column].replace("0 (0.0%)", "0"), cell.participants, cell.n), (row, column)
        total = sum(cell.participants for cell in ours[name].values())
        assert agrees(row["total"], total, 254), row


@pytest.fixture(scope="module")
def every_record(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The study with the records that most of its published tables leave out."""
    base = tmp_path_factory.mktemp("records")
    source = prepared(base / "source", "random_cdisc", cadae="select * replace ('Y' as ANL01FL) from cadae")
    return study(base, "random_cdisc", source=source)


def test_random_cdisc_serious_and_fatal_events(every_record: Study) -> None:
    """Of the first arm: scda.test (Apache-2.0), `table_eudrat02.md`, commit 109e674a; fatal by events alone."""
    letter = every_record.letters[ARMS[0]]
    found = {
        subset: {row.title: row.cells[letter] for row in events(every_record, subset=subset).values() if row.term}
        for subset in ("serious", "fatal")
    }
    serious = {name: (cell.participants, cell.events) for name, cell in found["serious"].items()}
    assert serious == {
        "dcd A.1.1.1.2": (48, 68),
        "dcd B.1.1.1.1": (47, 56),
        "dcd B.2.2.3.1": (48, 64),
        "dcd D.1.1.1.1": (50, 61),
    }
    assert {name: cell.events for name, cell in found["fatal"].items()} == {"dcd B.1.1.1.1": 56, "dcd D.1.1.1.1": 61}
    assert events(every_record, subset="serious")["overall", "", ""].cells[letter].participants == 104


def test_random_cdisc_related_events(every_record: Study) -> None:
    ours, table = events(every_record, subset="related"), published("random_cdisc_aet09")
    assert len(table) == 17
    assert {place(row) for row in table} == set(ours)
    for row in table:
        cells = [ours[place(row)].cells[every_record.letters[arm]] for arm in ARMS]
        for arm, cell in zip(ARMS, cells, strict=True):
            if row["of"] == "events":
                assert cell.events == int(row[arm]), (row, arm)
            else:
                assert agrees(row[arm], cell.participants, cell.n), (row, arm)
        if row["of"] == "events":
            assert sum(cell.events for cell in cells) == int(row[ALL]), row
        else:
            assert agrees(row[ALL], sum(cell.participants for cell in cells), 400), row


def names_and_counts(of: Study, name: str) -> None:
    """Numbers and percentages of participants, numbers of events, and no row more or less."""
    table, ours = published(name, TABLES), events(of)
    assert set(ours) == {place(row) for row in table}
    for row in of_an_arm(table):
        cell = ours[place(row)].cells[of.letters[row["arm"]]]
        assert cell.n == int(row["N"])
        if row["measure"] == "n_events":
            assert cell.events == int(row["n"]), row
        else:
            assert agrees(f"{row['n']} ({row['pct']}%)" if row["pct"] else row["n"], cell.participants, cell.n), row


def of_an_arm(rows: Rows) -> Iterator[dict[str, str]]:
    return (row for row in rows if row["arm"] != ALL)


def test_random_cdisc_by_class_and_term(random_cdisc: Study) -> None:
    assert len(published("randomcdisc_aet02_soc_pt", TABLES)) == 104
    names_and_counts(random_cdisc, "randomcdisc_aet02_soc_pt")


def test_random_cdisc_all_patients_are_the_pooled_table(random_cdisc: Study) -> None:
    ours = events(random_cdisc, pooled=True)
    for row in published("randomcdisc_aet02_soc_pt", TABLES):
        if row["arm"] == ALL:
            (cell,) = ours[place(row)].cells.values()
            found = cell.events if row["measure"] == "n_events" else cell.participants
            assert (found, cell.n) == (int(row["n"]), 400), row
            assert not row["pct"] or float(row["pct"]) == said(found, cell.n), row


def test_chevron_by_class_and_term(chevron: Study) -> None:
    assert len(published("chevron_syn_aet02_soc_pt", TABLES)) == 78
    names_and_counts(chevron, "chevron_syn_aet02_soc_pt")


def test_chevron_worst_grades(chevron: Study) -> None:
    table, ours = published("chevron_syn_aet04_worst_grade", TABLES), events(chevron, panel="worst-grade")
    assert len(table) == 180
    for row in table:
        cell = ours[place(row)].cells[chevron.letters[row["arm"]]]
        assert (cell.n, at_worst(cell, row["grade"])) == (int(row["N"]), int(row["n"])), row
    nobody_else(ours, [(place(row), row["grade"]) for row in table])


def test_random_cdisc_worst_grades(random_cdisc: Study) -> None:
    by_step(random_cdisc, "random_cdisc_aet04", "grade", 60)


def test_random_cdisc_severity(tmp_path: Path) -> None:
    by_step(altered_severity(tmp_path), "random_cdisc_aet03", "severity", 56)


def test_chevron_severity(chevron: Study) -> None:
    """The severity of chevron's study is its grade: 1 mild, 2 and 3 moderate, 4 and 5 severe.

    The authors blanked the first two events, of one participant of the first arm: there their rows are not compared.
    """
    ours = events(chevron, panel="worst-grade")
    words = {"MILD": (1,), "MODERATE": (2, 3), "SEVERE": (4, 5)}
    blanked = {"", "cl D.1", "cl C.1"}
    for row in published("chevron_aet03"):
        if row["soc"] == "No Coding Available":
            continue
        for arm in ARMS[1:] if row["soc"] in blanked else ARMS:
            cell = ours[place(row)].cells[chevron.letters[arm]]
            steps = words.get(row["severity"])
            found = sum(cell.grades.get(grade, 0) for grade in steps) if steps else cell.participants
            assert agrees(row[arm], found, cell.n), (row, arm)


def by_step(of: Study, name: str, column: str, rows: int) -> None:
    """Participants of each row by their worst step, and nobody at a step that is not published."""
    table, ours = published(name), events(of, panel="worst-grade")
    assert len(table) == rows
    for row in table:
        for arm in ARMS:
            cell = ours[place(row)].cells[of.letters[arm]]
            assert agrees(row[arm], at_worst(cell, row[column]), cell.n), (row, arm)
    nobody_else(ours, [(place(row), row[column]) for row in table])


def at_worst(cell: Cell, step: str) -> int:
    """Participants at a worst step, or at any where the published row is of all."""
    return sum(cell.grades.get(grade, 0) for grade in GRADES[step]) if step in GRADES else cell.participants


def nobody_else(ours: Mapping[Place, EventRow], shown: list[tuple[Place, str]]) -> None:
    known = {(where, grade) for where, step in shown for grade in GRADES.get(step, ())}
    assert set(ours) == {where for where, _ in shown}
    for where, row in ours.items():
        for cell in row.cells.values():
            assert all((where, grade) in known for grade, count in cell.grades.items() if count), where


def altered_severity(folder: Path) -> Study:
    """The study in whose first fifteen events the authors replaced the severity."""
    numbered = "select *, row_number() over () as place from cadae where ANL01FL = 'Y'"
    severity = "case when place <= 15 then 'LIFE THREATENING' else AESEV end"
    query = f"select * exclude (place), {severity} as ASEV from ( {numbered} )"
    source = prepared(folder / "source", "random_cdisc", cadae=query)
    return study(folder, "random_cdisc", "severity", source=source)


def test_chevron_overview(chevron: Study) -> None:
    """Every row but the number of events is participants with their percentage: "13 (86.7%)"."""
    table, ours = published("chevron_syn_aet01_overview", TABLES), overview(chevron)
    assert len(table) == 45
    assert {measure for measure, _ in ours.counts} == set(OVERVIEW.values())
    for row in table:
        holds(ours, row["row_label"], chevron.letters[row["arm"]], row["cell"])


def test_random_cdisc_overview(random_cdisc: Study) -> None:
    """Action taken and outcome of death were drawn anew for the published table: its rows of them are not compared."""
    for row in published("random_cdisc_aet01"):
        for arm in ARMS:
            holds(overview(random_cdisc), row["row"], random_cdisc.letters[arm], row[arm])


def holds(ours: Overview, row: str, letter: str, cell: str) -> None:
    count = ours.counts[OVERVIEW[row], letter]
    if row == "Total number of AEs":
        assert count.events == int(cell), row
    else:
        assert count.participants is not None
        assert agrees(cell, count.participants, count.n), row
