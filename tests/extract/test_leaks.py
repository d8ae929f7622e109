"""Planted structural leaks are found; clinical differences and chance are not."""

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.errors import LockError
from dashboard.extract import keys, leaks
from dashboard.extract.demo.write import write
from dashboard.extract.demonstration import CUT_OFF
from dashboard.extract.lock import lock
from dashboard.extract.reveal import findings
from dashboard.settings import Settings
from dashboard.trial.load import load
from dashboard.trial.model import Trial

TRIAL = load(Path(__file__).resolve().parents[2] / "data" / "trial.toml")
N = 40
BASELINE = ", ".join(f"'x' as {item.column}" for item in TRIAL.baseline)


@pytest.fixture
def database() -> Iterator[duckdb.DuckDBPyConnection]:
    """Eighty participants in two arms, complete and alike in everything."""
    with duckdb.connect(":memory:") as made:
        made.execute("create schema seen")
        made.execute(
            f"""create table seen.participant as select 'P' || i as participant, case when i < {N} then 'A' else 'B' end
            as arm, true as randomised, i < {N} as treated, 'S' || i % 7 as site, date '2025-01-01' as randomised_on,
            date '2026-12-31' as last_contact_on, {BASELINE} from range({2 * N}) as r(i)"""
        )
        made.execute(
            """create table seen.visit as select participant, visit from seen.participant
            cross join (values ('Day 30'), ('Day 100'), ('Day 180'), ('1 year'), ('18 months')) as v(visit)"""
        )
        made.execute(
            """create table seen.endpoint as select participant, endpoint from seen.participant
            cross join (values ('relapse-nrm'), ('os')) as e(endpoint)"""
        )
        made.execute(
            """create table adverse_event as select participant, 'Skin' as soc, 'Rash' as term, 1 as grade,
            true as serious from seen.participant"""
        )
        made.execute("create view seen.adverse_event as from main.adverse_event")
        made.execute(
            "create table seen.screening as select participant as candidate, null::varchar as reason"
            " from seen.participant"
        )
        yield made


def features(database: duckdb.DuckDBPyConnection, trial: Trial = TRIAL) -> list[str]:
    return [leak.feature for leak in leaks.find(database, trial)]


def test_arms_that_are_alike_leak_nothing(database: duckdb.DuckDBPyConnection) -> None:
    """`treated` separates the arms, but it was declared."""
    assert features(database) == []


IN_B = "participant in (select participant from seen.participant where arm = 'B')"


@pytest.mark.parametrize(
    ("plant", "feature"),
    [
        (f"delete from seen.visit where visit = 'Day 100' and {IN_B}", "visit Day 100: documented"),
        (f"insert into seen.visit from seen.visit where visit = 'Day 30' and {IN_B}", "documented more than once"),
        (f"delete from seen.endpoint where endpoint = 'relapse-nrm' and {IN_B}", "endpoint relapse-nrm: a row"),
        (f"delete from seen.endpoint where endpoint = 'os' and {IN_B}", "endpoint os: a row"),
        (f"delete from adverse_event where {IN_B}", "adverse_event: any row"),
        (f"update adverse_event set grade = null where {IN_B}", "adverse_event.grade: filled"),
        (f"update adverse_event set serious = null where {IN_B}", "adverse_event.serious: filled"),
        ("update seen.participant set site = null where arm = 'B'", "participant.site: filled"),
        ("update seen.participant set randomised = false where arm = 'B'", "population randomised"),
        (f"update seen.screening set reason = 'x' where replace(candidate, 'P', '')::int >= {N}", "screening.reason"),
        (f"delete from seen.screening where replace(candidate, 'P', '')::int >= {N}", "screening: a row"),
    ],
)
def test_a_planted_leak_is_found(database: duckdb.DuckDBPyConnection, plant: str, feature: str) -> None:
    database.execute(plant)
    (found,) = features(database)
    assert feature in found


