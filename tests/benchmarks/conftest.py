"""The synthetic trial at its largest: 100,000 participants and 5 million adverse events."""

import pytest

from dashboard.extract import demonstration
from dashboard.settings import Settings

PARTICIPANTS = 100_000


@pytest.fixture(scope="session")
def load_trial(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Its extracts, written and locked."""
    if not request.config.getoption("benchmark_only"):
        pytest.skip("takes minutes: only in `make benchmark`")
    out = tmp_path_factory.mktemp("load")
    for _ in demonstration.make(out, patients=PARTICIPANTS, scenario="A", seed=1):
        pass
    return demonstration.served(out, Settings())
