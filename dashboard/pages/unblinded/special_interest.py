"""Adverse events of special interest by arm; those that may name an arm are shown behind a notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from dashboard.figures import special_interest as figures
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import adverse_events
from dashboard.pages.shared.filters import fixed_population, population
from dashboard.pages.unblinded import mean_count, people
from dashboard.stats import special_interest as stats
from dashboard.trial.model import Trial
from dashboard.trial.parts import AdverseEvents

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


@dataclass(frozen=True)
class Shown:
    """Groups that stand together, how their events are graded, and what the panels of them have in common.

    `fixed` are parameters that their queries share, `members` says what belongs to each group, `counted` which events
    count.
    """

    trial: Trial
    scale: AdverseEvents
    groups: tuple[stats.Group, ...]
    fixed: Mapping[str, object]
    members: str
    counted: str

    @property
    def labels(self) -> tuple[str, ...]:
        """The grades in words, mildest first."""
        return tuple(grade.label for grade in self.scale.grades)

    def note(self, more: str) -> str:
        """How the numbers of a panel are counted; `more` is what it has of its own."""
        return PEOPLE + self.members + (REPORTED if self.trial.labs else "") + more + self.counted


def panels(trial: Trial, fixed: Mapping[str, str], *, arm_revealing: bool) -> tuple[Panel, ...]:
    """Shares with differences; share, rate and incidence; worst grades; all events; the mean number by day; durations.

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
    counted = adverse_events.emergent(trial).removesuffix(adverse_events.WITHHELD)
    members = listed(trial, arm_revealing=arm_revealing)
    shown = Shown(trial, scale, groups, {**fixed, "arm_revealing": arm_revealing}, members, counted)
    titles = {group.name: group.title for group in groups}
    by_day = mean_count.read_off(trial, titles, fixed, members + counted)
    return (_shares(shown), _rates(shown), _grades(shown), _events(shown), by_day, _durations(shown))


def _shares(shown: Shown) -> Panel:
    return replace(
        _grades(shown),
        name="shares",
        title="Share by arm",
        subtitle="Participants with an event; difference between arms with 95% interval",
        figure=figures.shares,
        note=shown.note(
            "Difference: Miettinen–Nurminen score interval with N/(N−1); intervals are descriptive, not adjusted for "
            "the number of groups. "
        ),
    )


def _rates(shown: Shown) -> Panel:
    return Panel(
        name="groups",
        title="Share, rate and cumulative incidence",
        subtitle="Participants (%), first events per 100 person-years and cumulative incidence, with 95% intervals",
        query="unblinded/special_interest",
        fixed=shown.fixed,
        stat=partial(stats.first_events, groups=shown.groups, landmark=shown.scale.read_at),
        figure=partial(figures.rates, leads_to=people.OF_A_GROUP),
        note=shown.note(adverse_events.at_risk(shown.trial)),
        span=12,
    )


def _grades(shown: Shown) -> Panel:
    scale = f"{shown.scale.scale}; CRS and ICANS as graded: ASTCT"
    return Panel(
        name="grades",
        title="Worst grade",
        subtitle=f"Each participant once per row, at the highest grade ({scale})",
        query="unblinded/special_interest_grades",
        fixed={**shown.fixed, **planned(shown.groups)},
        stat=partial(stats.worst_grades, groups=shown.groups, scale=len(shown.labels)),
        figure=partial(figures.grades, labels=shown.labels, leads_to=people.OF_A_GROUP),
        note=shown.note("Events without a grade are counted as “not graded”. "),
        span=12,
    )


def _events(shown: Shown) -> Panel:
    return Panel(
        name="events",
        title="All events",
        subtitle="Events, severe ones and their rate, per 100 person-years and per 100 days",
        query="unblinded/special_interest_events",
        fixed={**shown.fixed, "severe_from": shown.scale.severe_from},
        stat=partial(stats.every_event, groups=shown.groups),
        figure=partial(figures.events, severe=f"{shown.labels[shown.scale.severe_from - 1].lower()} or worse"),
        note=shown.note(ALL_EVENTS),
        span=12,
    )


def _durations(shown: Shown) -> Panel:
    return replace(
        _events(shown),
        name="duration",
        title="Duration",
        subtitle="Median days with range; ongoing events are counted beside it",
        figure=figures.durations,
        note=shown.note(LASTED),
    )


def planned(groups: Sequence[stats.Group]) -> dict[str, list[str]]:
    """Every group and kind as the query takes them, row by row, so that one which nobody had keeps its row."""
    rows = [(group.title, kind) for group in groups for kind in ("", *group.kinds)]
    return {"groups": [title for title, _ in rows], "kinds": [kind for _, kind in rows]}


def listed(trial: Trial, *, arm_revealing: bool) -> str:
    """What belongs to each group, in words."""
    shown = [group for group in trial.special_interest if group.arm_revealing == arm_revealing]
    return "".join(f"{group.title}: {'; '.join((*group.soc, *group.named()))}. " for group in shown)
