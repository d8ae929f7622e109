"""The panels of one time-to-event endpoint that draw as many arms as their door returns."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from dashboard.figures import comparisons, curves, landmarks, stacked, words
from dashboard.pages.page import Panel
from dashboard.stats import competing, maturity, survival
from dashboard.stats.arms import EVERYONE, by_arm
from dashboard.stats.competing import FREE
from dashboard.trial.endpoints import Endpoint

COMPETING = (
    "Cumulative incidence (Aalen–Johansen): each participant counts once, with the first of the competing events. "
    "Bands are pointwise 95% on the log(−log) scale. Curves end where fewer than max(5, 10%) are at risk. "
)
SURVIVAL = (
    "Kaplan–Meier; pointwise 95% band on the log(−log) scale. The curve ends where fewer than max(5, 10%) are at risk. "
)
UNDER = (
    "At risk: observed to that day or longer, so that somebody censored on the day still counts. Events: up to and "
    "including that day. "
)


@dataclass(frozen=True)
class Asked:
    """An endpoint with the folder its queries stand in, and the parameters that no reader changes.

    `prefix` begins the names of panels where several endpoints share a page.
    """

    endpoint: Endpoint
    fixed: dict[str, Any]
    folder: str = "efficacy"
    prefix: str = ""

    @property
    def competes(self) -> bool:
        """Whether there is more than one way to end."""
        return len(self.endpoint.causes) > 1

    @property
    def shown(self) -> tuple[str, ...]:
        """The titles of the causes that have a panel."""
        return tuple(cause.title for cause in self.endpoint.causes if cause.shown)

    @property
    def causes(self) -> tuple[str, ...]:
        """The titles of all causes, in the order of their numbers."""
        return tuple(cause.title for cause in self.endpoint.causes)

    @property
    def measures(self) -> tuple[str, ...]:
        """What is read off where causes compete: those shown, and being free of all where all are shown."""
        return (*self.shown, FREE) if self.shown == self.causes else self.shown

    @property
    def without_lag(self) -> dict[str, Any]:
        """The parameters of a query that always takes data up to the cut-off."""
        return {name: value for name, value in self.fixed.items() if name != "lag"}

    @property
    def query(self) -> str:
        """Time and cause where causes compete, else time and event."""
        return self.cause_query if self.competes else self.event_query

    @property
    def cause_query(self) -> str:
        """Time and cause."""
        return f"{self.folder}/first_event"

    @property
    def event_query(self) -> str:
        """Time to any of the events."""
        return f"{self.folder}/any_event"

    @property
    def stat(self) -> Callable[..., competing.CumulativeIncidence | survival.Survival]:
        """Aalen–Johansen where causes compete, else Kaplan–Meier, with the endpoint's landmarks."""
        return incidence_stat(self.endpoint) if self.competes else survival_stat(self.endpoint)

    def named(self, title: str) -> str:
        """A panel's title, with the endpoint's own where several share a page."""
        return f"{self.endpoint.title}: {title[:1].lower()}{title[1:]}" if self.prefix else title


def clock(endpoint: Endpoint) -> str:
    """The axis title: what time counts from."""
    return f"Days after {endpoint.clock}"


def counted(endpoint: Endpoint) -> str:
    """How an endpoint is counted, in words."""
    causes = ", ".join(cause.title for cause in endpoint.causes)
    return f"First of: {causes}. Censored: {endpoint.censored}. Time runs from {endpoint.clock}."


def incidence_stat(endpoint: Endpoint) -> Callable[..., competing.CumulativeIncidence]:
    """Aalen–Johansen with the endpoint's causes and landmarks."""
    titles = tuple(cause.title for cause in endpoint.causes)
    return partial(competing.aalen_johansen, causes=titles, landmarks=endpoint.landmarks)


def survival_stat(endpoint: Endpoint) -> Callable[..., survival.Survival]:
    """Kaplan–Meier with the endpoint's landmarks."""
    return partial(survival.kaplan_meier, landmarks=endpoint.landmarks)


def answer(asked: Asked) -> Panel:
    """What the curves say at the last landmark that every arm reaches, in a sentence."""
    measures = asked.shown if asked.competes else (asked.endpoint.title,)
    return Panel(
        name=f"{asked.prefix}answer",
        title=asked.named("In a sentence"),
        query=asked.query,
        fixed=asked.fixed,
        stat=by_arm(asked.stat),
        figure=partial(landmarks.answer, measures=measures, clock=asked.endpoint.clock),
        note=f"With 95% intervals. {COMPETING if asked.competes else SURVIVAL}{counted(asked.endpoint)}",
    )


