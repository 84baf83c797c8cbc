"""Every schema teaches by example, and its examples are true."""

import json
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from jiqun.base.files import catalogue_path
from jiqun.base.units import units

SCHEMAS = sorted(catalogue_path("schemas").glob("*.json"))
TAUGHT = ("calendar", "chain", "comparators", "indicator", "measure", "policy", "workflow")
"""Schemas whose every property has a description, a good and a bad example."""


def known_unit(value: Any) -> bool:
    top, _, bottom = str(value).partition("/")
    return value in units() or (top in units() and bottom in units())


def chinese(value: Any) -> bool:
    return re.search(r"[\u4e00-\u9fff]", value["zh"]) is not None


def sentence(value: Any) -> bool:
    return str(value["zh"]).endswith(("。", "？"))


HOUSE_RULES: dict[tuple[str, str], Callable[[Any], bool]] = {
    ("factor", "from"): known_unit,
    ("factor", "to"): known_unit,
    ("indicator", "unit"): known_unit,
    ("indicator", "title"): chinese,
    ("indicator", "why"): sentence,
}
"""What a schema cannot say of a value, but the tests of this folder hold every file to."""


def described(node: Any, place: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every part of a schema that shows examples, with its path."""
    if isinstance(node, dict):
        if "examples" in node or "x-bad" in node:
            yield place, node
        for key, value in node.items():
            if key not in ("examples", "x-bad"):
                yield from described(value, (*place, key))
    elif isinstance(node, list):
        for number, value in enumerate(node):
            yield from described(value, (*place, str(number)))


def cases(word: str) -> list[Any]:
    """Return (schema, place, example) for every example of a kind in every schema."""
    return [
        pytest.param(path.stem, place, example, id=f"{path.stem}/{'/'.join(place)}#{number}")
        for path in SCHEMAS
        for place, node in described(load(path.stem))
        for number, example in enumerate(node.get(word, []))
    ]


def load(schema: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(
        catalogue_path("schemas", f"{schema}.json").read_text(encoding="utf-8")
    )
    return loaded


def accepted(schema: str, place: tuple[str, ...], example: Any) -> bool:
    """Tell whether a value is taken by a part of a schema and by the rules of the house."""
    whole = load(schema)
    part: Any = whole
    for key in place:
        part = part[int(key)] if isinstance(part, list) else part[key]
    checker = Draft202012Validator(
        {**part, "$defs": whole.get("$defs", {})},
        format_checker=Draft202012Validator.FORMAT_CHECKER,
    )
    if not checker.is_valid(example):
        return False
    rule = HOUSE_RULES.get((schema, place[-1])) if place else None
    return rule is None or rule(example)


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.stem)
def test_a_schema_is_a_json_schema(path: Any) -> None:
    Draft202012Validator.check_schema(load(path.stem))


@pytest.mark.parametrize(("schema", "place", "example"), cases("examples"))
def test_a_good_example_is_accepted(schema: str, place: tuple[str, ...], example: Any) -> None:
    assert accepted(schema, place, example)


@pytest.mark.parametrize(("schema", "place", "example"), cases("x-bad"))
def test_a_bad_example_is_refused(schema: str, place: tuple[str, ...], example: Any) -> None:
    assert not accepted(schema, place, example)


@pytest.mark.parametrize("schema", TAUGHT)
def test_a_property_says_what_it_is_and_shows_a_good_and_a_bad_value(schema: str) -> None:
    whole = load(schema)
    parts = {**whole["properties"]}
    if schema == "comparators":
        parts |= whole["$defs"]["comparator"]["properties"]
    parts["definition"] = whole["$defs"].get("definition", parts.get("definition"))
    silent = [
        name
        for name, part in parts.items()
        if part is not None and not {"description", "examples", "x-bad"} <= set(part)
    ]
    assert silent == []
