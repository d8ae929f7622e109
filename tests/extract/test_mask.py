"""A count that few are new in is hidden from the sponsor: two extracts would tell of single participants."""

from datetime import date
from pathlib import Path

import pytest

from dashboard.access import manifest
from dashboard.access.connection import open_locked
from dashboard.extract.lock import lock
from tests.extract import tiny


@pytest.mark.parametrize(("new", "shown"), [(0, 5), (4, None), (5, 10)])
def test_a_cycle_that_became_due_for_few_is_hidden_from_the_sponsor(
    new: int, shown: int | None, tmp_path: Path
) -> None:
    """Five more joined since, but the cycle became due for `new` participants only."""
    days = ["2025-02-01"] * 5 + ["2025-04-20"] * new
    people = [f"N{number} | ACTIVE |  | S1 | {day} |  |  |  | Y | Y" for number, day in enumerate(days)]
    people += [f"L{number} | ACTIVE |  | S1 | 2025-06-25 |  |  |  | Y | N" for number in range(5)]
    head = tiny.TABLES["adsl"].strip().splitlines()[0]
    cycles = [f"N{number} | CYCLE | 1 | {day[:-2]}28 | 2025-06-01 | 28 |" for number, day in enumerate(days)]
    cycle_head = tiny.TABLES["adex"].strip().splitlines()[0]
    tables = {stem: tiny.head(stem) for stem in ("adae", "adtte", "advs")} | {"adex": "\n".join([cycle_head, *cycles])}
    source = tiny.write(tmp_path / "source", adsl="\n".join([head, *people]), **tables)
    keys = tiny.draw_keys(tmp_path / "keys")
    before = lock(source, tiny.trial(), date(2025, 6, 1), tmp_path / "before", keys, pulled=tiny.PULLED)
    now = lock(source, tiny.trial(), tiny.CUT_OFF, tmp_path / "x", keys, before.folder, pulled=tiny.PULLED)
    store = manifest.read(now.folder / "conduct")
    cursor = open_locked(store.tables, {}, store.manifest.arms).cursor()
    assert cursor.execute("select started from cycle_count where cycle = 1").fetchone() == (shown,)
