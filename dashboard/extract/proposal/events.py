"""What an adverse event file tells: the scale of severity, and how relatedness is worded."""

from collections.abc import Iterator

from dashboard.extract.proposal.files import File, mapped
from dashboard.extract.proposal.lines import inline, key, known, remark, text, unknown
from dashboard.extract.proposal.names import FLAGS, RELATED, SEVERITIES

HIGHEST = 5
_SEVERE_GRADE = 3


def scale(file: File) -> Iterator[str]:
    """`[adverse_events]`: grades as the file's code list has them, mildest first."""
    column = mapped(file, "adverse_event")["grade"]
    values = file.values(column) or ()
    yield "[adverse_events]"
    if values and all(value.isdecimal() and 1 <= int(value) <= HIGHEST for value in values):
        yield unknown("scale", text("CTCAE v5.0"), f"{column} holds grades by number")
        steps = [(str(grade), f"Grade {grade}") for grade in range(1, HIGHEST + 1)]
        yield known("severe_from", str(_SEVERE_GRADE), "grade 3 is severe in CTCAE")
    else:
        yield known("scale", text("Severity"), f"{file.label(column) or column} in words")
        steps = [(value, value.capitalize()) for value in _ordered(values)]
        severe = [value.upper() for value, _ in steps].index("SEVERE") + 1 if "SEVERE" in map(str.upper, values) else 0
        yield known("severe_from", str(severe)) if severe else unknown("severe_from", str(len(steps) or 1))
    yield unknown("dictionary", text("MedDRA"), "with its version")
    if "emergent" in mapped(file, "adverse_event"):
        yield unknown("emergent", text("flag"), "the source's own flag; else every event from randomisation on counts")
    yield unknown("collection_days", "365", "days after randomisation to which events count, the same in every arm")
    yield from _grades(steps, {value.upper() for value in values} - {*SEVERITIES} if not _numbers(steps) else set())


def source_lines(file: File) -> Iterator[str]:
    """`[source.adverse_event]`, with the words of relatedness translated."""
    columns = mapped(file, "adverse_event")
    yield from ("[source.adverse_event]", known("file", text(file.stem)))
    if "related" in columns:
        yield from _related(file, columns["related"])
    yield "[source.adverse_event.columns]"
    for canonical, column in columns.items():
        yield known(canonical, text(column), file.label(column))


def _grades(steps: list[tuple[str, str]], strange: set[str]) -> Iterator[str]:
    if strange:
        yield "# The order of these steps is a guess; put the mildest first."
    yield "grades = ["
    for value, label in steps or [("1", "Grade 1")]:
        yield f"    {inline((('value', text(value)), ('label', text(label))))},"
    yield "]"


def _numbers(steps: list[tuple[str, str]]) -> bool:
    return all(value.isdecimal() for value, _ in steps)


def _ordered(values: tuple[str, ...]) -> list[str]:
    rank = {value: number for number, value in enumerate(SEVERITIES)}
    return sorted(values, key=lambda value: (rank.get(value.upper(), len(rank)), value))


def _related(file: File, column: str) -> Iterator[str]:
    values = file.values(column)
    if values is None:
        yield f"# {remark(column)} holds too many words to be translated here: see values in data/trial.toml."
        return
    words = [value for value in values if value.upper() not in FLAGS]
    if not words:
        return
    pairs = [(key(word), text(RELATED.get(word.upper(), ""))) for word in words]
    strange = [word for word in words if word.upper() not in RELATED]
    why = "which words count as related" + (f"; could not tell: {', '.join(strange)}" if strange else "")
    yield known("values", inline([("related", inline(pairs))]), why)
