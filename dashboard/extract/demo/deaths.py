"""What the form of each death says: cause, attribution and a short narrative.

The cause follows from what happened: the fatal adverse event of whoever died without relapse, otherwise relapse or,
now and then, an infection after it. Narratives are invented, name no place and nothing that belongs to one arm.
"""

from dataclasses import dataclass

import numpy as np

from dashboard.extract.demo import terms
from dashboard.extract.demo.events import Events
from dashboard.extract.demo.outcomes import Outcomes
from dashboard.extract.demo.people import Generator
from dashboard.extract.demo.timeline import Codes, Flags

CAUSES = ("Relapse", "Infection", "Acute GVHD", "Veno-occlusive disease")
RELAPSE, INFECTION = 0, 1
OF_TERM = dict(zip(terms.FATAL, (1, 1, 1, 2, 3), strict=True))
INFECTION_AFTER_RELAPSE = 0.15
"""Share of deaths after relapse whose recorded cause is an infection: by definition they are not NRM all the same."""
NARRATIVE_LAG = 21
"""Days from the report of a death to its narrative."""
COURSES = {
    "Sepsis": (
        "Sepsis with gram-negative bacteria under immunosuppression; organ failure despite antibiotics and intensive "
        "care. Died {since}.",
        "Fever and hypotension at home, sepsis on admission. Died {since} in septic shock.",
    ),
    "Pneumonia": (
        "Pneumonia with respiratory failure, no pathogen found; ventilated. Died {since}.",
        "Viral pneumonia, oxygen and then ventilation. Died {since}.",
    ),
    "Bronchopulmonary aspergillosis": ("Invasive pulmonary aspergillosis, progressing on two drugs. Died {since}.",),
    terms.ACUTE_GVHD: (
        "Acute GVHD of gut and liver, refractory to steroids and second-line treatment. Died {since}.",
        "Acute GVHD of the gut with bleeding, no response to steroids. Died {since}.",
    ),
    "Venoocclusive liver disease": ("Veno-occlusive disease with liver and renal failure. Died {since}.",),
}
"""Narratives of deaths without relapse by fatal event; `since` counts days from its onset."""
AFTER_RELAPSE = (
    "Relapse on day {relapse} after randomisation; no response to salvage treatment. Died {since}.",
    "Relapse on day {relapse} after randomisation; palliative care by the participant's wish. Died {since}.",
)
INFECTED = "Relapse on day {relapse} after randomisation; sepsis in neutropenia under salvage treatment. Died {since}."


@dataclass(frozen=True)
class Deaths:
    """Per participant: cause by position in CAUSES (-1: lives), attributed to trial treatment, narrative."""

    cause: Codes
    related: Flags
    narrative: list[str]


def simulate(rng: Generator, outcomes: Outcomes, events: Events) -> Deaths:
    """The form of every death; attribution is that of the fatal event, never to treatment after relapse."""
    size = len(outcomes.death)
    drawn = rng.random((2, size))
    relapsed = np.isfinite(outcomes.death) & np.isfinite(outcomes.relapse)
    cause = np.where(relapsed, np.where(drawn[0] < INFECTION_AFTER_RELAPSE, INFECTION, RELAPSE), -1)
    fatal = np.flatnonzero(events.fatal)
    who, related = events.who[fatal], np.zeros(size, dtype=bool)
    cause[who] = [OF_TERM[terms.TERMS[term].name] for term in events.term[fatal]]
    related[who] = events.related[fatal]
    narrative = [""] * size
    for one in np.flatnonzero(relapsed):
        narrative[one] = _after_relapse(outcomes.relapse[one], outcomes.death[one], cause[one], drawn[1, one])
    for one, term, onset in zip(who, events.term[fatal], events.onset[fatal], strict=True):
        told = COURSES[terms.TERMS[term].name]
        narrative[one] = _pick(told, drawn[1, one]).format(since=_since(outcomes.death[one] - onset, "onset"))
    return Deaths(cause, related, narrative)


def _after_relapse(relapse: float, death: float, cause: int, drawn: float) -> str:
    told = INFECTED if cause == INFECTION else _pick(AFTER_RELAPSE, drawn)
    return told.format(relapse=int(relapse), since=_since(death - relapse, "relapse"))


def _pick(texts: tuple[str, ...], drawn: float) -> str:
    return texts[int(drawn * len(texts))]


def _since(days: float, what: str) -> str:
    return f"on the day of {what}" if days < 1 else f"{days:.0f} day{'s' if days > 1 else ''} after {what}"
