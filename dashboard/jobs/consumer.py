"""Who works on the queue: huey's consumer with one worker process, gentle to the web beside it.

The consumer starts the worker anew when it has died. It ends with the process that started it, and the worker with
the consumer, so that nothing outlives the server.
"""

import os
import subprocess
import sys
import time
from dataclasses import replace
from typing import Any

from huey import Huey
from huey.consumer import Consumer, Scheduler, Worker

from dashboard.settings import ROOT, Settings, environment

ALIVE = "alive"
"""Where the consumer notes that it is there."""
ALIVE_EVERY = 5.0
NOT_TOLD = ("store_key", "code_key", "audit_key", "database", "oidc_secret")
"""Settings that hold secrets which no simulation needs."""
NICE = 10
"""How far the worker steps back behind the web, as `nice` counts."""


class Attached:
    """A process of the consumer that ends when the consumer is gone, and steps back behind the web."""

    def initialize(self) -> None:
        """What a process does once, when it begins."""
        self.consumer = os.getppid()
        os.nice(NICE)
        super().initialize()  # type: ignore[misc]  # huey's, which this is mixed into

    def loop(self, now: Any = None) -> None:
        """One look at the queue."""
        if os.getppid() != self.consumer:
            raise KeyboardInterrupt  # as huey ends its processes
        super().loop(now)  # type: ignore[misc]  # huey's


class OurWorker(Attached, Worker):  # type: ignore[misc]  # huey has no types
    """Runs jobs, one at a time."""


class OurScheduler(Attached, Scheduler):  # type: ignore[misc]  # huey has no types
    """Has nothing to schedule here; huey's consumer always has one."""


class OurConsumer(Consumer):  # type: ignore[misc]  # huey has no types
    """A consumer that notes that it is there, and ends when `parent` (a process id) is gone."""

    worker_class = OurWorker
    scheduler_class = OurScheduler

    def __init__(self, queue: Huey, parent: int | None = None) -> None:
        super().__init__(
            queue,
            workers=1,
            worker_type="process",
            periodic=False,
            initial_delay=0.2,
            max_delay=1.0,
            health_check_interval=2,
        )
        self._parent, self._noted = parent, 0.0

    def loop(self, health_check_ts: float | None = None) -> Any:
        """One look at the worker."""
        if self._parent and os.getppid() != self._parent:
            self.stop()
        elif time.monotonic() - self._noted > ALIVE_EVERY:
            self._noted = time.monotonic()
            self.huey.put(ALIVE, time.time())
            self.huey.storage.close()  # a worker that is forked next must not share the connection
        return super().loop(health_check_ts)


def child(settings: Settings, secret: str) -> "subprocess.Popen[bytes]":
    """Start the consumer as a process of its own, which ends with this one; it is given no secret but its own."""
    command = [sys.executable, "-m", "dashboard.jobs", str(os.getpid())]
    told = replace(settings, secret=secret, **dict.fromkeys(NOT_TOLD, ""))
    return subprocess.Popen(command, env=environment(told), cwd=ROOT)  # noqa: S603 - ours
