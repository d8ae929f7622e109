"""One report of everything found in a source: what forbids a lock, what does not, and in which words."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from dashboard.errors import LockError
from dashboard.extract import keys, report
from dashboard.extract.findings import Finding, RefusedError
from dashboard.extract.lock import lock, look
from dashboard.extract.reveal import findings
from dashboard.settings import Settings
from tests.extract import tiny


def rules(folder: Path) -> dict[tuple[str, str], Finding]:
    """What is found, by rule and column."""
    return {(f.rule, f.column): f for f in look(folder, tiny.trial(), tiny.CUT_OFF).findings}


def broken(folder: Path, *changes: tuple[str, str, str]) -> Path:
    """The tiny source with texts of some files replaced."""
    for name, old, new in changes:
        path = folder / f"{name}.csv"
        text = path.read_text(encoding="utf-8")
        assert old in text, (name, old)
        path.write_text(text.replace(old, new), encoding="utf-8")
    return folder


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return tiny.write(tmp_path / "source")


def test_faults_of_several_files_stand_in_one_report(source: Path) -> None:
    broken(source, ("adae", "SOC", "BODY"), ("adtte", "CNSR", "CENSORED"), ("adsl", "RANDFL", "FLAG"))
    found = look(source, tiny.trial(), tiny.CUT_OFF)
    missing = {(finding.file, finding.column) for finding in found.findings if finding.rule == "missing column"}
    assert missing == {("adae.csv", "SOC"), ("adtte.csv", "CNSR"), ("adsl.csv", "RANDFL")}
    assert found.refused


def test_several_columns_of_one_file_are_named_at_once(source: Path) -> None:
    broken(source, ("adae", "SOC", "BODY"), ("adae", "TERM", "WORD"))
    assert {("missing column", "SOC"), ("missing column", "TERM")} <= rules(source).keys()


@pytest.mark.parametrize(
    ("name", "old", "new", "rule", "column"),
    [
        ("adae", "Infections", " Infections", "outer blanks", "SOC"),
        ("adae", "Infections", "Infectâ€™ions", "broken letters", "SOC"),
        ("adae", "Infections", "Infectâ‰¥ions", "broken letters", "SOC"),
        ("adae", "Infections", ".", "dot for missing", "SOC"),
        ("adae", "2025-01-23", "9999-12-31", "sentinel value", "END"),
        ("adtte", ",100,0,REL", ",999,0,REL", "sentinel value", "AVAL"),
    ],
)
def test_what_is_odd_is_a_warning_and_locks(
    name: str, old: str, new: str, rule: str, column: str, source: Path
) -> None:
    broken(source, (name, old, new))
    finding = rules(source)[rule, column]
    assert finding.level == "warning"
    assert finding.rows > 0
    assert not look(source, tiny.trial(), tiny.CUT_OFF).refused


def test_two_studies_in_one_file_are_an_error(source: Path) -> None:
    path = source / "adae.csv"
    head, *lines = path.read_text(encoding="utf-8").splitlines()
    studies = [f"{line},{'TINY' if i else 'OTHER'}" for i, line in enumerate(lines)]
    path.write_text("\n".join([f"{head},STUDYID", *studies]) + "\n", encoding="utf-8")
    finding = rules(source)["studies mixed", "STUDYID"]
    assert (finding.level, finding.rows) == ("error", 2)


def test_what_a_reader_decided_about_a_file_is_a_warning(source: Path) -> None:
    path = source / "adae.csv"
    path.write_bytes(path.read_bytes().replace(b"Infections", b"Infecti\xf6ns"))
    finding = rules(source)["remark", ""]
    assert (finding.level, finding.line) == ("warning", "adae.csv: text is WINDOWS-1252.")


def test_two_studies_in_two_files_are_an_error(source: Path) -> None:
    for name, study in (("adsl", "ONE"), ("adae", "OTHER")):
        path = source / f"{name}.csv"
        head, *lines = path.read_text(encoding="utf-8").splitlines()
        path.write_text("\n".join([f"{head},STUDYID", *(f"{line},{study}" for line in lines)]), encoding="utf-8")
    finding = rules(source)["studies mixed", "STUDYID"]
    assert (finding.level, finding.file) == ("error", "adae.csv, adsl.csv")


def test_a_cut_off_after_the_data_were_taken_is_an_error(source: Path) -> None:
    found = look(source, tiny.trial(), date.today() + timedelta(days=1))
    assert {f.rule for f in found.findings if f.level == "error"} == {"cut-off after data pull"}


def test_a_cut_off_before_the_first_randomisation_is_a_warning(source: Path) -> None:
    found = look(source, tiny.trial(), date(2020, 1, 1))
    assert ("warning", "nobody at the cut-off") in {(f.level, f.rule) for f in found.findings}


def test_a_file_that_cannot_be_read_is_named_in_the_column_of_files(source: Path) -> None:
    (source / "adae.csv").write_bytes(b"")
    finding = rules(source)["unreadable", ""]
    assert (finding.file, finding.what) == ("adae.csv", "cannot be read: it has 0 bytes. Export the file again.")


def test_no_example_is_of_an_arm(source: Path) -> None:
    broken(source, ("adsl", "PLAIN", "SECRET ARM"))
    found = look(source, tiny.trial(), tiny.CUT_OFF)
    assert found.refused
    assert "SECRET ARM" not in report.as_text(found.findings) + report.as_json(found.findings)


SOME = (
    Finding("warning", "adverse_event", "adae.csv", "SOC", "outer blanks", "2 rows begin with blanks.", 2, ("' <b>'",)),
    Finding("error", "participant", "adsl.csv", "ARM", "missing column", "is missing."),
)


def test_the_text_says_the_verdict_and_errors_first() -> None:
    assert report.as_text(SOME).splitlines() == [
        "The source cannot be locked: 1 error, 1 warning.",
        "error: adsl.csv, column ARM: is missing.",
        "warning: adae.csv, column SOC: 2 rows begin with blanks.",
        "    for example ' <b>'",
    ]
    assert report.verdict(()) == "The source can be locked: no errors, no warnings."


def test_the_page_stands_alone_and_escapes_what_the_source_says() -> None:
    page = report.as_html(SOME)
    assert "&#39; &lt;b&gt;&#39;" in page
    assert "<b>" not in page
    assert "http" not in page


def test_the_json_holds_every_finding() -> None:
    told = json.loads(report.as_json(SOME))
    assert [item["rule"] for item in told["findings"]] == ["missing column", "outer blanks"]
    assert told["findings"][1]["examples"] == ["' <b>'"]


def test_a_report_has_a_known_ending(tmp_path: Path) -> None:
    with pytest.raises(LockError, match=r"\.html or \.json"):
        report.write(SOME, tmp_path / "report.pdf")


def locked(source: Path, base: Path, **options: object) -> Callable[[], object]:
    keys.new(base / "keys")
    return lambda: lock(source, tiny.trial(), tiny.CUT_OFF, base / "x", base / "keys", pulled=tiny.PULLED, **options)  # type: ignore[arg-type]


def test_a_refused_lock_writes_the_report_and_nothing_else(source: Path, tmp_path: Path) -> None:
    broken(source, ("adae", "SOC", "BODY"))
    with pytest.raises(RefusedError, match="column SOC"):
        locked(source, tmp_path, report=tmp_path / "report.json")()
    assert {path.name for path in tmp_path.iterdir()} == {"source", "keys", "report.json"}
    assert json.loads((tmp_path / "report.json").read_text())["verdict"].startswith("The source cannot be locked")


def test_a_lock_says_what_it_reads(source: Path, tmp_path: Path) -> None:
    said: list[str] = []
    locked(source, tmp_path, said=said.append)()
    assert said[0] == "adsl.csv"
    assert said[-1] == "checks"


def test_a_leak_is_refused_in_general_words_and_its_detail_is_sealed(
    source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five participants are too few to separate; the finder itself is tested in test_leaks."""
    from dashboard.extract import survey
    from dashboard.extract.leaks import Leak

    leak = Leak("visit Day 30: documented", ("A", "B"), (0, 40), (40, 40))
    monkeypatch.setattr(survey.leaks, "find", lambda *_: (leak,))
    with pytest.raises(LockError, match="would tell the arms apart") as caught:
        locked(source, tmp_path)()
    assert "Day 30" not in str(caught.value)
    assert not (tmp_path / "x").exists()
    kept = tmp_path / "x.leaks.sealed"
    assert b"Day 30" not in kept.read_bytes()
    settings = Settings(keys=str(tmp_path / "keys"))
    assert list(findings(kept, settings)) == ["visit Day 30: documented: A 0/40, B 40/40"]


def test_the_findings_of_an_extract_are_read_with_the_key(source: Path, tmp_path: Path) -> None:
    broken(source, ("adae", "Infections", " Infections"))
    locked(source, tmp_path)()
    lines = list(findings(tmp_path / "x", Settings(keys=str(tmp_path / "keys"))))
    assert any(line.startswith("warning: outer blanks: ") for line in lines)


def test_an_endpoint_of_which_nobody_has_a_row_forbids_the_lock(tmp_path: Path) -> None:
    """Deaths would stand in one table and be "no participants so far" in the next."""
    folder = tiny.write(tmp_path / "source", adtte=tiny.head("adtte"))
    found = [f for f in look(folder, tiny.trial(), tiny.CUT_OFF).findings if f.rule == "endpoint without rows"]
    assert [(f.level, f.file) for f in found] == [("error", "adtte"), ("error", "adtte")]
    assert "no participant has a row of RELNRM (endpoint relapse-nrm)" in found[0].what
    assert not any("CRS3" in f.what for f in found)  # counts from the first dose: nobody may have had one yet
