"""What a participant file tells: the study, its arms, its populations, when and where it enrolled."""

import re
from collections.abc import Iterator

from dashboard.extract.expressions import literal
from dashboard.extract.proposal.files import File, domain, mapped
from dashboard.extract.proposal.lines import known, remark, slug, text, unknown
from dashboard.extract.proposal.names import CONTROL, FLAGS, NO_ARM

MOST_ARMS = 26
_RANDOMISED = ("RANDFL", "ITTFL")
_NO_POPULATION = ("DTHFL",)
_MILESTONE = re.compile(r"randomi[sz]", re.IGNORECASE)


def study(files: tuple[File, ...]) -> Iterator[str]:
    """`[trial]`: the protocol by STUDYID where all files say the same."""
    said = {value for file in files if file.has("STUDYID") for value in file.values("STUDYID") or ()}
    protocol = said.pop() if len(said) == 1 else ""
    title = _summary(files, "TITLE")
    yield "[trial]"
    yield known("name", text(title)) if title else unknown("name", text(protocol or "Name"), "the title a reader sees")
    yield known("protocol", text(protocol), "STUDYID") if protocol else unknown("protocol", text("PROTOCOL"))
    yield known("version", text("1"))
    yield unknown("registry", text(""), "such as the ClinicalTrials.gov identifier")
    yield unknown("design", text(""), "such as: randomised, double-blind, parallel groups")


def arm_values(file: File) -> tuple[str, ...]:
    """The planned arms as the source calls them; none if the column holds too many to be arms."""
    values = file.values(mapped(file, "participant")["arm"]) or ()
    arms = tuple(value for value in values if value.lower() not in NO_ARM)
    return arms if len(arms) <= MOST_ARMS else ()


def arms(file: File) -> Iterator[str]:
    """`[[arms]]`: one for each value of the planned arm."""
    found = arm_values(file)
    if not found:
        yield f"# The column {mapped(file, 'participant')['arm']} does not look like arms; name each arm yourself."
    for value in found or ("",):
        control = any(word in value.lower() for word in CONTROL)
        yield "[[arms]]"
        yield unknown("title", text(""), "the arm's name") if not value else known("title", text(value))
        yield unknown("source", text("")) if not value else known("source", text(value))
        yield unknown("role", text("control" if control else "experimental"), "a guess by the name")
        yield unknown("ratio", "1", "its share of the allocation")
        yield ""


def accrual(files: tuple[File, ...], file: File) -> Iterator[str]:
    """`[accrual]`: hints from the months and sites of enrolment; the plan stands in the protocol."""
    columns = mapped(file, "participant")
    day = columns.get("randomised_on") or columns.get("first_dose_on")
    month = file.month(day, "min") if day else ""
    planned = _summary(files, "PLANSUB")
    yield "[accrual]"
    yield known("planned", planned, "PLANSUB") if planned.isdecimal() else unknown("planned", "100", "by the protocol")
    yield unknown("start", f"{month or '2000-01'}-01", f"{day} begins in this month" if month else "by the protocol")
    sites = file.different(columns["site"]) if "site" in columns else 0
    yield unknown("sites", str(sites or 1), "sites that enrolled so far; more may be planned" if sites else "")


def populations(file: File) -> Iterator[str]:
    """`[[populations]]`: everybody randomised, then the flags that look like populations."""
    yield from ("[[populations]]", known("name", text("randomised")), known("title", text("All randomised")))
    yield known("flag", text("randomised"))
    if file.has("SAFFL"):
        yield from _population("safety", "Safety population", "treated", file.label("SAFFL"))
    for column in population_flags(file):
        title = file.label(column).removesuffix(" Flag") or column
        yield from _population(slug(column.removesuffix("FL"), "population"), title, column.lower(), column)


def population_flags(file: File) -> tuple[str, ...]:
    """Flags that say who belongs, beside those of randomised and treated: named or labelled like a population."""
    known_ones = {*_RANDOMISED, "SAFFL", *_NO_POPULATION}
    return tuple(
        name
        for name in file.names.values()
        if name.upper() not in known_ones and _is_population(name.upper(), file.label(name)) and _is_flag(file, name)
    )


def source_lines(files: tuple[File, ...], file: File) -> Iterator[str]:
    """`[source.participant]`, with its rows of screen failures left out and the date of randomisation found."""
    columns = mapped(file, "participant")
    columns |= {name.lower(): name for name in population_flags(file)}
    yield from ("[source.participant]", known("file", text(file.stem)))
    values = file.values(columns["arm"]) or ()
    if "randomised" not in columns and any(value.lower() in NO_ARM for value in values):
        inside = ", ".join(text(value) for value in arm_values(file))
        yield known("where", f"{{ {columns['arm']} = [{inside}] }}", "who has no arm is left out")
    yield "[source.participant.columns]"
    for canonical, column in columns.items():
        yield known(canonical, text(column), file.label(column))
    if "randomised_on" in columns:
        return
    ds = domain(files, "ds")
    milestones = [word for word in (ds and ds.has("DSDECOD") and ds.values("DSDECOD")) or () if _MILESTONE.match(word)]
    if ds and milestones:
        inside = ", ".join(map(text, milestones))
        yield from join_lines("participant", ds, f"{{ DSDECOD = [{inside}] }}", "randomised_on", "DSSTDTC")
    else:
        stands_in = columns.get("first_dose_on", "RANDDT")
        yield unknown("randomised_on", text(stands_in), "no date of randomisation was found: does this stand for it?")


def join_lines(table: str, file: File, where: str, canonical: str, column: str) -> Iterator[str]:
    """`[source.<table>.joins.<file>]`: one column that stands in another file, by participant."""
    yield f"[source.{table}.joins.{file.stem.lower()}]"
    yield from (known("file", text(file.stem)), known("key", text("USUBJID")), known("where", where))
    yield known("columns", f"{{ {canonical} = {text(column)} }}", file.label(column))


def _summary(files: tuple[File, ...], code: str) -> str:
    """What SDTM's trial summary says under a code; empty if it says nothing or several things."""
    ts = domain(files, "ts")
    if ts is None or not ts.has("TSPARMCD", "TSVAL"):
        return ""
    found = ts.values("TSVAL", f"{ts.as_text('TSPARMCD')} = {literal(code)}") or ()
    return found[0] if len(found) == 1 else ""


def _population(name: str, title: str, flag: str, why: str) -> Iterator[str]:
    yield from ("[[populations]]", known("name", text(name)), known("title", text(remark(title))))
    yield known("flag", text(flag), why)
    yield known("arm_revealing", "true", "kept with the arms; false only if nobody belongs because of one")


def _is_population(name: str, label: str) -> bool:
    usual = re.fullmatch(r"(FAS|PPROT|PP|EFF|MITT|ENRL|EVAL)FL", name)
    return bool(usual) or (name.endswith("FL") and "population" in label.lower())


def _is_flag(file: File, name: str) -> bool:
    values = file.values(name)
    return bool(values) and all(value.upper() in FLAGS for value in values or ())
