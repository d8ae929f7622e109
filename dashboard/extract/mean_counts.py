"""Mean cumulative counts of adverse events by arm, summed at the lock: by day, with the error of the mean by then.

The error needs to know whose each event was; by millions of events that is too slow for a page.
"""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Iterator
from dataclasses import dataclass

import duckdb
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dashboard.extract.blind import Scope
from dashboard.extract.events import subset_conditions
from dashboard.extract.expressions import literal
from dashboard.stats.mean_cumulative import mean_cumulative_count
from dashboard.stats.times import Counts, Truths
from dashboard.trial.model import Trial

EVERY = ""
"""The group of all events."""


def mean_counts(database: duckdb.DuckDBPyConnection, trial: Trial, view: Scope) -> None:
    """Make `sealed.mean_count` from `sealed.emergent`, `.interest`, `.member` and `.at_risk`.

    A row a day on which anybody of an arm had an event or ended their time at risk: of all events and of each group of
    special interest, by subset. What is recorded outside the time at risk counts on its first or last day.
    """
    database.execute("""create table sealed.mean_count (arm varchar, population varchar, subset varchar, name varchar,
        day integer, died bigint, censored bigint, events bigint, error double)""")
    people = _people(database, view)
    for name, subset, chosen in _asked(trial, view):
        events = database.execute(_events(chosen)).df()
        for population, members in people.members.items():
            for arm in view.arms:
                made = _by_day(people, members & (people.arm == arm), events)
                made = made.assign(arm=arm, population=population, subset=subset, name=name)
                database.register("made", made)
                database.execute("insert into sealed.mean_count by name select * from made")
                database.unregister("made")
    database.execute("drop table sealed.numbered")


@dataclass(frozen=True, eq=False)
class People:
    """Everybody by number (n,): arm, last day at risk, whether it is that of death, and who belongs to a population."""

    arm: NDArray[np.object_]
    end: Counts
    died: Truths
    members: dict[str, Truths]


def _people(database: duckdb.DuckDBPyConnection, view: Scope) -> People:
    database.execute("""create table sealed.numbered as
        select (row_number() over (order by participant) - 1)::integer as number, * from sealed.at_risk""")
    found = database.execute("select arm, end_day, died from sealed.numbered order by number").df()
    members = {item.name: np.zeros(len(found), dtype=bool) for item in view.populations}
    for name, belongs in members.items():
        asked = "select number from sealed.numbered join sealed.member using (participant) where population = ?"
        belongs[database.execute(asked, [name]).fetchnumpy()["number"]] = True
    return People(found["arm"].to_numpy(), found["end_day"].to_numpy(), found["died"].to_numpy(), members)


def _asked(trial: Trial, view: Scope) -> Iterator[tuple[str, str, str]]:
    """The group, the subset, and which events belong to both, as SQL."""
    conditions = subset_conditions(trial)
    for subset in view.subsets[True]:
        yield EVERY, subset, conditions[subset]
        for group in trial.special_interest:
            known = f"select soc, term from sealed.interest where name = {literal(group.name)}"
            yield group.name, subset, f"{conditions[subset]} and (soc, term) in ({known})"


def _events(chosen: str) -> str:
    return f"""select number, least(greatest(start_day, 0), end_day) as day
        from sealed.emergent join sealed.numbered using (participant) where {chosen} order by number, day"""


def _by_day(people: People, chosen: Truths, events: pd.DataFrame) -> pd.DataFrame:
    """The days of the chosen (n,), given everybody's events: what happened, and the error of the mean by then."""
    place = np.full(len(chosen), -1)
    place[chosen] = np.arange(np.count_nonzero(chosen))
    whose = place[events["number"].to_numpy()]
    mine = whose >= 0
    found = mean_cumulative_count(people.end[chosen], people.died[chosen], whose[mine], events["day"].to_numpy()[mine])
    columns = {"died": found.died, "censored": found.censored, "events": found.events, "error": found.se}
    return pd.DataFrame({"day": found.time.astype(np.int64), **columns})
