import base64
import hashlib
import re

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
