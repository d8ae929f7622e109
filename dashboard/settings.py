"""Every environment variable the program knows, read once, here.

A setting is one field; its metadata holds the variable's name and its help, from which
the README's table is tested.
"""

import os  # the one module that reads the environment
from dataclasses import dataclass, field, fields
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The project's folder: `queries/` and `data/` stand in it."""

SIDES = ("conduct", "blinded", "unblinded", "bench")
"""Every side there is, in the order they are shown."""

EMPTY = frozenset({"bench"})
"""Sides without trial data: no extract is needed to serve them."""


def _setting(variable: str, default: str, help_: str, *, secret: bool = False) -> str:
    """A field; a `secret` one does not show when the settings are printed."""
    return field(default=default, repr=not secret, metadata={"variable": variable, "help": help_})


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and int(text) > 0 else otherwise


@dataclass(frozen=True)
class Settings:
    """What a process was told by its environment; paths are as given, relative to where it runs."""

    extract: str = _setting("DSMB_EXTRACT", "", "folder of the locked extract to serve")
    previous: str = _setting("DSMB_PREVIOUS", "", "folder of the extract of the previous meeting; may be empty")
    sides: str = _setting("DSMB_SIDES", ",".join(SIDES), "sides this process imports and mounts, by commas")
    keys: str = _setting("DSMB_KEYS", "data/keys", "folder of the key files")
    store_key: str = _setting("DSMB_STORE_KEY", "", "the key of sealed stores in hex, instead of its file", secret=True)
    code_key: str = _setting(
        "DSMB_CODE_KEY", "", "the key of the arms' letters in hex, instead of its file", secret=True
    )
    audit_key: str = _setting(
        "DSMB_AUDIT_KEY",
        "",
        "the key that chains the audit trail in hex, the same on every host; empty: drawn once into its file",
        secret=True,
    )
    database: str = _setting(
        "DATABASE_URL",
        "",
        "accounts and audit trail: sqlite:///path/to/records.sqlite, or postgresql://user@host/name; "
        "empty: a file beside the keys",
        secret=True,  # it may hold a password
    )
    idle_minutes: str = _setting("DSMB_IDLE_MINUTES", "30", "minutes without a request after which a login ends")
    session_hours: str = _setting("DSMB_SESSION_HOURS", "12", "hours after which a login ends whatever happens")
    requests: str = _setting(
        "DSMB_REQUESTS",
        "3000",
        "requests a minute that one account, or one address before a login, may go on sending; a form or a refusal "
        "counts as 10, a second of work as 100",
    )
    jobs: str = _setting(
        "DSMB_JOBS",
        "",
        "queue of long simulations: a file, or redis://host:port/0 beyond one host; empty: jobs.sqlite beside the keys",
        secret=True,  # it may hold a password
    )
    secret: str = _setting(
        "DSMB_SECRET", "", "signs session cookies; empty: drawn once and kept beside the keys", secret=True
    )
    secure_cookies: str = _setting("DSMB_SECURE_COOKIES", "0", "1 when served behind TLS")
    proxies: str = _setting(
        "DSMB_PROXIES", "0", "how many proxies of ours stand in front; they name the reader's address"
    )
    address: str = _setting(
        "DSMB_ADDRESS", "", "address readers open, such as https://dsmb.example.org; needed with DSMB_OIDC_ISSUER"
    )
    oidc_issuer: str = _setting(
        "DSMB_OIDC_ISSUER", "", "address of an institution's OpenID provider to log in at; empty: local accounts only"
    )
    oidc_title: str = _setting("DSMB_OIDC_TITLE", "your institution", "what readers call that provider")
    oidc_client: str = _setting("DSMB_OIDC_CLIENT", "", "name under which the provider knows this server")
    oidc_secret: str = _setting("DSMB_OIDC_SECRET", "", "the secret that goes with that name", secret=True)
    oidc_scope: str = _setting("DSMB_OIDC_SCOPE", "openid profile", "what is asked of the provider, by spaces")
    oidc_name: str = _setting(
        "DSMB_OIDC_NAME",
        "preferred_username",
        "claim that becomes the account's name at its owner's first login; where a charter names accounts, one that "
        "people cannot change at the provider themselves",
    )
    oidc_claim: str = _setting(
        "DSMB_OIDC_CLAIM", "groups", "claim of the identity token that says who is what; dots lead into nested claims"
    )
    oidc_roles: str = _setting(
        "DSMB_OIDC_ROLES", "", "which value of it is which role: trial-7-chair=dsmb_chair; trial-7-dsmb=dsmb_member"
    )
    host: str = _setting("DSMB_HOST", "127.0.0.1", "address the web server listens on; 0.0.0.0 behind a proxy")
    port: str = _setting("PORT", "8050", "port of the web server")

    @property
    def proxy_count(self) -> int:
        """Trusted proxies in front; 0 for anything that is no whole number, so that nobody is trusted by mistake."""
        return int(self.proxies) if self.proxies.isdigit() else 0

    @property
    def idle_seconds(self) -> int:
        """How long a login lasts without a request; the default for anything that is no whole number above 0."""
        return 60 * _whole(self.idle_minutes, 30)

    @property
    def session_seconds(self) -> int:
        """How long a login lasts at most; the default for anything that is no whole number above 0."""
        return 3600 * _whole(self.session_hours, 12)

    @property
    def requests_per_minute(self) -> int:
        """What one account or address may ask for; the default for anything that is no whole number above 0."""
        return _whole(self.requests, 3000)

    @property
    def side_names(self) -> tuple[str, ...]:
        """The sides of this process, in the order of `SIDES`."""
        wanted = {part.strip() for part in self.sides.split(",") if part.strip()}
        return tuple(side for side in SIDES if side in wanted)

    @property
    def needs_extract(self) -> bool:
        """Whether any side of this process shows trial data."""
        return not EMPTY.issuperset(self.side_names)


def read() -> Settings:
    """The settings of this process's environment, defaults where a variable is not set."""
    values = {}
    for item in fields(Settings):
        value = os.environ.get(item.metadata["variable"])  # noqa: TID251 - the one place
        if value is not None:
            values[item.name] = value
    return Settings(**values)


def environment(settings: Settings) -> dict[str, str]:
    """This process's environment with the settings put in: what a server started from here is told."""
    told = {item.metadata["variable"]: getattr(settings, item.name) for item in fields(settings)}
    return {**os.environ, **told}  # noqa: TID251 - the one place
