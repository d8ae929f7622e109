"""Who was randomised: characteristics known before randomisation."""

from functools import partial

from dashboard.figures import baseline as figures
from dashboard.pages.page import Page, Panel
from dashboard.stats.baseline import Item, baseline
from dashboard.trial.model import Trial

COUNTED = (
    "Everybody randomised by the cut-off. A percentage is of all randomised of its column, those without a record too, "
    "who have a row of their own. Quartiles interpolate between neighbouring participants (Hyndman and Fan's type 7). "
    "No test is made: by randomisation every difference is chance. “Other” counts what the trial definition does not "
    "list."
)
RARE = ("Other", "Not recorded")


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the definition names characteristics."""
    return (Page("baseline", "Baseline", (panel(trial),)),) if trial.baseline else ()


def panel(trial: Trial) -> Panel:
    """Counts, and medians with quartiles and range, by as many arms as the store has."""
    items = tuple(
        Item(each.name, each.title, each.unit, tuple(level.label for level in each.levels)) for each in trial.baseline
    )
    return Panel(
        name="characteristics",
        title="Baseline characteristics",
        subtitle="Participants, n / randomised (%); numbers as median (quartiles) and range",
        query="conduct/baseline",
        stat=partial(baseline, items=items, rare=RARE),
        figure=figures.baseline,
        note=COUNTED,
        span=12,
    )
