import stat
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask, Response

from dashboard.errors import KeyMissingError
from dashboard.settings import Settings
from dashboard.web import cookies


def _settings(folder: Path, **more: str) -> Settings:
    return replace(Settings(), keys=str(folder / "keys"), **more)


def test_a_secret_is_drawn_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first, second = cookies.of(_settings(tmp_path)), cookies.of(_settings(tmp_path))
    assert first.secret == second.secret
    assert len(first.secret) >= 48
    kept = list((tmp_path / "keys").iterdir())
    assert [path.name for path in kept] == ["session.key"]
    assert stat.S_IMODE(kept[0].stat().st_mode) == 0o600


def test_a_secret_that_others_may_read_is_refused_in_words(tmp_path: Path) -> None:
    cookies.of(_settings(tmp_path))
    kept = tmp_path / "keys" / "session.key"
    kept.chmod(0o640)
    with pytest.raises(KeyMissingError, match="chmod 600"):
        cookies.of(_settings(tmp_path))


def test_a_secret_does_not_show_when_cookies_are_printed(tmp_path: Path) -> None:
    kept = cookies.of(_settings(tmp_path))
    assert kept.secret not in repr(kept)


def test_a_secret_of_the_environment_goes_before_and_leaves_no_file(tmp_path: Path) -> None:
    assert cookies.of(_settings(tmp_path, secret="given")).secret == "given"
    assert not (tmp_path / "keys").exists()


def test_processes_of_different_sides_use_different_cookies(tmp_path: Path) -> None:
    one = cookies.of(_settings(tmp_path, sides="conduct"))
    other = cookies.of(_settings(tmp_path, sides="blinded,unblinded"))
    assert {one.session, one.csrf, one.form}.isdisjoint({other.session, other.csrf, other.form})


def test_behind_tls_no_cookie_travels_in_the_clear(tmp_path: Path) -> None:
    kept = cookies.of(_settings(tmp_path, secure_cookies="1"))
    with Flask("t").test_request_context():
        response = Response()
        kept.begin(response, "token")
        kept.keep_form(response, kept.new_form())
        kept.remember(response, "chair")
    assert all("Secure" in cookie for cookie in response.headers.getlist("Set-Cookie") if "Max-Age=0" not in cookie)


def test_behind_tls_a_browser_takes_no_cookie_of_ours_from_a_neighbouring_host(tmp_path: Path) -> None:
    """By the prefix: secure, of path / and without a domain; one that is not so is not taken, nor deleted."""
    kept = cookies.of(_settings(tmp_path, secure_cookies="1"))
    with Flask("t").test_request_context():
        response = Response()
        kept.keep_form(response, kept.new_form())
        kept.begin(response, "token")
        kept.end(response)
        kept.remember(response, "chair")
    sent = response.headers.getlist("Set-Cookie")
    assert len(sent) == 7
    for cookie in sent:
        assert cookie.startswith("__Host-dsmb_")
        assert "; Secure" in cookie
        assert "; Path=/;" in f"{cookie};"
        assert "Domain" not in cookie
    assert kept.going.startswith("__Host-")


def test_the_proof_of_one_session_is_not_that_of_another(tmp_path: Path) -> None:
    kept = cookies.of(_settings(tmp_path))
    assert kept.proved("a", [kept.proof("a")])
    assert not kept.proved("b", [kept.proof("a"), "", None, "é"])
