"""What is wrong with a catalogue file is said in Chinese to Chinese readers, whole."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from jiqun.base.errors import Problem, Where
from jiqun.base.files import catalogue_path
from jiqun.base.schema_faults import KINDS, schema_problems, unknown_name, yaml_reason

SCHEMAS = sorted(path.stem for path in catalogue_path("schemas").glob("*.json"))
ENGLISH = re.compile(r"[a-z]{2,} [a-z]{2,} [a-z]{2,}")


def explained(schema: str, key: str, value: Any) -> list[Problem]:
    whole = json.loads(catalogue_path("schemas", f"{schema}.json").read_text(encoding="utf-8"))
    part = {**whole["properties"][key], "$defs": whole.get("$defs", {})}
    checker = Draft202012Validator(part, format_checker=Draft202012Validator.FORMAT_CHECKER)
    return list(schema_problems(checker, value, lambda *_: Where("a.yaml", 1)))


def bad_values() -> Iterator[tuple[str, str, Any]]:
    for schema in SCHEMAS:
        whole = json.loads(catalogue_path("schemas", f"{schema}.json").read_text(encoding="utf-8"))
        for key, part in whole["properties"].items():
            for value in part.get("x-bad", ()) if isinstance(part, dict) else ():
                yield schema, key, value


def plain(text: str) -> str:
    """Return a text without what the file itself says, patterns and names of keys."""
    return re.sub(r"“[^”]*”|\^\S+|：[a-z_]+(, [a-z_]+)+", "", text)


@pytest.mark.parametrize(("schema", "key", "value"), list(bad_values()))
def test_a_schema_s_fault_is_said_in_chinese(schema: str, key: str, value: Any) -> None:
    for problem in explained(schema, key, value):
        said = problem.text("zh")
        assert re.search("[\u4e00-\u9fff]", problem.what("zh"))
        assert not ENGLISH.search(plain(said)), said
        assert not re.search(
            "[\u4e00-\u9fff]", re.sub("\"[^\"]*\"|'[^']*'", "", problem.what("en"))
        )


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_name_is_of_is_said_in_the_reader_s_language(kind: str) -> None:
    problem = unknown_name(Where(), "outptu", kind, "catalog/forms")
    assert problem.what("zh") == f"“outptu”不是已知的{KINDS[kind]}。"
    assert problem.what("en") == f'"outptu" is not a known {kind}.'


@pytest.mark.parametrize(
    "text",
    ["a: [1, 2", "a: b: c", "a:\n  b: 1\n c: 2", "a: 'x", "\ta: 1", "a: 1\nb", "a: }", "- a\nb: 1"],
)
def test_why_a_text_is_no_yaml_is_said_in_chinese(text: str) -> None:
    import yaml

    from jiqun.base.yaml_files import Loader

    with pytest.raises(yaml.YAMLError) as raised:
        yaml.load(text, Loader=Loader)  # noqa: S506  # a safe one
    assert not re.search("[a-z]", yaml_reason(raised.value).zh)
