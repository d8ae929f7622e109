"""Unmasking: outside the unblinded side nobody learns that it happened; inside, each may do their own part alone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard.records import audit
from dashboard.web import server
from tests.web.fakes import House, call
from tests.web.named import NAME, code_key, house_with_keys, post, unmask

ACTS = ("ask", "agree", "refuse", "withdraw", "execute", "emergency")
OUTSIDE = {"sponsor": ("conduct",), "trial_statistician": ("conduct", "blinded", "bench"), "administrator": ()}
INSIDE = {
    "dsmb_member": {"ask", "withdraw"},
    "dsmb_chair": {"ask", "withdraw", "agree", "refuse", "emergency"},
    "reporting_statistician": {"execute", "emergency"},
}
"""Who may send which form, written out."""
DRAWN = re.compile('"end_id":"[^"]*"')
"""What Dash draws at random for each page it writes."""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with pytest.MonkeyPatch.context() as patch:
        built = house_with_keys(tmp_path_factory.mktemp("named"), patch)
        yield built
        built.records.close()


def answers(house: House, role: str) -> dict[str, str]:
    """Every page, callback and download of the sides that a role enters, and addresses that are not there."""
    browser = house.log_in(role)
    found = {path: browser.get(path).text for path in ("/", "/unblinded/unmasking", "/unblinded/", "/no-such")}
    for side in OUTSIDE[role]:
        for path in (f"/{side}/", f"/{side}/_dash-layout", f"/{side}/_dash-dependencies", f"/{side}/unmasking"):
            found[path] = browser.get(path).text
        if side != "bench":
            body, proof = call("five-answers", "terms"), house.proof(browser)
            found[f"{side} panel"] = browser.post(f"/{side}/_dash-update-component", json=body, headers=proof).text
            found[f"{side} csv"] = browser.get(f"/{side}/download/five-answers/terms.csv").text
    proof_text = house.proof(browser)["X-CSRFToken"]
    return {path: DRAWN.sub("", text.replace(proof_text, "")) for path, text in found.items()}


@pytest.mark.parametrize("role", OUTSIDE)
def test_for_those_outside_nothing_is_there(house: House, role: str) -> None:
    browser = house.log_in(role)
    nothing = browser.get("/no-such-address").text
    assert browser.get("/unblinded/unmasking").text == nothing
    for act in ACTS:
        answered = post(house, browser, act, reason="x", participant="01-004", key=code_key(house))
        assert (answered.status_code, answered.text) == (404, nothing), act
    assert not [row for row in audit.rows(house.records) if row.who == role and "unmasking" in row.action]


@pytest.mark.parametrize("role", INSIDE)
def test_inside_each_sends_their_own_forms_alone(house: House, role: str) -> None:
    browser = house.log_in(role)
    nothing = browser.get("/unblinded/no-such-address").text
    for act in ACTS:
        answered = post(house, browser, act, request="999", participant="NOBODY", key="")
        if act in INSIDE[role]:
            assert answered.status_code == 400, act
        else:
            assert (answered.status_code, answered.text) == (404, nothing), act
        assert (f'action="/unblinded/unmasking/{act}"' in browser.get("/unblinded/unmasking").text) <= (
            act in INSIDE[role]
        )


@pytest.mark.parametrize("act", ACTS)
def test_a_form_of_another_site_is_refused(house: House, act: str) -> None:
    browser = house.log_in("dsmb_chair")
    other = house.proof(house.log_in("dsmb_member"))["X-CSRFToken"]
    for proof in ("", "x", other):
        assert post(house, browser, act, form_token=proof, reason="x").status_code == 403
    assert browser.get(f"/unblinded/unmasking/{act}").status_code == 404


def test_outside_every_answer_is_the_same_byte_for_byte_after_it_happened(tmp_path: Path) -> None:
    with pytest.MonkeyPatch.context() as patch:
        house = house_with_keys(tmp_path, patch)
        server.warm(house.server)
        before = {role: answers(house, role) for role in OUTSIDE}
        seen = {side: audit.seen(house.records, [side]) for side in ("", "conduct", "blinded", "bench")}
        post(house, house.log_in("dsmb_chair"), "emergency", participant="01-004", reason="x", key=code_key(house))
        unmask(house, 2)
        assert {side: audit.seen(house.records, [side]) for side in seen} == seen
        assert {role: answers(house, role) for role in OUTSIDE} == before
        inside = house.log_in("dsmb_member")
        assert NAME in inside.get("/unblinded/").text
        for side in ("conduct", "blinded"):
            text = inside.get(f"/{side}/").text
            assert "UNMASKED" not in text
            assert NAME not in text
        house.records.close()
