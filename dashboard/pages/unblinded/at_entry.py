"""Who has a kind of GVHD at entry and so cannot come to it for the first time: listed beside its curves."""

from functools import partial

from dashboard.figures import at_entry as figures
from dashboard.pages.page import Panel
from dashboard.pages.shared.curves import Asked, counted
from dashboard.pages.shared.endpoints import GVHD
from dashboard.pages.unblinded.participant import PLAIN
from dashboard.stats.not_at_risk import not_at_risk


def panels(asked: Asked) -> tuple[Panel, ...]:
    """The list, for an endpoint of GVHD."""
    if not asked.endpoint.name.endswith(GVHD):
        return ()
    return (
        Panel(
            name=f"{asked.prefix}not-at-risk",
            title=asked.named("Not at risk"),
            subtitle="Randomised, without a row of this endpoint",
            query="unblinded/not_at_risk",
            fixed=asked.without_lag,
            stat=not_at_risk,
            figure=partial(figures.not_at_risk, leads_to=PLAIN),
            note="Who has the condition at entry cannot come to it for the first time: the source gives no row, and "
            f"the curves start without them. A row that is missing for another reason stands here too. "
            f"{counted(asked.endpoint)}",
        ),
    )
