"""Read trial.toml; every fault names the key and what would be right."""

import tomllib
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dashboard.errors import TrialError
from dashboard.trial.model import Trial


def load(path: Path) -> Trial:
    """The definition in a file; raises TrialError naming file and keys."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise TrialError(f"{path}: no such file. Name a trial definition, for example data/trial.toml.") from None
    except (OSError, UnicodeDecodeError) as error:
        raise TrialError(f"{path}: cannot be read as UTF-8 text ({error}).") from None
    return parse(text, str(path))


def parse(text: str, name: str) -> Trial:
    """The definition in a TOML text; `name` is what errors call it."""
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise TrialError(f"{name}: not TOML: {error}.") from None
    try:
        return Trial.model_validate(values)
    except ValidationError as error:
        lines = [_line(detail) for detail in error.errors()]
        raise TrialError(f"{name}: the trial definition does not hold.\n" + "\n".join(lines)) from None


def _line(detail: ErrorDetails) -> str:
    where = ""
    for step in detail["loc"]:
        where += f"[{step}]" if isinstance(step, int) else f".{step}" if where else str(step)
    what = detail["msg"].removeprefix("Value error, ")
    if detail["type"] == "extra_forbidden":
        what = "no such key here; remove it or mend its spelling"
    elif detail["type"] != "missing" and detail["type"] != "value_error":
        what = f"{what} (found {detail['input']!r})"
    return f"  {where}: {what}" if where else f"  {what}"
