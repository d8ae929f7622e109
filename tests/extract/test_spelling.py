"""One spelling for each term: chosen by hand, and held through a lock."""

from pathlib import Path

from dashboard.access import envelope, manifest, sealed
from dashboard.access.connection import open_locked
from dashboard.extract.lock import look
from dashboard.extract.spelling import spellings
from tests.extract import tiny

DECLARED = ["Cytokine release syndrome"]


def test_the_most_frequent_spelling_is_kept_and_of_equals_the_first() -> None:
    assert spellings({"COUGH": 1, "Cough": 3, "Ｃｏｕｇｈ": 2, "Rash": 1}, []) == {
        "COUGH": "Cough",
        "Cough": "Cough",
        "Ｃｏｕｇｈ": "Cough",
        "Rash": "Rash",
    }
    assert spellings({"cough": 1, "Cough": 1}, [])["cough"] == "Cough"


def test_what_queries_would_not_know_is_spelled_as_the_definition_has_it() -> None:
    wide = "Ｃｙｔｏｋｉｎｅ release syndrome"
    assert spellings({wide: 9}, DECLARED) == {wide: DECLARED[0]}
    assert set(spellings({wide: 9, "CYTOKINE RELEASE SYNDROME": 1}, DECLARED).values()) == {"CYTOKINE RELEASE SYNDROME"}
    assert spellings({f"\t{DECLARED[0]}": 2}, DECLARED) == {f"\t{DECLARED[0]}": DECLARED[0]}


def test_a_term_that_tells_an_arm_is_withheld_in_whatever_width_it_comes(tmp_path: Path) -> None:
    """Otherwise the blinded side would list it by name; and two spellings of sepsis are one row of two events."""
    adae = tiny.TABLES["adae"].replace("CYTOKINE RELEASE SYNDROME", "Ｃｙｔｏｋｉｎｅ\u00a0release  syndrome")
    adae = adae.replace("Sepsis                    | 4", "ＳＥＰＳＩＳ             | 4")
    extract = tiny.lock_tiny(tmp_path, adae=adae)
    store = manifest.read(extract.folder / "blinded")
    cursor = open_locked(store.tables, {}, store.manifest.arms).cursor()
    terms = {term for (term,) in cursor.execute("select distinct term from event_count").fetchall()}
    assert "Other term" in terms
    assert not any("release" in term for term in terms)
    content = sealed.read(extract.folder / "sealed", envelope.store_key(tmp_path / "keys"))
    cursor = open_locked(content.tables, {}, content.manifest.arms).cursor()
    found = cursor.execute("select term, count(*) from adverse_event where participant = 'P1' group by 1").fetchall()
    assert dict(found)["Sepsis"] == 2
    assert "Cytokine release syndrome" in dict(found)


def test_another_spelling_is_a_warning_that_names_no_term(tmp_path: Path) -> None:
    source = tiny.write(tmp_path / "source", **tiny.replaced("adae", "| Sepsis                    | 4", "| SEPSIS | 4"))
    (found,) = (f for f in look(source, tiny.trial(), tiny.CUT_OFF).findings if f.rule == "spelled in several ways")
    assert (found.level, found.file, found.column, found.rows) == ("warning", "adae.csv", "TERM", 1)
    assert "epsis" not in found.what.lower()
