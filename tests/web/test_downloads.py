import pandas as pd
import pytest

from dashboard.web.downloads import safe
from tests.web.fakes import House


def test_a_download_is_the_table_of_the_panel_and_says_where_it_comes_from(house: House) -> None:
    answered = house.log_in("dsmb_chair").get("/unblinded/download/five-answers/curve.csv?grade=severe")
    assert answered.mimetype == "text/csv"
    assert answered.data.startswith(b"\xef\xbb\xbf# ")  # by which a spreadsheet knows UTF-8
    lines = answered.text.removeprefix("\ufeff").splitlines()
    comments = [line for line in lines if line.startswith("# ")]
    assert "# Side: unblinded" in comments
    assert "# Cut-off: 15 Jan 2026" in comments
    assert "# Filters: grade = severe" in comments
    assert "# Population: All randomised, A n = 42, B n = 43" in comments
    assert lines[len(comments) :] == ["Arm,n,Share,Note", "A,42,0.5,'=1+1", "B,43,0.5,plain"]


def test_the_name_of_the_file_says_where_it_comes_from(house: House) -> None:
    answered = house.log_in("dsmb_chair").get("/unblinded/download/five-answers/curve.csv")
    name = "BLIN-MAINT_unblinded_2026-01-15_five-answers_curve_9c417f0e.csv"
    assert answered.headers["Content-Disposition"] == f'attachment; filename="{name}"'


@pytest.mark.parametrize(
    "path",
    [
        "none/curve.csv",
        "five-answers/none.csv",
        "five-answers/curve.csv?grade=9",
        "five-answers/curve.json",
        "../x.csv",
    ],
)
def test_what_does_not_exist_cannot_be_downloaded(house: House, path: str) -> None:
    assert house.log_in("dsmb_chair").get(f"/unblinded/download/{path}").status_code == 404


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_text_is_a_formula_for_a_spreadsheet(start: str) -> None:
    table = pd.DataFrame({f"{start}title": [f"{start}cmd"], "n": [-3], "x": [-0.5]})
    plain = safe(table)
    assert list(plain.columns) == [f"'{start}title", "n", "x"]
    assert plain.iloc[0].tolist() == [f"'{start}cmd", -3, -0.5]
