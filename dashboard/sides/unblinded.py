"""The unblinded side: by coded arm, for the closed session."""

from dashboard.access.sealed import open_sealed
from dashboard.pages.unblinded import PAGES
from dashboard.sides.side import Side

SIDE = Side(
    name="unblinded",
    title="Unblinded",
    band="UNBLINDED · closed session",
    letters="arms shown as letters, a symbolic code",
    pages=PAGES,
    open=open_sealed,
    audited=True,
)
