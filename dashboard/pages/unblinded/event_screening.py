"""Every adverse-event term screened for a difference between the arms: only where the charter has a line for it."""

from functools import partial

from dashboard.figures import event_screening as figures
from dashboard.pages.page import Page, Panel
from dashboard.pages.shared import adverse_events
from dashboard.pages.shared.filters import default_population
from dashboard.pages.unblinded import people
from dashboard.stats.event_screening import event_screening
from dashboard.trial.model import Trial

NOTICE = (
    "Screening, not proof. This page compares the arms on every adverse-event term and flags those that stand out, at "
    "the false discovery rate of {rate} that the charter allows. It can say which terms to look at first. It cannot "
    "say that a difference is real: with no real difference at all there is a flag in up to {rate} of such "
    "screenings, and each meeting screens anew. It cannot say that a term is safe: with few participants most real "
    "differences go without a flag. No guideline looks at it."
)
COUNTED = (
    "Screened is every coded term that anybody had, once per participant, whatever the arms' numbers; everybody "
    "randomised is the denominator. Flagged: double false discovery rate of {rate} (Mehrotra and Adewale 2012) on "
    "two-sided Fisher tests: within each class the p-values are adjusted (Benjamini and Hochberg 1995) and the least "
    "stands for the class; classes whose own adjusted value is at most the rate are looked into, all their terms "
    "adjusted together and flagged at the rate. Differences: the arm named first minus the other, "
    "Miettinen–Nurminen score interval with N/(N−1). Ratio: of the two proportions. Shrunken: the same, drawn towards "
    "the other terms of its class by a beta-binomial model, so that chance extremes of small counts recede; it takes "
    "terms as rare, so that of common ones its interval is too wide. No interval is adjusted for the number of terms "
    "or of meetings. "
)
WITHHELD = "Terms that exist because of an arm are not screened and have no part in their class. "


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the charter allows it and there are arms to compare."""
    rate = trial.charter.screening
    if rate is None or not adverse_events.collected(trial):
        return ()
    said = f"{100 * rate:g}%"
    table = Panel(
        name="terms",
        title="Term by term",
        subtitle="Participants, difference and ratio as counted, the ratio shrunken towards its class, and the flag",
        query="safety/adverse_events",
        fixed={**default_population(trial), "by_name": False, "subset": "any"},
        stat=partial(event_screening, rate=rate, with_p=trial.charter.screening_p_values),
        figure=partial(figures.terms, leads_to=people.EVENTS),
        note=COUNTED.format(rate=said)
        + (WITHHELD if trial.arm_revealing.terms else "")
        + adverse_events.emergent(trial).removesuffix(adverse_events.WITHHELD),
        span=12,
    )
    answer = Panel("answer", "What stands out", table.stat, figures.answer, table.note, table.query, fixed=table.fixed)
    notice = NOTICE.format(rate=said)
    return (Page("event-screening", "Screening of terms", (answer, table), (adverse_events.ORDER,), notice=notice),)
