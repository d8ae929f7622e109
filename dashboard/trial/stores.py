"""The trial definition as each store may say it: nothing that tells the arms apart outside `sealed/`."""

from dashboard.trial.charter import Charter
from dashboard.trial.model import Trial
from dashboard.trial.parts import ArmRevealing, Population

CONDUCT = ("screening", "site", "visit", "cycle")
BLINDED = (
    "adverse_event",
    "adverse_event.fatal",
    "participant.died_on",
    "time_to_event",
    "visit",
    "cycle",
    "cycle.infusion_days",
)
"""What each store may say that the source had: the tables, and columns, its own counts are made of."""


def for_conduct(trial: Trial) -> Trial:
    """Enrolment and conduct only: no arms, baseline, strata, endpoints, guidelines, plans or benchmarks."""
    return trial.model_copy(
        update={
            "arms": (),
            "populations": _open_populations(trial),
            "adverse_events": None,
            "labs": None,
            "baseline": (),
            "special_interest": (),
            "strata": (),
            "endpoints": (),
            "guidelines": (),
            "plans": (),
            "monitored": (),
            "benchmarks": (),
            "arm_revealing": ArmRevealing(),
            "charter": Charter(conduct=trial.charter.conduct, extract_age_days=trial.charter.extract_age_days),
            "source": {},
            "provided": _of(trial, CONDUCT),
        }
    )


def for_blinded(trial: Trial) -> Trial:
    """Pooled safety: endpoints the charter allows, pooled guidelines, the others by title alone."""
    pooled = tuple(g for g in trial.guidelines if g.scope == "pooled" and not g.arm_revealing)
    allowed = {*trial.charter.pooled_endpoints}
    return trial.model_copy(
        update={
            "arms": (),
            "schedule": trial.pooled_schedule,
            "populations": _open_populations(trial),
            "special_interest": (),
            "labs": None,
            "strata": (),
            "endpoints": tuple(e for e in trial.endpoints if e.name in allowed and not e.arm_revealing),
            "guidelines": pooled,
            "plans": (),
            "monitored": tuple(g.title for g in trial.guidelines if g.scope == "arm" and not g.arm_revealing),
            "benchmarks": (),
            "arm_revealing": ArmRevealing(),
            "charter": Charter(
                blinded=trial.charter.blinded,
                pooled_endpoints=trial.charter.pooled_endpoints,
                extract_age_days=trial.charter.extract_age_days,
            ),
            "source": {},
            "provided": _of(trial, BLINDED),
        }
    )


def for_sealed(trial: Trial) -> Trial:
    """Everything the dashboard shows; how the source named its columns stays with the source."""
    return trial.model_copy(update={"source": {}})


def _open_populations(trial: Trial) -> tuple[Population, ...]:
    return tuple(p for p in trial.populations if not p.arm_revealing)


def _of(trial: Trial, named: tuple[str, ...]) -> tuple[str, ...] | None:
    return None if trial.provided is None else tuple(name for name in named if name in trial.provided)
