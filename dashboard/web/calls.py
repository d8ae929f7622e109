"""Calls of Dash's renderer, read strictly: what another hand wrote is refused before anything is done or drawn."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import orjson
from flask.json.provider import DefaultJSONProvider

Place = tuple[str, str]
"""Identity and property of an element, as a callback declares them."""


class Bodies(DefaultJSONProvider):
    """Reads bodies with orjson, to which one that is nested without end is an error like any other."""

    def loads(self, s: str | bytes, **_: Any) -> Any:
        """The value; raises ValueError."""
        return orjson.loads(s)


def ours(body: Mapping[str, Any], inputs: Sequence[Mapping[str, str]]) -> bool:
    """Whether a call of a callback that declares these inputs is one that our own page can send."""
    output, outputs = body["output"], body.get("outputs")
    several = output.startswith("..")
    changes = _changes(output[2:-2].split("...") if several else [output])
    return (
        _are(outputs if several else [outputs], changes)
        and _are(body.get("inputs"), [(item["id"], item["property"]) for item in inputs])
        and body.get("state", []) == []
        and _texts(body.get("changedPropIds", []))
    )


def _changes(named: Sequence[str]) -> list[Place]:
    places = [name.rpartition(".") for name in named]
    return [(id_, property_) for id_, _, property_ in places]


def _are(given: Any, declared: Sequence[Place]) -> bool:
    return isinstance(given, list) and len(given) == len(declared) and all(map(_is, given, declared))


def _is(given: Any, declared: Place) -> bool:
    """Whether an element is the one declared, or one of a declared pattern: the same keys, each a text."""
    if not isinstance(given, dict) or given.get("property") != declared[1]:
        return False
    id_ = given.get("id")
    if not declared[0].startswith("{"):
        return bool(id_ == declared[0])
    return isinstance(id_, dict) and id_.keys() == json.loads(declared[0]).keys() and _texts([*id_.values()])


def _texts(given: Any) -> bool:
    return isinstance(given, list) and all(isinstance(item, str) for item in given)
