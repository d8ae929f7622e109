"""A PostgreSQL of the tests' own: a temporary cluster on a socket, owned by an unprivileged user, gone afterwards."""

import itertools
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

OWNER = "postgres" if os.getuid() == 0 else pwd.getpwuid(os.getuid()).pw_name
"""Who runs the server: PostgreSQL refuses to run as root."""


@dataclass(frozen=True)
class Cluster:
    """A running server; `empty()` is the address of a new database on it."""

    folder: Path
    numbers: Iterator[int] = field(default_factory=itertools.count)

    def empty(self) -> str:
        name = f"records{next(self.numbers)}"
        _run("createdb", "-h", str(self.folder), name)
        return f"postgresql://{OWNER}@/{name}?host={self.folder}"


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    if _program("initdb") is None:
        pytest.skip("No PostgreSQL here and none could be installed: install the package postgresql.")
    folder = Path(tempfile.mkdtemp(prefix="pg"))  # a socket's path must be short
    if os.getuid() == 0:
        shutil.chown(folder, OWNER)
    data = folder / "data"
    _run("initdb", "--no-sync", "-A", "trust", "-D", str(data))
    told = f"-c listen_addresses='' -c unix_socket_directories={folder}"
    _run("pg_ctl", "-D", str(data), "-w", "-l", str(folder / "log"), "-o", told, "start")
    try:
        yield Cluster(folder)
    finally:
        _run("pg_ctl", "-D", str(data), "-m", "immediate", "stop")
        shutil.rmtree(folder)


def _run(program: str, *arguments: str) -> None:
    user = OWNER if os.getuid() == 0 else None
    subprocess.run([str(_program(program)), *arguments], user=user, cwd="/", check=True, stdout=subprocess.DEVNULL)


def _program(name: str) -> Path | None:
    """Debian keeps the server's programs apart from the path."""
    found = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    if found:
        return found[-1]
    elsewhere = shutil.which(name)
    return Path(elsewhere) if elsewhere else None
