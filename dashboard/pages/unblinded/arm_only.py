"""What exists because of an arm, or tells it by its numbers. Each page says so before it opens."""

from dataclasses import replace

from dashboard.pages.page import Page
from dashboard.pages.shared import guidelines as overview
from dashboard.pages.shared.adverse_events import collected
from dashboard.pages.shared.filters import any_population
from dashboard.pages.unblinded import (
    adverse_events,
    benefit,
    cycles,
    deaths,
    guidelines,
    labs,
    listings,
    participant,
    people,
    special_interest,
)
from dashboard.trial.model import Trial

NOTICE = (
    "This page shows {what}. They exist in one arm only, so opening it tells which letter is the experimental arm, "
    "whatever the other pages call it."
)
JUDGED = (
    "This page shows whether adverse events were judged related and what was done about treatment. Where an arm has "
    "no treatment to stop, that tells which letter is the experimental arm, whatever the other pages call it."
)
ATTRIBUTED = (
    "This page shows whether deaths were judged related to treatment, how long after the last dose they came, and "
    "their narratives. Where an arm has no treatment to dose, that tells which letter is the experimental arm, "
    "whatever the other pages call it."
)

LABS = (
    "This page shows laboratory values that treatment moves in most who are given it. Their course tells which letter "
    "is the experimental arm, whatever the other pages call it."
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """The arm-only pages, last in the list."""
    found = list(_guidelines(trial))
    found += [replace(page, notice=ATTRIBUTED) for page in deaths.attributed(trial)]
    reactions = NOTICE.format(what="severe reactions to the infusion beside the other outcomes")
    found += [replace(page, notice=reactions) for page in benefit.arm_only(trial)]
    if collected(trial):
        what = "adverse events by their own names and by relatedness, such as cytokine release"
        by_name = NOTICE.format(what=what) if trial.arm_revealing.terms else JUDGED
        found.append(replace(adverse_events.by_name(trial), notice=by_name))
        found += people.by_name(trial, by_name) + people.of_a_group(trial, by_name)
    found += listings.in_full(trial, JUDGED)
    found += participant.in_full(trial, NOTICE.format(what="one participant's cycles, infusions and reactions to them"))
    if collected(trial):
        found.append(replace(adverse_events.overview(trial), notice=JUDGED))
    if trial.schedule and trial.has("cycle"):
        found.append(cycles.page(trial, NOTICE.format(what="treatment cycles by arm")))
    found += [replace(page, notice=LABS) for page in labs.arm_only(trial)]
    return tuple(found)


def _guidelines(trial: Trial) -> tuple[Page, ...]:
    """Events of the infusion and the pictures of their guidelines on one page, and a page for each guideline."""
    shown = [item for item in trial.guidelines if item.arm_revealing]
    events = special_interest.panels(trial, {}, arm_revealing=True)
    if not shown and not events:
        return ()
    notice = NOTICE.format(what="events of the infusion, such as cytokine release, and their guidelines")
    pictures = tuple(guidelines.of_those_treated(trial, item, overview.panel(item)) for item in shown)
    together = Page(
        name="arm-only-events",
        title="Arm-only events",
        panels=(*pictures, *events),
        filters=(any_population(trial),) if events else (),
        notice=notice,
    )
    return (together, *guidelines.noticed(trial, together.name, notice))
