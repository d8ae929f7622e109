"""The tables of participants: ADSL, visits, cycles and infusions, laboratory values; screening log and sites."""

from collections.abc import Iterable
from typing import Any

import numpy as np
import pandas as pd

from dashboard.extract.demo import labs as laboratory
from dashboard.extract.demo.columns import flags, labelled
from dashboard.extract.demo.conduct import REASONS as SCREENING_REASONS
from dashboard.extract.demo.cycles import ALL_REASONS, EVERY
from dashboard.extract.demo.deaths import CAUSES, NARRATIVE_LAG
from dashboard.extract.demo.people import site_names
from dashboard.extract.demo.snapshot import Snapshot
from dashboard.extract.demo.timeline import Codes, Days, dates
from dashboard.extract.demo.visits import NAMES

ARMS = ["OBSERVATION", "BLINATUMOMAB"]
PLANNED_DOSE, LOW_DOSE = 28.0, 9.0
DECISION = 14
"""Days after the next cycle was due when the reason for stopping is entered."""


def adsl(snap: Snapshot) -> pd.DataFrame:
    """One row per participant randomised."""
    people, size = snap.trial.people, snap.size
    experimental = people.experimental[:size]
    treated = snap.cycles[:, 0]
    left = (people.withdrawn[:size] <= snap.today) & experimental
    baseline = people.baseline[:size]
    first_dose = np.where(treated, snap.trial.cycles.first_dose[:size], np.inf)
    return pd.DataFrame(
        {
            "USUBJID": people.identifier[:size],
            "SITEID": site_names(people.site[:size]),
            "TRT01P": labelled(experimental.astype(int), ARMS),
            "TRT01A": labelled((experimental & ~left).astype(int), ARMS),
            "RANDDT": dates(snap.entered),
            "HSCTDT": dates(baseline["transplanted"].to_numpy()),
            "TRTSDT": dates(snap.entered + first_dose),
            "DTHDT": dates(snap.entered + snap.died),
            "LSTALVDT": dates(snap.entered + snap.last_contact),
            "RANDFL": flags(np.ones(size, dtype=bool)),
            "SAFFL": flags(treated),
            **{name: baseline[name] for name in baseline.columns if name != "transplanted"},
            **_ends(snap),
            **_deaths(snap),
        }
    )


def _ends(snap: Snapshot) -> dict[str, Any]:
    """When and why participants left the trial alive, as far as it has happened."""
    course, size = snap.trial.outcomes, snap.size
    ended = np.where(course.lost[:size] <= snap.today, course.lost[:size], np.inf)
    withdrew = snap.trial.people.withdrawn[:size] <= ended
    code = np.where(np.isfinite(ended), np.where(withdrew, 0, 1), -1)
    return {"EOSDT": dates(snap.entered + ended), "EOSREAS": labelled(code, ["WITHDREW", "LOST TO FOLLOW-UP"])}


def _deaths(snap: Snapshot) -> dict[str, pd.Categorical | list[str]]:
    """The forms of the deaths reported, each narrative some weeks after its form."""
    deaths, course, size = snap.trial.deaths, snap.trial.outcomes, snap.size
    dead = np.isfinite(snap.died)
    told = np.isfinite(snap.known(course.death, course.death_lag[:size] + NARRATIVE_LAG))
    return {
        "DTHCAUS": labelled(np.where(dead, deaths.cause[:size], -1), CAUSES),
        "DTHREL": labelled(np.where(dead, deaths.related[:size], -1), ["Not related", "Related"]),
        "DTHNARR": [text if entered else "" for text, entered in zip(deaths.narrative[:size], told, strict=True)],
    }


def advs(snap: Snapshot) -> pd.DataFrame:
    """One row per scheduled visit held."""
    who, visit = np.nonzero(snap.visits)
    return pd.DataFrame(
        {
            "USUBJID": snap.names(who),
            "AVISIT": labelled(visit, NAMES),
            "ADT": dates(snap.entered[who] + snap.trial.visits.held[who, visit]),
        }
    )


