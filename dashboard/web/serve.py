"""Start the web server: gunicorn with the project's configuration, told what to serve by the environment."""

import os
import sys
from dataclasses import replace
from pathlib import Path

from dashboard.errors import ExtractError
from dashboard.settings import ROOT, Settings, environment
from dashboard.web.books import open_sides

DEMO = Path("data")


def serve(settings: Settings, extract: Path | None, previous: Path | None, *, demo: bool) -> None:
    """Replace this process by the web server; raises ExtractError when there is nothing to serve."""
    if demo:
        settings = _demonstration(settings)
    if extract:
        settings = replace(settings, extract=str(extract), previous="")
    if previous:
        settings = replace(settings, previous=str(previous))
    if settings.needs_extract and not settings.extract:
        raise ExtractError("Nothing to serve: name an extract, or set DSMB_EXTRACT to its folder.")
    if settings.extract and not Path(settings.extract).is_dir():
        raise ExtractError(f"{settings.extract}: no such folder. Lock an extract first: dsmb lock --help.")
    open_sides(settings)  # a store that cannot be opened is one message here, not one per worker
    print(f"Serving {settings.extract or settings.sides} at http://127.0.0.1:{settings.port}", flush=True)
    command = [sys.executable, "-m", "gunicorn", "--config", str(ROOT / "gunicorn.conf.py")]
    os.execve(sys.executable, command, environment(settings))  # noqa: S606 - no shell; every part is ours


def _demonstration(settings: Settings) -> Settings:
    from dashboard.extract import demonstration  # only here: it can write extracts, which serving never does

    print("Demonstration logins (synthetic data only), name and password:")
    for login in demonstration.LOGINS:
        print(f"  {login.name:<14} {login.password:<26} {login.role.replace('_', ' ')}")
    return demonstration.served(DEMO, settings)
