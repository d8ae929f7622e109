"""The house under attack: the web tests' fake sides, every role with an account."""

from collections.abc import Iterator

import pytest

from tests.web.fakes import House, build


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        built = build(tmp_path_factory.mktemp("attacked"), patch)
        yield built
        built.records.close()
