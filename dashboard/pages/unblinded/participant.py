"""One participant: everything that happened on one line of time, and which guideline it counts towards."""

from functools import partial

from dashboard.figures import participant as figures
from dashboard.figures import timeline as drawn
from dashboard.pages.page import Page, Panel
from dashboard.pages.sought import Sought
from dashboard.pages.unblinded.deaths import FATAL
from dashboard.pages.unblinded.people import labels, withheld
from dashboard.stats import participant as stats
from dashboard.stats.timeline import timeline
from dashboard.trial.model import Trial

PERSON = Sought("person", "Participant", query="unblinded/participant_known", sources=("deaths", "serious-events"))
PLAIN, IN_FULL = "participant", "participant-in-full"
"""The page's address, and that of its form behind the notice."""
WHO = "What the source records of the participant at entry; days are counted from randomisation. "
HAPPENED = (
    "Days from transplantation; from randomisation where transplantation is not dated. Every adverse event recorded, "
    "also those that tables do not count (before randomisation, after the end of collection). An event without an end "
    "is drawn to the last known day. Endpoints are the first of each kind as the curves count them; a death is drawn "
    "as such. "
)
LEFT_OUT = (
    "Without terms, endpoints, cycles, infusions, unscheduled visits and results that exist because of an arm: they "
    "stand on the page behind the notice. "
)
TOWARDS = (
    "The participant's own line of each guideline's ledger: counted or not, weight, reason, and the clause of the "
    "protocol. Guidelines that exist because of an arm stand behind the notice alone. "
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page of one participant, reached from a table's row or by the identifier."""
    return (_page(trial, told=False),)


def in_full(trial: Trial, notice: str) -> tuple[Page, ...]:
    """The page with treatment and what exists because of it: it needs its notice."""
    return (_page(trial, told=True, notice=notice),)


def _page(trial: Trial, *, told: bool, notice: str = "") -> Page:
    panels = (
        _who(trial, told),
        _towards(trial, told),
        _timeline(trial, told, table=False),
        *((_labs(trial, told),) if trial.has("lab") else ()),
        _timeline(trial, told, table=True),
    )
    name, title = (IN_FULL, "Participant in full") if told else (PLAIN, "Participant")
    return Page(name, title, panels, (PERSON,), notice=notice)


def _who(trial: Trial, told: bool) -> Panel:
    return Panel(
        name="who",
        title="Who",
        query="unblinded/participant",
        stat=partial(stats.who, told=told, labels=_baseline(trial)),
        figure=partial(figures.who, leads_to="" if told else IN_FULL),
        note=WHO + ("Attribution and cause of death in the source's words." if told else LEFT_OUT),
        span=5,
    )


def _towards(trial: Trial, told: bool) -> Panel:
    shown = [g for g in trial.guidelines if told or not g.arm_revealing]
    rules = tuple(stats.Rule(g.name, g.title, g.window_days, g.counting, g.clause) for g in shown)
    return Panel(
        name="guidelines",
        title="Counts towards",
        query="unblinded/participant_watched",
        fixed={"guidelines": [g.name for g in shown]},
        stat=partial(stats.towards, rules=rules),
        figure=figures.towards,
        note=TOWARDS,
        span=7,
    )


def _timeline(trial: Trial, told: bool, *, table: bool) -> Panel:
    endpoints = [e for e in trial.endpoints if told or not e.arm_revealing]
    causes = {
        (endpoint.name, number): cause.title
        for endpoint in endpoints
        for number, cause in enumerate(endpoint.causes, start=1)
        if cause.name not in FATAL and len(endpoint.causes) > 1
    }
    return Panel(
        name="everything" if table else "timeline",
        title="Everything, by day" if table else "What happened, and when",
        query="unblinded/participant_timeline",
        fixed={
            "endpoints": [endpoint.name for endpoint in endpoints],
            "told": told,
            "visits": _visits(trial),
            "withheld": [] if told else withheld(trial),
        },
        stat=partial(
            timeline, labels=labels(trial), causes=causes, related_too=told and trial.has("adverse_event.related")
        ),
        figure=drawn.listed if table else drawn.timeline,
        note=HAPPENED + ("" if told else LEFT_OUT),
        span=12,
        listing=table,
    )


def _labs(trial: Trial, told: bool) -> Panel:
    return Panel(
        name="labs",
        title="Laboratory results",
        subtitle="Each test on its own scale, the last value beside it",
        query="unblinded/participant_labs",
        fixed={"told": told, "visits": _visits(trial), "tests": _tests(trial)},
        stat=stats.labs,
        figure=figures.labs,
        note="Results as the source has them, in its units, with the limits of normal of the last one. "
        + (
            "Of every test and visit."
            if told
            else "Of the protocol's tests at scheduled visits and before randomisation: others may tell the arm."
        ),
        span=12,
    )


def _baseline(trial: Trial) -> dict[str, dict[str, str]]:
    """What the protocol calls the values of each baseline column."""
    return {item.column: {level.value.upper(): level.label for level in item.levels} for item in trial.baseline}


def _tests(trial: Trial) -> list[str]:
    """Laboratory tests that the definition knows not to tell the arm."""
    return [test.name for test in trial.labs.tests if not test.arm_revealing] if trial.labs else []


def _visits(trial: Trial) -> list[str]:
    """Visits that every participant has whatever the arm."""
    return [visit.name for visit in trial.visits]
