"""The families of stopping rules: one file each, found by its file name."""

from importlib import import_module
from pkgutil import iter_modules

from dashboard.errors import ChoiceError
from dashboard.stats.stopping.binary import BinaryRule

RULES = tuple(sorted(module.name for module in iter_modules(__path__)))
"""The names a trial definition may use: the file names of this folder."""


def named(name: str) -> type[BinaryRule]:
    """The one class that the rule's file defines; raises ChoiceError listing the rules there are."""
    if name not in RULES:
        raise ChoiceError(f"There is no stopping rule {name!r}; choose one of {', '.join(RULES)}.")
    module = import_module(f"{__name__}.{name}")
    (rule,) = (item for item in vars(module).values() if isinstance(item, type) and item.__module__ == module.__name__)
    return rule
