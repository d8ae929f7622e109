"""What the whole run shares: one locked demonstration extract, and where public data sets may be."""

from collections.abc import Mapping
from pathlib import Path

import hypothesis
import pytest

from dashboard.access.door import Door
from dashboard.extract import demonstration
from dashboard.settings import Settings
from dashboard.sides import blinded, conduct, unblinded
from dashboard.sides.side import Side
from tests.limits import NO_LIMIT

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
SIDES: Mapping[str, Side] = {side.SIDE.name: side.SIDE for side in (conduct, blinded, unblinded)}

hypothesis.settings.register_profile("busy", deadline=None)  # a law holds on a busy machine too; speed is benchmarked
hypothesis.settings.load_profile("busy")


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """The demonstration trial, written and locked once: the settings that serve it."""
    out = tmp_path_factory.mktemp("demo")
    for _ in demonstration.make(out, patients=160, scenario="A", seed=20240115):
        pass
    return demonstration.served(out, Settings(requests=NO_LIMIT))


@pytest.fixture(scope="session")
def doors(demo: Settings) -> dict[str, Door]:
    """A door per side to the demonstration extract."""
    return {name: side.open(Path(demo.extract), Path(demo.previous), demo) for name, side in SIDES.items()}
