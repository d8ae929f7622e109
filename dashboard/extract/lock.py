"""Lock an extract: a source becomes three stores, once, whole or not at all."""

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import metadata
from pathlib import Path
from typing import Any

import duckdb

from dashboard.access import envelope, manifest, sealed
from dashboard.access.manifest import Contents
from dashboard.errors import LockError
from dashboard.extract import blind, stores
from dashboard.extract import keys as keyring
from dashboard.extract.derive import derive
from dashboard.extract.findings import refuse
from dashboard.extract.folder import refuse_existing, whole
from dashboard.extract.leaks import Leak
from dashboard.extract.mask import mask_cycles
from dashboard.extract.report import write as write_report
from dashboard.extract.shapes import STORES
from dashboard.extract.survey import LEAK, Survey, survey
from dashboard.settings import ROOT
from dashboard.trial.model import Trial

SEALED_ALONE = ("sealed",)
"""What an ad hoc lock writes."""


@dataclass(frozen=True)
class Locked:
    """A locked extract: its folder, cut-off, and the hash of each store. What was found lies in the sealed store."""

    folder: Path
    cut_off: date
    hashes: Mapping[str, str]

    @property
    def summary(self) -> str:
        """What may be printed: nothing that depends on an arm, or on how much was found."""
        listed = "\n".join(f"  {store:<8} {digest}" for store, digest in self.hashes.items() if store != "sealed")
        return (
            f"{self.folder}: locked at cut-off {self.cut_off}.\n{listed}\n  Findings, if any, are in the sealed store."
        )


def lock(
    source: Path,
    trial: Trial,
    cut_off: date,
    out: Path,
    keys: Path,
    previous: Path | None = None,
    *,
    store_key: str = "",
    code_key: str = "",
    pulled: date | None = None,
    ad_hoc: bool = False,
    report: Path | None = None,
    said: Callable[[str], None] = lambda _: None,
) -> Locked:
    """Read `source`, hold it to the contract and the checks, and write the stores of `cut_off` into `out`.

    `previous` is the extract published before, and must be named if one lies beside `out`. An `ad_hoc` lock, at no
    scheduled cut-off, publishes nothing: it writes the sealed store alone. `store_key` and `code_key` (hexadecimal)
    replace the key files; `pulled` is the day the source was taken, today if not given. The findings are written to
    `report` whether or not they forbid the lock; `said` is told each step. Raises SourceError, LockError,
    KeyMissingError or ExtractError; no part of an extract is left behind then.
    """
    refuse_existing(out)
    store, own = envelope.store_key(keys, store_key), keyring.lock_key(keys)
    letters = keyring.letters(keys, trial, code_key)
    earlier = _earlier(previous, trial, cut_off)
    if not ad_hoc and previous is None:
        _nothing_published_before(out, trial, cut_off)
    with open_database() as database:
        found = survey(database, source, trial, letters, cut_off, pulled or date.today(), said)
        if report is not None:
            write_report(found.findings, report)
        if found.leaks:
            raise LockError(_keep_leaks(out, trial, store, found.leaks))
        refuse(found.findings)
        trial = trial.model_copy(update={"provided": found.origin.provided(trial)})
        made: dict[str, Contents] = {}
        for name in SEALED_ALONE if ad_hoc else STORES:
            view = blind.scope(trial, name, letters)
            blind.name_participants(database, view, own)
            derive(database, trial, cut_off, view)
            if not view.coded:
                mask_cycles(database, trial, cut_off, earlier, name)
            if name == "sealed":
                _keep_findings(database, found)
            more = _told(found) if view.coded else None
            made[name] = stores.contents(database, trial, cut_off, version(), view, more)
    with keyring.kept(keys, trial, letters, code_key), whole(out) as folder:
        for name, content in made.items():
            _write(folder / name, content, store if name == "sealed" else None)
        check(folder, store)
    return Locked(out, cut_off, {name: content.hash for name, content in made.items()})


def look(source: Path, trial: Trial, cut_off: date, said: Callable[[str], None] = lambda _: None) -> Survey:
    """Everything a lock would find, with nothing written and no key needed."""
    letters = dict(zip((arm.source for arm in trial.arms), trial.letters, strict=True))
    with open_database() as database:
        return survey(database, source, trial, letters, cut_off, date.today(), said)


