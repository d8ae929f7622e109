"""Names that are addresses: an endpoint, a guideline and a plan each have a page of their name."""

from collections.abc import Iterable, Iterator

PAGES = {
    *("adverse-events", "adverse-events-by-name", "adverse-events-overview", "arm-only-events", "baseline"),
    *("benchmarks", "benefit-harm", "benefit-harm-reactions", "completeness", "cycles", "deaths", "deaths-attribution"),
    *("disposition", "enrolment", "event-screening", "events-of-a-term", "events-of-a-term-by-name", "follow-up"),
    *("events-of-special-interest", "guidelines", "gvhd"),
    *("home", "labs", "labs-arm-only", "participant", "participant-in-full", "serious-events"),
    *("serious-events-in-full", "special-interest", "special-interest-arm-only"),
}
"""Pages that the dashboard has whatever the trial is; a test holds them to those there are."""
ROUTES = {"assets", "download", "grid", "typed", "unmasking"}
"""What else stands below a side's address."""
PANELS = {
    *("answer", "board", "deaths", "documented", "duration", "events", "grades", "groups", "guidelines-met", "ladder"),
    *("mean", "new", "nrm", "others", "relapse", "shares"),
}
"""Panels of the pages on which guidelines stand, each by its name."""
BELOW = ("", "-exploratory", "-from-transplantation", "-strata")
"""What the names of an endpoint's page and of the pages below it end on."""


def taken(
    endpoints: Iterable[str] = (), guidelines: Iterable[str] = (), plans: Iterable[str] = ()
) -> Iterator[tuple[str, str, str]]:
    """The block, the name and what has it already, of each name that would open another page than its own."""
    owner = dict.fromkeys(PAGES | ROUTES, "a page of the dashboard")
    yield from (("endpoints", name, owner[name]) for name in endpoints if name in owner)
    owner |= {name + ending: f"the endpoint {name!r}" for name in endpoints for ending in BELOW}
    yield from (("plans", name, owner[name]) for name in plans if name in owner)
    owner |= {name: f"the plan {name!r}" for name in plans} | dict.fromkeys(PANELS, "a panel beside the guidelines")
    yield from (("guidelines", name, owner[name]) for name in guidelines if name in owner)
