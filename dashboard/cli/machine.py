"""Answers for machines."""

import orjson


def as_json(value: object) -> str:
    """Indented JSON, numbers in full, dates as 2026-01-15."""
    return orjson.dumps(value, option=orjson.OPT_INDENT_2 | orjson.OPT_SERIALIZE_NUMPY).decode()
