"""The double false discovery rate on the vaccine trial of Mehrotra & Heyse (2004), from counts to flags.

Fisher's test by counting tables in fractions and both adjustments by loops, after Mehrotra & Adewale (2012); the
panel's statistic gets the same counts. Irritability has the least p, .0025: times 3 events of its body system and 8
systems that is .06, so it is flagged at .10 and not at .05. Rash, measles-like rash and diarrhoea have p below .05 too
and are not flagged.
"""

import json
from fractions import Fraction
from math import comb
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from dashboard.stats.event_screening import FLAGGED, NOT_LOOKED_INTO, EventScreening, event_screening

FILE = Path(__file__).resolve().parents[1] / "stats" / "reference" / "adverse_events_of_a_vaccine.json"
TRIAL = json.loads(FILE.read_text(encoding="utf-8"))
EVENTS = [(system, f"{system}.{at}") for system, many in TRIAL["body_systems"].items() for at in range(1, many + 1)]


def fisher(x: int, n: int, y: int, m: int) -> Fraction:
    """Tables with these margins that are no likelier than the one given."""
    ways = [comb(n, x + y - k) * comb(m, k) for k in range(max(0, x + y - n), min(m, x + y) + 1)]
    seen = comb(n, x) * comb(m, y)
    return Fraction(sum(each for each in ways if each <= seen), sum(ways))


def adjusted(p: dict[str, Fraction]) -> dict[str, Fraction]:
    """Benjamini & Hochberg: the least of p·m/rank over those with as large a p."""
    order = sorted(p, key=lambda name: p[name])
    return {
        name: min(min(p[other] * len(p) / (rank + 1), Fraction(1)) for rank, other in enumerate(order) if rank >= at)
        for at, name in enumerate(order)
    }


def by_hand(rate: Fraction) -> dict[str, Fraction]:
    """The events of the systems looked into, with their p adjusted once more."""
    sizes = TRIAL["sizes"]
    p = {
        name: fisher(x, sizes["A"], y, sizes["B"])
        for (_, name), x, y in zip(EVENTS, TRIAL["A"], TRIAL["B"], strict=True)
    }
    systems = {system: {name: p[name] for of, name in EVENTS if of == system} for system in TRIAL["body_systems"]}
    least = adjusted({system: min(adjusted(events).values()) for system, events in systems.items()})
    return adjusted({name: p[name] for of, name in EVENTS if least[of] <= rate})


def screened(rate: float) -> EventScreening:
    rows = [(arm, *event, *(TRIAL[arm][at], TRIAL["sizes"][arm])) for at, event in enumerate(EVENTS) for arm in "AB"]
    frame = pd.DataFrame(rows, columns=["arm", "soc", "term", "participants", "n"])
    frame = frame.assign(level="term", grade=1, events=frame["participants"])
    columns = {name: frame[name].to_numpy() for name in frame.columns if name != "arm"}
    return event_screening(pd.Categorical(frame["arm"], categories=["A", "B"]), rate=rate, **columns)


@pytest.mark.parametrize("rate", ["1/20", "1/10", "1/2", "99/100"])
def test_flags_and_adjusted_values_are_those_by_hand(rate: str) -> None:
    expected = by_hand(Fraction(rate))
    result = screened(float(Fraction(rate)))
    found = result.compared["B − A"]
    for term, says, p in zip(result.term, found.says, found.adjusted, strict=True):
        assert (says == NOT_LOOKED_INTO) == (term not in expected), term
        assert (says == FLAGGED) == (term in expected and expected[term] <= Fraction(rate)), term
        assert np.isnan(p) if term not in expected else p == pytest.approx(float(expected[term]), rel=1e-10)


def test_irritability_alone_is_flagged_at_one_in_ten_and_nothing_at_one_in_twenty() -> None:
    (flagged,) = screened(0.1).flagged("B − A")
    assert screened(0.1).term[flagged] == "8.3"
    assert screened(0.05).flagged("B − A") == ()


def test_every_event_stays_in_the_table_whatever_is_flagged() -> None:
    table = screened(0.1).table()
    assert len(table) == 40
    assert dict(zip(table["Preferred term"], table["A: participants"], strict=True))["8.3"] == 43
