"""What became of everybody randomised, by arm: vital status and follow-up; what was given needs a notice."""

from dashboard.pages.page import Page, Panel
from dashboard.pages.shared.disposition import COUNTED, panels
from dashboard.trial.model import Trial

TREATMENT = {
    "waiting": "Cycle 1 not due yet",
    "never": "Cycle 1 not started",
    "ongoing": "Cycles going on",
    "stopped": "Stopped early",
    "ended": "Finished, incomplete",
    "completed": "Completed all cycles",
    "none": "No cycles planned",
}
DIED = (
    "Died: on or before the cut-off, also after leaving the trial. Left: withdrew or was lost, alive when last known; "
    "a reason that would name an arm is counted as another one. Followed: neither. "
)
ALIVE = "Died: on or before the cut-off. The source does not record who left, so who withdrew or was lost is followed. "
SCREENED = "Screened: candidates on the screening log by the cut-off; it carries no arm."
COURSE = (
    "Not started or stopped: the reason that the source records, else what had happened once the cycle after the last "
    "one begun would have been due and over. Going on: who is on a cycle, however late it began, or waits for the next "
    "one; nobody who died. Completed: every cycle with its share of infusion days; incomplete: the "
    "last cycle is over, and at least one fell short of that share."
)


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the source records deaths."""
    if not trial.has("participant.died_on"):
        return ()
    known = trial.has("participant.left_on")
    steps = {"died": "Died", "left": "Left the trial alive", "followed": "Alive and followed" if known else "Alive"}
    note = COUNTED + (DIED if known else ALIVE) + (SCREENED if trial.has("screening") else "")
    return (Page("disposition", "Disposition", panels("status", steps, note)),)


def treatment(trial: Trial) -> tuple[Panel, ...]:
    """The flow by course of treatment: it names the arm with cycles, so its page needs a notice."""
    drawn, _ = panels("treatment", TREATMENT, COUNTED + COURSE, prefix="treatment-")
    return (drawn,)
