"""Several worker processes write at once, and one is killed in the middle: nothing acknowledged is lost."""

import signal
import subprocess
import sys
from pathlib import Path

from dashboard.records import audit, database
from dashboard.records.proof import prove

WRITER = """
import sys
from pathlib import Path
from dashboard.records import audit, database
url, keys, name, rows = sys.argv[1:]
records = database.connect(url, Path(keys))
for number in range(int(rows)):
    audit.write(records, who=name, role="dsmb_member", action="view", detail=str(number))
    print(number, flush=True)
records.close()
"""


def writer(url: str, keys: Path, name: str, rows: int) -> "subprocess.Popen[str]":
    command = [sys.executable, "-c", WRITER, url, str(keys), name, str(rows)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_processes_that_start_at_once_make_one_key_one_trail_and_one_chain(url: str, keys: Path) -> None:
    writers = [writer(url, keys, f"worker{number}", 25) for number in range(4)]
    assert [process.wait() for process in writers if process.communicate()] == [0] * 4
    records = database.connect(url, keys)
    assert prove(records).holds
    rows = audit.rows(records)
    for number in range(4):
        assert [row.detail for row in rows if row.who == f"worker{number}"] == [str(i) for i in range(25)]
    assert records.head.read() == prove(records).last
    records.close()


def test_after_kill_9_every_acknowledged_row_is_there_and_the_chain_holds(url: str, keys: Path) -> None:
    victims = [writer(url, keys, f"victim{number}", 100_000) for number in range(2)]
    other = writer(url, keys, "other", 100)
    acknowledged = {}
    for victim in victims:
        assert victim.stdout is not None
        for _ in range(40):
            victim.stdout.readline()
    for number, victim in enumerate(victims):
        victim.send_signal(signal.SIGKILL)
        acknowledged[f"victim{number}"] = 40 + len(victim.communicate()[0].splitlines())
    other.communicate()
    assert other.returncode == 0
    records = database.connect(url, keys)
    assert prove(records).holds
    rows = audit.rows(records)
    assert sum(row.who == "other" for row in rows) == 100
    for name, count in acknowledged.items():
        written = [row.detail for row in rows if row.who == name]
        assert written == [str(number) for number in range(len(written))]
        assert count <= len(written) <= count + 1
    audit.write(records, who="after", role="", action="login")
    assert prove(records).holds
    records.close()
