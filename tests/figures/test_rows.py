"""Names of rows in a drawing."""

import pytest

from dashboard.figures import rows


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Neutropenia", "Neutropenia"),
        ("x" * 38, "x" * 38),
        ("x" * 39, "x" * 37 + "…"),
        ("好" * 19, "好" * 19),
        ("好" * 20, "好" * 18 + "…"),
        ("a" + "好" * 19, "a" + "好" * 18 + "…"),
        ("General disorders and administration of it", "General disorders and administration…"),
    ],
)
def test_a_name_is_as_long_as_38_letters_at_most(name: str, shown: str) -> None:
    assert rows.short(name) == shown


def test_the_margin_holds_wide_letters() -> None:
    assert rows.left(["好中球減少症"]) == rows.left(["x" * 12]) > rows.left(["x" * 6])


def test_a_drawn_name_is_shortened_before_it_is_escaped() -> None:
    assert rows.shown("&" * 38) == "&amp;" * 38
    assert rows.shown("<b>" * 13) == "&lt;b&gt;" * 12 + "&lt;…"
