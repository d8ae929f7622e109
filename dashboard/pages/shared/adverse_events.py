"""Adverse events by system organ class and preferred term."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from dashboard.figures import event_rates, tables
from dashboard.pages.page import Filter, Page, Panel
from dashboard.pages.shared.filters import fixed_population, population
from dashboard.stats import counts
from dashboard.stats import event_rates as rates
from dashboard.trial.model import Trial

NAME = "adverse-events"
"""The page's address."""
COUNTED = (
    "Participants are counted once per row; percentages are of everybody in the population, with an event or not, "
    "rounded half up. A class counts a participant with any of its terms. "
)
WITHHELD = (
    "Terms that exist because of an arm are counted in their class: as “Other term” where the arms are pooled, without "
    "a row of their own where they are not."
)
POOLED = "Where the arms are pooled, time at risk is summed for single terms alone. "
ORDER = Filter("order", "Order", {counts.FREQUENCY: "Most frequent first", counts.BY_NAME: "By name"}, counts.FREQUENCY)
LEAST = Filter("least", "Rows", {"0": "Every term", **{str(share): f"In {share}% or more" for share in (5, 10)}}, "0")
"""Both look at all arms together, so that neither rows nor their order tell anything of an arm."""


def collected(trial: Trial) -> bool:
    """Whether the trial defines adverse events and the source has them."""
    return trial.adverse_events is not None and trial.has("adverse_event")


def subsets(trial: Trial, *, related: bool = False) -> Filter:
    """Which events are counted, of what the source records; relatedness is known where the arms are told apart."""
    grades = trial.adverse_events.grades if trial.adverse_events else ()
    severe = grades[trial.adverse_events.severe_from - 1].label if trial.adverse_events and grades else "severe"
    choices = {"any": "Any event", "serious": "Serious", "severe": f"{severe} or worse"}
    choices |= {"fatal": "Fatal"} if trial.has("adverse_event.fatal") else {}
    choices |= {"related": "Related"} if related and trial.has("adverse_event.related") else {}
    return Filter("subset", "Events", choices, "any")


def emergent(trial: Trial) -> str:
    """Which events count, in words."""
    if trial.adverse_events is None or trial.adverse_events.emergent == "flag":
        return "Events that the source flags as treatment-emergent. " + WITHHELD
    end = trial.adverse_events.collection_days
    until = "" if end is None else f" to day {end} after it"
    return f"Events that start from randomisation{until}, the same in every arm. " + WITHHELD


def unrecorded(trial: Trial) -> str:
    """That a step of the ladder is missing, in words."""
    return "" if trial.has("adverse_event.fatal") else "The source does not say which events were fatal. "


def timed(trial: Trial) -> bool:
    """Whether the source says until when each participant was at risk: nobody's death may look like more time."""
    return collected(trial) and trial.has("participant.died_on")


def at_risk(trial: Trial) -> str:
    """How time at risk is counted, in words."""
    scale = trial.adverse_events
    end = f", day {scale.collection_days}" if scale and scale.collection_days is not None else ""
    return (
        "Rate: participants with the event over everybody's time to it, else to the end of risk, that day included; "
        f"Garwood interval. Risk ends with death, last contact{end} or the cut-off, whichever comes first; who died "
        "was in contact until then, and an event dated later counts on that last day. Incidence: Aalen–Johansen from "
        "randomisation, death before the event competing; log(−log) interval; a dash beyond the follow-up. "
    )


def counting(trial: Trial) -> Callable[..., counts.AdverseEvents]:
    """Counts by class and term, with every step of the trial's scale whether it occurs or not."""
    return partial(counts.adverse_events, scale=len(trial.adverse_events.grades) if trial.adverse_events else 0)


def rates_panel(trial: Trial) -> Panel:
    """Share, rate and incidence of each row side by side."""
    return Panel(
        name="rates",
        title="Rates and cumulative incidence",
        subtitle="Participants (%), first events per 100 person-years and cumulative incidence, with 95% intervals",
        query="safety/event_rates",
        fixed={**fixed_population(trial), "by_name": False},
        stat=rates.event_rates,
        figure=event_rates.rates,
        note=COUNTED + at_risk(trial) + POOLED + emergent(trial),
        span=12,
    )


def page(trial: Trial) -> Page:
    """The table by class and term, and the same by worst grade."""
    fixed = {**fixed_population(trial), "by_name": False}
    scale = trial.adverse_events
    labels = tuple(grade.label for grade in scale.grades) if scale else ()
    name = scale.scale if scale else "grade"
    stat = counting(trial)
    table = Panel(
        name="table",
        title="Adverse events by class and term",
        subtitle="Participants (% of all in the population) and events",
        query="safety/adverse_events",
        fixed=fixed,
        stat=stat,
        figure=tables.adverse_events,
        note=COUNTED + emergent(trial),
        span=12,
    )
    answer = replace(
        table,
        name="answer",
        title="How many, of how many",
        subtitle="",
        stat=counts.any_event,
        figure=partial(tables.any_event, titles=subsets(trial, related=True).choices),
    )
    return Page(
        name=NAME,
        title="Adverse events",
        filters=(*population(trial), subsets(trial), ORDER, LEAST),
        panels=(
            answer,
            table,
            Panel(
                name="worst-grade",
                title="Worst grade",
                subtitle=f"Each participant once per row, at the highest grade ({name})",
                query="safety/adverse_events",
                fixed=fixed,
                stat=stat,
                figure=partial(tables.worst_grade, labels=labels),
                note="The worst grade of a class is the highest over its terms. Events without a grade are "
                "counted in the row “not graded”. " + emergent(trial),
                span=12,
            ),
            *((rates_panel(trial),) if timed(trial) else ()),
        ),
    )


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the trial collects adverse events."""
    return (page(trial),) if collected(trial) else ()
