"""The README says what is true."""

import re
from dataclasses import fields
from pathlib import Path

from dashboard.settings import Settings

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_table_with_its_default_and_help() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \|(.*)\|$", README, flags=re.MULTILINE))
    for item in fields(Settings):
        default, help_ = (cell.strip(" `") for cell in rows.pop(item.metadata["variable"]).split("|"))
        assert (default, help_) == (item.default, item.metadata["help"])
    assert rows == {}


def test_every_file_and_folder_it_names_exists() -> None:
    named = re.findall(r"`((?:dashboard|data|queries|tests)/[\w/.]*)`", README)
    assert len(named) > 10
    made = ("data/keys", "data/extracts")  # by the commands, not in the tree
    assert [name for name in named if not name.startswith(made) and not (ROOT / name).exists()] == []


def test_every_command_it_shows_is_understood() -> None:
    from dashboard.cli.main import parsed

    commands = re.findall(r"^dsmb (.+?)(?:\s{2,}#.*)?$", README, flags=re.MULTILINE)
    assert len(commands) >= 6
    for command in commands:
        parsed(command.split())
