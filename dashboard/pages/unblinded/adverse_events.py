"""Adverse events by arm, with risk differences."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from dashboard.figures import butterfly, dots, event_rates, tables
from dashboard.figures import event_durations as lasting
from dashboard.figures import event_onset as onsets
from dashboard.figures import overview as in_overview
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import adverse_events
from dashboard.pages.shared.filters import any_population, fixed_population
from dashboard.pages.unblinded import mean_count, people
from dashboard.stats import event_durations, event_onset
from dashboard.stats import event_rates as rates
from dashboard.stats.arms import by_arm
from dashboard.stats.overview import MEASURES
from dashboard.stats.overview import overview as overview_of
from dashboard.trial.model import Trial

BY_NAME_PAGE = "adverse-events-by-name"
"""The address of the page of every term, behind its notice."""
BY_NAME = "Every term stands under its own name, those that exist because of an arm too. "
ABSENT = "Terms that exist because of an arm have no row here. "


def pages(trial: Trial) -> tuple[Page, ...]:
    """The shared page, with comparisons of the arms."""
    by_day = () if trial.arm_revealing.terms else _mean(trial, mean_count.EVERY, fixed_population(trial))
    return tuple(
        replace(page, panels=tuple(_says_what_is_left_out(each, trial) for each in (*_compared(page, trial), *by_day)))
        for page in adverse_events.pages(trial)
    )


def _compared(page: Page, trial: Trial) -> tuple[Panel, ...]:
    """The page's panels between those that compare the arms."""
    disagree = (_disagree(trial),) if adverse_events.timed(trial) else ()
    shown = (_leading(panel, people.EVENTS) for panel in page.panels)
    return (_dots(trial), _butterfly(trial), *shown, *disagree, _durations(trial))


def _leading(panel: Panel, page: str) -> Panel:
    """The panel, each of its terms leading to the events behind it, if it is the table of them."""
    return replace(panel, figure=partial(tables.adverse_events, leads_to=page)) if panel.name == "table" else panel


def _says_what_is_left_out(panel: Panel, trial: Trial) -> Panel:
    """The panel, its subtitle naming the page of the terms that have no row here."""
    if not (trial.arm_revealing.terms and panel.subtitle and panel.query.startswith("safety/")):
        return panel
    left_out = "terms that exist because of an arm are in their class, and on the page Adverse events by name"
    return replace(panel, subtitle=f"{panel.subtitle}; {left_out}")


def by_name(trial: Trial) -> Page:
    """Every term by its own name, in any population: it tells the arms apart, so it opens after its notice."""
    shared = adverse_events.page(trial)
    return replace(
        shared,
        name=BY_NAME_PAGE,
        title="Adverse events by name",
        filters=(
            any_population(trial),
            adverse_events.subsets(trial, related=True),
            adverse_events.ORDER,
            adverse_events.LEAST,
            *mean_count.chosen(_drawn(trial)),
        ),
        panels=(
            *(_named(panel) for panel in _compared(shared, trial)),
            *_onsets(trial),
        ),
    )


def _onsets(trial: Trial) -> tuple[Panel, ...]:
    """When events began. Events by day draw an arm's cycles, so that all of it stands behind the notice."""
    if not adverse_events.timed(trial):
        return ()
    cycles = (_by_cycle(trial),) if trial.schedule and trial.has("cycle") else ()
    return (_onset(trial), *cycles, *_mean(trial, _drawn(trial), {}))


def _mean(trial: Trial, titles: Mapping[str, str], fixed: Mapping[str, str]) -> tuple[Panel, ...]:
    """The mean number of events by day, of withheld terms too; `fixed` holds the population if no filter does."""
    if not adverse_events.timed(trial):
        return ()
    return (mean_count.curves(trial, titles, fixed, _emergent(trial) + BY_NAME),)


def _drawn(trial: Trial) -> dict[str, str]:
    """All events together, and each group of special interest, by name."""
    return mean_count.EVERY | {group.name: group.title for group in trial.special_interest}


def _named(panel: Panel) -> Panel:
    """The panel with every term under its own name; the page's filter chooses the population."""
    fixed = {name: value for name, value in panel.fixed.items() if name != "population"} | {"by_name": True}
    note = panel.note.replace(adverse_events.WITHHELD, BY_NAME).replace(ABSENT, BY_NAME)
    return _leading(replace(panel, fixed=fixed, note=note), people.BY_NAME)


