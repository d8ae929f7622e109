"""Cycles expected by time, started and completed."""

from dashboard.figures import funnel
from dashboard.pages.page import Page, Panel
from dashboard.stats import delivery
from dashboard.trial.model import Trial


def completed(trial: Trial) -> bool:
    """Whether the source says which cycles were completed."""
    return trial.has("cycle.infusion_days")


def panel(trial: Trial) -> Panel:
    """The counts, by as many arms as the store has; of completed cycles where the source records infusion days."""
    schedule = trial.schedule
    share, days = (schedule.completed_share, schedule.infusion_days) if schedule else (0.0, 0)
    known = completed(trial)
    return Panel(
        name="counts",
        title=f"Cycles expected{', started and completed' if known else ' and started'}",
        subtitle=f"Completed: at least {100 * share:.0f}% of {days} infusion days" if known else "",
        query=f"exposure/cycles{'' if known else '_started'}",
        stat=delivery.cycles,
        figure=funnel.cycles,
        note="Expected: randomised long enough ago for the cycle to be due and over, whether or not they died, "
        "relapsed or withdrew. Where the arms are not told apart, it is the number of all participants times the "
        "share that the allocation gives the arm with cycles. An interruption of more than 7 days starts a new cycle."
        f"{'' if known else ' The source does not record infusion days, so nobody knows which were completed.'}",
        span=12,
    )


def pages(trial: Trial) -> tuple[Page, ...]:
    """The page, where the trial has cycles."""
    if trial.schedule is None or not trial.has("cycle"):
        return ()
    return (Page(name="cycles", title="Cycles", panels=(panel(trial),)),)
