"""SECURITY.md names files and tests that are there, and every test of this folder that it should."""

import ast
import re
from pathlib import Path

import pytest

from dashboard.settings import ROOT

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = sorted(
    set(re.findall(r"`((?:dashboard|tests)/[\w/.]+\.py(?:::\w+)?|gunicorn\.conf\.py|pyproject\.toml)`", PAGE))
)
LINES = [f"W{n}" for n in range(1, 5)] + [f"T{n}" for n in range(1, 17)]


@pytest.mark.parametrize("named", NAMED)
def test_what_it_names_is_there(named: str) -> None:
    path, _, test = named.partition("::")
    text = (ROOT / path).read_text(encoding="utf-8")
    names = {node.name for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)} if test else {test}
    assert test in names


@pytest.mark.parametrize("line", LINES)
def test_every_wish_and_every_trap_has_a_line_with_a_test(line: str) -> None:
    assert re.search(rf"^\| {line} .*\| `tests/", PAGE, re.MULTILINE)


def test_every_file_of_attacks_is_named() -> None:
    there = {f"tests/attack/{path.name}" for path in Path(__file__).parent.glob("test_*.py")}
    assert {path for path in there if path not in PAGE} == set()
