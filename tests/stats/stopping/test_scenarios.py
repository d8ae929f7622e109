"""What the statistics say of the demo's scenarios at month 24, from the delivered tables alone.

A: no guideline met. B: the NRM guideline one event away in one arm, met once late deaths are entered. C: counting
acute GVHD early would meet its guideline, ours does not. E: ten participants, no events.
"""

from datetime import date
from functools import cache, partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.extract.demo import happenings, subjects
from dashboard.extract.demo.snapshot import take
from dashboard.extract.demo.timeline import MONTH_24, START, day, pull
from dashboard.extract.demo.trial import simulate
from dashboard.stats.arms import by_arm
from dashboard.stats.stopping.boundary import reach
from dashboard.stats.stopping.check import check
from dashboard.stats.stopping.ledger import ledger
from dashboard.stats.stopping.monitor import monitor
from dashboard.stats.stopping.predict import predictive
from dashboard.stats.stopping.rules.sprt import Sprt
from dashboard.stats.stopping.since import since
from dashboard.stats.stopping.typed import Reported, what_if

SEED = 20240115
LATE_PULL = date(2026, 4, 15)
NRM: dict[str, Any] = {"rule": Sprt(0.05, 0.15, 0.10, 80), "window": 100}
GVHD: dict[str, Any] = {"rule": Sprt(0.10, 0.25, 0.10, 80), "window": 180}
ENDPOINTS = {"nrm": ("RELNRM", "DEATH WITHOUT RELAPSE", 100), "gvhd": ("AGVHD34", "ACUTE GVHD III-IV", 180)}


@cache
def trial(scenario: str) -> Any:
    return simulate(160, scenario, SEED)


@cache
def rows(scenario: str, endpoint: str, pulled_on: date | None = None) -> pd.DataFrame:
    """Both arms' columns as the store has them, at the cut-off of month 24."""
    parameter, event, window = ENDPOINTS[endpoint]
    snapshot = take(trial(scenario), pull(MONTH_24, pulled_on))
    times = happenings.adtte(snapshot)
    found = times[times["PARAMCD"] == parameter].merge(subjects.adsl(snapshot)[["USUBJID", "TRT01P"]], on="USUBJID")
    inside = (found["CNSR"] == 0) & (found["AVAL"] <= window)
    return pd.DataFrame(
        {
            "participant": found["USUBJID"].astype(str).to_numpy(dtype=object),
            "arm": found["TRT01P"].astype(str).to_numpy(),
            "entered": (found["STARTDT"] - pd.Timestamp(START)).dt.days.to_numpy(),
            "days": np.minimum(found["AVAL"], window).astype(int).to_numpy(),
            "cause": np.where(~inside, 0, np.where(found["EVNTDESC"] == event, 1, 2)),
            "cut": day(MONTH_24),
        }
    )


def columns(frame: pd.DataFrame, *names: str) -> dict[str, Any]:
    return {name: frame[name].to_numpy() for name in names or ("entered", "days", "cause", "cut")}


def arms(scenario: str, endpoint: str, pulled_on: date | None = None) -> list[pd.DataFrame]:
    frame = rows(scenario, endpoint, pulled_on)
    return [frame[frame["arm"] == arm] for arm in ("OBSERVATION", "BLINATUMOMAB")]


@pytest.mark.parametrize(("endpoint", "settings"), [("nrm", NRM), ("gvhd", GVHD)])
def test_in_a_all_four_ways_agree_that_nothing_is_met(endpoint: str, settings: dict[str, Any]) -> None:
    assert [check(**columns(arm), **settings).text for arm in arms("A", endpoint)] == ["All four agree: not met."] * 2


def test_in_b_one_event_is_missing_and_the_chance_to_be_met_is_large() -> None:
    control, other = (monitor(**columns(arm), **NRM) for arm in arms("B", "nrm"))
    assert (control.met, other.met) == (False, False)
    assert other.further is not None
    assert other.further.fewest == 1
    assert (other.if_all.met, other.if_none.met) == (True, False)
    chances = [predictive(**columns(arm), **NRM, per_month=4, competing=0.1).probability for arm in arms("B", "nrm")]
    assert chances[1] > 0.2 > chances[0]


