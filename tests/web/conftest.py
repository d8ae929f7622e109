"""A house of fake sides, with an account per role."""

from collections.abc import Iterator

import pytest

from tests.web.fakes import House, build


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        built = build(tmp_path_factory.mktemp("house"), patch)
        yield built
        built.records.close()
