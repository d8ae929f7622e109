"""The one call: simulate the synthetic trial and deliver it as it stood at a cut-off."""

from datetime import date
from pathlib import Path

from dashboard.extract.demo import files, happenings, subjects
from dashboard.extract.demo.snapshot import take
from dashboard.extract.demo.timeline import pull
from dashboard.extract.demo.trial import simulate

PATIENTS = 160
SEED = 20240115
TRANSPORT_UP_TO = 5000
"""Up to so many patients the delivery mixes SAS transport, CSV and Parquet; beyond, all is Parquet."""
TABLES = {
    "adsl": (subjects.adsl, "xpt"),
    "adae": (happenings.adae, "xpt"),
    "adtte": (happenings.adtte, "xpt"),
    "adex": (subjects.adex, "xpt"),
    "adlb": (subjects.adlb, "parquet"),
    "advs": (subjects.advs, "csv"),
    "screening": (subjects.screening, "csv"),
    "sites": (subjects.sites, "csv"),
}


def write(
    folder: Path,
    *,
    cut_off: date,
    patients: int = PATIENTS,
    scenario: str = "A",
    seed: int = SEED,
    pulled_on: date | None = None,
) -> dict[str, int]:
    """Write the source files of an extract into a folder; how many rows each got.

    `patients` is the planned size: the same (patients, scenario, seed) is the same trial at every cut-off.
    What happened by `cut_off` and was entered by `pulled_on` (the cut-off itself unless given) is delivered.
    Raises ChoiceError for a scenario or size that is not to be had.
    """
    snapshot = take(simulate(patients, scenario, seed), pull(cut_off, pulled_on))
    folder.mkdir(parents=True, exist_ok=True)
    rows = {}
    for stem, (table, kind) in TABLES.items():
        made = table(snapshot)
        files.write(made, folder, stem, kind if patients <= TRANSPORT_UP_TO else "parquet", cut_off)
        rows[stem] = len(made)
    return rows