def test_in_b_the_late_deaths_are_what_is_new() -> None:
    then, now = (arms("B", "nrm", pulled_on)[1].set_index("participant") for pulled_on in (None, LATE_PULL))
    both = then.add_prefix("then_").join(now.add_prefix("now_"), how="outer")
    names = [f"{lead}_{part}" for lead in ("then", "now") for part in ("entered", "days", "cause", "cut")]
    found = since(both.index.to_numpy(), **columns(both, *names), **NRM)
    assert found.then is not None
    assert (found.then.met, found.now.met) == (False, True)
    assert found.many("new") == found.now.count.events - found.then.count.events > 0
    assert (found.many("changed"), found.many("removed")) == (0, 0)


def test_in_b_typing_the_late_deaths_in_tells_what_the_late_extract_tells() -> None:
    before, after = arms("B", "nrm"), arms("B", "nrm", LATE_PULL)
    events, known = (arm[arm["cause"] == 1] for arm in (after[1], before[1]))
    late = events[~events["participant"].isin(known["participant"])]
    reported = [Reported(name, int(on)) for name, on in zip(late["participant"], late["days"], strict=True)]
    frame = rows("B", "nrm")
    letters = pd.Categorical(np.where(frame["arm"] == "OBSERVATION", "A", "B"))
    stat = what_if(by_arm(partial(monitor, **NRM)), window=NRM["window"])
    found = stat(letters, **columns(frame, "participant", "entered", "days", "cause", "cut"), reported=reported)
    assert [status.met for status in found.extract.results.values()] == [False, False]
    assert [status.met for status in found.results.values()] == [False, True]
    assert found.results["B"].count.events == monitor(**columns(after[1]), **NRM).count.events
    assert found.results["A"].count.events == found.extract.results["A"].count.events


def test_in_c_the_ledger_adds_up_to_a_guideline_that_is_not_met() -> None:
    arm = arms("C", "gvhd")[1]
    book = ledger(**columns(arm, "participant", "entered", "days", "cause", "cut"), window=180)
    status = monitor(**columns(arm), **GVHD)
    assert not status.met
    assert (book.events, book.evaluable, book.pending) == (status.count.events, status.count.evaluable, status.pending)


def test_in_c_exposure_disagrees_since_it_ends_at_competing_events() -> None:
    arm = arms("C", "gvhd")[1]
    found = check(**columns(arm), **GVHD)
    assert {one.title: one.count.met for one in found.judged} == {
        "time-to-event weights": False,
        "complete window": False,
        "exposure": True,
        "the Bayesian beta-binomial rule": False,
    }
    competing = arm["cause"] == 2
    whole = arm.assign(days=arm["days"].mask(competing, 180), cause=arm["cause"].mask(competing, 0))
    without = check(**columns(whole), **GVHD)
    assert found.judged[2].count.evaluable < without.judged[2].count.evaluable


def test_in_c_the_ledger_shows_whom_counting_early_would_leave_out() -> None:
    """On the day of some event the settled and complete alone are few enough; the pending make them too many."""
    arm = arms("C", "gvhd")[1]
    failed = arm[arm["cause"] == 1]
    most = reach(GVHD["rule"], len(arm))
    early, ours = [], []
    for then in sorted(failed["entered"] + failed["days"]):
        book = ledger(**columns(arm.assign(cut=then), "participant", "entered", "days", "cause", "cut"), window=180)
        settled = sum(line.counted in ("event", "competing event", "complete") for line in book.lines)
        early.append(settled <= most[book.events])
        ours.append(book.evaluable <= most[book.events])
    assert any(early)
    assert not any(ours)


def test_in_e_nothing_happened_and_it_says_so() -> None:
    found = [monitor(**columns(arm), **NRM) for arm in arms("E", "nrm")]
    assert sum(status.participants for status in found) == 10
    assert [status.count.events for status in found] == [0, 0]
    assert all(status.if_none.met is False for status in found)
