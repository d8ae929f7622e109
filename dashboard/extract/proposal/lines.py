"""Lines of a proposed definition: TOML, with what must be answered as a comment that starts with "# ?"."""

import json
import re
import unicodedata
from collections.abc import Iterable

OPEN = "# ? "
"""Take these characters away and the line says what it suggests."""


def text(value: str) -> str:
    """A text as a TOML string."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def texts(values: Iterable[str]) -> str:
    """Texts as a TOML array."""
    return f"[{', '.join(map(text, values))}]"


def inline(pairs: Iterable[tuple[str, str]]) -> str:
    """Keys with finished values as an inline table."""
    return "{ " + ", ".join(f"{key} = {value}" for key, value in pairs) + " }"


def key(name: str) -> str:
    """A name as a TOML key."""
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else text(name)


def remark(words: str) -> str:
    """Words that may stand in a comment: one line, nothing that moves a cursor."""
    return " ".join("".join(c if unicodedata.category(c)[0] != "C" else " " for c in words).split())


def known(name: str, value: str, why: str = "") -> str:
    """A line that the source answers."""
    return f"{name} = {value}" + (f"   # {remark(why)}" if why else "")


def unknown(name: str, value: str, why: str = "") -> str:
    """A line that somebody must answer, with a suggestion."""
    return OPEN + known(name, value, why)


def slug(words: str, default: str) -> str:
    """A name as endpoints, causes and populations have it: lower case letters, digits and hyphens."""
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    name = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")
    return name if name[:1].isalpha() else f"{default}-{name}".strip("-")
