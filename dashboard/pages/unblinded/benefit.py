"""Benefit against harm: what each arm gained and suffered by one landmark, side by side."""

from dataclasses import replace
from functools import partial

from dashboard.figures import benefit as figures
from dashboard.pages.page import Filter, Page, Panel
from dashboard.pages.shared.adverse_events import collected
from dashboard.stats.benefit import LARGEST, Kind, Part, benefit
from dashboard.trial.endpoints import Endpoint
from dashboard.trial.model import Trial

INFECTIONS = "Infections and infestations"
"""MedDRA's class of infections."""
BEFORE: tuple[tuple[str, str, Kind], ...] = (
    ("relapse-nrm", "relapse", "Benefit"),
    ("relapse-nrm", "nrm", "Harm"),
    ("agvhd", "agvhd", "Harm"),
)
LAST: tuple[tuple[str, str, Kind], ...] = (("os", "death", "Both"),)
"""Endpoint and cause of what is weighed, where the trial has them; severe infection and reactions stand in between."""
COUNTED = (
    "Of 100 randomised, how many had the event by the landmark: cumulative incidence (Aalen–Johansen) where events "
    "compete, 1 − Kaplan–Meier for death from any cause; 95% interval on the log(−log) scale. The landmark is the same "
    "for every outcome and arm: the largest of the definition at which each still has five at risk in each arm, unless "
    "chosen. Difference: the arm named first minus the other, plain Wald interval, variances summed, not adjusted for "
    "repeated looks; an arm without events adds no variance, so the interval is then too narrow. One participant may "
    "count in several outcomes (who relapses and dies is in two), so they are not summed. Blank: a curve does not "
    "reach the landmark."
)
REACTIONS = (
    " Reactions to the treatment are counted within the window of their endpoint and per 100 randomised: whoever was "
    "never dosed, or finished the window without one, is followed to death or last contact."
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the trial has two outcomes to weigh."""
    parts = _parts(trial)
    return (_page(trial, "benefit-harm", "Benefit and harm", parts, ()),) if len(parts) > 1 else ()


def arm_only(trial: Trial) -> tuple[Page, ...]:
    """The same, with the severe reactions to the treatment; it tells the arms apart and needs its notice."""
    reactions = tuple(e for e in trial.endpoints if e.arm_revealing and e.clock == "first dose")
    if not reactions or not pages(trial):
        return ()
    title = "Benefit and harm with reactions to treatment"
    return (_page(trial, "benefit-harm-reactions", title, _parts(trial, reactions), reactions),)


def _page(trial: Trial, name: str, title: str, parts: tuple[Part, ...], reactions: tuple[Endpoint, ...]) -> Page:
    sources = {part.source for part in parts}
    shown = [e for e in trial.endpoints if e.name in sources and not e.arm_revealing]
    landmarks = sorted({day for endpoint in shown for day in endpoint.landmarks})
    choices = {LARGEST: "The largest that all reach"} | {str(day): f"Day {day}" for day in landmarks}
    events = trial.adverse_events
    weighed = Panel(
        name="weighed",
        title=title,
        subtitle="Cumulative incidence per 100 randomised at one landmark, with 95% interval",
        query="unblinded/benefit",
        fixed={
            "population": "randomised",
            "class": INFECTIONS,
            "severe_from": events.severe_from if events else 1,
            "collection": events.collection_days if events else None,
            "endpoints": [endpoint.name for endpoint in shown],
            "windowed": [endpoint.name for endpoint in reactions],
            "windows": [_window(trial, endpoint) for endpoint in reactions],
        },
        stat=partial(benefit, parts=parts, landmarks=tuple(landmarks)),
        figure=figures.dots,
        note=COUNTED + _infections(trial) + (REACTIONS if reactions else ""),
        span=12,
    )
    numbers = replace(weighed, name="numbers", title="In numbers", figure=figures.numbers)
    return Page(name, title, (weighed, numbers), (Filter("landmark", "Landmark", choices, LARGEST),))


def _parts(trial: Trial, reactions: tuple[Endpoint, ...] = ()) -> tuple[Part, ...]:
    infection = (_infection(trial),) if _infections(trial) else ()
    reacted = (_part(endpoint, endpoint.causes[0].name, "Harm") for endpoint in reactions)
    return (*_of(trial, BEFORE), *infection, *reacted, *_of(trial, LAST))


def _of(trial: Trial, wanted: tuple[tuple[str, str, Kind], ...]) -> tuple[Part, ...]:
    known = {endpoint.name: endpoint for endpoint in trial.endpoints if not endpoint.arm_revealing}
    return tuple(
        _part(known[name], cause, kind)
        for name, cause, kind in wanted
        if name in known and cause in {item.name for item in known[name].causes}
    )


def _part(endpoint: Endpoint, cause: str, kind: Kind) -> Part:
    titles = {item.name: item.title for item in endpoint.causes}
    return Part(endpoint.name, tuple(titles.values()), titles[cause], kind)


def _infection(trial: Trial) -> Part:
    events = trial.adverse_events
    severe = events.grades[events.severe_from - 1].label.lower() if events else "severe"
    title = f"Infection, {severe} or worse"
    return Part("infection", (title, "Death without it"), title, "Harm")


def _infections(trial: Trial) -> str:
    """How infections are counted; empty where the source does not tell: a dictionary without the class has no none."""
    events = trial.adverse_events
    if events is None or "MedDRA" not in events.dictionary or not collected(trial):
        return ""
    if not trial.has("participant.died_on"):
        return ""
    end = events.collection_days
    until = "" if end is None else f", collected to day {end} in every arm"
    return f" Infection: the first event of the class {INFECTIONS} of that grade{until}; death before it competes."


def _window(trial: Trial, endpoint: Endpoint) -> int:
    """The days after the first dose within which the endpoint can happen: its guideline's, else its last landmark."""
    windows = [guideline.window_days for guideline in trial.guidelines if guideline.endpoint == endpoint.name]
    return max(windows or endpoint.landmarks)
