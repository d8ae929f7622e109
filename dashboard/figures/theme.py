"""One look for every figure: inks, arm styles and a slim layout, as plain dicts.

Arms differ in hue, dash and symbol, so they are told apart in grey print and without colour vision.
"""

from dataclasses import dataclass
from typing import Any

from dashboard.figures.signs import letter

INK = "#1b2430"
MUTE = "#5b6776"
LINE = "#e1e6ec"
AXIS = "#aeb8c4"
PAPER = "#ffffff"
RULE = "#7a1f4f"
FONT = 'Inter, "Segoe UI", system-ui, sans-serif'
TEXT = 12
"""Size of all text in a figure, in pixels; a panel's own title stands above the figure."""

MARGIN = {"l": 48, "r": 32, "t": 30, "b": 44}


@dataclass(frozen=True)
class Style:
    """How one arm is drawn: `glyph` is its symbol as text, `open` an outlined marker."""

    name: str
    label: str
    colour: str
    dash: str
    symbol: str
    glyph: str

    @property
    def line(self) -> dict[str, Any]:
        """Its line."""
        return {"color": self.colour, "dash": self.dash, "width": 2.2}

    @property
    def marker(self) -> dict[str, Any]:
        """Its marker; open symbols show the paper inside, so they cover the line under them."""
        edge = {"color": self.colour, "width": 2}
        fill = PAPER if self.symbol in OPEN else self.colour
        return {"symbol": self.symbol, "size": 10, "color": fill, "line": edge}

    @property
    def mark(self) -> str:
        """Glyph and letter, as a key in text."""
        return f"{self.glyph} {self.label}"

    @property
    def lead(self) -> str:
        """Its letter before a number in text; nothing for the one arm of a view without letters."""
        return f"{self.label} " if self.name == self.label else ""

    @property
    def says(self) -> str:
        """Its letter before a sentence of its own, as "A: "; nothing for the one arm."""
        return self.lead.replace(" ", ": ")


OPEN = ("square", "triangle-up")

_LETTERS = (
    ("#1f5fa8", "solid", "circle", "●"),
    ("#b8561a", "dash", "square", "□"),
    ("#17787a", "dot", "diamond", "◆"),
    ("#7d6608", "dashdot", "triangle-up", "△"),
    ("#6a51a3", "longdash", "x", "✕"),
    ("#4a3728", "longdashdot", "star", "★"),
)
_ALL = ("#3d4f66", "solid", "circle", "●")

COLOURS = frozenset({INK, MUTE, LINE, AXIS, PAPER, RULE, _ALL[0], *(row[0] for row in _LETTERS)})
"""Every colour a figure may use, besides tints of them and full transparency."""


def arm(name: str) -> Style:
    """The style of an arm, given by letter or sign; slate for the one arm of a view that has no letters."""
    if len(name) == 1 and "A" <= letter(name) <= "Z":
        return Style(name, name, *_LETTERS[(ord(letter(name)) - ord("A")) % len(_LETTERS)])
    return Style(name, "All", *_ALL)


def tint(colour: str, opacity: float) -> str:
    """A colour of the theme, thinned."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity:g})"


def axis(**changes: Any) -> dict[str, Any]:
    """An axis: thin grid, quiet ticks, no zero line, not to be dragged."""
    quiet = {
        "gridcolor": LINE,
        "gridwidth": 1,
        "zeroline": False,
        "fixedrange": True,
        "tickfont": {"size": TEXT, "color": MUTE},
        "ticklabelstandoff": 4,
        "automargin": False,
    }
    return quiet | changes


def base(changes: dict[str, Any] | None = None) -> dict[str, Any]:
    """The axis along the foot of a figure: a line with ticks and no grid."""
    line = {"showgrid": False, "showline": True, "linecolor": AXIS, "ticks": "outside", "tickcolor": AXIS}
    return axis(**(line | {"ticklen": 4, "tickangle": 0} | (changes or {})))


def layout(height: int, margin: dict[str, int] | None = None, **changes: Any) -> dict[str, Any]:
    """What every figure's layout begins with; the width is the panel's."""
    begin = {
        "height": height,
        "margin": MARGIN | (margin or {}) | {"pad": 0},
        "font": {"family": FONT, "size": TEXT, "color": INK},
        "paper_bgcolor": PAPER,
        "plot_bgcolor": PAPER,
        "showlegend": False,
        "dragmode": False,
        "hoverlabel": {"bgcolor": PAPER, "bordercolor": LINE, "font": {"family": FONT, "size": TEXT, "color": INK}},
    }
    return begin | changes


def text(words: str, **place: Any) -> dict[str, Any]:
    """An annotation: words without an arrow."""
    font = {"size": TEXT, "color": place.pop("color", MUTE)}
    return {"text": words, "showarrow": False, "font": font} | place


def heading(words: str, x: float = 0, **place: Any) -> dict[str, Any]:
    """What the upright axis measures, written level above it."""
    return text(
        words, **({"x": x, "y": 1, "xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"} | place)
    ) | {"yshift": 8}


def nothing(words: str) -> dict[str, Any]:
    """The words of an empty figure, in the middle of its axes."""
    return text(words, x=0.5, y=0.5, xref="paper", yref="paper", xanchor="center", yanchor="middle")
