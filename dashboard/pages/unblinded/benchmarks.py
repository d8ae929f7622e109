"""Published numbers of the trial definition, to be laid beside ours with all that limits them."""

from functools import partial

from dashboard.figures import tables
from dashboard.pages.page import Page, Panel
from dashboard.stats import notes
from dashboard.trial.endpoints import Benchmark
from dashboard.trial.model import Trial


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the definition has benchmarks."""
    if not trial.benchmarks:
        return ()
    published = Panel(
        name="published",
        title="Published benchmarks",
        subtitle="As published, on their own clock and population; none of them is of this trial",
        query="conduct/population",
        fixed={"population": "randomised"},
        stat=partial(notes.published, rows=tuple(_row(item) for item in trial.benchmarks)),
        figure=tables.frame,
        note="From the trial definition, each with its source. An exact interval is given only for a proportion with "
        "whole counts; another estimate without a published interval stands bare. Clock and population differ from "
        "ours: a number on another clock is not to be read off our curves.",
        span=12,
    )
    return (Page(name="benchmarks", title="Benchmarks", panels=(published,)),)


def _row(item: Benchmark) -> notes.Published:
    scale = 100 if item.unit == "proportion" else 1
    unit = "%" if item.unit == "proportion" else item.unit
    return notes.Published(
        measure=item.measure,
        estimate=scale * item.estimate,
        unit=unit,
        low=None if item.low is None else scale * item.low,
        high=None if item.high is None else scale * item.high,
        interval=item.interval,
        events=item.events,
        n=item.n,
        clock=item.clock,
        population=item.population,
        source=item.source,
    )
