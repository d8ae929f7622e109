"""One look: arms are told apart without colour."""

import colorsys

import pytest

from dashboard.figures import theme

ARMS = [theme.arm(letter) for letter in "ABCDEF"]


def _linear(colour: str) -> list[float]:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    return [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]


def _luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, section 1.4.3)."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_no_two_arms_share_a_dash_a_symbol_or_a_glyph() -> None:
    for part in ("colour", "dash", "symbol", "glyph"):
        assert len({getattr(style, part) for style in ARMS}) == len(ARMS)


@pytest.mark.parametrize("colour", sorted({theme.INK, theme.MUTE, theme.RULE, *(style.colour for style in ARMS)}))
def test_words_in_every_ink_can_be_read_on_white(colour: str) -> None:
    """WCAG AA asks for a contrast of 4.5 to 1 for text."""
    assert 1.05 / (_luminance(colour) + 0.05) >= 4.5


@pytest.mark.parametrize("style", ARMS, ids=lambda style: style.name)
def test_no_arm_is_green_or_red(style: theme.Style) -> None:
    red, green, blue = (int(style.colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    hue = 360 * colorsys.rgb_to_hsv(red, green, blue)[0]
    assert not 75 < hue < 165
    assert 10 < hue < 345


def test_the_one_arm_of_a_view_without_letters_is_slate_and_says_all() -> None:
    style = theme.arm("All participants")
    assert (style.label, style.colour, style.dash) == ("All", "#3d4f66", "solid")


def test_arms_a_b_c_are_as_the_look_says() -> None:
    assert [(s.dash, s.symbol) for s in ARMS[:3]] == [("solid", "circle"), ("dash", "square"), ("dot", "diamond")]
    assert ARMS[1].marker["color"] == theme.PAPER
    assert ARMS[0].marker["color"] == ARMS[0].colour


def test_a_tint_is_the_colour_thinned() -> None:
    assert theme.tint("#7a1f4f", 0.07) == "rgba(122,31,79,0.07)"
