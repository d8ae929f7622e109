"""All guidelines of a trial at once: which is met, and which is nearest."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.stats.arms import by_arm, together
from dashboard.stats.stopping import operating
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.status import Status

Array = np.ndarray[Any, np.dtype[Any]]


@dataclass(frozen=True)
class Watched:
    """A guideline to be judged: `window` in days; `pooled` watches all participants together, not each arm.

    `unnamed` watches one arm by its nature: only whether it is met may stand here, since its numbers beside a
    letter, or a letter without numbers, would tell which arm that is.
    """

    title: str
    rule: Rule
    window: int
    counting: str
    pooled: bool
    unnamed: bool = False


ONE_ARM = "One arm only"
"""Whom an unnamed guideline watches."""


@dataclass(frozen=True)
class Entry:
    """One guideline in one arm; an `unnamed` one shows whether it is met and nothing else."""

    name: str
    title: str
    arm: str
    status: Status
    unnamed: bool = False

    @property
    def distance(self) -> float:
        """Further events that would meet it now; infinite when no number in those pending would."""
        return float(self.status.further.fewest) if self.status.further else float("inf")


@dataclass(frozen=True)
class Board:
    """Every guideline in every arm it watches, in the protocol's order."""

    entries: tuple[Entry, ...]

    @property
    def chance_one_arm(self) -> float:
        """The chance that at least one of the guidelines is met, each looked at in one group of its own.

        Every true rate at its p0, the guidelines independent; exact, for complete windows or for exposure in the
        Poisson model. Guidelines on the same participants are not independent: their chance is another, at most the
        sum of their errors.
        """
        return operating.chance_of_any(*(entry.status.type_one for entry in self._each_once))

    @property
    def chance_all(self) -> float:
        """The same chance over every guideline in every arm it watches."""
        return operating.chance_of_any(*(entry.status.type_one for entry in self.entries))

    @property
    def by_chance(self) -> str:
        """The two chances in a sentence for the board's foot; empty without a guideline."""
        once = self._each_once
        if not once:
            return ""
        if len(once) == 1:
            lead = f"The guideline has a {once[0].status.type_one:.0%} chance to be met although the true rate is at p0"
        else:
            lead = f"{len(once)} independent guidelines {_errors(once)} give a {self.chance_one_arm:.0%} chance that "
            lead += "at least one is met although every true rate is at its p0"
        if len(self.entries) == len(once):
            return f"{lead} ({self._exact})."
        watched = f"{len(self.entries)} pairs of guideline and arm watched here"
        return f"{lead}; over the {watched} the chance is {self.chance_all:.0%} ({self._exact})."

    @property
    def _exact(self) -> str:
        if any(entry.status.rule.counts == "exposure" for entry in self.entries):
            return "exact; complete windows, or exposure in the Poisson model"
        return "exact, complete windows"

    @property
    def _each_once(self) -> tuple[Entry, ...]:
        return tuple({entry.name: entry for entry in reversed(self.entries)}.values())[::-1]

    @property
    def met(self) -> tuple[Entry, ...]:
        """Those that are met."""
        return tuple(entry for entry in self.entries if entry.status.met)

    @property
    def guidelines_met(self) -> tuple[int, int]:
        """How many guidelines are met in at least one arm, and how many there are."""
        return len({entry.name for entry in self.met}), len({entry.name for entry in self.entries})

    @property
    def nearest(self) -> Entry | None:
        """The fewest further events from being met, of those not met; then the most events; the earliest listed.

        An unnamed guideline is never named as nearest: its distance is a number of its arm.
        """
        named = [entry for entry in self.entries if not entry.unnamed]
        waiting = [entry for entry in named if not entry.status.met and np.isfinite(entry.distance)]
        return min(waiting, key=lambda entry: (entry.distance, -entry.status.count.events), default=None)

    def table(self) -> pd.DataFrame:
        """One row per guideline and arm."""
        tables = []
        for entry in self.entries:
            row = entry.status.table().rename(columns={"Guideline": "Status"})
            row = row[["Status"]] if entry.unnamed else row
            row.insert(0, "Guideline", entry.title)
            row.insert(1, "Arm", entry.arm)
            tables.append(row)
        return pd.concat(tables, ignore_index=True) if tables else pd.DataFrame({"Guideline": []})


def _errors(entries: tuple[Entry, ...]) -> str:
    """ "at 10%", or "at 5% to 10%": the exact type I errors."""
    percent = sorted(round(100 * entry.status.type_one) for entry in entries)
    return f"at {percent[0]}%" if percent[0] == percent[-1] else f"at {percent[0]}% to {percent[-1]}%"


def board(
    guideline: Array,
    arm: pd.Categorical,
    entered: Array,
    days: Array,
    cause: Array,
    cut: Array,
    cut_on: Array | None = None,
    *,
    watched: Mapping[str, Watched],
) -> Board:
    """The status of every guideline in `watched`, from the follow-up of everybody any of them watches.

    Columns as `monitor` takes them, with the guideline each row belongs to. An arm without a single
    participant of a guideline is left out of it: the guideline does not watch that arm. Every arm stands
    while no arm has one.
    """
    given = {"entered": entered, "days": days, "cause": cause, "cut": cut}
    given |= {} if cut_on is None else {"cut_on": cut_on}
    entries = []
    for name, item in watched.items():
        mine = np.asarray(guideline) == name
        columns = {key: column[mine] for key, column in given.items()}
        settings = {"rule": item.rule, "window": item.window, "counting": item.counting}
        over_arms = together(monitor) if item.pooled or item.unnamed else by_arm(monitor)
        statuses = over_arms(arm[mine], **columns, **settings).results
        if item.unnamed:
            entries += [Entry(name, item.title, ONE_ARM, status, unnamed=True) for status in statuses.values()]
            continue
        present = {who: status for who, status in statuses.items() if status.participants or item.pooled}
        entries += [Entry(name, item.title, who, status) for who, status in (present or statuses).items()]
    return Board(tuple(entries))
