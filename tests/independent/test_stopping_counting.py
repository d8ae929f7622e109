"""How the counting rule moves the type I error: the dossier's table (disease model, section 7) by simulation.

Programmed again from the definitions, with the dossier's boundary tables typed in and no rule of ours.
Accrual is a Poisson process at the stated number a month (30.4375 days) into one arm of 80; a participant has
the event with chance p0 and a competing event with chance 10% within the window, at a time uniform over the
window; days are rounded down to whole days; everybody else is followed to the window's end. Each is looked at
when an event is counted. The table is printed to two decimals; we hold it to .015.
"""

import numpy as np
import pytest
from numpy.typing import NDArray

from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.rules.sprt import Sprt

MONTH = 30.4375
COMPETING = 0.10
PARTICIPANTS = 80
BATCHES, ARMS = 80, 250
NEVER = -1e9
NRM = {2: 5, 3: 15, 4: 26, 5: 37, 6: 48, 7: 59, 8: 70, 9: 80}  # events: largest evaluable number that they meet
GVHD = {
    **{3: 7, 4: 13, 5: 19, 6: 25, 7: 31, 8: 37, 9: 43},
    **{10: 49, 11: 56, 12: 62, 13: 68, 14: 74, 15: 80},
}

Numbers = NDArray[np.float64]


def some_arms(
    draw: np.random.Generator, arms: int, p0: float, window: int, a_month: float
) -> tuple[Numbers, Numbers, Numbers]:
    shape = (arms, PARTICIPANTS)
    entered = np.floor(np.cumsum(draw.exponential(MONTH / a_month, shape), axis=1))
    lot = draw.random(shape)
    cause = np.where(lot < p0, 1.0, np.where(lot < p0 + COMPETING, 2.0, 0.0))
    days = np.where(cause > 0, np.floor(draw.random(shape) * window), float(window))
    return entered, days, cause


def looked_at(
    entered: Numbers, days: Numbers, cause: Numbers, window: int, how: str
) -> tuple[Numbers, NDArray[np.int64]]:
    """Evaluable number and events of each arm each time an event is counted; nothing where it has fewer."""
    failed = cause == 1
    counted = np.where(failed, entered + (window if how == "wait" else days), NEVER)
    at = np.sort(counted, axis=1)[:, ::-1][:, : failed.sum(axis=1).max()]
    elapsed = at[:, :, None] - entered[:, None, :]
    failed, days, competing = failed[:, None, :], days[:, None, :], (cause == 2)[:, None, :]
    happened, over = elapsed >= days, elapsed >= window
    if how == "wait":
        return over.sum(axis=2).astype(float), (over & failed).sum(axis=2)
    if how == "early":
        return (over | (happened & failed)).sum(axis=2).astype(float), (happened & failed).sum(axis=2)
    full = happened & (failed | competing)
    weight = np.where(full, window, np.clip(np.minimum(elapsed, days), 0, window))
    return weight.sum(axis=2) / window, (happened & failed).sum(axis=2)


def are_met(evaluable: Numbers, events: NDArray[np.int64], table: dict[int, int]) -> NDArray[np.bool_]:
    most = np.array([table.get(k, max(table.values()) if k > max(table) else -1) for k in range(PARTICIPANTS + 1)])
    met: NDArray[np.bool_] = np.any(evaluable <= most[events] + 1e-9, axis=1)
    return met


@pytest.mark.parametrize(
    ("table", "p0", "window", "a_month", "wait", "early", "tite"),
    [
        pytest.param(NRM, 0.05, 100, 2.5, 0.10, 0.16, 0.09, id="NRM 2.5"),
        pytest.param(NRM, 0.05, 100, 4, 0.10, 0.19, 0.08, id="NRM 4"),
        pytest.param(NRM, 0.05, 100, 8, 0.10, 0.29, 0.09, id="NRM 8"),
        pytest.param(GVHD, 0.10, 180, 2.5, 0.10, 0.24, 0.09, id="aGVHD 2.5"),
        pytest.param(GVHD, 0.10, 180, 4, 0.11, 0.36, 0.09, id="aGVHD 4"),
        pytest.param(GVHD, 0.10, 180, 8, 0.11, 0.62, 0.08, id="aGVHD 8"),
    ],
)
def test_type_one_error_by_counting(
    table: dict[int, int], p0: float, window: int, a_month: float, wait: float, early: float, tite: float
) -> None:
    draw = np.random.default_rng(2024)
    met = {"wait": 0, "early": 0, "tite": 0}
    for _ in range(BATCHES):
        arms = some_arms(draw, ARMS, p0, window, a_month)
        for how in met:
            met[how] += int(are_met(*looked_at(*arms, window, how), table).sum())
    found = {how: count / (BATCHES * ARMS) for how, count in met.items()}
    assert found == pytest.approx({"wait": wait, "early": early, "tite": tite}, abs=0.015)


def test_monitoring_says_of_each_simulated_arm_what_the_second_program_says() -> None:
    arms = some_arms(np.random.default_rng(7), 150, 0.12, 100, 4)
    rule = Sprt(0.05, 0.15, 0.10, PARTICIPANTS)
    late = np.full(PARTICIPANTS, 10_000)
    ours = [monitor(*columns, late, rule=rule, window=100) for columns in zip(*arms, strict=True)]
    assert [one.met for one in ours] == are_met(*looked_at(*arms, 100, "tite"), NRM).tolist()
    waiting = [one.complete_window.met for one in ours]
    assert waiting == are_met(*looked_at(*arms, 100, "wait"), NRM).tolist()
    assert 0 < sum(waiting) < 150
