"""A source small enough to work out by hand: five randomised participants, one of them after the cut-off."""

import shutil
from datetime import date
from pathlib import Path

from dashboard.extract import keys
from dashboard.extract.lock import Locked, lock
from dashboard.trial.load import parse
from dashboard.trial.model import Trial

CUT_OFF = date(2025, 7, 1)
PULLED = date(2025, 7, 31)

DEFINITION = """
trial = { name = "Tiny", protocol = "TINY", version = "1" }
accrual = { planned = 10, start = 2025-01-01, sites = 3 }
schedule = { cycles = 2, due_days = [14, 98], infusion_days = 28, completed_share = 0.8, grace_days = 14 }
arms = [
    { title = "Active", source = "ACTIVE", role = "experimental" },
    { title = "Plain", source = "PLAIN", role = "control" },
]
visits = [
    { name = "Day 30", due_day = 30, window_days = 14 },
    { name = "Day 90", due_day = 90, window_days = 14 },
    { name = "Day 130", due_day = 130, window_days = 10 },
]
populations = [
    { name = "randomised", title = "All randomised", flag = "randomised" },
    { name = "treated", title = "Treated", flag = "treated", arm_revealing = true },
]
[[endpoints]]
name = "relapse-nrm"
title = "Relapse and NRM"
parameter = "RELNRM"
censored = "last assessment"
causes = [
    { name = "relapse", title = "Relapse", value = "RELAPSE" },
    { name = "nrm", title = "NRM", value = "DEATH WITHOUT RELAPSE" },
]
[[endpoints]]
name = "os"
title = "Survival"
parameter = "OS"
censored = "last contact"
causes = [{ name = "death", title = "Death" }]
[[endpoints]]
name = "crs"
title = "CRS"
parameter = "CRS3"
censored = "day 28"
clock = "first dose"
arm_revealing = true
causes = [{ name = "crs", title = "CRS", value = "CRS" }]
[adverse_events]
scale = "CTCAE"
severe_from = 3
collection_days = 100
grades = [
    { value = "1", label = "1" }, { value = "2", label = "2" }, { value = "3", label = "3" },
    { value = "4", label = "4" }, { value = "5", label = "5" },
]
[[guidelines]]
name = "nrm-100"
title = "NRM to day 100"
endpoint = "relapse-nrm"
cause = "nrm"
window_days = 100
p0 = 0.05
p1 = 0.15
alpha = 0.1
planned = 10
[[guidelines]]
name = "crs-28"
title = "CRS to day 28"
endpoint = "crs"
cause = "crs"
window_days = 28
scope = "experimental"
p0 = 0.05
p1 = 0.15
alpha = 0.1
planned = 10
arm_revealing = true
[[guidelines]]
name = "death-180-pooled"
title = "Death to day 180"
endpoint = "os"
cause = "death"
window_days = 180
scope = "pooled"
p0 = 0.05
p1 = 0.15
alpha = 0.1
planned = 10
[arm_revealing]
version = "1"
terms = ["Cytokine release syndrome"]
[charter]
pooled_endpoints = ["relapse-nrm"]
[source.participant]
file = "adsl"
columns = { participant = "ID", arm = "ARM", actual_arm = "ACTARM", site = "SITE", randomised_on = "RAND", \
    first_dose_on = "DOSE", died_on = "DIED", last_contact_on = "LAST", randomised = "RANDFL", treated = "SAFFL" }
[source.adverse_event]
file = "adae"
columns = { participant = "ID", soc = "SOC", term = "TERM", grade = "GRADE", serious = "SER", related = "REL", \
    fatal = "FATAL", start_on = "START", end_on = "END" }
values = { related = { RELATED = "Y", "NOT RELATED" = "N" } }
[source.time_to_event]
file = "adtte"
columns = { participant = "ID", parameter = "PARAM", value = "AVAL", censored = "CNSR", description = "DESC", \
    start_on = "START" }
[source.cycle]
file = "adex"
where = { WHAT = ["CYCLE"] }
columns = { participant = "ID", cycle = "CYCLE", start_on = "START", end_on = "END", infusion_days = "DAYS", \
    reason = "REASON" }
[source.visit]
file = "advs"
columns = { participant = "ID", visit = "VISIT", done_on = "DATE" }
[source.screening]
file = "screening"
columns = { candidate = "ID", site = "SITE", screened_on = "DATE", outcome = "OUTCOME", reason = "REASON" }
[source.site]
file = "sites"
columns = { site = "SITE", activated_on = "DATE" }
"""

