"""Adverse events of special interest: groups in the protocol's order, each followed by its kinds."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.arms import ByArm, arm_codes
from dashboard.stats.counts import AdverseEvents, adverse_events
from dashboard.stats.event_durations import Lasted
from dashboard.stats.event_rates import EventRates
from dashboard.stats.first_onset import Ends, as_matrix, first_onsets
from dashboard.stats.occurrence import Occurrences, occurrences
from dashboard.stats.rates import PER_100_DAYS, PER_100_YEARS, Per, Rates, all_events

SUMS = ("n", "events", "person_days", "squared", "crossed", "days_squared")
"""What `rates.all_events` takes, in its order."""

EVERYONE = "population"
"""The level of rows that count everybody."""


@dataclass(frozen=True)
class Group:
    """A group by its name in the queries and its title, with the titles of its kinds."""

    name: str
    title: str
    kinds: tuple[str, ...] = ()


def first_events(
    arm: pd.Categorical,
    level: ArrayLike,
    soc: ArrayLike,
    term: ArrayLike,
    day: ArrayLike,
    first: ArrayLike,
    died: ArrayLike,
    left: ArrayLike,
    *,
    groups: Sequence[Group],
    landmark: int,
) -> EventRates:
    """Share, first-event rate and incidence of each group (level "soc", its name in `soc`) and kind ("term", `term`).

    Rows of level "population" count everybody by the `day` on which their risk ended, in `died` or `left`; the others
    those with an event, by its first day in `first`, and by the end of their risk. A group nobody had stays, with 0.
    """
    rows = pd.DataFrame(
        {"level": level, "soc": soc, "term": term, "day": day, "first": first, "died": died, "left": left}
    )
    rows["arm"] = arm_codes(arm)
    keys = [key for group in groups for key in _keys(group)]
    places = pd.DataFrame(keys, columns=["level", "soc", "term"]).assign(row=np.arange(len(keys)))
    days = int(rows["day"].max()) + 1 if len(rows) else 1
    titles = {group.name: group.title for group in groups}
    results = {}
    for code, name in enumerate(arm.categories):
        mine = rows[rows["arm"] == code]
        everyone = _ends(mine[mine["level"] == EVERYONE].assign(row=0), 1, days)
        had = mine.merge(places, on=["level", "soc", "term"])
        results[str(name)] = _of_arm(keys, titles, everyone, had, days, landmark)
    return EventRates(ByArm(results), tuple(int(level == "term") for level, _, _ in keys), 0)


def _keys(group: Group) -> list[tuple[str, str, str]]:
    return [("soc", group.name, ""), *(("term", group.name, kind) for kind in group.kinds)]


def _of_arm(
    keys: Sequence[tuple[str, str, str]],
    titles: dict[str, str],
    everyone: Ends,
    had: pd.DataFrame,
    days: int,
    landmark: int,
) -> Occurrences:
    first, size = as_matrix(had, "first", len(keys), days), int((everyone.died + everyone.left).sum())
    found = first_onsets(Ends(everyone.died[0], everyone.left[0]), first, _ends(had, len(keys), days), landmark)
    same = np.ones(len(keys), dtype=np.int64)
    return occurrences(
        [level for level, _, _ in keys],
        [titles[name] for _, name, _ in keys],
        [kind for _, _, kind in keys],
        first.sum(axis=1),
        size * same,
        found.person_days,
        found.incidence,
        found.error,
        landmark * same,
        found.at_risk,
    )


def _ends(rows: pd.DataFrame, many: int, days: int) -> Ends:
    return Ends(as_matrix(rows, "died", many, days), as_matrix(rows, "left", many, days))


@dataclass(frozen=True)
class GroupGrades(AdverseEvents):
    """Participants by worst grade of each group (level "soc") and kind ("term"), in the protocol's order.

    Groups overlap, so there is no row of them together.
    """

    def table(self) -> pd.DataFrame:
        """One row per group or kind; columns by arm, then by pair in percentage points."""
        named = {"System organ class": "Events of special interest", "Preferred term": "Kind"}
        return super().table().drop(columns="Level").rename(columns=named)


def worst_grades(arm: pd.Categorical, *, groups: Sequence[Group], scale: int, **columns: Any) -> GroupGrades:
    """What `counts.adverse_events` makes of the columns, its classes being titles of groups and its terms kinds."""
    order = [(group.title, kind) for group in groups for kind in ("", *group.kinds)]
    found = adverse_events(arm, **columns, scale=scale)
    rows = sorted((row for row in found.rows if row.depth), key=lambda row: order.index((row.soc, row.term)))
    return GroupGrades(found.arms, found.n, found.grades, tuple(rows))


@dataclass(frozen=True, eq=False)
class GroupEvents:
    """One group or kind in one arm: all its events over all time at risk, participants with a severe one of n."""

    n: int
    participants: int
    severe: int
    by_years: Rates
    by_days: Rates
    lasted: Lasted


@dataclass(frozen=True, eq=False)
class AllEvents:
    """Groups and kinds in order (title, depth), with each arm's events."""

    rows: tuple[tuple[str, int], ...]
    arms: dict[str, tuple[GroupEvents, ...]]

    def table(self) -> pd.DataFrame:
        """One row per arm and group or kind."""
        return pd.DataFrame(
            [
                _row(arm, title, each)
                for arm, cells in self.arms.items()
                for (title, _), each in zip(self.rows, cells, strict=True)
            ],
            columns=COLUMNS,
        )


