"""Adjudication in the synthetic trial: late as in life, and alike in both arms."""

from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from dashboard.extract.demo import trial
from dashboard.extract.demo.happenings import ADJUDICATED, adtte
from dashboard.extract.demo.snapshot import Snapshot, take
from dashboard.extract.demo.timeline import MONTH_18, MONTH_24, pull
from dashboard.extract.demo.write import SEED


def taken(patients: int, cut_off: date = MONTH_24) -> tuple[Snapshot, pd.DataFrame]:
    snapshot = take(trial.simulate(patients, "A", SEED), pull(cut_off))
    return snapshot, adtte(snapshot)


def test_what_needs_adjudication_is_marked_and_nothing_else() -> None:
    _, table = taken(160)
    marked = table["ADJFL"].notna()
    assert (marked == ((table["CNSR"] == 0) & table["EVNTDESC"].isin(ADJUDICATED))).all()
    assert {*table["PARAMCD"][marked]} >= {"RELNRM", "EFS"}


def test_an_event_waits_two_weeks_at_least_and_what_was_done_stays_done() -> None:
    _, now = taken(160)
    recent = pd.Timestamp(MONTH_24 - timedelta(days=13))
    events = now[now["ADJFL"].notna()]
    assert (events["ADJFL"][events["ADT"] >= recent] == "N").all()
    _, before = taken(160, MONTH_18)
    both = before[before["ADJFL"] == "Y"].merge(now, on=["USUBJID", "PARAMCD"])
    same = both[both["ADT_x"] == both["ADT_y"]]
    assert len(same) > 5
    assert (same["ADJFL_y"] == "Y").all()


def test_both_arms_wait_alike() -> None:
    """The lag is drawn without regard to the arm: its mean, 14 + 42 days, differs by chance alone."""
    made = trial.simulate(20_000, "A", SEED)
    lag, experimental = made.outcomes.adjudication_lag, made.people.experimental
    means = lag[experimental].mean(), lag[~experimental].mean()
    assert lag.min() >= 14
    assert means == pytest.approx((56.5, 56.5), abs=5 * 42 / np.sqrt(10_000))  # rounded up: half a day more
