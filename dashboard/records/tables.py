"""The tables of accounts, sessions, failed logins, audit trail, typed-in events and unmasking.

Triggers keep what may only grow; in PostgreSQL against TRUNCATE too.
"""

from sqlalchemy import DDL, Boolean, Column, Float, Integer, LargeBinary, MetaData, String, Table, event

from dashboard.records import chain

METADATA = MetaData()

ACCOUNT = Table(
    "account",
    METADATA,
    Column("name", String, primary_key=True),
    Column("role", String, nullable=False),
    Column("password", String, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("added_at", String, nullable=False),
)

IDENTITY = Table(
    "identity",
    METADATA,
    Column("issuer", String, primary_key=True),
    Column("subject", String, primary_key=True),
    Column("account", String, nullable=False, unique=True),
)

SESSION = Table(
    "session",
    METADATA,
    Column("digest", String, primary_key=True),
    Column("account", String, nullable=False, index=True),
    Column("started", Float, nullable=False),
    Column("seen", Float, nullable=False),
)

FAILURE = Table(
    "login_failure",
    METADATA,
    Column("source", String, primary_key=True),
    Column("times", Integer, nullable=False),
    Column("last", Float, nullable=False),
)

CHANGE = Table(
    "account_change",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("account", String, nullable=False, index=True),
    Column("change", String, nullable=False),
    Column("role", String, nullable=False),
    Column("who", String, nullable=False),
    sqlite_autoincrement=True,
)

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False, default=chain.next_id),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("role", String, nullable=False),
    Column("action", String, nullable=False),
    Column("side", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("origin", String, nullable=False),
    Column("mac", String, nullable=False, default=chain.next_mac),
)

TYPED = Table(
    "typed",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("role", String, nullable=False),
    Column("store", String, nullable=False, index=True),
    Column("guideline", String, nullable=False),
    Column("withdraws", Integer),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

UNMASKING = Table(
    "unmasking",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("role", String, nullable=False),
    Column("protocol", String, nullable=False, index=True),
    Column("act", String, nullable=False),
    Column("request", Integer),
    Column("sealed", LargeBinary, nullable=False),
    sqlite_autoincrement=True,
)

_REFUSE = DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy has no types here
    "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION 'the %% table is append-only', TG_TABLE_NAME; END $$"
).execute_if(dialect="postgresql")
event.listen(METADATA, "before_create", _REFUSE)


def keep(table: str, change: str) -> dict[str, str]:
    """By dialect the statement that makes a database refuse a kind of change to a table."""
    start = f"CREATE TRIGGER {table}_no_{change.lower()} BEFORE {change} ON {table} "
    return {
        "sqlite": start + f"BEGIN SELECT RAISE(ABORT, 'the {table} table is append-only'); END",
        "postgresql": start + "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()",
    }


GROWING = (AUDIT, TYPED, CHANGE, UNMASKING)
"""Tables that may only grow."""
CHANGES = {"sqlite": ("UPDATE", "DELETE"), "postgresql": ("UPDATE", "DELETE", "TRUNCATE")}
"""What is refused to them, by dialect."""

for _table in GROWING:
    for _dialect, _changes in CHANGES.items():
        for _change in _changes:
            _asked = DDL(keep(_table.name, _change)[_dialect])  # type: ignore[no-untyped-call]  # nor here
            _made = _asked.execute_if(dialect=_dialect)
            event.listen(_table, "after_create", _made)
