"""Library files travel compressed, everything else as it is."""

import gzip

import pytest

from tests.web.fakes import House

PLOTLY = "/unblinded/_dash-component-suites/plotly/package_data/plotly.min.js"


@pytest.mark.parametrize("path", [PLOTLY, "/unblinded/bootstrap.min.css"])
def test_a_library_file_is_the_same_file_smaller(house: House, path: str) -> None:
    browser = house.log_in("dsmb_chair")
    with browser.get(path) as plain, browser.get(path, headers={"Accept-Encoding": "br, gzip"}) as packed:
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data
        assert len(packed.data) < len(plain.data) / 2
        assert packed.headers["Content-Length"] == str(len(packed.data))
        assert "Accept-Encoding" in plain.headers["Vary"]
        assert "Accept-Encoding" in packed.headers["Vary"]


def test_a_kept_library_file_is_confirmed_without_a_body(house: House) -> None:
    browser = house.log_in("dsmb_chair")
    with browser.get(PLOTLY, headers={"Accept-Encoding": "gzip"}) as first:
        tag = first.headers["ETag"]
    with browser.get(PLOTLY, headers={"Accept-Encoding": "gzip", "If-None-Match": tag}) as again:
        assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    "path",
    ["/unblinded/", "/unblinded/_dash-layout", "/unblinded/download/five-answers/terms.csv", "/unblinded/nowhere"],
)
def test_what_may_hold_a_secret_is_never_compressed(house: House, path: str) -> None:
    with house.log_in("dsmb_chair").get(path, headers={"Accept-Encoding": "gzip"}) as answered:
        assert "Content-Encoding" not in answered.headers
