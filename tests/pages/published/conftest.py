"""The three public studies, each locked once for all tables of it."""

import pytest

from tests.pages.published.study import Study, study


@pytest.fixture(scope="session")
def pilot(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The CDISC pilot study: xanomeline in Alzheimer's disease."""
    return study(tmp_path_factory.mktemp("pilot"), "cdisc_pilot", "pilot")


@pytest.fixture(scope="session")
def random_cdisc(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The synthetic oncology study of random.cdisc.data."""
    return study(tmp_path_factory.mktemp("random"), "random_cdisc", "random")


@pytest.fixture(scope="session")
def chevron(tmp_path_factory: pytest.TempPathFactory) -> Study:
    """The same kind of study in 45 participants."""
    return study(tmp_path_factory.mktemp("chevron"), "chevron_syn", "chevron")
