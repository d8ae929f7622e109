"""Dataset-JSON 1.1 as CDISC's specification of 2024-12-05 has it, in both of its forms."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import SourceError
from dashboard.extract import readers
from dashboard.extract.readers import dataset_json, json_stream
from tests.extract.readers.conftest import Reads


def item(name: str, kind: str, **more: object) -> dict[str, Any]:
    return {"itemOID": f"IT.{name}", "name": name, "label": f"Label of {name}", "dataType": kind, **more}


COLUMNS = [
    item("ID", "string"),
    item("AGE", "integer"),
    item("BMI", "decimal", targetDataType="decimal"),
    item("AVAL", "float"),
    item("OK", "boolean"),
    item("DTC", "date"),
    item("ADT", "date", targetDataType="integer"),
    item("ADTM", "datetime", targetDataType="integer"),
]
ROWS = [
    ["P1", 40, "1,020.50", 1, True, "2025-03", "2025-03-02", "2025-03-02T23:59:00"],
    ["é", None, None, None, None, "", None, ""],
]
READ = [
    ("P1", 40, 1020.5, 1.0, True, "2025-03", date(2025, 3, 2), date(2025, 3, 2)),
    ("é", *[None] * 4, "", None, None),
]


def dataset(**changed: object) -> dict[str, Any]:
    """A data set with some members replaced; None leaves one out."""
    whole: dict[str, Any] = {
        "datasetJSONCreationDateTime": "2025-07-01T10:00:00",
        "datasetJSONVersion": "1.1.0",
        "itemGroupOID": "IG.ADSL",
        "records": 2,
        "name": "ADSL",
        "label": "Subjects",
        "columns": COLUMNS,
        "rows": ROWS,
    } | changed
    return {key: value for key, value in whole.items() if value is not None}


def write(folder: Path, suffix: str, **changed: object) -> Path:
    whole = dataset(**changed)
    path = folder / f"adsl{suffix}"
    if suffix == ".json":
        path.write_text(json.dumps(whole, indent=1, ensure_ascii=False), encoding="utf-8")
    else:
        rows = whole.pop("rows", [])
        path.write_text("".join(json.dumps(line) + "\r\n" for line in [whole, *rows]), encoding="utf-8")
    return path


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
def test_rows_types_and_labels_come_back(suffix: str, tmp_path: Path, reads: Reads) -> None:
    path = write(tmp_path, suffix, studyOID="S", extension={"anything": [1]})
    assert reads(path) == READ
    assert readers.labels(path)["ADT"] == "Label of ADT"


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
@pytest.mark.parametrize("piece", [1, 3])
def test_pieces_make_the_same_table(
    suffix: str, piece: int, tmp_path: Path, reads: Reads, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset_json, "PIECE", piece)
    monkeypatch.setattr(json_stream, "_CHUNK", 7)
    assert reads(write(tmp_path, suffix, rows=ROWS * 5, records=10)) == READ * 5


def test_members_may_come_in_any_order(tmp_path: Path, reads: Reads) -> None:
    path = tmp_path / "adsl.json"
    path.write_text(json.dumps(dict(reversed(dataset().items()))), encoding="utf-8")
    assert reads(path) == READ


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
def test_metadata_alone_are_a_table_without_rows(suffix: str, tmp_path: Path, reads: Reads) -> None:
    assert reads(write(tmp_path, suffix, records=0, rows=None)) == []


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
def test_a_whole_number_written_with_a_point_is_an_integer(suffix: str, tmp_path: Path, reads: Reads) -> None:
    age = [column["name"] for column in COLUMNS].index("AGE")
    rows = [[float(cell) if i == age and cell is not None else cell for i, cell in enumerate(row)] for row in ROWS]
    assert reads(write(tmp_path, suffix, rows=rows)) == READ
    with pytest.raises(SourceError, match="column AGE: a JSON float where integer"):
        reads(write(tmp_path, suffix, rows=row(AGE=1.5)))


@pytest.mark.parametrize("missing", ["", "  ", " .", "   NA"])
def test_a_decimal_that_is_missing_as_sas_or_r_writes_it(missing: str, tmp_path: Path, reads: Reads) -> None:
    assert reads(write(tmp_path, ".json", rows=row(BMI=missing))) == READ


def row(**changed: object) -> list[list[object]]:
    """The first row, and the second with some cells replaced."""
    names = [column["name"] for column in COLUMNS]
    return [ROWS[0], [changed.get(name, cell) for name, cell in zip(names, ROWS[1], strict=True)]]


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"datasetJSONVersion": "1.0.0"}, "version 1.1 is read"),
        ({"datasetJSONVersion": "1.10"}, "version 1.1 is read"),
        ({"clinicalData": {}, "columns": None}, "Dataset-JSON 1.0"),
        ({"datasetJSONCreationDateTime": "yesterday"}, "no ISO 8601"),
        *(({key: None}, f"no {key}") for key in dataset() if key != "rows"),
        ({"records": "2"}, "records is no whole number"),
        ({"records": 3}, "declares 3 records and has 2 rows"),
        ({"columns": []}, "columns is no array"),
        ({"columns": [{"name": "ID"}]}, "column 1 of its metadata has no itemOID"),
        ({"columns": [item("ID", "text")]}, "column ID: its dataType is none of"),
        ({"columns": [item("ID", "date", targetDataType="day")]}, "targetDataType"),
        ({"columns": [*COLUMNS[:7], item("id", "string")]}, "column ID is there more than once"),
        ({"rows": [ROWS[0], ["P2"]]}, "row 2 has 1 values, the metadata has 8"),
        ({"rows": [ROWS[0], {"ID": "P2"}]}, "row 2 has no array"),
        ({"rows": row(AGE="old")}, "row 2, column AGE: a JSON str where integer"),
        ({"rows": row(AGE=True)}, "row 2, column AGE: a JSON bool where integer"),
        ({"rows": row(AGE=2**70)}, "column AGE: a (value is no|JSON float where) integer"),
        ({"rows": row(BMI="fat")}, "column BMI: a value is no decimal"),
        ({"rows": row(ID=["P"])}, "row 2, column ID: a JSON list where string"),
        ({"rows": row(ADT="2025-02-30")}, "column ADT: a value is no date"),
    ],
)
def test_what_breaks_the_standard_is_named(
    suffix: str, changed: dict[str, Any], reason: str, tmp_path: Path, reads: Reads
) -> None:
    with pytest.raises(SourceError, match=rf"adsl{suffix}: cannot be read: .*{reason}"):
        reads(write(tmp_path, suffix, **changed))


@pytest.mark.parametrize("suffix", [".json", ".ndjson"])
def test_a_file_that_is_cut_off_is_refused(suffix: str, tmp_path: Path, reads: Reads) -> None:
    path = write(tmp_path, suffix)
    whole = path.read_bytes().rstrip()
    for length in range(1, len(whole), 37):
        path.write_bytes(whole[:length])
        with pytest.raises(SourceError, match=f"adsl{suffix}: cannot be read"):
            reads(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("adsl.json", json.dumps(dataset()).encode() + b"[1]", "something follows"),
        ("adsl.json", b'{"name": "\xe9"}', "not UTF-8"),
        ("adsl.json", b"{" + b'"a":[' * 5000, "cut off or damaged"),
        ("adsl.ndjson", json.dumps(dataset()).encode(), "Name it .json"),
        ("adsl.ndjson", json.dumps(dataset(rows=None)).encode() + b"\n['P1']\n", "line 2 is no JSON"),
    ],
)
def test_what_is_no_json_of_its_form_is_refused(
    name: str, content: bytes, reason: str, tmp_path: Path, reads: Reads
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(SourceError, match=rf"{name}: cannot be read: .*{reason}"):
        reads(tmp_path / name)
