"""The bench: designing stopping rules, for both statisticians; no trial, no store, no key."""

from dashboard.pages.bench import PAGES
from dashboard.sides.side import EmptySide

SIDE = EmptySide(
    name="bench",
    title="Stopping rules",
    band="BENCH · designing rules, no trial data",
    pages=PAGES,
    roles=frozenset({"trial_statistician", "reporting_statistician"}),
)
