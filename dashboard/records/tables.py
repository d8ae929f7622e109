"""The tables of accounts, sessions, failed logins and the audit trail, which triggers keep append-only."""

from sqlalchemy import DDL, Boolean, Column, Float, Integer, MetaData, String, Table, event

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

for _change in ("UPDATE", "DELETE"):
    event.listen(
        AUDIT,
        "after_create",
        DDL(  # type: ignore[no-untyped-call]  # SQLAlchemy has no types here
            f"CREATE TRIGGER audit_no_{_change.lower()} BEFORE {_change} ON audit "
            "BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END"
        ),
    )