def drawn(asked: Asked) -> tuple[Panel, ...]:
    """The curves: of each cause that is shown where causes compete, else of survival."""
    if not asked.competes:
        return (_survival(asked),)
    return tuple(
        Panel(
            name=cause.name,
            title=cause.title,
            subtitle="Cumulative incidence; " + _competes(asked.endpoint, cause.name),
            query=asked.query,
            fixed=asked.fixed,
            stat=by_arm(asked.stat),
            figure=partial(curves.incidence, cause=cause.title, together=asked.shown, clock=clock(asked.endpoint)),
            note=COMPETING + UNDER + counted(asked.endpoint),
            span=6 if len(asked.shown) > 1 or asked.prefix else 12,
        )
        for cause in asked.endpoint.causes
        if cause.shown
    )


def together(asked: Asked, letters: Sequence[str] = ("",)) -> tuple[Panel, ...]:
    """A drawing for each arm of its causes stacked, where several are shown; a store's one arm has no letter."""
    if len(asked.shown) < 2:
        return ()
    causes = f"event-free, {', '.join(map(words.inside, reversed(asked.shown)))}"
    return tuple(
        Panel(
            name=f"stacked-{which + 1}",
            title=f"{f'Arm {letter}' if letter else EVERYONE}: {causes}",
            subtitle=f"Stacked, together 100%. Dotted: 95% limits of {words.inside(asked.causes[0])} and of any event",
            query=asked.query,
            fixed=asked.fixed,
            stat=by_arm(asked.stat),
            figure=partial(stacked.stacked, which=which, clock=clock(asked.endpoint)),
            note="At every day the areas are the cumulative incidences of the causes and the probability of none of "
            "them. " + COMPETING + UNDER + counted(asked.endpoint),
            arm=letter,
        )
        for which, letter in enumerate(letters)
    )


def read_off(asked: Asked) -> Panel:
    """The estimates at the landmarks, with intervals."""
    return Panel(
        name=f"{asked.prefix}landmarks",
        title=asked.named("Landmarks"),
        subtitle=f"{'Cumulative incidence' if asked.competes else 'Probability of no event'} with 95% interval, "
        "at risk on the day, events by then",
        query=asked.query,
        fixed=asked.fixed,
        stat=by_arm(asked.stat),
        figure=partial(landmarks.incidence, measures=asked.measures)
        if asked.competes
        else partial(landmarks.survival, title=asked.endpoint.title),
        note=(COMPETING if asked.competes else SURVIVAL + "Median by the midpoint rule. ")
        + f"A landmark beyond the largest observed time is blank. {UNDER}{counted(asked.endpoint)}",
        span=12,
    )


def follow_up(asked: Asked, planned: int | None = None) -> Panel:
    """Events and follow-up, and how far that is of the events planned."""
    return Panel(
        name=f"{asked.prefix}follow-up",
        title=asked.named("Length of follow-up"),
        subtitle="Events so far and reverse Kaplan–Meier",
        query=asked.event_query,
        fixed=asked.fixed,
        stat=by_arm(maturity.maturity),
        figure=partial(comparisons.maturity, planned=planned, events="First event of any kind")
        if asked.competes
        else partial(comparisons.maturity, planned=planned),
        note="Being censored is the event and an event censors: how long participants would have been followed "
        f"(Schemper and Smith 1996). {counted(asked.endpoint)}",
        span=6,
    )


def _survival(asked: Asked) -> Panel:
    return Panel(
        name=f"{asked.prefix}curve",
        title=asked.endpoint.title,
        subtitle="Kaplan–Meier with 95% band",
        query=asked.query,
        fixed=asked.fixed,
        stat=by_arm(asked.stat),
        figure=partial(curves.survival, title=asked.endpoint.title, clock=clock(asked.endpoint)),
        note=SURVIVAL + UNDER + counted(asked.endpoint),
        span=6 if asked.prefix else 12,
    )


def _competes(endpoint: Endpoint, cause: str) -> str:
    others = [words.inside(item.title) for item in endpoint.causes if item.name != cause]
    return f"{', '.join(others)} {'compete' if len(others) > 1 else 'competes'}"
