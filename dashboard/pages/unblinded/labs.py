"""Laboratory values by arm: signals of liver injury, shifts of grades, and the course over time."""

from dataclasses import replace
from functools import partial

from dashboard.figures import lab_ranges as range_figures
from dashboard.figures import labs as figures
from dashboard.pages.page import Filter, Page, Panel
from dashboard.stats import lab_ranges, lab_severe, labs
from dashboard.stats.ctcae import Version
from dashboard.trial.labs import Labs, LabTest
from dashboard.trial.model import Trial

COUNTED = (
    "Everybody randomised. Values in the unit that the trial definition names for the test; others are neither graded "
    "nor drawn, and stand in the findings of the lock. Baseline is the last value by the day of randomisation. "
)
WHEN = (
    "All: every later value, so an arm that is measured more often has more chances of an extreme one; scheduled "
    "visits alone compare like with like. "
)
GRADED = (
    "Grades from the value itself, without symptoms; {excess}, as that version says; creatinine has the worse grade of "
    "limit and baseline. A missing baseline is taken as normal; not graded: no value, or no limit of normal where it "
    "decides. Version: {version}."
)
EXCESS: dict[Version, str] = {
    "CTCAE v5.0": "where the upper limit was passed at baseline, multiples are of the baseline and any grade is worse",
    "CTCAE v4.03": "multiples are of the upper limit of normal, whatever the baseline",
}
PEAKS = (
    "Peak transaminase: the highest {transaminases}, each over the upper limit of normal of its own row; peak "
    "bilirubin likewise, at whatever visits. Above, not at, a limit counts as beyond it. Percentages are of everybody "
    "randomised. Quadrants screen for liver injury and prove nothing. "
)
RANGES = (
    "Low and high are below and above the limits of normal of each value's own row; a value at its limit is within, a "
    "limit that is not recorded is passed by nobody. Not known: no value with a limit. "
)
QUARTILES = "Median and quartiles (Hyndman and Fan's type 7) of those measured at the visit, the last value of a visit."
SEVERE = 3
"""The grade from which a value is severe, in every version of the criteria."""
WORSE = (
    "Percentages are of everybody randomised, measured or not; who had the grade at baseline already counts only if it "
    "became worse. Difference: the arm named first minus the other, Miettinen–Nurminen score interval with N/(N−1). "
)
MEASURED = Filter(
    "measured", "Measurements", {"all": "All after randomisation", "scheduled": "Scheduled visits alone"}, "all"
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the trial defines and the source has laboratory tests."""
    if trial.labs is None or not trial.has("lab"):
        return ()
    shown = [test for test in trial.labs.tests if not test.arm_revealing]
    panels: list[Panel] = []
    filters: list[Filter] = []
    if trial.labs.named("alt", "ast") and trial.labs.named("bilirubin"):
        plane = _liver(trial.labs)
        answer = replace(plane, name="answer", title="Possible Hy's law", subtitle="", figure=figures.answer)
        panels += [answer, plane, _beyond(trial.labs)]
        filters.append(MEASURED)
    if shown:
        panels += [*_severe(trial.labs, shown), _shift(trial.labs), _ranges(trial.labs), _course(trial.labs)]
        filters = [MEASURED, _test(shown)]
    return (Page("labs", "Laboratory values", tuple(panels), tuple(filters)),) if panels else ()


def arm_only(trial: Trial) -> tuple[Page, ...]:
    """Tests that tell the arms apart: the page needs its notice."""
    if trial.labs is None or not trial.has("lab"):
        return ()
    shown = [test for test in trial.labs.tests if test.arm_revealing]
    if not shown:
        return ()
    return (Page("labs-arm-only", "Laboratory values, arm-only", (_course(trial.labs),), (_test(shown),)),)


def _test(tests: list[LabTest]) -> Filter:
    choices = {test.name: test.title for test in tests}
    return Filter("test", "Test", choices, tests[0].name)


def _liver(defined: Labs) -> Panel:
    return Panel(
        name="liver",
        title="Signals of liver injury",
        subtitle="Highest transaminase against highest bilirubin, a mark a participant",
        query="unblinded/liver",
        fixed={
            "transaminases": list(defined.named("alt", "ast")),
            "bilirubin": list(defined.named("bilirubin")),
        },
        stat=partial(labs.liver, limits=(defined.transaminase, defined.bilirubin)),
        figure=figures.liver,
        note=COUNTED + PEAKS.format(transaminases=_either(defined)) + WHEN,
        span=12,
    )


def _beyond(defined: Labs) -> Panel:
    return replace(
        _liver(defined),
        name="beyond",
        title="Who is beyond a limit",
        subtitle="By quadrant, the highest first; each participant leads to what else happened to them",
        query="unblinded/liver_listed",
        stat=partial(labs.beyond, limits=(defined.transaminase, defined.bilirubin)),
        figure=partial(figures.beyond, leads_to="participant"),
    )


def _either(defined: Labs) -> str:
    """The transaminases that the trial measures, in words."""
    titles = [test.title.lower() for test in defined.tests if test.name in defined.named("alt", "ast")]
    return " or ".join(titles)


def _severe(defined: Labs, shown: list[LabTest]) -> tuple[Panel, ...]:
    criteria = {test.name: defined.graded[test.name] for test in shown if test.criterion}
    if not criteria:
        return ()
    found = Panel(
        name="severe",
        title=f"Grade {SEVERE} or worse, by test",
        subtitle=f"Worst grade after baseline, if worse than at baseline ({defined.criteria})",
        query="unblinded/lab_worst",
        fixed={"tests": list(criteria)},
        stat=partial(lab_severe.severe, criteria=criteria, severe_from=SEVERE),
        figure=partial(figures.severe, titles={test.name: test.title for test in shown}),
        note=COUNTED + WORSE + WHEN + _graded(defined),
        span=12,
    )
    return (found,)


def _shift(defined: Labs) -> Panel:
    return Panel(
        name="shift",
        title="Shift from baseline to worst grade",
        subtitle=defined.criteria,
        query="unblinded/lab_extremes",
        stat=partial(labs.shift, criteria=defined.graded),
        figure=figures.shift,
        note=COUNTED + WHEN + _graded(defined),
        span=12,
    )


def _ranges(defined: Labs) -> Panel:
    return Panel(
        name="ranges",
        title="Shift against the reference range",
        query="unblinded/lab_extremes",
        stat=lab_ranges.ranges,
        figure=partial(range_figures.ranges, titles={test.name: test.title for test in defined.tests}),
        note=COUNTED + RANGES + WHEN,
        span=12,
    )


def _graded(defined: Labs) -> str:
    return GRADED.format(excess=EXCESS[defined.criteria], version=defined.criteria)


def _course(defined: Labs) -> Panel:
    return Panel(
        name="course",
        title="Over time",
        query="unblinded/lab_visits",
        stat=labs.course,
        figure=partial(
            figures.course,
            titles={test.name: test.title for test in defined.tests},
            units={test.name: test.unit for test in defined.tests},
        ),
        note=COUNTED + QUARTILES,
        span=12,
    )
