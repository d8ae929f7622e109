"""Text whose encoding was mistaken somewhere upstream: UTF-8 read as Windows-1252."""

import re

# Windows-1252's reading of the UTF-8 continuation bytes 80 to BF, undefined ones as control characters.
_NEXT = "[\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]"

MIS_DECODED = (
    f"Ã{_NEXT}|Â[\u0080-\u00bf]|(?:[Ä-ß]{_NEXT}){{2}}|â[€‚„†‡ˆ‰•–—˜]{_NEXT}|â€|"
    f"(?:[ã-í]{_NEXT}{{2}}){{2}}|ð{_NEXT}{{3}}|ï»¿|\ufffd"
)
"""A regular expression, for Python and DuckDB's regexp_matches, that finds such text ("Ã©", "â€™", "â‰¥", "\ufffd")."""

_PATTERN = re.compile(MIS_DECODED)


def looks_mis_decoded(text: str) -> bool:
    """Whether a text holds UTF-8 that was read as Windows-1252, or the sign for a character that was lost."""
    return _PATTERN.search(text) is not None
