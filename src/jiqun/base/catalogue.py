"""Load catalogue files: checked against their JSON Schema, all faults at once, with file and line.

An unknown or misplaced key is an error: a setting that is silently ignored is a wrong figure.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jsonschema import Draft202012Validator

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import CATALOGUE, catalogue_path
from jiqun.base.texts import read_text
from jiqun.base.yaml_files import Loader, yaml_text

TEXT = "tag:yaml.org,2002:str"
Path_ = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """One catalogue file: its content and the line each part of it stands on."""

    path: Path
    content: dict[str, Any]
    lines: dict[Path_, int]

    @property
    def name(self) -> str:
        """The file's path inside the catalogue."""
        return shown_path(self.path)

    def where(self, *place: str | int) -> Where:
        """Return the place of a part of the content, as exact as known."""
        known = place
        while known and known not in self.lines:
            known = known[:-1]
        return Where(file=self.name, line=self.lines.get(known), field="/".join(map(str, place)))


def read_entry(path: Path, schema: str) -> tuple[Entry | None, list[Problem]]:
    """Read one YAML file and hold it against ``catalog/schemas/<schema>.json``.

    Parameters
    ----------
    path
        The file.
    schema
        The schema's name without its ending.

    Returns
    -------
    Entry or None
        The content, or None where the file is no YAML mapping at all.
    list of Problem
        Everything wrong with it.
    """
    try:
        entry, problems = _composed(path)
    except Refused as refused:
        return None, refused.problems
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
        mark = getattr(fault, "problem_mark", None)
        place = Where(file=shown_path(path), line=mark.line + 1 if mark else None)
        reason = getattr(fault, "problem", None) or str(fault)
        return None, [Problem("catalogue.not_yaml", place, {"reason": reason})]
    if entry is not None:
        problems += _schema_problems(entry, schema)
    return entry, problems


def _composed(path: Path) -> tuple[Entry | None, list[Problem]]:
    """Read a file's content and lines; None where it is no mapping of texts to values."""
    node = yaml.compose(yaml_text(path), Loader=Loader)
    if not isinstance(node, yaml.MappingNode):
        return None, [Problem("catalogue.not_a_mapping", Where(file=shown_path(path)))]
    lines: dict[Path_, int] = {}
    problems = list(_walk(node, (), lines, path))
    if any(one.code == "catalogue.key_not_text" for one in problems):
        return None, problems
    return Entry(path, _Constructor().construct_document(node), lines), problems


def shown_path(path: Path) -> str:
    """Write a path inside the catalogue without the machine's part before it."""
    return (
        path.relative_to(CATALOGUE.parent).as_posix()
        if path.is_relative_to(CATALOGUE)
        else path.name
    )


@cache
def validator(schema: str) -> Draft202012Validator:
    """Load a schema of the catalogue, once."""
    content = json.loads(catalogue_path("schemas", f"{schema}.json").read_text(encoding="utf-8"))
    return Draft202012Validator(content, format_checker=Draft202012Validator.FORMAT_CHECKER)


class _Constructor(yaml.constructor.SafeConstructor):
    """Build plain Python from nodes already parsed; dates stay text, as JSON has them."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


def _walk(node: yaml.Node, at: Path_, lines: dict[Path_, int], file: Path) -> Iterator[Problem]:
    """Note the line of every part, and report keys written twice."""
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _walk(item, (*at, number), lines, file)
    elif isinstance(node, yaml.ScalarNode) and not node.value.isprintable():
        where = Where(shown_path(file), node.start_mark.line + 1)
        yield from read_text(node.value, where, longest=len(node.value), lines=True).problems
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.tag != TEXT:
                where = Where(file=shown_path(file), line=key.start_mark.line + 1)
                yield Problem("catalogue.key_not_text", where)
                continue
            place = (*at, key.value)
            if place in lines:
                where = Where(file=shown_path(file), line=key.start_mark.line + 1, field=key.value)
                yield Problem("catalogue.key_twice", where, {"key": key.value})
            lines[place] = key.start_mark.line + 1
            yield from _walk(value, place, lines, file)


def _schema_problems(entry: Entry, schema: str) -> Iterator[Problem]:
    for fault in sorted(
        validator(schema).iter_errors(entry.content), key=lambda one: list(one.path)
    ):
        place: Path_ = tuple(fault.absolute_path)
        if fault.validator in ("additionalProperties", "unevaluatedProperties"):
            yield from _unknown_keys(entry, place, fault)
        elif fault.validator == "required":
            yield Problem("catalogue.key_missing", entry.where(*place), {"reason": fault.message})
        else:
            yield Problem("catalogue.bad_value", entry.where(*place), {"reason": _reason(fault)})


def _unknown_keys(entry: Entry, place: Path_, fault: Any) -> Iterator[Problem]:
    known = fault.schema.get("properties", {})
    for key in sorted(set(fault.instance) - set(known)):
        details = {"key": key, "known": ", ".join(known)}
        yield Problem("catalogue.key_unknown", entry.where(*place, key), details)


def _reason(fault: Any) -> str:
    """Say what a value should be: the schema's own words if it has them."""
    if fault.validator in ("oneOf", "anyOf") and fault.context:
        deepest = max(fault.context, key=lambda one: (len(one.path), one.validator == "enum"))
        return f"{deepest.message} ({fault.schema.get('description', '')})".replace(" ()", "")
    return str(fault.message)
