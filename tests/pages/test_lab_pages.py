"""What the page of laboratory values says of the version by which it grades."""

import pytest

from dashboard.pages.unblinded import labs
from dashboard.stats.ctcae import VERSIONS, Version
from dashboard.trial.load import load
from tests.conftest import ROOT


@pytest.mark.parametrize("version", VERSIONS)
def test_the_page_names_its_version_and_how_that_one_counts_an_excess(version: Version) -> None:
    trial = load(ROOT / "data" / "trial.toml")
    assert trial.labs is not None
    chosen = trial.model_copy(update={"labs": trial.labs.model_copy(update={"criteria": version})})
    (page,) = labs.pages(chosen)
    graded = [panel for panel in page.panels if panel.name in ("severe", "shift")]
    assert len(graded) == 2
    for panel in graded:
        assert version in panel.subtitle
        assert panel.note.endswith(f"Version: {version}.")
        assert ("multiples are of the baseline" in panel.note) == (version == "CTCAE v5.0")
