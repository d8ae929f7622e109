"""A job as its page shows it."""

from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from dashboard.jobs.order import Order
from dashboard.stats.stopping.counting import TITLES
from dashboard.stats.stopping.design import Design

State = Literal["waiting", "running", "cancelling", "done", "cancelled", "interrupted", "failed"]

WORDS: dict[State, str] = {
    "waiting": "Waiting for its turn.",
    "running": "Running.",
    "cancelling": "Being cancelled.",
    "done": "Done.",
    "cancelled": "Cancelled before it was done; nothing of it was kept.",
    "interrupted": "Interrupted: the worker ended without finishing it. Start it again; the same seed gives the same "
    "numbers.",
    "failed": "It could not be done. Tell the administrator its number.",
}


@dataclass(frozen=True)
class Job:
    """What was asked by whom, how far it is (`done` of `of` draws), and its numbers once it is done.

    `attended` is False when no worker has looked at the queue of late.
    """

    id: str
    account: str
    started: str
    order: Order
    state: State
    done: int
    of: int
    rows: tuple[dict[str, Any], ...] = ()
    attended: bool = True

    @property
    def moving(self) -> bool:
        """Whether its page will change by itself."""
        return self.state in ("waiting", "running", "cancelling")

    @property
    def words(self) -> str:
        """Where it stands, in a sentence."""
        if self.state == "waiting" and not self.attended:
            return "Waiting, but nothing works on the queue: tell the administrator. It is not lost."
        return WORDS[self.state]

    @property
    def asked(self) -> dict[str, str]:
        """All that the numbers depend on, in words."""
        order = self.order
        return {
            **{design.name: _said(design) for design in order.designs},
            "Counting": f"{TITLES[order.counting]}; a rule on exposure as it counts",
            "Draws": f"{order.draws:,} at each of three rates",
            "Seed": str(order.seed),
        }

    def table(self) -> pd.DataFrame:
        """One row a design and true rate."""
        return pd.DataFrame(list(self.rows))


def _said(design: Design) -> str:
    return (
        f"{design.words}; p0 {design.p0:g}, p1 {design.p1:g}, alpha {design.alpha:g}, {design.planned} participants, "
        f"window {design.window} days, {design.per_month:g} randomised per month, competing events {design.competing:g}"
    )
