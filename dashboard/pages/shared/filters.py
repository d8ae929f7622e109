"""Filters that several pages offer."""

from dashboard.pages.page import Filter
from dashboard.trial.model import Trial


def population(trial: Trial) -> tuple[Filter, ...]:
    """Who is counted; no filter where the store knows one population only."""
    choices = {item.name: item.title for item in trial.populations}
    if len(choices) < 2:
        return ()
    return (Filter("population", "Population", choices, trial.populations[0].name),)


def fixed_population(trial: Trial) -> dict[str, str]:
    """The query's population where no filter chooses it."""
    return {} if population(trial) else {"population": trial.populations[0].name}
