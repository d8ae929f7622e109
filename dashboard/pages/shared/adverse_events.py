"""Adverse events by system organ class and preferred term."""

from functools import partial

from dashboard.figures import tables
from dashboard.pages.page import Filter, Page, Panel
from dashboard.pages.shared.filters import fixed_population, population
from dashboard.stats import counts
from dashboard.trial.model import Trial

COUNTED = (
    "Participants are counted once per row; percentages are of everybody in the population, with an event or not, "
    "rounded half up. A class counts a participant with any of its terms. "
)
WITHHELD = (
    "Terms that exist because of an arm are counted in their class: as “Other term” where the arms are pooled, without "
    "a row of their own where they are not."
)


def collected(trial: Trial) -> bool:
    """Whether the trial defines adverse events and the source has them."""
    return trial.adverse_events is not None and trial.has("adverse_event")


def subsets(trial: Trial, *, related: bool = False) -> Filter:
    """Which events are counted; relatedness is known where the arms are told apart."""
    grades = trial.adverse_events.grades if trial.adverse_events else ()
    severe = grades[trial.adverse_events.severe_from - 1].label if trial.adverse_events and grades else "severe"
    choices = {"any": "Any event", "serious": "Serious", "severe": f"{severe} or worse", "fatal": "Fatal"}
    choices |= {"related": "Related"} if related else {}
    return Filter("subset", "Events", choices, "any")


def emergent(trial: Trial) -> str:
    """Which events count, in words."""
    if trial.adverse_events is None or trial.adverse_events.emergent == "flag":
        return "Events that the source flags as treatment-emergent. " + WITHHELD
    end = trial.adverse_events.collection_days
    until = "" if end is None else f" to day {end} after it"
    return f"Events that start from randomisation{until}, the same in every arm. " + WITHHELD


def page(trial: Trial) -> Page:
    """The table by class and term, and the same by worst grade."""
    fixed = {**fixed_population(trial), "by_name": False}
    scale = trial.adverse_events
    labels = tuple(grade.label for grade in scale.grades) if scale else ()
    name = scale.scale if scale else "grade"
    return Page(
        name="adverse-events",
        title="Adverse events",
        filters=(*population(trial), subsets(trial)),
        panels=(
            Panel(
                name="table",
                title="Adverse events by class and term",
                subtitle="Participants (% of all in the population) and events",
                query="safety/adverse_events",
                fixed=fixed,
                stat=counts.adverse_events,
                figure=tables.adverse_events,
                note=COUNTED + emergent(trial),
                span=12,
            ),
            Panel(
                name="worst-grade",
                title="Worst grade",
                subtitle=f"Each participant once per row, at the highest grade ({name})",
                query="safety/adverse_events",
                fixed=fixed,
                stat=counts.adverse_events,
                figure=partial(tables.worst_grade, labels=labels),
                note="The worst grade of a class is the highest over its terms. Events without a grade are "
                "counted in the row “not graded”. " + emergent(trial),
                span=12,
            ),
        ),
    )


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the trial collects adverse events."""
    return (page(trial),) if collected(trial) else ()
