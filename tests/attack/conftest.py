"""The house under attack: the web tests' fake sides, every role with an account."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "web"))

from fakes import House, build


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        built = build(tmp_path_factory.mktemp("attacked"), patch)
        yield built
        built.records.close()
