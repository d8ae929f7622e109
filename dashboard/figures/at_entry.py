"""Participants who are not in a curve, as a table to read."""

from dataclasses import replace

from dashboard.figures import tables
from dashboard.figures.kinds import Table
from dashboard.stats.not_at_risk import NotAtRisk


def not_at_risk(result: NotAtRisk, *, empty: str = "Nobody: every participant is in the curves.") -> Table:
    """One row a participant; says so where there is nobody."""
    return replace(tables.frame(result), empty=empty)