def check(folder: Path, store_key: bytes | None) -> dict[str, Contents]:
    """The verified stores of an extract, the sealed one if its key is given; raises ExtractError naming a file."""
    clear = [name for name in STORES if name not in SEALED_ALONE]
    if not any((folder / name).exists() for name in clear) and (folder / "sealed").exists():
        clear = []  # an ad hoc lock
    read = {name: manifest.read(folder / name) for name in clear}
    if store_key is not None:
        read["sealed"] = check_sealed(folder / "sealed", store_key)
    return read


def check_sealed(store: Path, key: bytes) -> Contents:
    """The verified contents of a sealed store's own folder; raises ExtractError naming a file."""
    return sealed.read(store, key)


def version() -> str:
    """The version of this software."""
    try:
        return metadata.version("dsmb-dashboard")
    except metadata.PackageNotFoundError:
        project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
        return str(project["version"])


def open_database() -> duckdb.DuckDBPyConnection:
    """An in-memory database, compressed, that never writes a row to disk."""
    database = duckdb.connect(":memory:")
    database.execute("set temp_directory = ''")
    database.execute("attach ':memory:' as work (compress)")
    database.execute("use work")
    return database


def _earlier(previous: Path | None, trial: Trial, cut_off: date) -> Contents | None:
    if previous is None:
        return None
    contents = manifest.read(previous / "conduct")
    if contents.manifest.protocol != trial.trial.protocol:
        raise LockError(f"{previous}: is of protocol {contents.manifest.protocol}, not {trial.trial.protocol}.")
    if contents.manifest.cut_off >= cut_off:
        raise LockError(f"{previous}: its cut-off {contents.manifest.cut_off} is not before {cut_off}.")
    return contents


def _nothing_published_before(out: Path, trial: Trial, cut_off: date) -> None:
    """Raises LockError if an earlier extract of the trial lies beside `out`: the masks need to know it."""
    for manifest_file in sorted(out.parent.glob(f"*/conduct/{manifest.FILE}")):
        found = manifest.from_bytes(manifest_file.read_bytes(), str(manifest_file))
        if found.protocol == trial.trial.protocol and found.cut_off < cut_off:
            raise LockError(
                f"{manifest_file.parent.parent}: was published before, at {found.cut_off}. Name the last one published "
                "with --previous, so that few newcomers cannot be told by subtraction; or lock with --ad-hoc."
            )


def _told(found: Survey) -> dict[str, Any]:
    """What the sealed manifest says of the source."""
    origin = found.origin
    return {
        "files": origin.files,
        "rows": origin.rows,
        "left_out": origin.left_out,
        "after_cut_off": dict(found.later),
        "findings": len(found.findings),
    }


def _keep_findings(database: duckdb.DuckDBPyConnection, found: Survey) -> None:
    """Every broken row, and every other finding as one row without a participant."""
    database.execute("create table sealed.finding (rule varchar, level varchar, participant varchar, detail varchar)")
    listed = [[row.rule, row.level, row.participant, row.detail] for row in found.broken]
    known = {row.rule for row in found.broken}
    listed += [[f.rule, f.level, "", json.dumps(f.as_row())] for f in found.findings if f.rule not in known]
    if listed:
        database.executemany("insert into sealed.finding values (?, ?, ?, ?)", listed)


def _keep_leaks(out: Path, trial: Trial, key: bytes, leaks: Iterable[Leak]) -> str:
    """Seal what would tell the arms apart beside the extract that was not written; returns what may be said."""
    path = out.with_name(f"{out.name}.leaks.sealed")
    content = "\n".join(leak.detail for leak in leaks).encode()
    out.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(envelope.seal(content, key, name=path.name, store=sealed.STORE, protocol=trial.trial.protocol))
    return f"{LEAK} Nothing was locked. Read it: dsmb findings {path}"


def _write(folder: Path, contents: Contents, key: bytes | None) -> None:
    """A store's files: as they are, or each in its envelope if there is a key."""
    folder.mkdir()
    files = {**contents.files, manifest.FILE: contents.manifest.to_bytes()}
    for name, data in files.items():
        if key is None:
            (folder / name).write_bytes(data)
            continue
        kept = sealed.MANIFEST if name == manifest.FILE else name + sealed.SUFFIX
        protocol = contents.manifest.protocol
        (folder / kept).write_bytes(envelope.seal(data, key, name=kept, store=sealed.STORE, protocol=protocol))
