"""The demonstration: the synthetic trial written, locked twice, with accounts to look at it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from dashboard.settings import ROOT, Settings

PREVIOUS = date(2025, 7, 15)
CUT_OFF = date(2026, 1, 15)


@dataclass(frozen=True)
class Login:
    """A demonstration account; everybody may know its password, so it opens nothing but the synthetic trial."""

    name: str
    role: str

    @property
    def password(self) -> str:
        """The account's password."""
        return f"{self.name}-demo-trial"


LOGINS = (
    Login("sponsor", "sponsor"),
    Login("statistician", "trial_statistician"),
    Login("reporting", "reporting_statistician"),
    Login("member", "dsmb_member"),
    Login("chair", "dsmb_chair"),
    Login("admin", "administrator"),
)


def served(out: Path, settings: Settings) -> Settings:
    """The settings that serve the demonstration made in `out`, with accounts and an audit trail of its own."""
    extracts = out / "extracts"
    return replace(
        settings,
        extract=str(extracts / CUT_OFF.isoformat()),
        previous=str(extracts / PREVIOUS.isoformat()),
        keys=str(out / "keys"),
        database=f"sqlite:///{(out / 'demo.sqlite').resolve()}",
    )


def make(out: Path, *, patients: int, scenario: str, seed: int) -> Iterator[str]:
    """Write, lock and add accounts, saying what was done; whatever is already there stays as it is."""
    from dashboard.extract import keys  # only here: who serves the demonstration need not wait for all of it
    from dashboard.extract.demo import write
    from dashboard.extract.lock import lock
    from dashboard.records import accounts, database
    from dashboard.trial.load import load

    trial = load(ROOT / "data" / "trial.toml")
    key_folder = out / "keys"
    if not key_folder.exists():
        keys.new(key_folder)
    previous: Path | None = None
    for cut_off in (PREVIOUS, CUT_OFF):
        extract = out / "extracts" / cut_off.isoformat()
        if extract.exists():
            yield f"{extract}: already locked."
        else:
            source = out / "source" / cut_off.isoformat()
            write.write(source, patients=patients, scenario=scenario, seed=seed, cut_off=cut_off)
            yield lock(source, trial, cut_off, extract, key_folder, previous=previous).summary
        previous = extract
    records = database.connect(served(out, Settings()).database, key_folder)
    for login in LOGINS:
        if accounts.by_name(records, login.name) is None:
            accounts.add(records, login.name, login.role, login.password)
    records.close()
