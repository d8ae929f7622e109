"""The blinded side: pooled safety, one arm."""

from dashboard.access.door import open_store
from dashboard.pages.shared import PAGES
from dashboard.sides.side import Side

SIDE = Side(
    name="blinded",
    title="Blinded",
    band="BLINDED · all participants together",
    pages=PAGES,
    open=lambda extract, previous, _: open_store("blinded", extract, previous),
)
