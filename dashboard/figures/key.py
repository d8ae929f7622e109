"""The key of a drawing whose arms have names: in it stand glyphs, which need no room, and above it what they are."""

from dataclasses import replace
from typing import Any

from dashboard.figures import signs, theme
from dashboard.figures.kinds import Figure
from dashboard.figures.theme import Style


def keyed(drawn: Figure) -> tuple[Figure, tuple[Style, ...]]:
    """The drawing with a glyph for each sign that stands in it, and the arms to name above it; none without signs."""
    frame = drawn.plot.get("layout", {})
    notes = frame.get("annotations", ())
    found = sorted({sign for note in notes for sign in signs.found(note["text"])})
    arms = tuple(map(theme.arm, found))
    if not arms:
        return drawn, ()
    layout = {**frame, "annotations": [note | {"text": _glyphs(note["text"], arms)} for note in notes]}
    plot: dict[str, Any] = {**drawn.plot, "layout": layout}
    return replace(drawn, plot=plot), arms


def _glyphs(text: str, arms: tuple[Style, ...]) -> str:
    """A name that stands beside its glyph is that glyph alone."""
    for arm in arms:
        text = text.replace(arm.mark, arm.glyph).replace(arm.label, arm.glyph)
    return text
