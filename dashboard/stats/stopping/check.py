"""One guideline counted three ways and judged by a second family: do they agree?"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from dashboard.stats.stopping import monitor, rules
from dashboard.stats.stopping.counting import COUNTINGS, COUNTS, TITLES
from dashboard.stats.stopping.look import date_of, look
from dashboard.stats.stopping.prior import WithPrior
from dashboard.stats.stopping.rule import Rule
from dashboard.stats.stopping.status import Count


@dataclass(frozen=True)
class Judged:
    """What one counting and family say: `title` names what is particular to it."""

    title: str
    family: str
    count: Count


@dataclass(frozen=True)
class Check:
    """The three countings of the guideline's rule or its twin, and a second family, in this order."""

    judged: tuple[Judged, ...]
    first_on: np.datetime64 | None

    @property
    def disagree(self) -> bool:
        """Whether some meet or have met the guideline and some have not."""
        return len({one.count.met for one in self.judged}) > 1

    @property
    def text(self) -> str:
        """One neutral sentence."""
        if not self.disagree:
            return f"All four agree: {'met' if self.judged[0].count.met else 'not met'}."
        met, not_met = (
            ", ".join(one.title for one in self.judged if one.count.met is which) for which in (True, False)
        )
        return f"They disagree: met by {met}; not met by {not_met}."

    def table(self) -> pd.DataFrame:
        """One row each; where exposure is counted, the evaluable are windows of follow-up."""
        counts = [one.count for one in self.judged]
        return pd.DataFrame(
            {
                "Counting": [TITLES[count.counting] for count in counts],
                "Rule": [one.family for one in self.judged],
                "Guideline": ["met" if count.met else "not met" for count in counts],
                "Met on": [date_of(count.met_on, self.first_on) for count in counts],
                "Events": [count.events for count in counts],
                "Evaluable": [round(count.evaluable, 1) for count in counts],
                "Met at": ["no number" if count.needed is None else str(count.needed) for count in counts],
            }
        )


def check(
    entered: ArrayLike,
    days: ArrayLike,
    cause: ArrayLike,
    cut: ArrayLike,
    cut_on: ArrayLike = (),
    *,
    rule: Rule,
    window: int,
    counting: str = "tite",
) -> Check:
    """A guideline by each counting and by a second family; columns and settings as `monitor` takes them.

    A counting that does not suit the rule is judged by the rule's twin in the other model. The second family is the
    Bayesian beta-binomial rule with a prior at p0 worth 5 participants, or the truncated SPRT where the rule is
    Bayesian; same p0, p1, alpha and planned number, looking after each participant, counted as the rule is, or with
    time-to-event weights where that counts exposure. Raises ChoiceError as `monitor` does.
    """
    monitor.check(rule, window, counting)
    seen = look(entered, days, cause, cut, cut_on, window)
    cohort, today = seen.cohort, seen.today
    judged = [
        Judged(TITLES[name], monitor.fitting(rule, name).words, monitor.count(cohort, today, rule, name))
        for name in COUNTINGS
    ]
    other, beside = second(rule), counting if COUNTS[counting] == "participants" else "tite"
    judged.append(Judged(f"the {other.family}", other.words, monitor.count(cohort, today, other, beside)))
    return Check(tuple(judged), seen.first_on)


def second(rule: Rule) -> Rule:
    """The same design in a family of the other kind, on participants."""
    family = "sprt" if isinstance(rule, WithPrior) else "beta_binomial"
    return rules.build(family, rule.p0, rule.p1, rule.alpha, rule.planned)
