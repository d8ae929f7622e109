import pytest

from dashboard.errors import AccountError
from dashboard.records import accounts, identities, roster, sessions
from dashboard.records.accounts import Actor
from dashboard.records.database import Records
from dashboard.records.identities import Identity
from dashboard.trial.charter import Role

BY = Actor("OpenID Connect", "provider", "10.0.0.7")
ANNA = Identity("https://idp.example.org", "1")


def enter(records: Records, identity: Identity = ANNA, name: str = "anna", role: Role = "dsmb_member") -> str:
    """The session of somebody who comes from a provider."""
    account = identities.enter(records, identity, name, role, BY)
    return sessions.start(records, account.name, account.changes)


def history(records: Records) -> list[tuple[str, str, str]]:
    return [(change.account, change.change, change.role) for change in roster.history(records)]


def test_the_first_entry_makes_an_account_and_the_next_finds_it(records: Records) -> None:
    enter(records)
    enter(records, name="another name by now")
    assert history(records) == [("anna", "added", "dsmb_member")]
    assert identities.provided(records, "anna")


def test_another_role_ends_the_earlier_sessions_and_not_the_one_that_brought_it(records: Records) -> None:
    earlier = enter(records)
    later = enter(records, role="sponsor")
    assert sessions.account_of(records, earlier) is None
    found = sessions.account_of(records, later)
    assert found is not None
    assert found.role == "sponsor"
    assert history(records)[1:] == [("anna", "role changed", "sponsor")]


def test_somebody_else_does_not_come_in_under_the_same_name(records: Records) -> None:
    enter(records)
    accounts.add(records, "local", "administrator", "correct horse battery")
    for other in (Identity(ANNA.issuer, "2"), Identity("https://elsewhere.example.org", ANNA.subject)):
        for name in ("anna", "local"):
            with pytest.raises(AccountError, match="not yours"):
                identities.enter(records, other, name, "dsmb_chair", BY)
    assert len(history(records)) == 2


def test_a_disabled_account_stays_out_and_keeps_its_role(records: Records) -> None:
    token = enter(records)
    accounts.disable(records, "anna")
    assert sessions.account_of(records, token) is None
    with pytest.raises(AccountError, match="disabled here"):
        identities.enter(records, ANNA, "anna", "dsmb_chair", BY)
    assert history(records)[-1] == ("anna", "disabled", "dsmb_member")


def test_who_has_no_role_any_more_has_no_session_any_more(records: Records) -> None:
    token = enter(records)
    identities.end_sessions(records, Identity(ANNA.issuer, "2"))
    assert sessions.account_of(records, token) is not None
    identities.end_sessions(records, ANNA)
    assert sessions.account_of(records, token) is None


@pytest.mark.parametrize("password", ["", "correct horse battery"])
def test_no_password_opens_an_account_that_comes_from_a_provider(records: Records, password: str) -> None:
    enter(records)
    assert accounts.verify(records, "anna", password) is None
    with pytest.raises(AccountError, match="comes from a provider"):
        accounts.reset(records, "anna", "correct horse battery")
    with pytest.raises(AccountError, match="comes from a provider"):
        accounts.give_role(records, "anna", "dsmb_chair")