def adex(snap: Snapshot) -> pd.DataFrame:
    """One row per cycle begun (value: infusion days given so far) and per infusion segment (value: daily dose)."""
    cycles, size = snap.trial.cycles, snap.size
    who, cycle = np.nonzero(snap.cycles)
    start, first, pause, second = (
        part[who, cycle] for part in (cycles.start, cycles.first, cycles.pause, cycles.second)
    )
    padded = np.full(len(cycles.start), -np.inf)
    padded[:size] = snap.today
    given = cycles.given_by(padded)[who, cycle]
    reason = cycles.reason[who, cycle]
    decided = start + EVERY + DECISION <= snap.today[who]
    rows = [
        _exposure(snap, who, cycle, 0, (start, cycles.end[who, cycle], given), np.where(decided, reason, -1)),
        _exposure(snap, who, cycle, 1, (start, start + first - 1, np.full(len(who), PLANNED_DOSE))),
    ]
    resumed = start + first + pause
    again = (second > 0) & (resumed <= snap.today[who])
    low = (cycle == 0) & cycles.low_dose[who]
    dose = np.where(low, LOW_DOSE, PLANNED_DOSE)
    rows.append(
        _exposure(snap, who[again], cycle[again], 1, (resumed[again], (resumed + second - 1)[again], dose[again]))
    )
    table = pd.concat(rows, ignore_index=True)
    return table.sort_values(["USUBJID", "ACYCLE", "PARAMCD", "ASTDT"], kind="stable", ignore_index=True)


def _exposure(
    snap: Snapshot, who: Codes, cycle: Codes, kind: int, course: tuple[Days, Days, Days], reason: Codes | None = None
) -> pd.DataFrame:
    start, end, value = course
    over = np.where(end <= snap.today[who], end, np.inf)
    code = np.full(len(who), -1) if reason is None else reason

    def same(names: list[str]) -> pd.Categorical:
        return labelled(np.full(len(who), kind), names)

    return pd.DataFrame(
        {
            "USUBJID": snap.names(who),
            "PARAMCD": same(["CYCLE", "INFUSION"]),
            "PARAM": same(["Infusion days given", "Dose of blinatumomab"]),
            "ACYCLE": cycle + 1,
            "ASTDT": dates(snap.entered[who] + start),
            "AENDT": dates(snap.entered[who] + over),
            "AVAL": value,
            "AVALU": same(["days", "ug/day"]),
            "EXSTPREA": labelled(code, ALL_REASONS),
        }
    )


def adlb(snap: Snapshot) -> pd.DataFrame:
    """One row per measurement."""
    labs = snap.trial.labs
    rows = np.flatnonzero(snap.labs)
    who, test = labs.who[rows], labs.test[rows]

    def of_test(values: Iterable[str]) -> pd.Categorical:
        codes, names = pd.factorize(np.array(list(values)))  # tests may share a unit
        return labelled(codes[test], names)

    return pd.DataFrame(
        {
            "USUBJID": snap.names(who),
            "PARAMCD": of_test(each.name for each in laboratory.TESTS),
            "PARAM": of_test(f"{each.title} ({each.unit})" for each in laboratory.TESTS),
            "AVAL": labs.value[rows],
            "AVALU": of_test(each.unit for each in laboratory.TESTS),
            "ANRLO": np.array([each.lower for each in laboratory.TESTS])[test],
            "ANRHI": np.array([each.upper for each in laboratory.TESTS])[test],
            "ADT": dates(snap.entered[who] + labs.on[rows]),
            "AVISIT": labelled(labs.visit[rows], laboratory.VISITS),
        }
    )


def screening(snap: Snapshot) -> pd.DataFrame:
    """One row per candidate screened by the cut-off; no arms, and no key to participants."""
    log, cut_off = snap.trial.screening, snap.pull.cut_off
    rows = log.screened <= cut_off
    pending = log.decided[rows] > cut_off
    reason = log.reason[rows]
    outcome = np.where(pending, 2, np.where(reason > 0, 1, 0))
    return pd.DataFrame(
        {
            "SUBJID": [f"C{k + 1:06d}" for k in range(int(rows.sum()))],
            "SITEID": site_names(log.site[rows]),
            "SCRNDT": dates(log.screened[rows]),
            "OUTCOME": labelled(outcome, ["Randomised", "Not randomised", "In screening"]),
            "REASON": labelled(np.where(pending | (reason == 0), -1, reason - 1), SCREENING_REASONS[1:]),
        }
    )


def sites(snap: Snapshot) -> pd.DataFrame:
    """One row per site activated by the cut-off."""
    activated = snap.trial.people.activated
    opened = np.flatnonzero(activated <= snap.pull.cut_off)
    return pd.DataFrame({"SITEID": site_names(opened), "ACTDT": dates(activated[opened])})
