"""One spelling for each class and term of adverse events: the same words in other letters are no other event.

Otherwise a participant with "Cough" and "COUGH" would count in two rows, and a term that the definition declares, in
another width or with two spaces, would pass as one that it does not.
"""

# ruff: noqa: S608 - the two columns are our own

from collections import defaultdict
from collections.abc import Collection, Mapping

import duckdb

from dashboard.extract.findings import Finding
from dashboard.trial.model import Trial
from dashboard.trial.terms import folded, lowered, same


def unify(database: duckdb.DuckDBPyConnection, trial: Trial, file: str) -> tuple[Finding, ...]:
    """Spell classes and terms of table `adverse_event` alike; a warning per column that was spelled in several ways.

    `file` is where the table came from.
    """
    findings = []
    for column in ("soc", "term"):
        counted = database.execute(
            f"select {column}, count(*) from adverse_event where {column} is not null group by 1"
        )
        found = dict(counted.fetchall())
        changed = {given: kept for given, kept in spellings(found, _declared(trial)).items() if given != kept}
        if not changed:
            continue
        named = trial.source["adverse_event"].columns[column]
        many = sum(found[given] for given in changed)
        database.execute("create temp table spelling (given varchar, kept varchar)")
        database.executemany("insert into spelling values (?, ?)", [*changed.items()])
        database.execute(f"update adverse_event set {column} = kept from spelling where {column} = given")
        database.execute("drop table spelling")
        what = (
            f"{many} rows spell a class or term in another way (case, width, spaces) than other rows or the definition "
            "do. They are counted as the same."
        )
        findings.append(Finding("warning", "adverse_event", file, named, "spelled in several ways", what, many))
    return tuple(findings)


def spellings(found: Mapping[str, int], declared: Collection[str]) -> dict[str, str]:
    """The spelling to keep for each text found, by how many rows hold it.

    The definition's if queries would not know the text as it; else the most frequent, of equals the first.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    for given in found:
        groups[same(given)].append(given)
    known = {same(text): text for text in declared}
    kept = {key: _chosen(texts, found, known.get(key)) for key, texts in groups.items()}
    return {given: kept[key] for key, texts in groups.items() for given in texts}


def _chosen(texts: list[str], found: Mapping[str, int], declared: str | None) -> str:
    known = texts if declared is None else [text for text in texts if lowered(text.strip(" ")) == folded(declared)]
    return min(known, key=lambda text: (-found[text], text)) if known else str(declared)


def _declared(trial: Trial) -> list[str]:
    """Every class and term that the definition names."""
    groups = trial.special_interest
    return [*trial.arm_revealing.terms, *(text for group in groups for text in (*group.soc, *group.named()))]
