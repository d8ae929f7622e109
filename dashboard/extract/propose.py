"""A trial definition proposed from a source: what its files tell, and what they cannot tell left open.

Nothing of a single participant is in it: names of files and columns, labels, code lists, and months.
"""

# ruff: noqa: S608 - names come from the files and are quoted

import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb

from dashboard.errors import SourceError
from dashboard.extract.proposal import endpoints, events, people
from dashboard.extract.proposal.files import File, domain, for_table, mapped, opened
from dashboard.extract.proposal.lines import inline, key, known, remark, text, texts, unknown
from dashboard.extract.proposal.names import FILES, NO_ARM

HEAD = """\
# A trial definition proposed from the source's files. Lines that begin with "# ?" could not be told:
# take the "# ? " away and mend what follows it. Then try it with dsmb check.
# Guidelines, the schedule of cycles, visits and benchmarks stand in the protocol; data/trial.toml shows how they
# are written.
"""
_LATEST = (("participant", "last_contact_on"), ("adverse_event", "start_on"), ("lab", "measured_on"))
_READERS = ("reporting_statistician", "dsmb_member", "dsmb_chair")


def propose(source: Path) -> str:
    """The definition as TOML text; raises SourceError if no file of the folder tells who was randomised to what."""
    with duckdb.connect(":memory:") as database:
        database.execute("set temp_directory = ''")
        files, faults = opened(database, source)
        tables = {name: file for name in FILES if (file := for_table(files, name))}
        if "participant" not in tables:
            raise SourceError(
                f"{source}: no file tells participants and their arms (such as adsl with USUBJID and TRT01P, or dm "
                f"with USUBJID and ARM); it has {', '.join(file.path.name for file in files)}."
                + "".join(f" Not read: {fault}" for fault in faults)
            )
        return "\n".join(_lines(files, tables, faults)) + "\n"


def _lines(files: tuple[File, ...], tables: dict[str, File], faults: tuple[str, ...]) -> Iterator[str]:
    who = tables["participant"]
    yield HEAD
    yield from (f"# Not read: {remark(fault)}" for fault in faults)
    yield from (*_cut_off(tables), "")
    yield from (
        *people.study(files),
        "",
        *people.arms(who),
        *people.accrual(files, who),
        "",
        *people.populations(who),
        "",
    )
    if "adverse_event" in tables:
        yield from (*events.scale(tables["adverse_event"]), "")
    if "time_to_event" in tables:
        yield from (*endpoints.endpoints(tables["time_to_event"], _participants(who)), "")
    yield from (*_arm_revealing(), "", *_charter(), "")
    yield from (*people.source_lines(files, who), "")
    for name, file in tables.items():
        if name != "participant":
            yield from (*_SOURCES[name](file, files), "")
    yield from _left(files, tables)


def _cut_off(tables: dict[str, File]) -> Iterator[str]:
    """The latest months in the files: the cut-off is near them, or they hold dates that cannot be."""
    for table, column in _LATEST:
        if table in tables and (name := mapped(tables[table], table).get(column)):
            month = tables[table].month(name, "max")
            if month:
                yield f"# The latest {name} of {remark(tables[table].path.name)} is in {month}: a hint for --cutoff."


def _participants(who: File) -> int:
    """How many have an arm: told to nobody, only compared."""
    columns = mapped(who, "participant")
    arm, name = who.as_text(columns["arm"]), who.as_text(columns["participant"])
    inside = ", ".join(f"'{word}'" for word in NO_ARM)
    (row,) = who.rows(f"select count(distinct {name}) from {who.view} where lower({arm}) not in ({inside})")
    return int(str(row[0]))


def _arm_revealing() -> Iterator[str]:
    yield from ("[arm_revealing]", known("version", text("1")))
    yield unknown("terms", "[]", "preferred terms that exist because of an arm")
    yield unknown("why", text(""), "declared from the protocol before the first lock")


def _charter() -> Iterator[str]:
    yield from ("[charter]", "# who may enter which side, from the charter")
    yield unknown("conduct", texts(("sponsor", "trial_statistician", *_READERS)))
    yield unknown("blinded", texts(("trial_statistician", *_READERS)))
    yield unknown("unblinded", texts(_READERS))
    yield unknown("pooled_endpoints", "[]", "endpoints that may be shown for all participants together")


def _plain(name: str) -> Callable[[File, tuple[File, ...]], Iterator[str]]:
    """Lines of a table that is taken as it is."""

    def lines(file: File, _: tuple[File, ...]) -> Iterator[str]:
        yield from (f"[source.{name}]", known("file", text(file.stem)), f"[source.{name}.columns]")
        for canonical, column in mapped(file, name).items():
            yield known(canonical, text(column), file.label(column))

    return lines


def _screening(file: File, files: tuple[File, ...]) -> Iterator[str]:
    """Outcomes as they are, or an arm's code as "Randomised": which arm it was is nobody's to see."""
    columns = mapped(file, "screening")
    yield from ("[source.screening]", known("file", text(file.stem)))
    if columns["outcome"].upper() == "ARMCD":
        codes = file.values(columns["outcome"]) or ()
        outcomes = [(key(code), text("Not randomised" if code.lower() in NO_ARM else "Randomised")) for code in codes]
        yield known("values", inline([("outcome", inline(outcomes))]))
    yield "[source.screening.columns]"
    for canonical, column in columns.items():
        yield known(canonical, text(column), file.label(column))
    ds = domain(files, "ds")
    if ds and file.has("USUBJID") and "reason" not in columns and "SCREEN FAILURE" in (ds.values("DSDECOD") or ()):
        yield from people.join_lines("screening", ds, '{ DSDECOD = ["SCREEN FAILURE"] }', "reason", "DSTERM")


_SOURCES: dict[str, Callable[[File, tuple[File, ...]], Iterator[str]]] = {
    "adverse_event": lambda file, _: events.source_lines(file),
    "time_to_event": lambda file, _: endpoints.source_lines(file),
    "infusion": _plain("infusion"),
    "lab": _plain("lab"),
    "screening": _screening,
    "site": _plain("site"),
}


def _left(files: tuple[File, ...], tables: dict[str, File]) -> Iterator[str]:
    """The files nothing was taken from, with their columns."""
    used = {file.path for file in tables.values()}
    for file in files:
        if file.path not in used:
            yield f"# Nothing was taken from {remark(file.path.name)}, which has:"
            names = ", ".join(f"{n} ({file.label(n)})" if file.label(n) else n for n in file.names.values())
            yield from textwrap.wrap(remark(names), 116, initial_indent="#   ", subsequent_indent="#   ")
