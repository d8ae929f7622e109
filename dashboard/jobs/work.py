"""What the worker does: one task, which says how far it is and ends when it is cancelled."""

import time
from collections.abc import Callable, Mapping
from typing import Any

from huey import Huey
from huey.api import Task, TaskWrapper
from huey.exceptions import CancelExecution
from huey.signals import SIGNAL_INTERRUPTED

from dashboard.jobs.order import Order, read
from dashboard.stats.stopping.counting import TITLES
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
        return [_row(order, run, number, note) for number, run in enumerate(order.runs)]

    made: TaskWrapper = _run
    return made


def progress_key(job: str) -> str:
    """Under which a worker notes how far a job is."""
    return f"progress:{job}"


def _row(order: Order, run: tuple[Design, str, float], number: int, note: Callable[[int], None]) -> dict[str, Any]:
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
    return {
        "Rule": design.name,
        "Counting": TITLES[counting],
        "True rate": rate,
        "Chance that it is met": simulated.met,
        "Monte Carlo standard error": simulated.error,
        "Exact chance": float(design.rule.characteristics(rate).probability[0]),
        "Mean participants randomised": simulated.participants,
        "Mean months": simulated.months,
    }


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
