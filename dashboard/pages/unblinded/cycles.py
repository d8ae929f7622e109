"""Treatment cycles of the arm that has them: who reached each, when, how much, and each participant's course."""

from dataclasses import replace
from functools import partial

from dashboard.figures import exposure as figures
from dashboard.figures import words
from dashboard.figures.swimmer import swimmer as drawn
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import cycles
from dashboard.pages.unblinded import disposition
from dashboard.stats import exposure
from dashboard.trial.endpoints import NOWHERE, relapse
from dashboard.trial.model import Trial
from dashboard.trial.parts import Schedule

MOST = 1000
"""Participants in the swimmer plot; a drawing of more is neither read nor drawn in time."""
COMPLETED, INTERVAL = "Completed 4 cycles", "Transplantation to first cycle"
"""Measures of published numbers that are laid beside ours."""
EXPECTED = (
    "Expected: participants of the arm randomised long enough ago for the cycle to be due and over with its grace, "
    "whether or not they died, relapsed or withdrew. "
)
REASONS = (
    "Not started: the reason recorded with the last cycle; without one death, relapse or leaving by the day the cycle "
    "would have been over, or still being on an earlier cycle; else not recorded. Whoever stopped stays stopped, so "
    "reasons add up from cycle to cycle."
)
DELIVERED = (
    "Every cycle begun by the cut-off. Due day: the protocol's, counted from randomisation; a negative number is "
    "earlier. Infusion days given: of cycles with an end. Planned infusion days: those of every cycle that is over "
    "(ended, or begun longer ago than a cycle and its grace) and whose days given are recorded. Interruption: days "
    "without infusion within one cycle, known where all infusions before have an end; more than 7 should have begun a "
    "new one. Interruptions are counted of those of whom every one is known."
)
SWUM = (
    f"Everybody who started, on the page at most {MOST:,}, ordered by days from the first infusion day to the last one "
    "known. A cycle without a recorded end runs to the last contact. Relapse is the first event of its endpoint."
)


def page(trial: Trial, notice: str) -> Page:
    """The page, which needs its notice: cycles exist in one arm only."""
    schedule = trial.schedule
    shown: tuple[Panel, ...] = (cycles.panel(trial),)
    if cycles.completed(trial):
        shown += disposition.treatment(trial)
    if schedule and cycles.completed(trial):
        done = _completion(trial, schedule)
        shown += (replace(done, name="answer", figure=partial(figures.answer, cycles=schedule.cycles)), done)
    if schedule:
        shown += (_reached(), _exposure(trial, schedule), _swimmer(trial))
    return Page(name="cycles", title="Cycles", panels=shown, notice=notice)


def _reached() -> Panel:
    return Panel(
        name="reached",
        title="Cycles started, and why others were not",
        subtitle="Participants, n / expected by time (%)",
        query="unblinded/cycles_reached",
        stat=exposure.reached,
        figure=figures.reached,
        note=EXPECTED + REASONS,
        span=6,
    )


def _completion(trial: Trial, schedule: Schedule) -> Panel:
    published = tuple(
        (point.source, point.events, point.n)
        for point in trial.benchmarks
        if point.measure == COMPLETED and schedule.cycles == 4 and point.events is not None and point.n
    )
    return Panel(
        name="completion",
        title=f"Completed {schedule.cycles} cycles",
        query="unblinded/completion",
        fixed={"cycles": schedule.cycles},
        stat=partial(exposure.completion, published=published),
        figure=figures.completion,
        note=f"{EXPECTED}Those for whom the last cycle is due and over. Complete: a cycle with at least "
        f"{100 * schedule.completed_share:.0f}% of {schedule.infusion_days} infusion days. Exact (Clopper–Pearson) "
        "intervals. The published number is of treated participants.",
        span=12,
    )


def _exposure(trial: Trial, schedule: Schedule) -> Panel:
    points = [point for point in trial.benchmarks if point.measure == INTERVAL]
    published = "; ".join(
        f"Published, transplantation to cycle 1: {words.short(each.estimate)} {each.unit}"
        + (f" ({words.short(each.low)} to {words.short(each.high)}, {each.interval})" if each.low is not None else "")
        + f", {each.source}"
        for each in points
    )
    return Panel(
        name="delivered",
        title="Timing and dose",
        subtitle="Median (quartiles; range) and number of values; counts as n / N (%)",
        query="unblinded/exposure",
        fixed={"due_days": list(schedule.due_days), "share": 100 * schedule.completed_share},
        stat=exposure.exposure,
        figure=partial(figures.exposure, published=published),
        note=DELIVERED,
        span=6,
    )


def _swimmer(trial: Trial) -> Panel:
    found = relapse(trial.endpoints) or NOWHERE
    return Panel(
        name="swimmer",
        title="Each participant on treatment",
        subtitle="A row a participant, the longest on treatment first; cycles alternate between full and pale",
        query="unblinded/swimmer",
        fixed={"endpoint": found.endpoint, "relapse": found.relapse},
        stat=exposure.swimmer,
        figure=drawn,
        note=SWUM,
        span=12,
        most=MOST,
    )
