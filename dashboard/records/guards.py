"""Whether the triggers still stand by which the database refuses to change what may only grow.

What was changed, the chain tells; a trigger that is gone tells that somebody made ready to.
"""

from collections.abc import Iterator

from sqlalchemy import Connection, inspect, text

from dashboard.records.begin import BEFORE
from dashboard.records.tables import CHANGES, GROWING, METADATA, keep

FOUND = {
    "sqlite": "SELECT name, sql AS made FROM sqlite_master WHERE type = 'trigger'",
    "postgresql": (
        "SELECT tgname AS name, CASE WHEN tgenabled IN ('O', 'A') THEN pg_get_triggerdef(pg_trigger.oid, true) END "
        "AS made FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid "
        "WHERE NOT tgisinternal AND pg_table_is_visible(tgrelid) AND relname = ANY(:tables)"
    ),
}
"""By dialect what asks for the triggers there are, each with the statement that made it; none while it is off."""


def faults(connection: Connection) -> Iterator[str]:
    """A sentence for each trigger that is gone, off, another than it was made, or none of this program's."""
    dialect = connection.dialect.name
    asked = {"tables": list(METADATA.tables)} if dialect == "postgresql" else {}
    found = {row.name: row.made for row in connection.execute(text(FOUND[dialect]), asked)}
    made = {f"{table}_no_{change.lower()}": keep(table, change)[dialect] for table, change in _kept(connection)}
    for name, statement in made.items():
        if found.get(name) != statement:
            yield f"The trigger {name} is gone, off or another. Make it again, as owner of the database: {statement}"
    for name in sorted(found.keys() - made.keys()):
        yield f"The trigger {name} is none of this program's: it was put in."


def _kept(connection: Connection) -> Iterator[tuple[str, str]]:
    """Each table that may only grow, with each change that is refused to it."""
    older = (BEFORE,) if inspect(connection).has_table(BEFORE) else ()
    for table in (*(table.name for table in GROWING), *older):
        for change in CHANGES[connection.dialect.name]:
            yield table, change