def overview(trial: Trial) -> Page:
    """How events were judged and what was done about treatment: it may tell the arms apart, so it has a notice."""
    scale = trial.adverse_events
    severe = scale.grades[scale.severe_from - 1].label if scale else "severe"
    return Page(
        name="adverse-events-overview",
        title="Adverse events in overview",
        filters=(any_population(trial),),
        panels=(
            Panel(
                name="overview",
                title="Adverse events in overview",
                subtitle="Participants (% of all in the population) and events",
                query="unblinded/event_overview",
                fixed={"severe_from": scale.severe_from if scale else 1, "unrecorded": _unrecorded(trial)},
                stat=overview_of,
                figure=partial(
                    in_overview.overview,
                    severe=f"{severe} or worse",
                    leads_to=BY_NAME_PAGE,
                    subsets=tuple(adverse_events.subsets(trial, related=True).choices),
                ),
                note=adverse_events.COUNTED + adverse_events.emergent(trial).split(". ")[0] + ". "
                f"Severe: {severe} or worse. Deaths are from any cause.",
                span=12,
            ),
        ),
    )


def _unrecorded(trial: Trial) -> list[str]:
    """The measures of the overview whose columns the source has not."""
    columns = {"adverse_event.fatal": "fatal", "adverse_event.related": "related", "participant.died_on": "died"}
    missing = [measure for column, measure in columns.items() if not trial.has(column)]
    return [measure for measure in MEASURES if any(word in measure.split("-") for word in missing)]


def _butterfly(trial: Trial) -> Panel:
    scale = trial.adverse_events
    return replace(
        _dots(trial),
        name="butterfly",
        title="Most frequent terms by worst grade",
        subtitle="Each participant once per term, at the highest grade",
        figure=partial(butterfly.worst_grade, labels=tuple(grade.label for grade in scale.grades) if scale else ()),
        note=adverse_events.COUNTED + "The terms are those of the panel before, in its order. "
        "Two arms stand back to back, more beside one another. " + adverse_events.emergent(trial),
    )


def _emergent(trial: Trial) -> str:
    return adverse_events.emergent(trial).removesuffix(adverse_events.WITHHELD)


def _severe_from(trial: Trial) -> dict[str, int]:
    return {"severe_from": trial.adverse_events.severe_from if trial.adverse_events else 1}


def _onset(trial: Trial) -> Panel:
    return Panel(
        name="onset",
        title="Onset by day",
        subtitle=f"Events per 100 person-days at risk, in periods of {event_onset.PERIOD} days",
        query="unblinded/event_onset",
        fixed={**_severe_from(trial), "by_name": True},
        stat=by_arm(event_onset.onset),
        figure=onsets.by_day,
        note="Every event at the day of its onset, over the days that everybody was at risk in the period; events "
        "do not end them. What is recorded outside the time at risk counts on its first or last day. A period in which "
        "fewer than five were followed is in the table alone. " + _emergent(trial) + BY_NAME,
        span=12,
    )


def _by_cycle(trial: Trial) -> Panel:
    return replace(
        _onset(trial),
        name="cycles",
        title="Onset by cycle",
        subtitle="Events by the last cycle begun when they started",
        query="unblinded/event_onset_by_cycle",
        fixed=_severe_from(trial),
        stat=by_arm(event_onset.by_cycle),
        figure=tables.frame,
        note="A cycle lasts here until the next one begins or the time at risk ends; percentages are of who reached "
        "it with time at risk. Of participants without cycles everything stands under “none yet”. Every term counts.",
    )


def _durations(trial: Trial) -> Panel:
    return Panel(
        name="duration",
        title="Duration",
        subtitle="Median days with range; ongoing events are counted beside it",
        query="unblinded/event_durations",
        fixed={**fixed_population(trial), **_severe_from(trial), "by_name": False},
        stat=event_durations.durations,
        figure=lasting.durations,
        note="Of events with an end before the cut-off: days from onset to end, both included. Ongoing ones are not in "
        "the median, which is of short events alone where many are ongoing. " + _emergent(trial) + ABSENT,
        span=12,
    )


def _disagree(trial: Trial) -> Panel:
    return replace(
        adverse_events.rates_panel(trial),
        name="disagree",
        title="Where the measures disagree",
        subtitle="Rows whose share, rate and cumulative incidence do not order two arms alike",
        stat=rates.measures_disagree,
        figure=event_rates.disagreements,
        note="A row stands here if one of the three is higher in one arm and another in the other, as "
        "printed to one decimal; equal ones order nothing. Time at risk or deaths then differ between the arms, or the "
        "numbers are small. " + adverse_events.at_risk(trial) + adverse_events.emergent(trial),
    )


def _dots(trial: Trial) -> Panel:
    return Panel(
        name="dots",
        title="Most frequent terms",
        subtitle="Participants with the term; difference between arms with 95% interval",
        query="safety/adverse_events",
        fixed={**fixed_population(trial), "by_name": False},
        stat=adverse_events.counting(trial),
        figure=dots.adverse_events,
        note=adverse_events.COUNTED
        + adverse_events.emergent(trial)
        + " Difference: the arm named first minus the other, Miettinen–Nurminen score interval with N/(N−1). Terms are "
        "chosen and ordered by participants over all arms together. Intervals are descriptive, not adjusted for the "
        "number of terms.",
        span=12,
    )