def test_a_leak_in_most_of_an_arm_is_found(database: duckdb.DuckDBPyConnection) -> None:
    """Thirty of forty in B have a second Day 30 visit, nobody in A."""
    database.execute(
        f"""insert into seen.visit select participant, 'Day 30' from seen.participant
        where arm = 'B' and replace(participant, 'P', '')::int < {N + 30}"""
    )
    (leak,) = leaks.find(database, TRIAL)
    assert (leak.have, leak.of) == ((0, 30), (40, 40))
    assert leak.detail == "visit Day 30: documented more than once: A 0/40, B 30/40"


def test_a_term_seen_in_one_arm_only_is_clinical(database: duckdb.DuckDBPyConnection) -> None:
    database.execute(f"update adverse_event set term = 'Cough', soc = 'Lung', grade = 4 where {IN_B}")
    assert features(database) == []


def test_a_visit_not_yet_due_separates_nobody(database: duckdb.DuckDBPyConnection) -> None:
    """The arm randomised last has no 18-month visit because nobody can."""
    database.execute("update seen.participant set last_contact_on = date '2026-01-01'")
    database.execute(f"update seen.participant set randomised_on = date '2025-12-01' where {IN_B}")
    database.execute(f"delete from seen.visit where visit <> 'Day 30' and {IN_B}")
    assert features(database) == []


def test_what_was_declared_may_separate(database: duckdb.DuckDBPyConnection) -> None:
    open_ = [p.model_copy(update={"arm_revealing": False}) for p in TRIAL.populations]
    undeclared = TRIAL.model_copy(update={"populations": tuple(open_)})
    assert features(database, undeclared) == ["population treated"]


@pytest.mark.parametrize(
    ("have", "of", "separated"),
    [
        ((0, 40), (40, 40), True),
        ((40, 0), (40, 40), True),
        ((40, 15), (40, 40), True),
        ((40, 21), (40, 40), False),  # more than half of the other arm has it too
        ((0, 19), (40, 40), False),  # fewer than half: rare things happen in one arm
        ((1, 40), (40, 40), True),  # nobody of the second arm lacks it, most of the first do
        ((1, 39), (40, 40), False),
        ((0, 4), (4, 4), False),  # too few to tell from chance
        ((0, 5), (5, 5), False),  # C(10, 5) = 252: chance 1/252
        ((0, 6), (6, 6), False),  # 1/924
        ((0, 7), (7, 7), True),  # 1/3432
        ((0, 40, 0), (40, 40, 40), True),
        ((), (), False),
    ],
)
def test_what_counts_as_separated(have: tuple[int, ...], of: tuple[int, ...], separated: bool) -> None:
    assert leaks.separates(have, of) is separated


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=4), st.randoms())
def test_the_order_of_arms_does_not_matter(pairs: list[tuple[int, int]], random: object) -> None:
    arms = [(min(pair), max(pair)) for pair in pairs]
    shuffled = sorted(arms, key=lambda _: random.random())  # type: ignore[attr-defined]
    assert leaks.separates(*zip(*arms, strict=True)) == leaks.separates(*zip(*shuffled, strict=True))


def test_a_visit_held_in_one_arm_only_refuses_the_lock(tmp_path: Path) -> None:
    """Planted in the demonstration's own files: the Day 100 visits of one arm are gone."""
    source = tmp_path / "source"
    write(source, cut_off=CUT_OFF)
    keys.new(tmp_path / "keys")
    people, _ = pyreadstat.read_xport(str(source / "adsl.xpt"))
    observed = set(people.loc[people["TRT01P"] == "OBSERVATION", "USUBJID"])
    visits = pd.read_csv(source / "advs.csv")
    planted = visits[~((visits["AVISIT"] == "Day 100") & visits["USUBJID"].isin(observed))]
    planted.to_csv(source / "advs.csv", index=False)
    with pytest.raises(LockError, match="would tell the arms apart") as caught:
        lock(source, TRIAL, CUT_OFF, tmp_path / "x", tmp_path / "keys", pulled=CUT_OFF)
    assert "Day 100" not in str(caught.value)
    assert not (tmp_path / "x").exists()
    detail = list(findings(tmp_path / "x.leaks.sealed", Settings(keys=str(tmp_path / "keys"))))
    assert [line.split(":")[0] for line in detail] == ["visit Day 100"]
