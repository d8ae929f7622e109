"""Designing stopping rules: boundary, exact operating characteristics and words to take away, at once."""

from collections.abc import Callable, Sequence
from typing import Any

from dashboard.figures import bench, tables
from dashboard.pages.bench import form
from dashboard.pages.form import Field, Form, Row
from dashboard.pages.page import Page, Panel
from dashboard.stats.arms import Result
from dashboard.stats.stopping import design
from dashboard.stats.stopping.design import Design

COUNTINGS = {
    "tite": "By follow-up (time-to-event weights)",
    "complete_window": "Complete windows",
}

EXACT = (
    "Exact, by forward recursion over participants whose whole window is over (over exposure in continuous time for a "
    "rule on exposure). "
)
MONTHS = (
    "Months: expected participants divided by those randomised per month, plus the window; of exposure, until so much "
    "is expected at even accrual, events left out. Competing events do not enter; with time-to-event weights the error "
    "is simulated, below."
)


def of(statistic: Callable[[Sequence[Design]], Result]) -> Callable[..., Result]:
    """A statistic of designs, asked with what was typed."""

    def asked(**typed: str) -> Any:
        return statistic(form.designs(typed))

    return asked


JOB = Form(
    title="Simulate as it will be monitored",
    columns=("",),
    rows=(
        Row("Counting", "of rules on participants", (Field("counting", "Counting", "tite", COUNTINGS),)),
        Row("Draws", "1,000 to 200,000 at each rate", (Field("draws", "Draws at each rate", "20000"),)),
        Row("Seed", "the same seed gives the same numbers", (Field("seed", "Seed", "20240115"),)),
    ),
    hint="Each rule above at p0, at p1 and between, with its accrual and competing events. Takes seconds to minutes; "
    "the page it leads to shows how far it is.",
)

PAGE = Page(
    name="rules",
    title="Design a stopping rule",
    form=form.FORM,
    job=JOB,
    panels=(
        Panel(
            name="answer",
            title="In a sentence",
            stat=of(design.own),
            figure=bench.answer,
            note=EXACT + MONTHS,
        ),
        Panel(
            name="boundaries",
            title="Boundaries",
            subtitle="Events that meet the guideline, among those evaluable so far",
            stat=of(design.boundaries),
            figure=bench.boundaries,
            note="The guideline is met on and above the line. A rule that looks at stated numbers only has a mark at "
            "each of its looks. A window of exposure is one participant followed through the whole window.",
            span=7,
        ),
        Panel(
            name="boundary-table",
            title="Boundary table",
            subtitle="So many events meet the guideline among so many",
            stat=of(design.boundaries),
            figure=tables.frame,
            note="As a protocol prints it. Of exposure: above the first and up to the last, in windows.",
            span=5,
        ),
        Panel(
            name="operating",
            title="Operating characteristics",
            subtitle="What each rule does at a true rate, its own p0 and p1 among them",
            stat=of(design.operating),
            figure=bench.operating,
            note=EXACT
            + "Expected: when following ends at the look that meets the guideline, or at the last. "
            + MONTHS,
            span=7,
        ),
        Panel(
            name="curve",
            title="Chance that the guideline is met",
            subtitle="By the true rate",
            stat=of(design.curve),
            figure=bench.curve,
            note=EXACT + "Upright lines stand at rule 1's p0 and p1.",
            span=5,
        ),
        Panel(
            name="methods",
            title="For a protocol",
            subtitle="Methods in a sentence, with references",
            stat=of(design.methods),
            figure=tables.frame,
            note="The references are those that the family's own documentation names.",
            span=7,
        ),
        Panel(
            name="definition",
            title="For a trial definition",
            subtitle="Blocks of trial.toml; endpoint and cause are the trial's to fill in",
            stat=of(design.blocks),
            figure=bench.verbatim,
            note="In a trial definition, endpoint and cause filled in, each block is a guideline as designed here. "
            "The rate per month is no part of a guideline.",
            span=5,
        ),
    ),
)
