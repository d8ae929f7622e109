"""Query files: found by name, their headers held to what DuckDB says."""

import pytest

from dashboard.access import sql
from dashboard.errors import QueryError

GOOD = "-- How many\n-- there are.\n--\n-- params: $one, $two\n-- returns: arm, n,\n--   more\nselect $one, $two"


def test_a_header_says_question_parameters_and_columns() -> None:
    query = sql.parse("a/b", GOOD)
    assert query.description == "How many there are."
    assert query.params == {"one", "two"}
    assert query.returns == ("arm", "n", "more")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (GOOD.replace("$two\n--", "$three\n--"), r"declares params \$one, \$three, the statement takes \$one, \$two"),
        (GOOD.replace("-- params: $one, $two\n", ""), "no '-- params:' line"),
        (GOOD.replace("-- returns: arm, n,\n--   more\n", ""), "no '-- returns:' line"),
        ("-- params: none\n-- returns: n\nselect 1 as n", "does not say what"),
        (GOOD.replace("select", "selec"), "cannot parse"),
        (GOOD + "; select 2", "exactly one SELECT"),
        ("-- Bad.\n-- params: none\n-- returns: n\ndelete from t", "exactly one SELECT"),
        ("-- Bad.\n-- params: none\n-- returns: n\nattach 'x'", "exactly one SELECT"),
        ("-- Bad.\n-- level: error\n-- params: none\n-- returns: n\nselect 1 as n", "only a check"),
    ],
)
def test_a_header_that_does_not_hold_is_refused(text: str, fault: str) -> None:
    with pytest.raises(QueryError, match=fault) as caught:
        sql.parse("a/b", text)
    assert str(caught.value).startswith("queries/a/b.sql:")


@pytest.mark.parametrize("level", ["", "-- level: fatal\n"])
def test_a_check_says_its_level(level: str) -> None:
    with pytest.raises(QueryError, match="level: error"):
        sql.parse("checks/a", f"-- Bad.\n{level}-- params: none\n-- returns: n\nselect 1 as n")


@pytest.mark.parametrize("name", ["no/such", "../settings/x", "conduct", "/etc/passwd", "conduct/../conduct/visits"])
def test_a_name_outside_the_queries_is_refused(name: str) -> None:
    with pytest.raises(QueryError, match="no such query"):
        sql.read(name)


def test_every_query_of_the_project_can_be_read() -> None:
    assert [sql.read(name).name for name in sql.names()] == list(sql.names())
