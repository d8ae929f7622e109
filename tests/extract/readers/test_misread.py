"""Text whose UTF-8 was read as Windows-1252 is told from text that was not."""

import duckdb
import pytest

from dashboard.extract.readers import MIS_DECODED, looks_mis_decoded

RIGHT = ["é", "’", "“", "–", "≥", "µ", "°C", "™", "Müller", "naïve", "Ωμέγα", "Привет", "日本語", "😀"]


def as_windows(text: str) -> str:
    """UTF-8 read as Windows-1252 the way browsers do: undefined bytes as control characters."""
    return "".join(bytes([b]).decode("cp1252", "ignore") or chr(b) for b in text.encode())


@pytest.mark.parametrize("text", RIGHT)
def test_text_read_in_the_wrong_encoding_is_seen(text: str) -> None:
    assert looks_mis_decoded(as_windows(text))


@pytest.mark.parametrize("text", [*RIGHT, "", "Graft versus host disease", "NÃO", "Â", "CAFÉ”", "50 €", "Ärzte “Ä“"])
def test_text_read_rightly_is_left_alone(text: str) -> None:
    assert not looks_mis_decoded(text)


def test_duckdb_and_python_see_the_same() -> None:
    texts = [*RIGHT, *map(as_windows, RIGHT), "\ufffd"]
    for text in texts:
        with duckdb.connect() as database:
            found = database.execute("select regexp_matches($1, $2)", [text, MIS_DECODED]).fetchone()
        assert found == (looks_mis_decoded(text),)
