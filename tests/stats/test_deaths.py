"""Deaths counted by hand: what is NRM, where the recorded cause disagrees, and what is withheld."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.deaths import UNTOLD, WITHHELD, Causes, causes, listed

NOBODY: dict[str, Any] = {
    "after_transplantation": None,
    "after_last_dose": None,
    "relapse": None,
    "stage": None,
    "cause": None,
    "related": None,
    "narrative": None,
    "adjudicated": None,
    "counted": None,
    "since": None,
}


def death(arm: str, name: str | None = "1", stage: str | None = "nrm", **known: Any) -> dict[str, Any]:
    row = NOBODY | {"arm": arm, "n": {"A": 40, "B": 42}[arm], "participant": name, "stage": stage}
    return row | {"after_randomisation": None if name is None else 20} | known


def columns(*rows: dict[str, Any]) -> dict[str, Any]:
    table = pd.DataFrame(rows)
    arm = pd.Categorical(table.pop("arm"), categories=["A", "B"])
    return {"arm": arm} | {name: table[name].to_numpy(dtype=object) for name in table.columns}


# A: died of infection without relapse (related), of "Relapse" though none was seen; B: of infection after relapse.
THREE = columns(
    death("A", "1", cause="Infection", related="RELATED"),
    death("A", "2", cause="Relapse", related="NOT RELATED"),
    death("B", "3", "relapse", relapse=12, cause="Infection"),
)


def counted(result: Causes) -> list[tuple[int, str, int, int]]:
    return [(row.depth, row.cause or row.stage, row.deaths["A"], row.deaths["B"]) for row in result.rows]


def test_nrm_is_any_death_without_relapse_whatever_its_recorded_cause() -> None:
    assert counted(causes(**THREE)) == [
        (0, "Deaths from any cause", 2, 1),
        (1, "No relapse before (NRM)", 2, 0),
        (2, "Infection", 1, 0),
        (2, "Relapse", 1, 0),
        (1, "After relapse", 0, 1),
        (2, "Infection", 0, 1),
    ]


def test_disagreement_of_recorded_cause_and_status_is_said_both_ways() -> None:
    notes = list(listed(**THREE).table()["To note"])
    assert notes == [
        "",
        "Recorded as relapse, none before death: counts as NRM",
        "Recorded otherwise, relapse before death: not NRM",
    ]


@pytest.mark.parametrize(
    ("cause", "agrees"),
    [
        ("Relapse", False),
        ("LEUKAEMIA RELAPSE", False),
        ("Progressive disease", False),
        ("Disease progression", False),
        ("Non-relapse mortality", True),
        ("Infection without relapse", True),
        ("Progressive multifocal leukoencephalopathy", True),
        (None, True),
    ],
)
def test_what_names_relapse(cause: str | None, agrees: bool) -> None:
    (note,) = listed(**columns(death("A", cause=cause))).table()["To note"]
    assert (note == "") == agrees


def test_a_death_the_endpoint_does_not_know_is_said_and_counted_apart() -> None:
    rows = columns(death("A", stage=None))
    assert listed(**rows).table().loc[0, "To note"] == "The endpoint has neither relapse nor this death"
    assert [row[1:] for row in counted(causes(recorded=False, **rows))] == [
        ("Deaths from any cause", 1, 0),
        ("No relapse before (NRM)", 0, 0),
        ("After relapse", 0, 0),
        ("Relapse before death not known", 1, 0),
    ]


def test_an_arm_without_deaths_keeps_its_column_and_its_size() -> None:
    result = causes(**columns(death("A", None, None), death("B")))
    assert (result.n, result.rows[0].deaths) == ({"A": 40, "B": 42}, {"A": 0, "B": 1})
    table = result.table()
    assert (table.loc[0, "A: deaths"], table.loc[0, "A: randomised"]) == (0, 40)


def test_no_deaths_at_all_is_an_empty_list_with_its_columns() -> None:
    rows = columns(death("A", None, None), death("B", None, None))
    assert len(listed(**rows).table()) == 0
    assert "Participant" in listed(**rows).table().columns
    assert counted(causes(**rows))[0] == (0, "Deaths from any cause", 0, 0)


def test_a_withheld_cause_cannot_be_told_from_one_that_nobody_recorded() -> None:
    rows = columns(
        death("A", "1", cause="Cytokine release syndrome, grade 5"),
        death("B", "2"),
        death("B", "3", cause="Crohn's disease"),
    )
    table = listed(tells=lambda cause: "Cytokine" in cause, **rows).table()
    assert list(table["Recorded cause"]) == [WITHHELD, WITHHELD, "Crohn's disease"]
    assert list(listed(**rows).table()["Recorded cause"])[1:] == [None, "Crohn's disease"]


def test_attribution_stands_only_where_it_is_asked_for() -> None:
    columns_ = {*listed(**THREE).table().columns}
    assert not {"Attribution", "From last dose", "Narrative"} & columns_
    assert "related" not in " ".join(causes(**THREE).table().columns).lower()
    told = listed(attributed=True, **THREE).table()
    assert {"Attribution", "From last dose", "Narrative"} <= {*told.columns}


def test_attribution_adds_up_to_the_deaths() -> None:
    result = causes(attributed=True, **THREE)
    assert result.related == ("NOT RELATED", UNTOLD, "RELATED")
    for row in result.rows:
        for arm in "AB":
            assert sum(row.related[arm, word] for word in result.related) == row.deaths[arm]
    assert result.rows[0].related["B", UNTOLD] == 1


def test_without_an_endpoint_of_relapse_causes_stand_alone() -> None:
    rows = columns(death("A", stage=None, cause="Infection"), death("B", "2", None))
    assert counted(causes(staged=False, **rows)) == [
        (0, "Deaths from any cause", 1, 1),
        (1, "Infection", 1, 0),
        (1, UNTOLD, 0, 1),
    ]
    assert not {"Relapse before", "To note"} & {*listed(staged=False, **rows).table().columns}


def test_what_is_not_known_is_missing_and_never_none() -> None:
    table = listed(**columns(death("A", after_transplantation=np.nan, adjudicated=False))).table()
    row = table.loc[0]
    assert pd.isna(row["From transplantation"])
    assert row["Adjudication"] == "pending"
    assert row["Recorded cause"] is None
    assert row["Counts towards"] == "none"


def test_guidelines_are_called_by_their_titles_and_news_in_words() -> None:
    rows = columns(death("A", counted="nrm-100 os-180", since="late"))
    row = listed(titles={"nrm-100": "NRM to day 100"}, **rows).table().loc[0]
    assert row["Counts towards"] == "NRM to day 100; os-180"
    assert row["Since the earlier extract"] == "new, died before the earlier cut-off"


def test_the_letters_move_counts_and_nothing_else() -> None:
    swapped = THREE | {
        "arm": THREE["arm"].rename_categories({"A": "B", "B": "A"}).reorder_categories(["A", "B"]),
        "n": np.array([42, 42, 40], dtype=object),
    }
    one, two = causes(**THREE), causes(**swapped)
    assert [(r.stage, r.cause, r.deaths["A"], r.deaths["B"]) for r in one.rows] == [
        (r.stage, r.cause, r.deaths["B"], r.deaths["A"]) for r in two.rows
    ]
