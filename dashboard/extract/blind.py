"""What each store may say, and under which names its participants stand: allow-lists, never deny-lists."""

# ruff: noqa: S608 - identifiers come from the contract and are quoted, as are the definition's texts

from collections.abc import Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd

from dashboard.access.envelope import pseudonym
from dashboard.extract.expressions import literal
from dashboard.extract.shapes import SHAPES
from dashboard.stats.arms import EVERYONE
from dashboard.trial.endpoints import Endpoint
from dashboard.trial.guidelines import Guideline
from dashboard.trial.model import Trial
from dashboard.trial.parts import Population
from dashboard.trial.terms import folded

OTHER_TERM = "Other term"
SUBSETS = ("any", "serious", "severe", "fatal")
"""What adverse events are counted by; relatedness tells the arms apart."""


@dataclass(frozen=True)
class Scope:
    """What a store is made of.

    `arms` are its arms in order, `control` those without the experimental treatment (known in `sealed` alone);
    `withheld` are preferred terms, in lower case, shown as "Other term" of their class. `subsets` of adverse
    events are counted under those names and, in `sealed` alone, once more by every term's own name (True).
    """

    store: str
    arms: tuple[str, ...]
    populations: tuple[Population, ...]
    endpoints: tuple[Endpoint, ...]
    guidelines: tuple[Guideline, ...]
    subsets: Mapping[bool, tuple[str, ...]]
    withheld: tuple[str, ...]
    control: tuple[str, ...] = ()

    @property
    def coded(self) -> bool:
        """Whether arms stand apart in this store."""
        return self.store == "sealed"


def scope(trial: Trial, store: str, letters: Mapping[str, str]) -> Scope:
    """What may be said in a store of this trial; `letters` are those of the arms by `source`."""
    withheld = tuple(sorted(map(folded, trial.arm_revealing.terms)))
    if store == "sealed":
        return Scope(
            store,
            tuple(sorted(letters.values())),
            trial.populations,
            trial.endpoints,
            trial.guidelines,
            {False: SUBSETS, True: (*SUBSETS, "related")},
            withheld,
            control=tuple(letters[arm.source] for arm in trial.arms if arm.role == "control"),
        )
    allowed = {*trial.charter.pooled_endpoints} if store == "blinded" else set()
    return Scope(
        store,
        (EVERYONE,),
        tuple(p for p in trial.populations if not p.arm_revealing),
        tuple(e for e in trial.endpoints if e.name in allowed and not e.arm_revealing),
        tuple(g for g in trial.guidelines if g.scope == "pooled" and not g.arm_revealing),
        {False: SUBSETS},
        withheld,
    )


def name_participants(database: duckdb.DuckDBPyConnection, view: Scope, lock_key: bytes) -> None:
    """Table `<store>.who(participant, name, arm)`: what a participant and the arm are called in the store."""
    database.execute(f"create schema {view.store}")
    if view.coded:
        database.execute(
            "create table sealed.who as select participant, participant as name, arm from seen.participant"
        )
        return
    known = [row[0] for row in database.execute("select participant from seen.participant order by 1").fetchall()]
    names = pd.DataFrame({"participant": known, "name": [pseudonym(one, lock_key, view.store) for one in known]})
    database.register("names", names.astype("string[python]").astype(object))
    database.execute(
        f"create table {view.store}.who as select participant::varchar as participant, name::varchar as name,"
        f" {literal(EVERYONE)} as arm from names"
    )
    database.unregister("names")


def allowed(store: str) -> dict[str, tuple[str, ...]]:
    """The tables that may enter a store, with the columns that may."""
    return {shape.name: shape.columns_in(store) for shape in SHAPES if store in shape.stores}
