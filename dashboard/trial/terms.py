"""When two texts of a dictionary are the same class or term, and which texts hold one."""

import re
import unicodedata
from functools import cache, lru_cache

SHORT = 2
"""Letters up to which a word is looked for as a whole: an arm called A must not be found in every text with an a."""


def lowered(text: str) -> str:
    """A text as DuckDB's `lower` has it, letter by letter: Σ is σ at a word's end too, and İ is i."""
    return "".join("i" if letter == "İ" else letter.lower() for letter in text)


def folded(term: str) -> str:
    """A term of the definition as queries compare it with `lower(trim(term))` of the data."""
    return lowered(term.strip())


def same(term: str) -> str:
    """What the spellings of one term share: width, case, composed accents, spaces and invisible letters make no other.

    "Ｃｏｕｇｈ", "COUGH " and "Cough" are one term, and so are composed and decomposed ガ.
    """
    seen = "".join(letter for letter in unicodedata.normalize("NFKC", term) if unicodedata.category(letter) != "Cf")
    return unicodedata.normalize("NFKC", " ".join(seen.casefold().split()))


@lru_cache(maxsize=10_000)  # thousands of deaths have a few hundred causes
def holds(text: str, words: tuple[str, ...]) -> bool:
    """Whether a text holds any of the words, however either is spelled, also where a text has no blanks."""
    return bool(words) and _any(words).search(same(text)) is not None


@cache
def _any(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(map(_pattern, map(same, words))))


def _pattern(word: str) -> str:
    if len(word) > SHORT or not word.isascii():
        return re.escape(word)
    return rf"(?<![a-z0-9]){re.escape(word)}(?![a-z0-9])"
