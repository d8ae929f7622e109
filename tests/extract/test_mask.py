"""A count that few are new in is hidden from the sponsor: two extracts would tell of single participants."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.access import manifest
from dashboard.access.connection import open_locked
from dashboard.extract import mask
from dashboard.extract.lock import lock
from tests.extract import tiny


@pytest.mark.parametrize(("new", "shown"), [(0, 5), (4, None), (5, 10)])
def test_a_cycle_that_became_due_for_few_is_hidden_from_the_sponsor(
    new: int, shown: int | None, tmp_path: Path
) -> None:
    """Five more joined since, but the cycle became due for `new` participants only."""
    days = ["2025-02-01"] * 5 + ["2025-04-20"] * new
    people = [f"N{number} | ACTIVE |  | S1 | {day} |  |  |  | Y | Y" for number, day in enumerate(days)]
    people += [f"C{number} | PLAIN |  | S1 | 2025-02-01 |  |  |  | Y | N" for number in range(5)]
    people += [f"L{number} | ACTIVE |  | S1 | 2025-06-25 |  |  |  | Y | N" for number in range(5)]
    head = tiny.TABLES["adsl"].strip().splitlines()[0]
    cycles = [f"N{number} | CYCLE | 1 | {day[:-2]}28 | 2025-06-01 | 28 |" for number, day in enumerate(days)]
    cycle_head = tiny.TABLES["adex"].strip().splitlines()[0]
    tables = {stem: tiny.head(stem) for stem in ("adae", "advs")} | {"adtte": tiny.uneventful("N0")}
    tables["adex"] = "\n".join([cycle_head, *cycles])
    source = tiny.write(tmp_path / "source", adsl="\n".join([head, *people]), **tables)
    keys = tiny.draw_keys(tmp_path / "keys")
    before = lock(source, tiny.trial(), date(2025, 6, 1), tmp_path / "before", keys, pulled=tiny.PULLED)
    now = lock(source, tiny.trial(), tiny.CUT_OFF, tmp_path / "x", keys, before.folder, pulled=tiny.PULLED)
    store = manifest.read(now.folder / "conduct")
    cursor = open_locked(store.tables, {}, store.manifest.arms).cursor()
    assert cursor.execute("select started from cycle_count where cycle = 1").fetchone() == (shown,)


@st.composite
def courses(draw: st.DrawFn) -> tuple[list[int], list[int], list[int], list[int], int]:
    """Three cycles at two extracts: started and due of each then and now, and how many joined between.

    Whoever is due for a cycle is due for the one before, and whoever starts it has started the one before.
    """
    people = draw(
        st.lists(st.tuples(*[st.integers(0, 3)] * 3).filter(lambda one: one[0] <= one[1] and one[2] <= one[1]))
    )
    for course in ((3, 3, 3), (3, 3, 0)):  # enough for counts that may be shown, of who started and who did not
        people = people + [course] * draw(st.integers(0, 30))
    due = [[sum(one[when] > cycle for one in people) for cycle in range(3)] for when in (0, 1)]
    started = [[sum(min(one[when], one[2]) > cycle for one in people) for cycle in range(3)] for when in (0, 1)]
    return *started, *due, draw(st.integers(0, 12))


@settings(max_examples=60)
@given(courses())
def test_no_neighbour_and_no_earlier_extract_gives_back_a_hidden_count(
    known: tuple[list[int], list[int], list[int], list[int], int],
) -> None:
    """The reader knows both published tables, who was due, and that starts only grow and only fall along the cycles.

    A count of which nothing is new since it was published is no secret; of every other one at least two values remain.
    """
    then, now, due_then, due_now, joined = known
    earlier = mask.shown(then, due_then, [0, 0, 0], joined=mask.SMALLEST)
    later = mask.shown(now, due_now, due_then, joined)
    for cycle in range(3):
        if later[cycle] is None and due_now[cycle] > due_then[cycle]:
            least, most = bounds(earlier, later, due_then, due_now, cycle)
            assert least < most


def bounds(
    earlier: tuple[int | None, ...],
    later: tuple[int | None, ...],
    due_then: list[int],
    due_now: list[int],
    cycle: int,
) -> tuple[int, int]:
    """All that the published counts leave possible for a cycle's count at the later extract."""
    base = earlier[cycle]
    least = [base or 0, *(number for number in earlier[cycle:] if number), *(n for n in later[cycle:] if n)]
    most = [due_now[cycle], *(number for number in later[:cycle] if number is not None)]
    if base is not None:
        most.append(base + due_now[cycle] - due_then[cycle])
    return max(least), min(most)


def test_two_equal_neighbours_do_not_give_away_what_stands_between_them() -> None:
    """Cycle 2 is newly over for two; before and after it 12 started, so 12 would have started it: nobody of the two."""
    assert mask.shown([12, 12, 12], [30, 22, 20], [20, 20, 20], joined=10) == (None, None, None)
    assert mask.shown([12, 12, 12], [30, 25, 20], [20, 20, 20], joined=10) == (12, 12, 12)


def test_nearly_all_of_a_few_who_started_tell_their_arms_and_are_not_shown() -> None:
    """Of six who have cycle 1 behind them five started it: the sponsor knows the six by their month and site."""
    assert mask.shown([5, 0], [6, 2], [0, 0], joined=20) == (None, None)
    assert mask.shown([6, 0], [6, 2], [0, 0], joined=20) == (None, None)
    assert mask.shown([4, 0], [6, 2], [0, 0], joined=20) == (None, None)  # which looks the same
    assert mask.shown([5, 0], [10, 2], [0, 0], joined=20) == (5, None)
    assert mask.shown([6, 0], [10, 2], [0, 0], joined=20) == (None, None)
    assert mask.shown([20, 5], [40, 6], [0, 0], joined=20) == (20, None)
    assert mask.shown([20, 3], [40, 6], [0, 0], joined=20) == (20, None)


@settings(max_examples=60)
@given(courses(), st.integers(0, 4))
def test_what_is_hidden_looks_as_it_does_while_few_started(
    known: tuple[list[int], list[int], list[int], list[int], int], few: int
) -> None:
    """So nobody can tell which of the two it is, in the first extract that a cycle is over for somebody."""
    counts, due = known[1], known[3]
    seen = mask.shown(counts, due, [0, 0, 0], joined=20)
    fewer = [min(number, few) if of is None else number for number, of in zip(counts, seen, strict=True)]
    assert mask.shown(fewer, due, [0, 0, 0], joined=20) == seen


def test_where_every_arm_has_cycles_who_started_tells_no_arm() -> None:
    assert mask.shown([6, 5], [6, 6], [0, 0], joined=20, alone=False) == (6, 5)


def test_a_cycle_that_nobody_had_before_hides_only_itself() -> None:
    assert mask.shown([12, 8, 2], [30, 25, 4], [20, 15, 0], joined=10) == (12, 8, None)
