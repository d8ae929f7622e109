"""Text becomes numbers, or a sentence."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.errors import ChoiceError
from dashboard.pages.bench import read


@pytest.mark.parametrize(("text", "value"), [("0.05", 0.05), ("5%", 0.05), (".5", 0.5), ("12.5%", 0.125)])
def test_a_proportion_is_typed_as_such_or_in_percent(text: str, value: float) -> None:
    assert read.share(text) == value


@pytest.mark.parametrize("text", ["0", "1", "-0.1", "100%", "nan", "inf", "x", "%", "0,05", "5 %%"])
def test_what_is_no_proportion_says_what_is_possible(text: str) -> None:
    with pytest.raises(ChoiceError, match=r"is not possible: give a"):
        read.share(text)


def test_a_competing_share_may_be_none() -> None:
    assert read.share("0", zero=True) == 0


@pytest.mark.parametrize(("text", "looks"), [("", ()), ("Each", ()), ("10,20, 40", (10, 20, 40)), ("7", (7,))])
def test_looks_are_whole_numbers_or_each(text: str, looks: tuple[int, ...]) -> None:
    assert read.looks(text) == looks


@pytest.mark.parametrize("text", ["a,b", "10;20", "1.5", "10,", "99999", "-1", "１０"])
def test_what_are_no_looks_says_what_is_possible(text: str) -> None:
    with pytest.raises(ChoiceError, match="such as 10, 20, 40, or each"):
        read.looks(text)


@pytest.mark.parametrize("text", ["0", "999", "200001", "", "1e4", "１０００", "9" * 5000])
def test_what_is_no_whole_number_within_its_limits_says_them(text: str) -> None:
    with pytest.raises(ChoiceError, match="give a whole number from 1,000 to 200,000"):
        read.whole(text, least=1000, most=200_000)


@settings(max_examples=60)
@given(st.text(max_size=12), st.sampled_from([*read.READ, "number"]))
def test_no_text_is_a_traceback(text: str, name: str) -> None:
    with suppress(ChoiceError):
        read.READ.get(name, read.number)(text)
