"""A real browser against a real server process that serves the demonstration extract."""

import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from dashboard.extract.demonstration import LOGINS
from dashboard.settings import ROOT, Settings, environment

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
QUIET = (
    "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
)

# What is expected comes, also on a busy machine; how soon is for the benchmarks.
expect.set_options(timeout=30_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Every journey is marked, and left out where there is no Chromium."""
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.browser)
            if CHROMIUM is None:
                item.add_marker(pytest.mark.skip(reason="no Chromium on this machine; install the package chromium"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium; nothing is downloaded."""
    return {"executable_path": CHROMIUM, "args": QUIET.split()}


@pytest.fixture(scope="session")
def browser_context_args() -> dict[str, Any]:
    """The width of a meeting room's screen."""
    return {"viewport": {"width": 1400, "height": 900}}


@pytest.fixture(scope="session")
def address(demo: Settings) -> Iterator[str]:
    """Where the demonstration is served."""
    with serving(demo) as address:
        yield address


@contextmanager
def serving(settings: Settings) -> Iterator[str]:
    """Serve by gunicorn, as in production, in a process of its own; gives the address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    told = environment(replace(settings, port=str(port)))
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py"), "--workers", "1"]
    with subprocess.Popen(command, env=told, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        try:
            yield _answering(f"http://127.0.0.1:{port}")
        finally:
            server.terminate()


@pytest.fixture
def log_in(page: Page, address: str) -> Callable[[str], Page]:
    """Log in by the form, as one of the demonstration's people; fails on any error in the browser's console."""
    passwords = {login.name: login.password for login in LOGINS}

    def _log_in(name: str) -> Page:
        page.goto(f"{address}/login")
        page.get_by_label("Name").fill(name)
        page.get_by_label("Password").fill(passwords[name])
        page.get_by_role("button", name="Log in").click()
        page.wait_for_load_state()
        return page

    return _log_in


def _answering(address: str) -> str:
    for _ in range(600):
        try:
            urllib.request.urlopen(f"{address}/login", timeout=1)
            return address
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise RuntimeError("the server did not answer within a minute")
