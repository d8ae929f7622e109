from dataclasses import replace
from typing import Any

import pytest

from dashboard.errors import AccountError
from dashboard.settings import Settings
from dashboard.web import claims
from dashboard.web.claims import Reading

ROLES = "chairs=dsmb_chair; members=dsmb_member"


def read(claim: str = "groups", roles: str = ROLES) -> Reading:
    return claims.reading(replace(Settings(), oidc_claim=claim, oidc_roles=roles))


@pytest.mark.parametrize(
    ("claim", "said"),
    [
        ("groups", {"groups": "chairs"}),
        ("groups", {"groups": ["staff", "chairs", "chairs"]}),
        ("realm_access.roles", {"realm_access": {"roles": ["chairs"]}}),
        ("https://trial.example.org/role", {"https://trial.example.org/role": "chairs"}),
        ("a.b", {"a.b": "chairs", "a": {"b": "members"}}),
    ],
)
def test_a_claim_is_a_text_or_a_list_of_its_own_name_or_nested(claim: str, said: dict[str, Any]) -> None:
    assert read(claim).role_of(said) == "dsmb_chair"


@pytest.mark.parametrize(
    "said",
    [{}, {"groups": None}, {"groups": "Chairs"}, {"groups": " chairs"}, {"groups": [["chairs"]]}, {"roles": "chairs"}],
)
def test_a_value_that_is_not_the_very_one_is_no_role(said: dict[str, Any]) -> None:
    with pytest.raises(AccountError, match="no role in this trial"):
        read().role_of(said)


def test_two_values_of_one_role_are_that_role_and_two_roles_are_none() -> None:
    both = read(roles="chairs=dsmb_chair; heads=dsmb_chair; members=dsmb_member")
    assert both.role_of({"groups": ["chairs", "heads"]}) == "dsmb_chair"
    with pytest.raises(AccountError, match="DSMB chair, DSMB member"):
        both.role_of({"groups": ["chairs", "members"]})


def test_a_value_may_hold_equals_signs_and_commas() -> None:
    """As a directory writes a group: what stands behind the last one is the role."""
    assert read(roles="CN=chairs,OU=trial=dsmb_chair").role_of({"groups": ["CN=chairs,OU=trial"]}) == "dsmb_chair"


def test_a_name_is_small_letters_whatever_the_provider_writes() -> None:
    assert read().name_of({"preferred_username": "Anna.B@Example.org"}) == "anna.b@example.org"
