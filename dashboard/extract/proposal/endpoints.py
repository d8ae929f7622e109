"""What a time-to-event file tells: its parameters, how they end, and the unit of their times."""

# ruff: noqa: S608 - names come from the files and are quoted

import re
from collections.abc import Iterator

from dashboard.extract.expressions import literal, quoted, typed
from dashboard.extract.proposal.files import File, mapped
from dashboard.extract.proposal.lines import inline, known, remark, slug, text, unknown

MOST_CAUSES = 12
_UNITS = {"DAY": "days", "DAYS": "days", "MONTH": "months", "MONTHS": "months", "YEAR": "years", "YEARS": "years"}
_COMPOSITE = re.compile(r"surviv|free|overall|\bos\b|\bpfs\b|\befs\b", re.IGNORECASE)


def endpoints(file: File, participants: int) -> Iterator[str]:
    """`[[endpoints]]`, one for each parameter that is a time; `participants` is how many there are in all."""
    for parameter in parameters(file):
        yield from _endpoint(file, parameter, participants)
        yield ""
    for parameter in other_parameters(file):
        yield f"# {remark(parameter)} is no time: its unit is none of days, months, years."


def parameters(file: File) -> tuple[str, ...]:
    """The parameters that may be times: of a unit of time, or of none that is said."""
    return tuple(code for code in _codes(file) if _unit(file, code) is not None)


def other_parameters(file: File) -> tuple[str, ...]:
    """The parameters that are counts or the like."""
    return tuple(code for code in _codes(file) if _unit(file, code) is None)


def source_lines(file: File) -> Iterator[str]:
    """`[source.time_to_event]`; parameters that are no times are left out."""
    columns = mapped(file, "time_to_event")
    yield from ("[source.time_to_event]", known("file", text(file.stem)))
    if other_parameters(file):
        inside = ", ".join(map(text, parameters(file)))
        yield known("where", f"{{ {columns['parameter']} = [{inside}] }}")
    yield "[source.time_to_event.columns]"
    for canonical, column in columns.items():
        yield known(canonical, text(column), file.label(column))


def _codes(file: File) -> tuple[str, ...]:
    return file.values(mapped(file, "time_to_event")["parameter"]) or ()


def _endpoint(file: File, parameter: str, participants: int) -> Iterator[str]:
    title = next(iter(_described(file, "PARAM", parameter)), parameter)
    yield from ("[[endpoints]]", known("name", text(slug(parameter, "endpoint"))), known("title", text(title)))
    yield known("parameter", text(parameter))
    ended = _described(file, mapped(file, "time_to_event").get("description", ""), parameter, censored=True)
    yield known("censored", text("; ".join(ended))) if ended else unknown("censored", text("last contact"))
    unit = _unit(file, parameter)
    yield known("unit", text(unit), "AVALU") if unit else unknown("unit", text("days"), "what AVAL counts")
    yield from _offset(file, parameter)
    yield from _causes(file, parameter, title)
    if _people(file, parameter) < participants:
        yield unknown("clock", text("first dose"), "if time zero is not randomisation")
        yield unknown("arm_revealing", "true", "not everybody has a row: because of an arm?")


def _causes(file: File, parameter: str, title: str) -> Iterator[str]:
    column = mapped(file, "time_to_event").get("description", "")
    words = _described(file, column, parameter, censored=False)
    if len(words) > MOST_CAUSES:
        yield f"# {remark(column)} holds too many words to be causes here; any event counts."
        words = ()
    if not words or _COMPOSITE.search(title):
        if words:
            yield f"# Each of these counts as the event: {remark('; '.join(words))}."
        yield f"causes = [{inline((('name', text('event')), ('title', text(title))))}]"
        return
    yield "# Only what has happened so far. The first cause is the event of interest, the others compete with it."
    yield "causes = ["
    for number, word in enumerate(words, start=1):
        name = slug(word, "cause")
        name = name if [slug(each, "cause") for each in words].count(name) == 1 else f"{name}-{number}"
        yield f"    {inline((('name', text(name)), ('title', text(word.capitalize())), ('value', text(word))))},"
    yield "]"


def _offset(file: File, parameter: str) -> Iterator[str]:
    """Whether a day is counted as day 1, told by value, start and end where all have them."""
    columns = mapped(file, "time_to_event")
    end = file.first(("ADT", "ADTM"))
    if end and "start_on" in columns and _unit(file, parameter) != "months":
        first, last = (typed("date", quoted(c), file.types[c.lower()], {}) for c in (columns["start_on"], end))
        value = typed("number", quoted(columns["value"]), file.types[columns["value"].lower()], {})
        (row,) = file.rows(
            f"select min(value - (last - first)), max(value - (last - first)) from (select {value} as value,"
            f" {first} as first, {last} as last from {file.view} where {_is(file, parameter)})"
        )
        if row[0] is not None and row[0] == row[1] and row[0] in (0, 1):
            yield known("offset", str(int(float(str(row[0])))), f"{columns['value']} less the days between the dates")
            return
    yield unknown("offset", "0", "1 if the first day is counted as day 1")


def _described(file: File, column: str, parameter: str, censored: bool | None = None) -> tuple[str, ...]:
    if not column or not file.has(column):
        return ()
    flag = file.as_text(mapped(file, "time_to_event")["censored"])
    where = {None: "true", True: f"{flag} <> '0'", False: f"{flag} = '0'"}[censored]
    return file.values(column, f"{_is(file, parameter)} and {where}") or ()


def _unit(file: File, parameter: str) -> str | None:
    """The unit of a parameter's values: empty if nobody says, None if it is no time."""
    found = {word.upper() for word in _described(file, "AVALU", parameter)}
    if not found:
        return ""
    return _UNITS.get(found.pop()) if len(found) == 1 else None


def _people(file: File, parameter: str) -> int:
    who = file.as_text(mapped(file, "time_to_event")["participant"])
    (row,) = file.rows(f"select count(distinct {who}) from {file.view} where {_is(file, parameter)}")
    return int(str(row[0]))


def _is(file: File, parameter: str) -> str:
    return f"{file.as_text(mapped(file, 'time_to_event')['parameter'])} = {literal(parameter)}"
