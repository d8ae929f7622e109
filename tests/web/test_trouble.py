"""What does not exist is one answer, whoever says that it does not exist."""

from pathlib import Path

import pytest

from tests.web.fakes import build


@pytest.mark.parametrize(
    "path", ["none", "dash/none.js", "none/none.js", "dash/dash-renderer/build/dash_renderer.min.js.map"]
)
def test_a_library_file_that_there_is_not_is_no_such_page(
    path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = build(tmp_path, monkeypatch).log_in("sponsor")
    missing = browser.get(f"/conduct/_dash-component-suites/{path}")
    unknown = browser.get("/nowhere")
    assert (missing.status_code, missing.data) == (404, unknown.data)
