"""What the worker does: one task, which says how far it is and ends when it is cancelled."""

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from huey import Huey
from huey.api import Task, TaskWrapper
from huey.exceptions import CancelExecution
from huey.signals import SIGNAL_INTERRUPTED

from dashboard.jobs.order import Order, read
from dashboard.stats.stopping.design import Design
from dashboard.stats.stopping.simulate import simulate

SAID_EVERY = 0.5
"""Seconds between two notes of how far a job is."""


def task(queue: Huey) -> TaskWrapper:
    """The queue's one task. A job that an orderly stop interrupts goes back to the queue."""

    @queue.signal(SIGNAL_INTERRUPTED)  # type: ignore[untyped-decorator]  # huey has no types
    def _again(_: str, interrupted: Task) -> None:
        queue.delete(progress_key(interrupted.id))
        queue.enqueue(interrupted)

    @queue.task(context=True, name="simulate")  # type: ignore[untyped-decorator]  # huey has no types
    def _run(plain: Mapping[str, Any], task: Task) -> list[dict[str, Any]]:
        order = read(plain)
        note = _noted(queue, task, order.of)
        return [row for number, run in enumerate(order.runs) for row in _rows(order, run, number, note)]

    made: TaskWrapper = _run
    return made


def progress_key(job: str) -> str:
    """Under which a worker notes how far a job is."""
    return f"progress:{job}"


def _rows(
    order: Order, run: tuple[Design, str, float], number: int, note: Callable[[int], None]
) -> Iterator[dict[str, Any]]:
    design, counting, rate = run
    note(number * order.draws)
    simulated = simulate(
        design.rule,
        design.window,
        rate=rate,
        per_month=design.per_month,
        competing=design.competing,
        counting=counting,
        draws=order.draws,
        seed=order.seed,
        said=lambda done, _: note(number * order.draws + done),
    )
    exact = float(design.rule.characteristics(rate).probability[0])
    for row in simulated.table().to_dict("records"):
        yield {"Rule": design.name, **{str(key): value for key, value in row.items()}, "Exact chance": exact}


def _noted(queue: Huey, task: Task, of: int) -> Callable[[int], None]:
    """Notes how far the task is, now and then; raises CancelExecution once it was cancelled."""
    last = 0.0

    def note(done: int) -> None:
        nonlocal last
        if time.monotonic() - last < SAID_EVERY:
            return
        last = time.monotonic()
        if queue.is_revoked(task):
            raise CancelExecution(retry=False)
        queue.put(progress_key(task.id), {"done": done, "of": of, "at": time.time()})

    return note
