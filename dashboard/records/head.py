"""The head of the audit trail, kept in a file apart from the database: what finds rows cut off at the end.

A chain cut short still fits together. So the number and hash of the last row are written beside the audit key
after every row, signed with it, before anybody is answered. What remains possible: who owns the database, this
file *and* the key can write another history. Against that a head is written down elsewhere (in closed minutes).
"""

import fcntl
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from dashboard import keyfile
from dashboard.errors import AuditError
from dashboard.records.chain import Link


@dataclass(frozen=True)
class Head:
    """The head of one database's trail; `key` signs it."""

    path: Path
    key: bytes = field(repr=False)

    def read(self) -> Link | None:
        """What is kept, None if nothing is; raises AuditError if the file is not as it was written."""
        with suppress(FileNotFoundError), self._held("rb") as file:
            return self._link(file.read(), self.path)
        return None

    def keep(self, link: Link) -> None:
        """Begin to keep a head, whole before it has its name; one that is kept already stays."""
        fresh = self._fresh(link)
        with suppress(FileExistsError):
            self.path.hardlink_to(fresh)
        fresh.unlink()

    def replace(self, link: Link) -> None:
        """Keep this head in the place of whatever is kept, whole before it has its name; that one is given up."""
        with suppress(AuditError):
            if kept := self.read():
                self._give_up(kept)
        fresh = self._fresh(link)
        fresh.replace(self.path)

    def given_up(self) -> tuple[Link, ...]:
        """Heads of rows that are lost, oldest first; raises AuditError if their file is not as it was written."""
        with suppress(FileNotFoundError):
            return tuple(self._link(line, self._given_up) for line in self._given_up.read_bytes().splitlines())
        return ()

    @property
    def _given_up(self) -> Path:
        return self.path.with_name(f"{self.path.name}.given-up")

    def _give_up(self, link: Link) -> None:
        keyfile.begin(self._given_up)
        with self._given_up.open("ab") as file:
            file.write(self._content(link))
            file.flush()
            os.fsync(file.fileno())

    def advance(self, link: Link) -> None:
        """Move a head that is kept on to a later row; several processes may do so in any order."""
        with suppress(FileNotFoundError), self._held("r+b") as file:
            if link.id > self._link(file.read(), self.path).id:
                os.pwrite(file.fileno(), self._content(link), 0)  # one write of one length: whole or not at all

    @contextmanager
    def _held(self, mode: str) -> Iterator[IO[bytes]]:
        with self.path.open(mode, buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file

    def _fresh(self, link: Link) -> Path:
        """A file with a head, not yet in its place."""
        fresh = self.path.with_name(f"{self.path.name}.{secrets.token_hex(8)}")
        keyfile.keep(fresh, self._content(link))
        return fresh

    def _content(self, link: Link) -> bytes:
        said = f"{link.id:020d} {link.mac or '-' * 64}"
        return f"{said} {self._sign(said)}\n".encode()

    def _link(self, content: bytes, path: Path) -> Link:
        kept, _, signed = content.decode(errors="replace").strip().rpartition(" ")
        if not hmac.compare_digest(self._sign(kept).encode(), signed.encode()):
            raise AuditError(
                f"{path}: the head of the audit trail was changed, or the audit key is another. "
                "Restore the file or the key; until then rows cut off cannot be told."
            )
        number, mac = kept.split()
        return Link(int(number), mac.strip("-"))

    def _sign(self, content: str) -> str:
        return hmac.new(self.key, f"head {content}".encode(), hashlib.sha256).hexdigest()
