"""Masking on the sponsor's side: small counts of what exists in one arm only are not shown."""

from collections.abc import Sequence
from datetime import date

import duckdb

from dashboard.access.connection import open_locked
from dashboard.access.manifest import Contents
from dashboard.trial.model import Trial

SMALLEST = 5


def mask_cycles(database: duckdb.DuckDBPyConnection, trial: Trial, cut_off: date, previous: Contents | None) -> None:
    """Empty those cells of `conduct.cycle_count.started` that `shown` does not show, `previous` being known."""
    rows = database.execute("select cycle, started from conduct.cycle_count order by cycle").fetchall()
    days = trial.schedule.counted_from if trial.schedule else ()
    due = [_due(database, day, cut_off) for day in days]
    before = [_due(database, day, previous.manifest.cut_off) if previous else 0 for day in days]
    joined = _count(database, "select count(*) from seen.participant") - (_randomised(previous) if previous else 0)
    kept = shown([started for _, started in rows], due, before, joined)
    for (cycle, _), number in zip(rows, kept, strict=True):
        database.execute(
            "update conduct.cycle_count set started = $number where cycle = $cycle", {"number": number, "cycle": cycle}
        )


def shown(started: Sequence[int], due: Sequence[int], before: Sequence[int], joined: int) -> tuple[int | None, ...]:
    """How many started each cycle as the sponsor may see it; None is not shown.

    `due[k]` participants have cycle k behind them, `before[k]` of them had at the previous extract, and `joined`
    were randomised since. Counts below five are not shown. With few newcomers the difference between two extracts
    would tell of single participants: nothing is shown if fewer than five joined, or if one to four newly have a
    cycle behind them that others had before. Hiding that cycle alone would not do, for whoever starts a cycle has
    started the one before: two equal neighbours give away what stands between them. Which cells of them to hide
    must not depend on the numbers either, so it is all.
    """
    newly = [now - then for now, then in zip(due, before, strict=True) if then]
    if joined < SMALLEST or any(0 < number < SMALLEST for number in newly):
        return (None,) * len(started)
    return tuple(number if number >= SMALLEST else None for number in started)


def _due(database: duckdb.DuckDBPyConnection, day: int, cut_off: date) -> int:
    """Participants who were randomised at least `day` days before a cut-off."""
    text = "select count(*) from seen.participant where randomised_on + $day <= $cut_off"
    return _count(database, text, day=day, cut_off=cut_off)


def _count(database: duckdb.DuckDBPyConnection, text: str, **params: object) -> int:
    row = database.execute(text, params).fetchone()
    return int(row[0]) if row else 0


def _randomised(previous: Contents) -> int:
    """The randomised of an earlier extract's conduct store."""
    database = open_locked({"population_size": previous.tables["population_size"]}, {}, previous.manifest.arms)
    row = (
        database.cursor()
        .execute("select coalesce(sum(n), 0)::bigint from population_size where population = 'randomised'")
        .fetchone()
    )
    return int(row[0]) if row else 0
