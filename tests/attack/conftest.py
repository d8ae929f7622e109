"""The houses under attack: fake sides that tell what they were asked, and the demonstration served whole."""

from collections.abc import Iterator

import pytest

from dashboard.settings import Settings
from tests.web.fakes import House, build
from tests.web.real import served


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The web tests' fake sides, every role with an account."""
    with pytest.MonkeyPatch.context() as patch:
        built = build(tmp_path_factory.mktemp("attacked"), patch)
        yield built
        built.records.close()


@pytest.fixture(scope="module")
def real(demo: Settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Every side of the demonstration with records of its own, every role with an account."""
    with served(demo, tmp_path_factory.mktemp("real")) as built:
        yield built
