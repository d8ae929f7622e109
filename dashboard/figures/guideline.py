"""One guideline in words and tables: where it stands."""

from dashboard.figures import theme
from dashboard.figures.kinds import Sentence
from dashboard.stats.arms import ByArm
from dashboard.stats.stopping.status import Status


def answer(result: ByArm[Status]) -> Sentence:
    """The lead: each arm's status, in neutral words."""
    return Sentence(" ".join(theme.arm(name).says + status.text for name, status in result.results.items()))
