"""From a term or a group to the people: its events, each leading to its participant."""

from functools import partial

from dashboard.figures import listing
from dashboard.pages.page import Filter, Page, Panel
from dashboard.pages.shared import adverse_events
from dashboard.pages.shared.filters import any_population, fixed_population, population
from dashboard.pages.sought import Sought
from dashboard.stats import people
from dashboard.trial.model import Trial
from dashboard.trial.terms import folded

EVENT = Sought("event", "Term", query="unblinded/term_known", sources=("adverse-events", "adverse-events-by-name"))
SYSTEM = Sought("system", "Class", query="unblinded/class_known", typed=False)
EVENTS, BY_NAME = "events-of-a-term", "events-of-a-term-by-name"
"""The page's address, and that of its form behind the notice."""
GROUP = Sought(
    "interest", "Group", query="unblinded/interest_known", typed=False, sources=("special-interest", "arm-only-events")
)
OF_A_GROUP = "events-of-special-interest"
"""The address of the page of a group, which has none without a notice: groups hold withheld terms."""
OF_A_TERM: dict[str, object] = {"every": False, "interest": ""}
COUNTED = (
    "The events behind the counts by class and term: an event a row, by participant, with everybody in the population "
    "as the denominator. Days run from randomisation. Outcome: fatal as recorded; an event without an end is ongoing, "
    "or its end is not recorded. Duration: first and last day included. "
)
EVERY = "Serious adverse events"
LEFT_OUT = "Terms that exist because of an arm are listed behind the notice alone. "


def letters(trial: Trial) -> Filter:
    """Both arms, or one."""
    return Filter("letter", "Arm", {"": "Every arm", **{name: name for name in trial.letters}}, "", of_arms=True)


def withheld(trial: Trial) -> list[str]:
    """Terms that tell an arm by standing beside its letter, as queries compare them."""
    return [folded(term) for term in trial.arm_revealing.terms]


def labels(trial: Trial) -> tuple[str, ...]:
    """The names of the grades, from 1."""
    return tuple(grade.label for grade in trial.adverse_events.grades) if trial.adverse_events else ()


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the trial collects adverse events."""
    if not adverse_events.collected(trial):
        return ()
    filters = (EVENT, SYSTEM, *population(trial), letters(trial), adverse_events.subsets(trial))
    shown = panels(trial, fixed_population(trial) | OF_A_TERM, leads_to="participant")
    return (Page(EVENTS, "Events of a term", shown, filters, under="adverse-events"),)


def by_name(trial: Trial, notice: str) -> tuple[Page, ...]:
    """The page of every term, of any population, with relatedness: it needs its notice."""
    filters = (
        EVENT,
        SYSTEM,
        any_population(trial),
        letters(trial),
        adverse_events.subsets(trial, related=True),
    )
    shown = panels(trial, OF_A_TERM, leads_to="participant-in-full", told=True)
    title = "Events of a term by name"
    return (Page(BY_NAME, title, shown, filters, notice=notice, under="adverse-events-by-name"),)


def of_a_group(trial: Trial, notice: str) -> tuple[Page, ...]:
    """The page of a group of special interest or of a kind of it, every term by its own name; none without groups."""
    if not trial.special_interest or not adverse_events.timed(trial):
        return ()
    filters = (GROUP, any_population(trial), letters(trial), adverse_events.subsets(trial, related=True))
    fixed: dict[str, object] = {"every": False, "event": "", "system": ""}
    shown = panels(trial, fixed, leads_to="participant-in-full", told=True)
    title = "Events of special interest, one by one"
    return (Page(OF_A_GROUP, title, shown, filters, notice=notice, under="adverse-events-by-name"),)


def panels(trial: Trial, fixed: dict[str, object], *, leads_to: str, told: bool = False) -> tuple[Panel, ...]:
    """The sentence that adds the events up, and the events; `told` with what tells the arm."""
    scale, every = trial.adverse_events, bool(fixed["every"])
    listed = Panel(
        name="listed",
        title="Event by event",
        subtitle="Each participant leads to what else happened to them",
        query="unblinded/events_listed",
        fixed={
            **fixed,
            "severe_from": scale.severe_from if scale else 1,
            "withheld": [] if told else withheld(trial),
        },
        stat=partial(
            people.events, labels=labels(trial), related_too=told and trial.has("adverse_event.related"), every=every
        ),
        figure=partial(listing.events, leads_to=leads_to),
        note=COUNTED + ("" if told else LEFT_OUT) + adverse_events.emergent(trial).split(". ")[0] + ".",
        span=12,
        listing=True,
        most=listing.MOST,
    )
    answer = Panel(
        name="answer",
        title="How many, of how many",
        query=listed.query,
        fixed={**listed.fixed, "most": 0},
        stat=partial(people.sums, every=every),
        figure=partial(listing.answer, every=EVERY if told else f"{EVERY}, without terms that exist because of an arm"),
        note=listed.note,
    )
    return (answer, listed)
