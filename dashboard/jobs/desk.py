"""Where jobs are started, looked at and cancelled; the same from every web process."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from huey import Huey
from huey.api import Task
from huey.utils import Error

from dashboard.errors import JobError
from dashboard.jobs import order as orders
from dashboard.jobs import queue
from dashboard.jobs.consumer import ALIVE
from dashboard.jobs.job import Job, State
from dashboard.jobs.order import Order
from dashboard.jobs.work import progress_key, task

AT_ONCE = 2
"""Jobs of one account that wait or run at the same time."""
SILENCE = 60.0
"""Seconds without a note after which a job's worker is taken to have ended, and the queue to be unattended."""
KEPT_SECONDS = 30 * 24 * 60 * 60
"""How long a job can be looked at."""

_ORDER = "order:"


class Desk:
    """Jobs of every account; who may cancel which is for the caller to say.

    Each question and each change raises JobError where the queue cannot be reached.
    """

    def __init__(self, jobs: Huey) -> None:
        self._queue = jobs
        self._task = task(jobs)

    @queue.reached()
    def start(self, account: str, order: Order, written: Callable[[str], None] = lambda _: None) -> str:
        """Queue a job and return its id; raises JobError when the account has as many as it may.

        `written` is told the id before anything is queued; nothing is queued when it raises.
        """
        self._sweep()
        made: Task = self._task.s(order.plain())
        kept = _ORDER + made.id
        self._queue.put(kept, {"account": account, "at": time.time(), "order": order.plain()})
        try:  # counted with those that are asked for at the same moment, which are kept already
            if sum(job.moving for job in self.jobs() if job.account == account) > AT_ONCE:
                raise JobError(f"You have {AT_ONCE} simulations under way. Wait until one is done, or cancel one.")
            written(made.id)
        except BaseException:
            self._queue.delete(kept)
            raise
        self._queue.enqueue(made)
        return str(made.id)

    @queue.reached()
    def job(self, id_: str) -> Job | None:
        """The job of that id as it stands now; None if there is none (any more)."""
        kept = self._kept(_ORDER + id_)
        return self._job(id_, kept) if kept else None

    @queue.reached()
    def jobs(self) -> tuple[Job, ...]:
        """Every job, the latest first."""
        ids = [key.removeprefix(_ORDER) for key in self._queue.storage.result_items() if key.startswith(_ORDER)]
        found = [job for job in map(self.job, ids) if job]
        return tuple(sorted(found, key=lambda job: job.started, reverse=True))

    @queue.reached()
    def cancel(self, id_: str) -> None:
        """Ask that a job end: one that waits never begins, one that runs ends at its next note."""
        self._queue.revoke_by_id(id_)

    def _job(self, id_: str, kept: dict[str, Any]) -> Job:
        order = orders.read(kept["order"])
        result = self._kept(id_)
        noted = self._kept(progress_key(id_)) or {}
        state = self._state(id_, kept["at"], result, noted)
        rows = tuple(result) if state == "done" and result else ()
        done = order.of if state == "done" else noted.get("done", 0)
        at = datetime.fromtimestamp(kept["at"], UTC).isoformat(timespec="milliseconds")
        return Job(id_, kept["account"], at, order, state, done, order.of, rows, self._attended())

    def _state(self, id_: str, began: float, result: Any, noted: dict[str, Any]) -> State:
        if isinstance(result, Error):
            return "cancelled" if result.metadata["error"].startswith("CancelExecution") else "failed"
        if result is not None:
            return "done"
        silent = time.time() - noted.get("at", began) > SILENCE
        if self._queue.is_revoked(Task(id=id_)):
            return "cancelling" if noted and not silent else "cancelled"
        if noted:
            return "interrupted" if silent else "running"
        return "interrupted" if silent and not self._queued(id_) else "waiting"

    def _queued(self, id_: str) -> bool:
        return any(waiting.id == id_ for waiting in self._queue.pending())

    def _attended(self) -> bool:
        return time.time() - (self._kept(ALIVE) or 0.0) < SILENCE

    def _kept(self, key: str) -> Any:
        """What stands under a key; None for nothing, and for what another secret signed."""
        try:
            return self._queue.get(key, peek=True)
        except ValueError:
            return None

    def _sweep(self) -> None:
        """Forget jobs of long ago."""
        for job in self.jobs():
            age = time.time() - datetime.fromisoformat(job.started).timestamp()
            if age > KEPT_SECONDS and not job.moving:
                for key in (_ORDER + job.id, job.id, progress_key(job.id)):
                    self._queue.delete(key)
