import re
import zipfile
from datetime import date
from io import BytesIO
from xml.etree import ElementTree

import pandas as pd
import pytest

from dashboard.errors import ChoiceError
from dashboard.web import workbook
from dashboard.web.downloads import safe
from tests.web.fakes import House

SPACE = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}


def sheet(written: bytes, number: int) -> tuple[dict[str, str], str]:
    """The cells of a sheet by their address, and its XML."""
    with zipfile.ZipFile(BytesIO(written)) as book:
        texts = ["".join(one.itertext()) for one in _tree(book, "xl/sharedStrings.xml").findall("x:si", SPACE)]
        xml = book.read(f"xl/worksheets/sheet{number}.xml").decode()
    cells = {}
    for cell in ElementTree.fromstring(xml).iterfind(".//x:c", SPACE):
        value = cell.findtext("x:v", "", SPACE)
        cells[cell.get("r", "")] = texts[int(value)] if cell.get("t") == "s" else value
    return cells, xml


def _tree(book: zipfile.ZipFile, name: str) -> ElementTree.Element:
    return ElementTree.fromstring(book.read(name))


def test_numbers_are_numbers_texts_are_texts_and_what_is_missing_is_empty() -> None:
    table = pd.DataFrame(
        {"Term": ["敗血症", None], "Day": pd.array([3, None], dtype="Int64"), "Weight": [0.25, float("inf")]}
    )
    cells, _ = sheet(workbook.of(table, {"Store": "9c41", "Nothing": ""}), 1)
    assert cells == {"A1": "Term", "B1": "Day", "C1": "Weight", "A2": "敗血症", "B2": "3", "C2": "0.25"}
    assert sheet(workbook.of(table, {"Store": "9c41", "Nothing": ""}), 2)[0] == {"A1": "Store", "B1": "9c41"}


@pytest.mark.parametrize("text", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "{=1}", "https://x.example", "12"])
def test_no_text_becomes_a_formula_a_link_or_a_number(text: str) -> None:
    table = pd.DataFrame({text: [text]})
    cells, xml = sheet(workbook.of(safe(table), {text: text}), 1)
    assert {cells["A1"], cells["A2"]} <= {text, f"'{text}"}
    assert not re.search(r"<f[ >]|hyperlink", xml)
    facts, xml = sheet(workbook.of(safe(table), {text: text}), 2)
    assert facts == {"A1": text, "B1": text}
    assert not re.search(r"<f[ >]|hyperlink", xml)


def test_the_same_table_is_the_same_file_whenever_it_is_taken() -> None:
    table = pd.DataFrame({"Term": ["Sepsis"], "n": [3]})
    first = workbook.of(table, {"Store": "9c41"}, date(2026, 1, 15))
    with zipfile.ZipFile(BytesIO(first)) as book:
        said = "".join(book.read(name).decode() for name in book.namelist())
    assert {*re.findall(r"\d{4}-\d\d-\d\dT[\d:]+Z", said)} == {"2026-01-15T00:00:00Z"}
    assert workbook.of(table, {"Store": "9c41"}, date(2026, 1, 15)) == first
    assert workbook.of(table, {"Store": "9c41"}, date(2026, 1, 16)) != first


def test_a_table_longer_than_a_sheet_is_a_sentence() -> None:
    with pytest.raises(ChoiceError, match="take the CSV"):
        workbook.of(pd.DataFrame(index=range(workbook.MOST + 1)), {})


def test_the_download_is_the_table_of_the_panel_and_says_where_it_comes_from(house: House) -> None:
    answered = house.log_in("dsmb_chair").get("/unblinded/download/five-answers/curve.xlsx?grade=severe")
    assert answered.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    name = "BLIN-MAINT_unblinded_2026-01-15_five-answers_curve_9c417f0e.xlsx"
    assert answered.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    cells, _ = sheet(answered.data, 1)
    assert [cells[at] for at in ("A1", "B1", "A2", "B2", "D2")] == ["Arm", "n", "A", "42", "'=1+1"]
    facts, _ = sheet(answered.data, 2)
    assert {"Filters", "Store", "Cut-off", "Population"} <= {*facts.values()}
    assert "grade = severe" in facts.values()


def test_a_workbook_stays_shut_as_its_page_does(house: House) -> None:
    browser = house.log_in("dsmb_member")
    shut = browser.get("/unblinded/download/arm-only/events.xlsx")
    assert (shut.status_code, shut.headers["Location"]) == (302, "/unblinded/arm-only")
    for path in ("none/curve.xlsx", "five-answers/none.xlsx", "five-answers/curve.xlsx?grade=9"):
        assert browser.get(f"/unblinded/download/{path}").status_code == 404
    assert house.log_in("sponsor").get("/unblinded/download/five-answers/curve.xlsx").status_code == 404