TABLES = {
    "adsl": """
        ID | ARM    | ACTARM | SITE | RAND       | DOSE       | DIED       | LAST       | RANDFL | SAFFL
        P0 |        |        | S1   |            |            |            |            | N      | N
        P1 | ACTIVE | ACTIVE | S1   | 2025-01-10 | 2025-01-20 |            | 2025-07-20 | Y      | Y
        P2 | PLAIN  | PLAIN  | S1   | 2025-02-01 |            | 2025-06-01 | 2025-06-01 | Y      | N
        P3 | ACTIVE | ACTIVE | S2   | 2025-03-15 | 2025-03-25 | 2025-07-10 | 2025-07-10 | Y      | Y
        P4 | PLAIN  | PLAIN  | S2   | 2025-05-20 |            |            | 2025-06-30 | Y      | N
        P5 | ACTIVE |        | S2   | 2025-07-05 |            |            | 2025-07-20 | Y      | N
    """,
    "adae": """
        ID | SOC        | TERM                      | GRADE | SER | REL         | FATAL | START      | END
        P1 | Infections | Sepsis                    | 3     | Y   | NOT RELATED | N     | 2025-02-01 | 2025-02-10
        P1 | Infections | Sepsis                    | 4     | Y   | NOT RELATED | N     | 2025-03    |
        P1 | Infections | Pneumonia                 | 2     | N   | NOT RELATED | N     | 2025-01    | 2025-01-30
        P1 | Immune     | CYTOKINE RELEASE SYNDROME | 2     | N   | RELATED     | N     | 2025-01-21 | 2025-01-23
        P1 | Infections | Cough                     | 1     | N   | NOT RELATED | N     | 2025-01-05 | 2025-01-06
        P2 | Infections | Sepsis                    |       | N   | NOT RELATED | N     | 2025-02-10 | .
        P2 |            |                           | 1     | N   | NOT RELATED | N     | 2025-03-01 | 2025-03-02
        P2 | Blood      | Anaemia                   | 5     | Y   | NOT RELATED | Y     | 2025-05-12 | 2025-06-01
        P2 | Blood      | Anaemia                   | 3     | N   | NOT RELATED | N     | 2025-05-13 |
        P3 | Blood      | Neutropenia               | 4     | N   | RELATED     | N     | 2025-06-20 | 2025-07-15
        P3 | Blood      | Neutropenia               | 3     | N   | NOT RELATED | N     | 2025-07-02 |
        P5 | Blood      | Neutropenia               | 3     | N   | NOT RELATED | N     | 2025-07-06 |
    """,
    "adtte": """
        ID | PARAM  | AVAL | CNSR | DESC                  | START
        P1 | RELNRM | 100  | 0    | RELAPSE               | 2025-01-10
        P2 | RELNRM | 120  | 0    | DEATH WITHOUT RELAPSE | 2025-02-01
        P3 | RELNRM | 117  | 0    | DEATH WITHOUT RELAPSE | 2025-03-15
        P4 | RELNRM | 60   | 1    |                       | 2025-05-20
        P1 | OS     | 191  | 1    |                       | 2025-01-10
        P2 | OS     | 120  | 0    | DEATH                 | 2025-02-01
        P3 | OS     | 117  | 0    | DEATH                 | 2025-03-15
        P1 | CRS3   | 28   | 1    |                       | 2025-01-20
        P3 | CRS3   | 5    | 0    | CRS                   | 2025-03-25
    """,
    "adex": """
        ID | WHAT  | CYCLE | START      | END        | DAYS | REASON
        P1 | CYCLE | 1     | 2025-01-20 | 2025-02-16 | 28   |
        P1 | CYCLE | 2     | 2025-04-20 | 2025-05-10 | 21   | TOXICITY
        P3 | CYCLE | 1     | 2025-03-25 | 2025-04-16 | 23   |
        P3 | CYCLE | 2     | 2025-06-25 | 2025-07-22 | 28   |
        P1 | OTHER | 9     | 2025-01-20 | 2025-01-21 | 1    |
    """,
    "advs": """
        ID | VISIT   | DATE
        P1 | Day 30  | 2025-02-10
        P2 | Day 30  | 2025-03-03
        P1 | Day 90  | 2025-04-12
        P1 | Day 130 | 2025-07-02
    """,
    "screening": """
        ID | SITE | DATE       | OUTCOME        | REASON
        C1 | S1   | 2025-01-05 | Randomised     |
        C2 | S1   | 2025-01-20 | Screen failure | Relapse
        C3 | S1   | 2025-07-04 | Screen failure | Relapse
    """,
    "sites": """
        SITE | DATE
        S1   | 2025-01-01
        S2   | 2025-03-10
        S3   | 2025-08-01
    """,
}


def trial(old: str = "", new: str = "") -> Trial:
    """The tiny trial, one passage of its definition replaced."""
    assert old in DEFINITION
    return parse(DEFINITION.replace(old, new) if old else DEFINITION, "tiny")


def write(folder: Path, **tables: str) -> Path:
    """The source as CSV files, whole tables replaced by keyword; an empty one is left out."""
    folder.mkdir(parents=True, exist_ok=True)
    for stem, table in {**TABLES, **tables}.items():
        lines = [",".join(cell.strip() for cell in line.split("|")) for line in table.strip().splitlines()]
        if table:
            (folder / f"{stem}.csv").write_text("\n".join(lines) + "\n")
    return folder


def head(stem: str) -> str:
    """A table without rows."""
    return TABLES[stem].strip().splitlines()[0]


def uneventful(*participants: str) -> str:
    """A table of endpoints in which nothing has happened to anybody."""
    rows = [f"{who} | {name} | 0 | 1 | |" for who in participants for name in ("RELNRM", "OS")]
    return "\n".join([head("adtte"), *rows])


def replaced(stem: str, old: str, new: str) -> dict[str, str]:
    """A table with one passage replaced, for `write`."""
    assert old in TABLES[stem]
    return {stem: TABLES[stem].replace(old, new)}


def draw_keys(folder: Path) -> Path:
    """Keys with the letters A = Active, B = Plain."""
    keys.new(folder)
    with keys.kept(folder, trial(), {"ACTIVE": "A", "PLAIN": "B"}):
        return folder


def lock_tiny(base: Path, name: str = "x", **tables: str) -> Locked:
    """Lock the source (tables replaced by keyword) into `base/name` with the keys of `base`."""
    source = base / f"source-{name}"
    shutil.rmtree(source, ignore_errors=True)
    key_folder = base / "keys"
    if not key_folder.exists():
        draw_keys(key_folder)
    return lock(write(source, **tables), trial(), CUT_OFF, base / name, key_folder, pulled=PULLED)
