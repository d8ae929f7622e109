"""Everything that can be found in a source before a byte of an extract is written."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

import duckdb

from dashboard.errors import SourceError
from dashboard.extract import canonical, checks, leaks, rows
from dashboard.extract.canonical import Origin
from dashboard.extract.checks import Broken
from dashboard.extract.findings import Finding, RefusedError
from dashboard.extract.leaks import Leak
from dashboard.trial.model import Trial

LEAK = (
    "Something that stands outside the sealed store would tell the arms apart by merely being there, and the trial "
    "definition does not declare it. What it is can be read with the store key alone."
)


@dataclass
class Survey:
    """What was found: `findings` in general words, `broken` rows and `leaks` in detail (sealed store only).

    `later` counts rows of each table that start after the cut-off.
    """

    origin: Origin
    findings: list[Finding] = field(default_factory=list)
    broken: tuple[Broken, ...] = ()
    leaks: tuple[Leak, ...] = ()
    later: Mapping[str, int] = field(default_factory=dict)

    @property
    def refused(self) -> bool:
        """Whether a finding forbids a lock."""
        return any(finding.level == "error" for finding in self.findings)


def survey(
    database: duckdb.DuckDBPyConnection,
    source: Path,
    trial: Trial,
    letters: Mapping[str, str],
    cut_off: date,
    pulled: date,
    said: Callable[[str], None] = lambda _: None,
) -> Survey:
    """Read the source, hold it to contract and checks, cut it off, and look for structural leaks.

    Each step looks at all it can; the cut-off and the leaks are looked at only when nothing forbids a lock yet.
    Afterwards the database holds the canonical tables and, if nothing forbids a lock, schema `seen`.
    """
    origin = canonical.load(database, source, trial, letters, said)
    found = Survey(origin, [*origin.findings, *_promised(trial, origin), *_of_nobody(database, trial, origin)])
    said("checks")
    checked = checks.run(database, pulled, trial)
    found.findings += (*checked.findings, *_cut_off(database, cut_off, pulled))
    found.broken = checked.rows
    if found.refused:
        return found
    try:
        found.later = rows.see(database, trial, cut_off)
    except RefusedError as error:
        found.findings += error.findings
        return found
    except SourceError as error:
        found.findings.append(Finding("error", "time_to_event", "", "", "unknown cause", str(error)))
        return found
    found.leaks = leaks.find(database, trial)
    if found.leaks:
        found.findings.append(Finding("error", "", "", "", "structural leak", LEAK))
    return found


def _of_nobody(database: duckdb.DuckDBPyConnection, trial: Trial, origin: Origin) -> Iterator[Finding]:
    """An error for each endpoint from randomisation on of which the source has no row: nobody's would look like none.

    What counts from the first dose, or exists because of an arm, may still lack anybody to have a row.
    """
    if not origin.rows.get("participant") or "time_to_event" not in origin.rows:
        return
    there = {parameter for (parameter,) in database.execute("select distinct parameter from time_to_event").fetchall()}
    file = trial.source["time_to_event"].file
    for endpoint in trial.endpoints:
        if endpoint.parameter not in there and endpoint.clock == "randomisation" and not endpoint.arm_revealing:
            what = (
                f"no participant has a row of {endpoint.parameter} (endpoint {endpoint.name}). Deliver one for "
                "everybody randomised, censored on day 0 where nothing more is known, or take the endpoint out."
            )
            yield Finding("error", "time_to_event", file, "", "endpoint without rows", what)


def _cut_off(database: duckdb.DuckDBPyConnection, cut_off: date, pulled: date) -> Iterator[Finding]:
    """An error if the source was taken before the cut-off; a warning if nobody was randomised by then."""
    if cut_off > pulled:
        what = f"{cut_off} is after {pulled}, when the source was taken: nothing is known of the days between."
        yield Finding("error", "", "", "", "cut-off after data pull", f"cut-off: {what} Name an earlier cut-off.")
    row = database.execute("select min(randomised_on) from participant").fetchone()
    if row and row[0] and row[0] > cut_off:
        what = f"cut-off: nobody was randomised by {cut_off}, so every table is empty."
        yield Finding("warning", "", "", "", "nobody at the cut-off", what)


def _promised(trial: Trial, origin: Origin) -> list[Finding]:
    """Tables that the definition needs and the source has not: what nobody recorded must not look like none."""
    needed = {"time_to_event": bool(trial.endpoints), "adverse_event": trial.adverse_events is not None}
    broken = {finding.table for finding in origin.findings if finding.level == "error"}
    what = "is missing in the source, but the definition says what is to be made of it. Deliver it, or take that out."
    return [
        Finding("error", table, "", "", "missing file", what)
        for table, is_needed in needed.items()
        if is_needed and table not in origin.rows and table not in broken
    ]
