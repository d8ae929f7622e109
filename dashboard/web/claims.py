"""What a provider says about somebody, in its claims, and which account and role that is here."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dashboard.errors import AccountError
from dashboard.records.roles import WORDS, known
from dashboard.settings import Settings
from dashboard.trial.charter import Role


@dataclass(frozen=True)
class Reading:
    """How claims are read: `name` and `role` are claims, `roles` says which of the latter's values is which role."""

    name: str
    role: str
    roles: Mapping[str, Role]

    def name_of(self, claims: Mapping[str, Any]) -> str:
        """The name for a new account; raises AccountError if there is none."""
        for value in _values(claims, self.name):
            return value.lower()
        raise AccountError(f"The provider does not say your name ({self.name}). Ask the administrator.")

    def role_of(self, claims: Mapping[str, Any]) -> Role:
        """The one role; raises AccountError for none, and for more than one, since neither would be the right one."""
        found = sorted({self.roles[value] for value in _values(claims, self.role) if value in self.roles})
        if not found:
            raise AccountError("The provider gives you no role in this trial. Ask the administrator.")
        if len(found) > 1:
            titles = ", ".join(WORDS[role].title for role in found)
            raise AccountError(f"The provider gives you more than one role in this trial: {titles}. It must be one.")
        return found[0]


def reading(settings: Settings) -> Reading:
    """How the claims are read here; raises AccountError naming what is wrong with DSMB_OIDC_ROLES."""
    pairs = [part.strip().rpartition("=") for part in settings.oidc_roles.split(";") if part.strip()]
    if not pairs or not all(value.strip() for value, _, _ in pairs):
        raise AccountError("DSMB_OIDC_ROLES: write value=role; value=role, so that somebody can log in.")
    try:
        roles = {value.strip(): known(role.strip()) for value, _, role in pairs}
    except AccountError as error:
        raise AccountError(f"DSMB_OIDC_ROLES: {error}") from None
    if len(roles) < len(pairs):
        raise AccountError("DSMB_OIDC_ROLES: a value stands there twice; it can be one role only.")
    return Reading(settings.oidc_name, settings.oidc_claim, roles)


def _values(claims: Mapping[str, Any], path: str) -> list[str]:
    """The texts under a claim; one whose own name has dots in it goes before a nested one."""
    found: Any = claims
    for part in [path] if path in claims else path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return [value for value in (found if isinstance(found, list) else [found]) if isinstance(value, str) and value]
