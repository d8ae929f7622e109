import base64
import hashlib
import itertools
import re
import runpy

import pytest
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser

from tests.web.fakes import House


def test_every_inline_script_of_a_page_is_allowed_by_its_hash(house: House) -> None:
    page = house.log_in("dsmb_chair").get("/unblinded/")
    scripts = re.findall(
        r'<script id="_dash-renderer"[^>]*>(.*?)</script>|<script>(.*?)</script>', page.text, re.DOTALL
    )
    assert scripts
    for found in scripts:
        digest = base64.b64encode(hashlib.sha256("".join(found).encode()).digest()).decode()
        assert f"'sha256-{digest}'" in page.headers["Content-Security-Policy"]


def test_a_page_that_belongs_to_no_side_runs_no_inline_script(house: House) -> None:
    policy = house.server.test_client().get("/login").headers["Content-Security-Policy"]
    assert "script-src 'self';" in policy


def test_a_library_is_asked_for_again_only_to_hear_that_it_has_not_changed(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    path = "/unblinded/_dash-component-suites/plotly/package_data/plotly.min.js"
    with browser.get(path) as first:
        tag = first.headers["ETag"]
    with browser.get(path, headers={"If-None-Match": tag}) as again:
        assert (again.status_code, again.headers["Cache-Control"]) == (304, "private, no-cache")


@pytest.mark.parametrize("path", ["/login", "/unblinded/", "/none"])
def test_whoever_came_by_tls_comes_by_nothing_else(house: House, path: str) -> None:
    browser = house.log_in("dsmb_chair")
    assert browser.get(path, base_url="https://localhost").headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "Strict-Transport-Security" not in browser.get(path).headers


@pytest.mark.parametrize(("secure", "scheme"), [("1", "https"), ("0", "http")])
def test_a_proxy_is_believed_that_it_speaks_tls_only_where_cookies_travel_by_tls(
    secure: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DSMB_SECURE_COOKIES", secure)
    told, config = runpy.run_path("gunicorn.conf.py"), Config()
    for name in ("forwarded_allow_ips", "forwarder_headers"):
        config.set(name, told[name])
    sent = b"GET /login HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\nScript-Name: /x\r\n\r\n"
    (asked,) = itertools.islice(RequestParser(config, [sent], ("10.0.0.7", 1)), 1)
    assert asked.scheme == scheme
