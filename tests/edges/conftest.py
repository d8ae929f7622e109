"""The trials at the edges, each locked and drawn once."""

from collections.abc import Callable

import pytest

from tests.edges.seen import World, look
from tests.edges.worlds import WORLDS

Drawn = Callable[[str], World]


@pytest.fixture(scope="session")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """A trial by its name, when it is first asked for."""
    made: dict[str, World] = {}

    def _drawn(name: str) -> World:
        if name not in made:
            made[name] = look(WORLDS[name](tmp_path_factory.mktemp(name)))
        return made[name]

    return _drawn


@pytest.fixture(params=WORLDS)
def world(request: pytest.FixtureRequest, drawn: Drawn) -> World:
    """Each of the trials."""
    return drawn(request.param)
