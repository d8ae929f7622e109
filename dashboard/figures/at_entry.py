"""Participants who are not in a curve, as a table to read."""

from dataclasses import replace

from dashboard.figures import tables
from dashboard.figures.kinds import Table
from dashboard.figures.leads import to_people
from dashboard.stats.not_at_risk import NotAtRisk

EVERYBODY = "Nobody: every participant is in the curves."


def not_at_risk(result: NotAtRisk, *, leads_to: str, empty: str = EVERYBODY) -> Table:
    """One row a participant, leading there on the page `leads_to`; says so where there is nobody."""
    return to_people(replace(tables.frame(result), empty=empty), leads_to)
