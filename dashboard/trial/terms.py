"""When two texts of a dictionary are the same class or term."""

import unicodedata


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
