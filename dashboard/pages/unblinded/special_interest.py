"""Adverse events of special interest by arm; those that may name an arm are shown behind a notice."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from dashboard.figures import special_interest as figures
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import adverse_events
from dashboard.pages.shared.filters import fixed_population, population
from dashboard.pages.unblinded import mean_count
from dashboard.stats import counts
from dashboard.stats import special_interest as stats
from dashboard.trial.model import Trial

PEOPLE = (
    "Participants are counted once per row; percentages are of everybody in the population, with an event or not, "
    "rounded half up. "
)
ALL_EVENTS = (
    "All events over all time at risk, which events do not end. The interval takes each participant's events together "
    "(a sandwich variance of the logarithm). Severe: participants at their worst grade within the group. "
)
LASTED = (
    "Of events with an end before the cut-off: days from onset to end, both included. Ongoing: without one; they are "
    "not in the median, which is of short events alone where many are ongoing. "
)
REPORTED = (
    "Groups count reported adverse events, for as long as they were reported; graded laboratory values of scheduled "
    "visits, which say nothing between visits, stand on the page of laboratory values. "
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """The groups that no arm is known by."""
    found = panels(trial, fixed_population(trial), arm_revealing=False)
    return (Page("special-interest", "Special interest", found, population(trial)),) if found else ()


def titles(trial: Trial, *, arm_revealing: bool) -> dict[str, str]:
    """The groups by name, in the protocol's order."""
    return {group.name: group.title for group in trial.special_interest if group.arm_revealing == arm_revealing}


def panels(trial: Trial, fixed: Mapping[str, str], *, arm_revealing: bool) -> tuple[Panel, ...]:
    """Share, rate and incidence of each group; worst grades; all events; how long they lasted; the mean number by day.

    `fixed` holds the population where no filter of the page chooses it.
    """
    groups = tuple(
        stats.Group(group.name, group.title, tuple(kind.title for kind in group.kinds))
        for group in trial.special_interest
        if group.arm_revealing == arm_revealing
    )
    scale = trial.adverse_events
    if not groups or scale is None or not adverse_events.timed(trial):
        return ()
    asked = {**fixed, "arm_revealing": arm_revealing}
    members = listed(trial, arm_revealing=arm_revealing)
    belongs = PEOPLE + members + (REPORTED if trial.labs else "")
    emergent = adverse_events.emergent(trial).removesuffix(adverse_events.WITHHELD)
    labels = tuple(grade.label for grade in scale.grades)
    first = Panel(
        name="groups",
        title="Share, rate and cumulative incidence",
        subtitle="Participants (%), first events per 100 person-years and cumulative incidence, with 95% intervals",
        query="unblinded/special_interest",
        fixed=asked,
        stat=partial(stats.first_events, groups=groups, landmark=scale.read_at),
        figure=figures.rates,
        note=belongs + adverse_events.at_risk(trial) + emergent,
        span=12,
    )
    grades = replace(
        first,
        name="grades",
        title="Worst grade",
        subtitle=f"Each participant once per row, at the highest grade ({scale.scale}; CRS and ICANS as graded: ASTCT)",
        query="unblinded/special_interest_grades",
        fixed=asked | planned(groups),
        stat=partial(counts.adverse_events, scale=len(labels)),
        figure=partial(figures.grades, labels=labels, groups=groups),
        note=belongs + "Events without a grade are counted as “not graded”. " + emergent,
    )
    events = replace(
        first,
        name="events",
        title="All events",
        subtitle="Events, severe ones and their rate, per 100 person-years and per 100 days",
        query="unblinded/special_interest_events",
        fixed=asked | {"severe_from": scale.severe_from},
        stat=partial(stats.every_event, groups=groups),
        figure=partial(figures.events, severe=f"{labels[scale.severe_from - 1].lower()} or worse"),
        note=belongs + ALL_EVENTS + emergent,
    )
    duration = replace(
        events,
        name="duration",
        title="Duration",
        subtitle="Median days with range; ongoing events are counted beside it",
        figure=figures.durations,
        note=belongs + LASTED + emergent,
    )
    of_each = titles(trial, arm_revealing=arm_revealing)
    return (
        first,
        grades,
        events,
        mean_count.read_off(trial, of_each, fixed, members + emergent),
        duration,
    )


def planned(groups: Sequence[stats.Group]) -> dict[str, list[str]]:
    """Every group and kind as the query takes them, row by row, so that one which nobody had keeps its row."""
    rows = [(group.title, kind) for group in groups for kind in ("", *group.kinds)]
    return {"groups": [title for title, _ in rows], "kinds": [kind for _, kind in rows]}


def listed(trial: Trial, *, arm_revealing: bool) -> str:
    """What belongs to each group, in words."""
    shown = [group for group in trial.special_interest if group.arm_revealing == arm_revealing]
    return "".join(f"{group.title}: {'; '.join((*group.soc, *group.named()))}. " for group in shown)
