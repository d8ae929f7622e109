"""Signs: one for each letter, in the order of the letters, in no other text, and read back as letter or name."""

from string import ascii_uppercase

from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.figures import signs, theme
from dashboard.figures.key import keyed
from dashboard.figures.kinds import Figure


def test_every_letter_has_a_sign_of_its_own_that_sorts_as_it_does() -> None:
    made = [signs.sign(letter) for letter in ascii_uppercase]
    assert made == sorted(set(made))
    assert [signs.letter(sign) for sign in made] == list(ascii_uppercase)
    assert all(len(sign) == 1 and 0xFDD0 <= ord(sign) <= 0xFDEF for sign in made), "noncharacters of Unicode"


def test_what_is_no_letter_has_no_sign() -> None:
    assert signs.sign("All participants") == signs.letter("All participants") == "All participants"


@given(st.lists(st.sampled_from([*"AB ", *map(signs.sign, "AB")])).map("".join))
@settings(max_examples=60)
def test_reading_gives_every_sign_its_name_and_leaves_every_letter(text: str) -> None:
    names = {"A": "Observation", "B": "Drug"}
    expected = "".join({signs.sign("A"): "Observation", signs.sign("B"): "Drug"}.get(each, each) for each in text)
    assert signs.read(text, names) == expected
    assert signs.read(text, {}) == "".join(map(signs.letter, text))


def test_an_arm_looks_the_same_by_sign_and_by_letter() -> None:
    by_letter, by_sign = theme.arm("B"), theme.arm(signs.sign("B"))
    assert (by_sign.colour, by_sign.dash, by_sign.symbol) == (by_letter.colour, by_letter.dash, by_letter.symbol)
    assert signs.read(by_sign.mark, {}) == by_letter.mark
    assert signs.read(by_sign.says, {}) == by_letter.says


def test_a_drawing_with_letters_needs_no_key_and_stays_as_it_is() -> None:
    drawn = Figure({"data": [], "layout": {"annotations": [{"text": "● A"}]}}, "A falls.")
    assert keyed(drawn) == (drawn, ())
    assert keyed(Figure({"data": []}, "Nothing."))[1] == ()
