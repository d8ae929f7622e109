"""The tables of what happened: adverse events (ADAE) and time to event (ADTTE)."""

import numpy as np
import pandas as pd

from dashboard.extract.demo.columns import flags, labelled
from dashboard.extract.demo.cycles import LENGTH
from dashboard.extract.demo.snapshot import Snapshot
from dashboard.extract.demo.terms import TERMS
from dashboard.extract.demo.timeline import START, Codes, Days, dates

VERBATIM = "Feeling unwell, see letter"
GRADES = ["1", "2", "3", "4", "5"]
REACTION_LAG = 7
"""Days until the assessments of cycle 1 are entered."""
RELAPSE, DEATH, NRM = "RELAPSE", "DEATH", "DEATH WITHOUT RELAPSE"
AGVHD, GRAFT_FAILURE = "ACUTE GVHD III-IV", "GRAFT FAILURE"
CGVHD, AGAIN = "CHRONIC GVHD, SYSTEMIC TREATMENT", "SECOND TRANSPLANTATION"
ADJUDICATED = (RELAPSE, NRM, AGVHD, GRAFT_FAILURE)
"""What the adjudication committee looks at; deaths of any cause and chronic GVHD need none."""


def adae(snap: Snapshot) -> pd.DataFrame:
    """One row per adverse event reported; a partial onset stands in ASTDTC alone."""
    events = snap.events
    who = events.who
    onset = snap.entered[who] + events.onset
    over = np.where(events.end <= snap.today[who], snap.entered[who] + events.end, np.inf)
    names = [term.name for term in TERMS]
    classes = sorted({term.soc for term in TERMS})
    soc = np.array([classes.index(term.soc) for term in TERMS])[events.term]
    return pd.DataFrame(
        {
            "USUBJID": snap.names(who),
            "AESEQ": snap.event_numbers,
            "AETERM": labelled(np.where(events.coded, events.term, len(names)), [*names, VERBATIM]),
            "AEDECOD": labelled(np.where(events.coded, events.term, -1), names),
            "AEBODSYS": labelled(np.where(events.coded, soc, -1), classes),
            "AETOXGR": labelled(events.grade - 1, GRADES),
            "AESER": flags(events.serious),
            "AEREL": labelled(events.related.astype(int), ["NOT RELATED", "RELATED"]),
            "AESDTH": flags(events.fatal),
            "ASTDT": dates(np.where(events.partial > 0, np.inf, onset)),
            "AENDT": dates(over),
            "ASTDTC": _as_written(onset, events.partial),
        }
    )


def _as_written(onset: Days, partial: Codes) -> pd.Categorical:
    """Dates as text: YYYY-MM-DD, YYYY-MM or YYYY."""
    low = int(onset.min(initial=0))
    span = np.datetime64(START, "D") + np.arange(low, int(onset.max(initial=0)) + 1)
    written: list[str] = []
    codes = np.full(len(onset), -1)
    for kind, unit in enumerate("DMY"):
        days = span.astype(f"datetime64[{unit}]")
        units, place = np.unique(days, return_inverse=True)
        rows = partial == kind
        codes[rows] = len(written) + place[onset[rows].astype(int) - low]
        written += [str(value) for value in units]
    return labelled(codes, written)


def adtte(snap: Snapshot) -> pd.DataFrame:
    """One row per participant and endpoint; the value counts days from STARTDT, which is day 0."""
    course, size = snap.trial.outcomes, snap.size
    everyone = np.arange(size)
    agvhd, failed, again = (
        snap.known(day, course.other_lag[:size])
        for day in (course.agvhd, course.graft_failure, course.second_transplant)
    )
    cgvhd = snap.known(snap.trial.chronic.onset, snap.trial.chronic.lag[:size])
    seen, ends = snap.last_visit, {RELAPSE: snap.relapsed, DEATH: snap.died}
    endpoints = {
        "RELNRM": (seen, {RELAPSE: snap.relapsed, NRM: snap.died}),
        "EFS": (seen, {**ends, GRAFT_FAILURE: failed}),
        "OS": (snap.last_contact, {DEATH: snap.died}),
        "PFS": (seen, ends),
        "GRFS": (seen, {AGVHD: agvhd, CGVHD: cgvhd, **ends}),
        "AGVHD34": (seen, {AGVHD: agvhd, **ends, AGAIN: again}),
        "CGVHDSYS": (seen, {CGVHD: cgvhd, **ends, AGAIN: again}),
        "GRAFTFAIL": (seen, {GRAFT_FAILURE: failed, **ends}),
    }
    no_start = np.zeros(size)
    tables = [_endpoint(snap, name, everyone, no_start, *course) for name, course in endpoints.items()]
    dosed = np.flatnonzero(snap.cycles[:, 0])
    start = snap.trial.cycles.first_dose[dosed]
    followed = np.minimum(snap.today[dosed] - REACTION_LAG - start, course.until[dosed] - start)
    for name, day, text in (
        ("CRS3", snap.trial.cycles.crs, "CRS GRADE 3 OR HIGHER"),
        ("ICANS3", snap.trial.cycles.icans, "ICANS GRADE 3 OR HIGHER"),
    ):
        causes = {text: snap.known(day, REACTION_LAG), **ends}
        within = {what: _within(days[dosed] - start) for what, days in causes.items()}
        tables.append(_endpoint(snap, name, dosed, start, np.clip(followed, 0, LENGTH), within))
    return pd.concat(tables, ignore_index=True)


TITLES = {
    "RELNRM": "Relapse or death without relapse",
    "EFS": "Event-free survival",
    "OS": "Overall survival",
    "PFS": "Progression-free survival",
    "GRFS": "GVHD-free, relapse-free survival",
    "AGVHD34": "Acute GVHD grade III-IV",
    "CGVHDSYS": "Chronic GVHD needing systemic treatment",
    "GRAFTFAIL": "Secondary graft failure",
    "CRS3": "CRS grade 3 or higher within 28 days of first dose",
    "ICANS3": "ICANS grade 3 or higher within 28 days of first dose",
}


def _within(days: Days) -> Days:
    found: Days = np.where(days <= LENGTH, days, np.inf)
    return found


def _endpoint(
    snap: Snapshot, name: str, who: Codes, start: Days, censored: Days, causes: dict[str, Days]
) -> pd.DataFrame:
    """The first of the causes, the one named first on the same day; else censored at the last assessment."""
    times = np.column_stack(list(causes.values()))
    cause = times.argmin(axis=1)
    first = times[np.arange(len(who)), cause]
    happened = np.isfinite(first)
    value = np.where(happened, first, censored)
    described = np.array(list(causes))[cause]
    judged = snap.pull.knows(snap.entered[who] + start + value, snap.trial.outcomes.adjudication_lag[who])
    needed = happened & np.isin(described, ADJUDICATED)
    return pd.DataFrame(
        {
            "USUBJID": snap.names(who),
            "PARAMCD": labelled(np.full(len(who), [*TITLES].index(name)), [*TITLES]),
            "PARAM": labelled(np.full(len(who), [*TITLES].index(name)), [*TITLES.values()]),
            "STARTDT": dates(snap.entered[who] + start),
            "ADT": dates(snap.entered[who] + start + value),
            "AVAL": value,
            "CNSR": (~happened).astype(int),
            "EVNTDESC": pd.Series(np.where(happened, described, "")).astype("category"),
            "ADJFL": labelled(np.where(needed, judged, -1), ["N", "Y"]),
        }
    )
