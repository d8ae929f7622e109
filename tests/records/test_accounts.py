import pytest

from dashboard.errors import AccountError
from dashboard.records import accounts
from dashboard.records.accounts import Account
from dashboard.records.database import Records

PASSWORD = "correct horse battery"


def test_the_right_password_gives_the_account_and_its_role(records: Records) -> None:
    accounts.add(records, "chair", "dsmb_chair", PASSWORD)
    assert accounts.verify(records, "chair", PASSWORD) == Account("chair", "dsmb_chair")


@pytest.mark.parametrize(("name", "password"), [("chair", "wrong"), ("nobody", PASSWORD), ("", ""), ("chair", "")])
def test_anything_else_gives_nobody(records: Records, name: str, password: str) -> None:
    accounts.add(records, "chair", "dsmb_chair", PASSWORD)
    assert accounts.verify(records, name, password) is None


def test_a_disabled_account_is_let_in_no_more(records: Records) -> None:
    accounts.add(records, "chair", "dsmb_chair", PASSWORD)
    accounts.disable(records, "chair")
    assert accounts.verify(records, "chair", PASSWORD) is None
    assert accounts.by_name(records, "chair") == Account("chair", "dsmb_chair", enabled=False)


def test_the_password_is_kept_as_an_argon2id_hash_only(records: Records) -> None:
    accounts.add(records, "chair", "dsmb_chair", PASSWORD)
    with records.reading() as connection:
        kept = connection.exec_driver_sql("SELECT password FROM account").scalar_one()
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    ("name", "role", "password", "says"),
    [
        ("Chair", "dsmb_chair", PASSWORD, "small letters"),
        ("../x", "dsmb_chair", PASSWORD, "small letters"),
        ("chair", "owner", PASSWORD, "administrator"),
        ("chair", "dsmb_chair", "short", "at least 12"),
    ],
)
def test_what_is_wrong_with_a_new_account_is_said(
    records: Records, name: str, role: str, password: str, says: str
) -> None:
    with pytest.raises(AccountError, match=says):
        accounts.add(records, name, role, password)


def test_a_name_is_given_once(records: Records) -> None:
    accounts.add(records, "chair", "dsmb_chair", PASSWORD)
    with pytest.raises(AccountError, match="exists already"):
        accounts.add(records, "chair", "sponsor", PASSWORD)


def test_only_what_exists_can_be_disabled(records: Records) -> None:
    assert accounts.by_name(records, "nobody") is None
    with pytest.raises(AccountError, match="nobody"):
        accounts.disable(records, "nobody")
