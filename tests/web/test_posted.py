"""A form's texts and numbers, whatever was typed or forged."""

import pytest
from flask import Flask

from dashboard.web import posted

SERVER = Flask(__name__)


@pytest.mark.parametrize(
    ("given", "read"),
    [("7", 7), ("", 0), ("-7", 0), ("7.0", 0), ("٧", 0), ("1" * 10, 0), (" 7", 0), ("7\n", 0)],
)
def test_a_number_is_digits_and_all_else_numbers_nothing(given: str, read: int) -> None:
    with SERVER.test_request_context(method="POST", data={"number": given}):
        assert posted.number("number") == read
        assert posted.number("other") == 0


def test_a_text_is_one_line_of_so_many_letters() -> None:
    with SERVER.test_request_context(method="POST", data={"words": "  a\r\n b\tc" + "d" * 99}):
        assert posted.text("words", 6) == "a b cd"
        assert posted.text("other", 6) == ""
