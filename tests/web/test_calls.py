"""What is taken for a call of our own pages: what Dash's renderer sends, and nothing near it."""

from copy import deepcopy
from typing import Any

import orjson
import pytest
from flask import Flask
from hypothesis import given, settings
from hypothesis import strategies as st

from dashboard.web.calls import Bodies, ours
from tests.web.fakes import call, view

PAGE, PANEL = view("/conduct/", "?grade=severe"), call("five-answers", "curve", "grade=severe")
DECLARED = {
    PAGE["output"]: [{"id": "address", "property": "pathname"}, {"id": "address", "property": "search"}],
    PANEL["output"]: [{"id": '{"filters":["MATCH"],"page":["MATCH"],"panel":["MATCH"]}', "property": "id"}],
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def taken(body: dict[str, Any]) -> bool:
    return ours(body, DECLARED[body["output"]])


@pytest.mark.parametrize("body", [PAGE, PANEL])
def test_what_the_renderer_sends_is_taken(body: dict[str, Any]) -> None:
    assert taken(body)
    assert taken({**body, "state": []})
    assert taken({name: value for name, value in body.items() if name != "changedPropIds"})


@given(body=st.sampled_from([PAGE, PANEL]), key=st.sampled_from(["outputs", "inputs", "changedPropIds"]), value=JSON)
@settings(max_examples=60)
def test_anything_else_in_any_place_is_not(body: dict[str, Any], key: str, value: Any) -> None:
    harmless = key == "changedPropIds" and isinstance(value, list) and all(isinstance(part, str) for part in value)
    assert taken({**body, key: value}) == harmless


@pytest.mark.parametrize("body", [PAGE, PANEL])
@pytest.mark.parametrize("key", ["outputs", "inputs"])
@pytest.mark.parametrize("name", ["id", "property"])
@pytest.mark.parametrize("value", [None, 7, "x", [], {}, {"page": "a"}, {"page": 1, "panel": "a", "filters": ""}])
def test_another_element_is_not(body: dict[str, Any], key: str, name: str, value: object) -> None:
    forged = deepcopy(body)
    parts = forged[key] if isinstance(forged[key], list) else [forged[key]]
    parts[0][name] = value
    assert not taken(forged)


@pytest.mark.parametrize("body", [PAGE, PANEL])
def test_one_element_more_or_less_and_a_state_that_nobody_declared_are_not(body: dict[str, Any]) -> None:
    assert not taken({**body, "inputs": body["inputs"] * 2})
    assert not taken({**body, "inputs": body["inputs"][1:]})
    assert not taken({**body, "outputs": [body["outputs"]]})
    assert not taken({**body, "state": [{"id": "x", "property": "y", "value": 1}]})


@pytest.mark.parametrize("body", ["[" * 100_000, '{"a":' * 50_000, "\xff", "NaN", ""])
def test_a_body_that_cannot_be_read_is_an_error_of_reading(body: str) -> None:
    with pytest.raises(orjson.JSONDecodeError):
        Bodies(Flask("dashboard.web")).loads(body)
