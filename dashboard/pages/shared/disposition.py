"""What became of everybody randomised."""

from collections.abc import Mapping
from functools import partial

from dashboard.figures import flow as figures
from dashboard.pages.page import Page, Panel
from dashboard.stats.flow import flow
from dashboard.trial.endpoints import relapse
from dashboard.trial.model import Trial

FIRST = {"relapse": "Relapsed", "nrm": "Died without relapse", "neither": "Neither so far"}
COUNTED = (
    "Everybody randomised by the cut-off stands in one box of each column, and the boxes of a column add up to it. "
    "Percentages are of the randomised of the column. "
)
_FIRST = "Relapsed: the first event was relapse, whatever came after."


def pages(trial: Trial) -> tuple[Page, ...]:
    """Relapse, death without relapse, or neither: the page where the store may show that endpoint."""
    if relapse(trial.endpoints) is None:
        return ()
    return (Page("disposition", "Disposition", panels("first", FIRST, COUNTED + _FIRST)),)


def panels(scheme: str, steps: Mapping[str, str], note: str, prefix: str = "") -> tuple[Panel, Panel]:
    """The drawing and the table of a scheme; `prefix` begins their names where a page has more of them."""
    counted = partial(flow, steps=steps)
    drawing = Panel(
        name=f"{prefix}flow",
        title="Flow of participants",
        query="conduct/disposition",
        fixed={"scheme": scheme},
        stat=counted,
        figure=figures.boxes,
        note=note,
        span=12,
    )
    listed = Panel(
        name=f"{prefix}numbers",
        title="Flow of participants in numbers",
        query="conduct/disposition",
        fixed={"scheme": scheme},
        stat=counted,
        figure=figures.table,
        note=note,
        span=12,
    )
    return drawing, listed