COLUMNS = [
    "Arm", "Events of special interest", "Participants", "Of", "Severe", "Events", "Person-years",
    "Events per 100 person-years", "Lower 95%", "Upper 95%", "Events per 100 person-days",
    "Median days", "Shortest", "Longest", "Ended", "Ongoing",
]  # fmt: skip


def _row(arm: str, title: str, each: GroupEvents) -> list[Any]:
    rate, lasted = each.by_years, each.lasted
    return [
        arm, title, each.participants, each.n, each.severe, int(rate.events), float(rate.person_days) / 365.25,
        float(rate.rate), float(rate.lower), float(rate.upper), float(each.by_days.rate),
        lasted.median, lasted.shortest, lasted.longest, lasted.ended, lasted.ongoing,
    ]  # fmt: skip


def every_event(
    arm: pd.Categorical, name: ArrayLike, kind: ArrayLike, *, groups: Sequence[Group], **columns: Any
) -> AllEvents:
    """All events of each group (its row has an empty `kind`) and kind, with participant-clustered intervals.

    One row per arm, group and kind; `columns` are those that `queries/unblinded/special_interest_events.sql` returns
    beside them. A group without rows had no event: it has the sums of the row without a name.
    """
    found = {
        (str(a), str(b), str(c)): {title: values[at] for title, values in columns.items()}
        for at, (a, b, c) in enumerate(zip(arm, np.asarray(name), np.asarray(kind), strict=True))
    }
    places = [(group, kind) for group in groups for kind in ("", *group.kinds)]
    arms = {
        str(letter): tuple(
            _events(found.get((str(letter), group.name, kind), found[str(letter), "", ""])) for group, kind in places
        )
        for letter in arm.categories
    }
    return AllEvents(tuple((kind or group.title, int(bool(kind))) for group, kind in places), arms)


def _events(row: dict[str, Any]) -> GroupEvents:
    n, events, days, squared, crossed, days_squared = (float(row[title]) for title in SUMS)

    def rate(per: Per) -> Rates:
        return all_events(n, events, days, squared, crossed, days_squared, per)

    lasted = Lasted(row["median"], row["shortest"], row["longest"], int(row["ended"]), int(row["ongoing"]))
    return GroupEvents(
        int(n),
        int(row["participants"]),
        int(row["severe"]),
        rate(PER_100_YEARS),
        rate(PER_100_DAYS),
        lasted,
    )
