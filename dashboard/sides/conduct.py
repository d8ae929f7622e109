"""The conduct side: enrolment and follow-up, for everybody who runs the trial."""

from dashboard.access.door import open_store
from dashboard.pages.conduct import PAGES
from dashboard.sides.side import Side

SIDE = Side(
    name="conduct",
    title="Conduct",
    band="CONDUCT · enrolment and follow-up, no outcomes",
    pages=PAGES,
    open=lambda extract, previous, _: open_store("conduct", extract, previous),
)
