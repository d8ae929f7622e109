"""Every query's header is what DuckDB says its statement takes and returns, on every side that may ask it."""

import duckdb
import pytest

from dashboard.access import sql
from dashboard.access.door import Door
from dashboard.extract import canonical

CHECKS = [name for name in sql.names() if name.startswith("checks/")]
QUESTIONS = [name for name in sql.names() if name not in CHECKS]


def _columns(cursor: duckdb.DuckDBPyConnection, query: sql.Query) -> tuple[str, ...]:
    cursor.execute(query.text, dict.fromkeys(query.params))
    return tuple(column[0] for column in cursor.description or ())


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_query_returns_the_columns_its_header_declares(name: str, doors: dict[str, Door]) -> None:
    query = sql.read(name)
    answered = 0
    for door in doors.values():
        try:
            columns = _columns(door._connection.cursor(), query)
        except (duckdb.CatalogException, duckdb.BinderException):
            continue  # a table or column this side's store does not have
        assert columns == query.returns, door.side
        answered += 1
    assert answered, "no side can ask this query"


@pytest.mark.parametrize("name", [name for name in QUESTIONS if "event_count" in sql.read(name).text])
def test_a_query_of_event_counts_says_which_names_it_counts(name: str) -> None:
    """Every event stands in the table once under its own name and once under "Other term"."""
    assert "by_name" in sql.read(name).text


@pytest.mark.parametrize("name", CHECKS)
def test_a_check_returns_the_columns_its_header_declares(name: str) -> None:
    database = duckdb.connect(":memory:")
    canonical.empty(database)
    assert _columns(database, sql.read(name)) == sql.read(name).returns
