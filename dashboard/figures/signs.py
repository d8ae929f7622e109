"""Signs: one character for each arm, wherever a text says an arm whose name is to be put there later.

A letter A may be an arm or the first word of a sentence; a sign is an arm and nothing else. Signs are noncharacters,
which Unicode keeps for use inside a program, so no data has them; they sort as the letters do.
"""

import re
from collections.abc import Mapping
from string import ascii_uppercase

_FIRST = 0xFDD0
_OF = {letter: chr(_FIRST + at) for at, letter in enumerate(ascii_uppercase)}
_LETTERS = {sign: letter for letter, sign in _OF.items()}
_ANY = re.compile(f"[{min(_LETTERS)}-{max(_LETTERS)}]")


def sign(arm: str) -> str:
    """The sign of an arm's letter; what is no letter stays as it is."""
    return _OF.get(arm, arm)


def letter(arm: str) -> str:
    """The letter of a sign; what is no sign stays as it is."""
    return _LETTERS.get(arm, arm)


def read(text: str, names: Mapping[str, str]) -> str:
    """The text with a name in the place of each sign; the letter itself where there is no name for it."""
    return _ANY.sub(lambda found: names.get(letter(found[0]), letter(found[0])), text)


def found(text: str) -> list[str]:
    """The signs that stand in a text."""
    return _ANY.findall(text)
