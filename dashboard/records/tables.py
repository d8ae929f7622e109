"""The tables of accounts, sessions, failed logins, audit trail and typed-in events; triggers keep the last two."""

from sqlalchemy import DDL, Boolean, Column, Float, Integer, LargeBinary, MetaData, String, Table, event

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

AUDIT = Table(
    "audit",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at", String, nullable=False),
    Column("who", String, nullable=False),
    Column("role", String, nullable=False),
    Column("action", String, nullable=False),
    Column("side", String, nullable=False),
    Column("detail", String, nullable=False),
    Column("origin", String, nullable=False),
    sqlite_autoincrement=True,
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

for _table in (AUDIT, TYPED):
    for _change in ("UPDATE", "DELETE"):
        event.listen(
            _table,
            "after_create",
            DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy has no types here
                f"CREATE TRIGGER {_table.name}_no_{_change.lower()} BEFORE {_change} ON {_table.name} "
                f"BEGIN SELECT RAISE(ABORT, 'the {_table.name} table is append-only'); END"
            ),
        )
