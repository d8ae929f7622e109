"""Filters that several pages offer."""

from dashboard.pages.page import Filter
from dashboard.trial.model import Trial


def populations(trial: Trial) -> dict[str, str]:
    """The populations that do not exist because of an arm, with their titles; the first is the default."""
    return {item.name: item.title for item in trial.populations if not item.arm_revealing}


def population(trial: Trial) -> tuple[Filter, ...]:
    """Who is counted; no filter where there is one population only."""
    choices = populations(trial)
    return (Filter("population", "Population", choices, next(iter(choices))),) if len(choices) > 1 else ()


def any_population(trial: Trial) -> Filter:
    """Who is counted, among all populations: some exist because of an arm, so the page needs its notice."""
    choices = {item.name: item.title for item in trial.populations}
    return Filter("population", "Population", choices, next(iter(choices)))


def default_population(trial: Trial) -> dict[str, str]:
    """The query's parameter where no filter chooses the population."""
    return {"population": next(iter(populations(trial)))}


def fixed_population(trial: Trial) -> dict[str, str]:
    """The query's parameter, unless the page has a filter for it."""
    return {} if population(trial) else default_population(trial)
