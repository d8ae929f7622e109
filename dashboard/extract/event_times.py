"""Time at risk of each adverse event, summed at the lock: person-days, and incidence and risk set at the landmark.

Sums alone: by arm, or of all participants together. Days of single participants, even without names, could be laid
beside their other days and tell who had a term that is withheld.
"""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator

import duckdb
import numpy as np
import pandas as pd

from dashboard.extract.blind import OTHER_TERM, Scope
from dashboard.extract.events import GROUPED, subset_conditions
from dashboard.extract.expressions import literal
from dashboard.stats.first_onset import Ends, as_matrix, first_onsets
from dashboard.trial.model import Trial

KEY = ["level", "soc", "term"]
OVERALL = ("overall", "", "")


def event_times(database: duckdb.DuckDBPyConnection, trial: Trial, view: Scope) -> None:
    """Make `<store>.event_time` from `<store>.emergent`, `.member` and `.at_risk`, with the same rows in every arm.

    Where the arms are pooled it has single terms alone, and none of those that are withheld: a class of one such term
    would give its days away.
    """
    s = view.store
    database.execute(f"""create table {s}.event_time (arm varchar, population varchar, subset varchar, level varchar,
        soc varchar, term varchar, by_name boolean, person_days bigint, landmark integer, incidence double,
        error double, at_risk bigint)""")
    ends = database.execute(f"""
        select arm, population, end_day as day, count(*) filter (died) as died, count(*) filter (not died) as left
        from {s}.member join {s}.at_risk using (participant, arm) group by all""").df()
    landmark = trial.adverse_events.read_at if trial.adverse_events else 0
    for by_name, subsets in view.subsets.items():
        for subset in subsets:
            counted = database.execute(_by_day(view, subset_conditions(trial)[subset], by_name)).df()
            for made in _summed(counted, ends, view, landmark):
                made = made.assign(subset=subset, by_name=by_name, landmark=landmark)
                database.register("made", made)
                database.execute(f"insert into {s}.event_time by name select * from made")
                database.unregister("made")


def _by_day(view: Scope, condition: str, by_name: bool) -> str:
    """Participants of each row by the day of their first event, and by the day on which their risk ended.

    What is recorded outside the time at risk counts on its first or last day, so that nobody in the table is missing.
    """
    s, (level, names) = view.store, GROUPED
    term = "term" if by_name else "open_term"
    allowed = ["true"] if by_name else [f"term <> {literal(OTHER_TERM)}"]
    allowed += [] if view.coded else ["level = 'term'"]
    return f"""
        with chosen as (
            select participant, soc, {term} as term, min(start_day) as day
            from {s}.emergent where {condition} group by all),
        firsts as (
            select participant, {level}, {names}, min(day) as day
            from chosen group by grouping sets ((participant), (participant, soc), (participant, soc, term))),
        timed as (
            select arm, population, level, soc, term, end_day, died, least(greatest(day, 0), end_day) as onset
            from firsts join {s}.member using (participant) join {s}.at_risk using (participant, arm)
            where {" and ".join(allowed)})
        select arm, population, level, soc, term, onset as day, count(*) as first, 0 as died, 0 as left
        from timed group by all
        union all
        select arm, population, level, soc, term, end_day, 0, count(*) filter (died), count(*) filter (not died)
        from timed group by all"""


def _summed(counted: pd.DataFrame, ends: pd.DataFrame, view: Scope, landmark: int) -> Iterator[pd.DataFrame]:
    """One frame per population and arm, with every row that occurs in any arm of the population."""
    days = int(ends["day"].max()) + 1 if len(ends) else 1
    for population in view.populations:
        here = counted[counted["population"] == population.name]
        keys = here[KEY].drop_duplicates().sort_values(KEY, ignore_index=True)
        if view.coded and OVERALL not in set(keys.itertuples(index=False, name=None)):
            keys = pd.concat([pd.DataFrame([OVERALL], columns=KEY), keys], ignore_index=True)
        here = here.merge(keys.reset_index(names="row"), on=KEY)
        for arm in view.arms:
            everyone = ends[(ends["population"] == population.name) & (ends["arm"] == arm)].assign(row=0)
            mine = here[here["arm"] == arm]
            had = Ends(*(as_matrix(mine, name, len(keys), days) for name in ("died", "left")))
            of_all = Ends(*(as_matrix(everyone, name, 1, days)[0] for name in ("died", "left")))
            found = first_onsets(of_all, as_matrix(mine, "first", len(keys), days), had, landmark)
            yield keys.assign(
                arm=arm,
                population=population.name,
                person_days=found.person_days.astype(np.int64),
                incidence=found.incidence,
                error=found.error,
                at_risk=found.at_risk.astype(np.int64),
            )
