"""The predictive probability programmed again: whole trials drawn from the prior, those unlike the data thrown away.

Six planned, three in at the cut-off on day 120, window 100 days, p0 = 10%, competing events planned at 18%, so that
of those without the event a fifth has one. The rule, truncated SPRT of 10% against 40%, alpha .15, is met by 1 event
among 1, by 2 among 2 to 5, by 3 among 6.

    calendar day 0         50        100       150       200
    A            |===================|                          complete
    B              |=======X                                    event on its day 40
    C                                |===o                      20 days, then the cut-off

A trial is kept where A has nothing at all, B the event (uniform over the window: each day as likely) and C nothing by
day 20. What C and three more have later, counted with time-to-event weights, meets the guideline or not.
"""

import numpy as np

from dashboard.stats.stopping.predict import predictive
from dashboard.stats.stopping.rules.sprt import Sprt
from tests.independent.test_stopping_counting import MONTH, looked_at

MOST = np.array([-1, 1, 5, 6, 6, 6, 6])  # largest evaluable number among which so many events meet it
TRIALS, CUT, WINDOW, A_MONTH = 200_000, 120, 100, 4


def kept_trials(draw: np.random.Generator) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rate = draw.beta(5 * 0.1, 5 * 0.9, (TRIALS, 1))
    lot = draw.random((TRIALS, 6))
    cause = np.where(lot < rate, 1, np.where(lot < rate + (1 - rate) * 0.2, 2, 0))
    days = np.where(cause > 0, np.floor(draw.random((TRIALS, 6)) * WINDOW), WINDOW)
    arrivals = np.floor(np.cumsum(draw.exponential(MONTH / A_MONTH, (TRIALS, 3)), axis=1))
    entered = np.concatenate([np.tile([0.0, 10.0, 100.0], (TRIALS, 1)), CUT + arrivals], axis=1)
    like = (cause[:, 0] == 0) & (cause[:, 1] == 1) & (days[:, 2] >= 20)
    days[:, 1] = 40
    return entered[like], days[like], cause[like]


def test_trials_that_agree_with_the_data_go_on_as_predicted() -> None:
    evaluable, events = looked_at(*kept_trials(np.random.default_rng(5)), WINDOW, "tite")
    met = np.any(evaluable <= MOST[events] + 1e-9, axis=1)
    error = np.sqrt(met.mean() * (1 - met.mean()) / len(met))
    found = predictive(
        np.array([0, 10, 100]),
        np.array([100, 40, 20]),
        np.array([0, 1, 0]),
        np.full(3, CUT),
        rule=Sprt(0.1, 0.4, 0.15, 6),
        window=WINDOW,
        per_month=A_MONTH,
        competing=0.18,
        draws=20_000,
    )
    assert not found.already
    assert len(met) > 5000
    assert abs(found.probability - met.mean()) < 4 * np.hypot(error, found.error)
