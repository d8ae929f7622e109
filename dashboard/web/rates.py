"""How much of this host one account, or one address before its login, may take.

Every request puts its payer some way ahead of the clock: by a fixed part, by more where something is changed or
refused (which is written down), and by the processor's time that the answer took. Who is further ahead than `AHEAD`
is told to wait until the clock has come closer. So a committee that opens page after page never waits, a flood pays
for what it takes, and nobody waits for what another account did.

The counts lie in a piece of memory that is made once, in the process that starts the workers, and that they all
share: a request counts the same whichever worker answers it. There is no file or database to be away, and a count
costs microseconds. No lock guards it: of two answers to one payer that end within the same microsecond, one may go
uncounted. Another host counts for itself.
"""

import hashlib
import logging
import mmap
import os
import struct
import time
from dataclasses import dataclass, field

from flask import Response, g, request

from dashboard.web import trouble

AHEAD = 60.0
"""Seconds that a payer may be ahead of the clock: what may be taken at once."""
DEAR = 10
"""Requests that one counts for which changes something, or is refused: it is written down."""
SECOND = 100
"""Requests that a second of the processor's time counts for: at 3000 a minute, half of one processor for long."""
TOLD_EVERY = 60.0
"""Seconds between two lines in the log about the same payer."""
PLACES = 65_536
"""Payers that can be told apart. Two at one place pay together: with thirty accounts, a chance of 1 in 150."""

_PLACE = struct.Struct("dd")
_SALT = os.urandom(16)
"""Drawn before the workers are, so that they agree and nobody can look for an address at another's place."""

log = logging.getLogger(__name__)


def memory() -> mmap.mmap:
    """Memory for two kinds of payers, accounts and addresses; processes forked from this one share it."""
    return mmap.mmap(-1, 2 * PLACES * _PLACE.size)


SHARED = memory()


@dataclass(frozen=True)
class Payer:
    """Who pays for a request: an "account" by its name or an "address"."""

    kind: str
    name: str

    @property
    def at(self) -> int:
        """Where its count begins; addresses cannot come in the way of accounts."""
        digest = hashlib.blake2b(f"{self.kind} {self.name}".encode(), key=_SALT, digest_size=8).digest()
        place = int.from_bytes(digest, "big") % PLACES + (PLACES if self.kind == "address" else 0)
        return place * _PLACE.size


@dataclass(frozen=True)
class Rates:
    """The counts of a process: `per_minute` plain requests are what a payer may send for long."""

    per_minute: int
    counts: mmap.mmap = field(default_factory=lambda: SHARED, repr=False)

    def late(self, kind: str, name: str) -> Response | None:
        """None lets the request pass, to be paid for when it is answered; else the answer that says when to come."""
        payer = Payer(kind, name)
        wait = self._until(payer) - AHEAD - time.monotonic()
        if wait > 0:
            self._tell(payer)
            return trouble.too_many(wait)
        g.payer, g.began = payer, time.thread_time()
        return None

    def pay(self, response: Response) -> Response:
        """Count what an answer took; one that told its payer to wait took nothing."""
        payer: Payer | None = g.get("payer")
        if payer is not None:
            self.count(payer, _requests(response) + SECOND * (time.thread_time() - g.began))
        return response

    def count(self, payer: Payer, requests: float) -> None:
        """Put a payer further ahead, by what so many plain requests cost."""
        until, told = _PLACE.unpack_from(self.counts, payer.at)
        ahead = max(until, time.monotonic()) + requests * 60 / self.per_minute
        _PLACE.pack_into(self.counts, payer.at, ahead, told)

    def _until(self, payer: Payer) -> float:
        until: float = _PLACE.unpack_from(self.counts, payer.at)[0]
        return until

    def _tell(self, payer: Payer) -> None:
        """A line in the log, now and then: a flood must not fill it."""
        until, told = _PLACE.unpack_from(self.counts, payer.at)
        now = time.monotonic()
        if not told or now - told > TOLD_EVERY:
            _PLACE.pack_into(self.counts, payer.at, until, now)
            log.warning("too many requests: %s %s is told to wait", payer.kind, ascii(payer.name)[1:-1][:80])


def _requests(response: Response) -> int:
    """How many requests this one counts for; a call of Dash's is a POST that changes nothing."""
    changes = request.method == "POST" and not request.path.endswith("/_dash-update-component")
    return DEAR if changes or response.status_code >= 400 else 1
