"""SQL expressions that turn a source's column into a canonical one."""

from collections.abc import Mapping
from datetime import date

from dashboard.extract.contract import SQL_TYPES, Kind

SAS_EPOCH = "date '1960-01-01'"
_NUMBERS = ("DOUBLE", "FLOAT", "DECIMAL", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "HUGEINT", "UINTEGER", "UBIGINT")
_FAR = 1_000_000
"""Days from SAS's epoch that no date has: seconds taken for days."""
_TRUE = "('Y', 'YES', '1', 'TRUE', 'T')"
_FALSE = "('N', 'NO', '0', 'FALSE', 'F')"


def quoted(name: str) -> str:
    """A name as an SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text as an SQL literal."""
    return "'" + value.replace("'", "''") + "'"


def day_literal(value: date) -> str:
    """A date as an SQL literal."""
    return f"date '{value.isoformat()}'"


def chosen(subject: str, values: Mapping[str, str]) -> str:
    """`subject` with some of its values replaced by others."""
    if not values:
        return subject
    cases = " ".join(f"when {literal(old)} then {literal(new)}" for old, new in values.items())
    return f"nullif(case {subject} {cases} else {subject} end, '')"


def given(column: str, source_type: str) -> str:
    """The column with "not a number" as missing."""
    return f"nullif({column}, 'nan')" if source_type.startswith(("DOUBLE", "FLOAT")) else column


def text(column: str, source_type: str) -> str:
    """The column as text: trimmed, whole numbers without ".0", "" and "." as missing."""
    if source_type.startswith(("DOUBLE", "FLOAT")):
        return f"regexp_replace(cast({given(column, source_type)} as varchar), '\\.0$', '')"
    return f"nullif(nullif(trim(cast({column} as varchar)), ''), '.')"


def is_number(source_type: str) -> bool:
    """Whether DuckDB holds the source's column as a number."""
    return source_type.startswith(_NUMBERS)


def typed(kind: Kind, column: str, source_type: str, values: Mapping[str, str]) -> str:
    """The column as a value of its canonical kind; NULL where it cannot be one."""
    words = chosen(text(column, source_type), values)
    if kind == "text":
        return words
    if kind == "flag":
        return f"case when upper({words}) in {_TRUE} then true when upper({words}) in {_FALSE} then false end"
    if kind == "mark":
        return f"coalesce(upper({words}) not in {_FALSE}, false)"
    if kind == "date":
        return _date(column, source_type, words)
    number = given(column, source_type) if is_number(source_type) and not values else f"try_cast({words} as double)"
    if kind == "number":
        return f"case when isfinite(try_cast({number} as double)) then try_cast({number} as double) end"
    if kind == "integer":
        return f"case when {number} = floor({number}) then try_cast({number} as integer) end"
    return f"try_cast({number} as {SQL_TYPES[kind]})"


def _date(column: str, source_type: str, words: str) -> str:
    """A date: as such, a SAS number of days, or ISO text; of a partial one the earliest day."""
    if source_type.startswith(("DATE", "TIMESTAMP")):
        return f"cast({column} as date)"
    if is_number(source_type):
        days = f"floor({given(column, source_type)})"
        return f"case when abs({days}) < {_FAR} then {SAS_EPOCH} + cast({days} as integer) end"
    return (
        f"case when regexp_matches({words}, '^\\d{{4}}-\\d{{2}}-\\d{{2}}') then try_cast(left({words}, 10) as date)"
        f" when regexp_full_match({words}, '\\d{{4}}-\\d{{2}}') then try_cast({words} || '-01' as date)"
        f" when regexp_full_match({words}, '\\d{{4}}') then try_cast({words} || '-01-01' as date)"
        f" when regexp_full_match({words}, '\\d{{5}}') then {SAS_EPOCH} + try_cast({words} as integer) end"
    )


def last_day(column: str, source_type: str) -> str:
    """The latest day a partial date can mean; NULL where the date is whole or missing."""
    if source_type.startswith(("DATE", "TIMESTAMP")) or is_number(source_type):
        return "null::date"
    words = text(column, source_type)
    return (
        f"case when regexp_full_match({words}, '\\d{{4}}-\\d{{2}}') then last_day(try_cast({words} || '-01' as date))"
        f" when regexp_full_match({words}, '\\d{{4}}') then try_cast({words} || '-12-31' as date) end"
    )


def not_before(day: str, last: str, limit: str) -> str:
    """A date, moved to `limit` if it is partial and may mean a day from `limit` on."""
    return f"case when {limit} between {day} and {last} then {limit} else {day} end"
