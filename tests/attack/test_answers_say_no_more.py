"""Headers, logs, error pages and the environment: what leaves a process besides its pages."""

import logging
import runpy
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from gunicorn.config import Config

from dashboard.settings import ROOT
from tests.web.fakes import House, build, call, view


def _paths() -> list[str]:
    return ["/unblinded/", "/unblinded/_dash-layout", "/unblinded/_dash-dependencies", "/unblinded/none", "/blinded/"]


def test_every_answer_of_a_side_is_kept_by_nobody(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    answers = [browser.get(path) for path in _paths()]
    answers.append(browser.get("/unblinded/download/five-answers/curve.csv"))
    for body in (view("/unblinded/"), call("five-answers", "curve")):
        answers.append(browser.post("/unblinded/_dash-update-component", json=body, headers=house.proof(browser)))
    assert {answer.headers["Cache-Control"] for answer in answers} == {"no-store"}


def test_only_files_of_installed_packages_may_be_kept(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    with browser.get("/unblinded/_dash-component-suites/dash/dcc/dash_core_components.js") as library:
        assert library.headers["Cache-Control"] == "private, no-cache"
    with browser.get("/unblinded/_dash-component-suites/dash/none.js") as missing:
        assert missing.headers["Cache-Control"] == "no-store"
    with browser.get("/unblinded/assets/page.js") as own:
        assert own.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/login", "/unblinded/", "/none", "/unblinded/download/broken/bad.csv", "/plain.css"])
def test_every_answer_forbids_frames_sniffing_referrers_and_foreign_scripts(house: House, path: str) -> None:
    with house.log_in("dsmb_chair").get(path) as answered:
        assert answered.headers["X-Frame-Options"] == "DENY"
        assert answered.headers["X-Content-Type-Options"] == "nosniff"
        assert answered.headers["Referrer-Policy"] == "no-referrer"
        policy = answered.headers["Content-Security-Policy"]
    scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in scripts
    assert "http" not in policy
    assert "frame-ancestors 'none'" in policy


def test_logs_hold_no_query_string_and_no_value(house: House, caplog: pytest.LogCaptureFixture) -> None:
    browser = house.log_in("trial_statistician")
    with caplog.at_level(logging.DEBUG):
        browser.get("/unblinded/?participant=hidden-0815")
        browser.get("/blinded/download/broken/bad.csv?participant=hidden-0815")
        browser.get("/blinded/five-answers?grade=hidden-0815")
        body = view("/blinded/five-answers", "?grade=hidden-0815")
        browser.post("/blinded/_dash-update-component?hidden-0815", json=body, headers=house.proof(browser))
    assert "refused" in caplog.text
    assert "reference" in caplog.text
    assert "hidden" not in caplog.text
    assert "4711" not in caplog.text


def test_a_name_cannot_write_a_line_of_its_own_into_the_log(house: House, caplog: pytest.LogCaptureFixture) -> None:
    house.log_in("sponsor").get("/x%0aERROR%20forged")
    assert "\nERROR forged" not in caplog.text


def test_the_access_log_leaves_query_strings_out() -> None:
    text = Path("gunicorn.conf.py").read_text(encoding="utf-8")
    (line,) = [line for line in text.splitlines() if line.startswith("access_log_format")]
    assert "%(q)s" not in line
    assert "%(r)s" not in line
    assert "%(f)s" not in line


def test_the_server_repeats_no_query_string_of_a_request_that_it_cannot_read_or_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """As gunicorn words it when a request line is malformed, and when a worker fails in the middle of an answer."""
    log = runpy.run_path("gunicorn.conf.py")["logger_class"](Config())
    written: list[str] = []
    for level in ("warning", "exception"):
        monkeypatch.setattr(log.error_log, level, lambda msg, *args, **_: written.append(msg % args))
    log.warning("Invalid request from ip=10.0.0.7: Invalid HTTP request line: 'GET \\x?participant=hidden HTTP/1.1'")
    log.warning("Worker with pid %s was terminated", 7)
    log.exception("Error handling request %s %s", "GET", "/unblinded/participant?person=hidden")
    assert written == [
        "Invalid request from ip=10.0.0.7",
        "Worker with pid 7 was terminated",
        "Error handling request GET /unblinded/participant",
    ]


def test_no_address_writes_a_line_of_its_own_into_the_access_log() -> None:
    settings = runpy.run_path("gunicorn.conf.py")
    log = settings["logger_class"](Config())
    asked = {"REQUEST_METHOD": "GET", "RAW_URI": "", "SERVER_PROTOCOL": "", "PATH_INFO": "/x\n1.2.3.4 \x1b[1m\r/é"}
    answered = SimpleNamespace(status="404 Not Found", headers=[], sent=1)
    line = settings["access_log_format"] % log.atoms_wrapper_class(
        log.atoms(answered, SimpleNamespace(headers=[]), asked, timedelta(0))
    )
    assert line.isprintable()
    assert "/x%0A1.2.3.4%20%1B%5B1m%0D/" in line


SWITCHES = {
    "DASH_MCP_ENABLED": "true",
    "DASH_DEBUG": "true",
    "DASH_UI": "true",
    "DASH_HOT_RELOAD": "true",
    "DASH_PRUNE_ERRORS": "true",
    "DASH_SERVE_DEV_BUNDLES": "true",
    "DASH_PROPS_CHECK": "true",
    "DASH_SUPPRESS_CALLBACK_EXCEPTIONS": "false",
}


def test_no_switch_in_the_environment_opens_what_dash_keeps_behind_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in SWITCHES.items():
        monkeypatch.setenv(name, value)
    house = build(tmp_path, monkeypatch)
    rules = [rule.rule for rule in house.server.url_map.iter_rules()]
    assert [rule for rule in rules if "mcp" in rule or "_alive" in rule or "ws" in rule.split("/")[-1]] == []
    browser = house.log_in("dsmb_chair")
    for side in ("conduct", "blinded", "unblinded"):
        assert browser.get(f"/{side}/_mcp").status_code == 404
        assert browser.post(f"/{side}/_mcp", json={}, headers=house.proof(browser)).status_code == 404
    page = browser.get("/conduct/").text
    assert '"ui":false' in page
    assert '"hot_reload"' not in page
    assert ".dev.js" not in page
    bad = browser.get("/conduct/download/broken/bad.csv")
    assert "Traceback" not in bad.text
    assert "4711" not in bad.text
    house.records.close()


SERVE_ONE = """
import sys, pathlib
import pytest
from tests.web import fakes
patch = pytest.MonkeyPatch()
real = dict(sys.modules)
house = fakes.build(pathlib.Path(sys.argv[1]), patch, sides="conduct")
browser = house.log_in("dsmb_chair")
print([browser.get(path).status_code for path in ("/conduct/", "/blinded/", "/unblinded/", "/unblinded/_dash-layout")])
print([name for name in sys.modules if name.startswith(("dashboard.pages.unblinded", "dashboard.access.sealed"))])
print([book.side.name for book in house.server.extensions["dsmb"]])
print([rule.rule for rule in house.server.url_map.iter_rules() if "blinded" in rule.rule])
"""


def test_a_process_of_one_side_has_neither_code_nor_address_of_another(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", SERVE_ONE, str(tmp_path)], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["[200, 404, 404, 404]", "[]", "['conduct']", "[]"]


IMPORTS = """
import sys, types, importlib, importlib.abc
asked = []

class Watch(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.startswith("dashboard.sides."):
            asked.append(name)
        return None

sys.meta_path.insert(0, Watch())
from dashboard.errors import DsmbError
from dashboard.settings import Settings
from dashboard.web import server
try:
    server.create(Settings(extract="nowhere", sides="conduct", keys=sys.argv[1]))
except DsmbError as error:
    print(type(error).__name__)
print(sorted(set(asked)))
print("dashboard.sides.unblinded" in sys.modules)
"""


def test_a_side_that_is_not_served_is_not_even_imported(tmp_path: Path) -> None:
    done = subprocess.run([sys.executable, "-c", IMPORTS, str(tmp_path)], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == ["ExtractError", "['dashboard.sides.conduct', 'dashboard.sides.side']", "False"]
