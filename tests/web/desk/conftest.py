"""A house of fake sides, with an account per role."""

from tests.web.conftest import house  # noqa: F401 - a fixture of its own
