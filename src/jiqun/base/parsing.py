"""A catalogue file's text taken apart: its content, and the line each part of it stands on.

What the package ships is parsed once for each state of the program and its content kept; the lines
are read off the file when somebody asks for one, which is where something is wrong.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from jiqun.base.errors import Problem, Where
from jiqun.base.kept import kept
from jiqun.base.shipped import CATALOGUE
from jiqun.base.texts import read_text
from jiqun.base.yaml_files import Loader, yaml_text

TEXT = "tag:yaml.org,2002:str"
Place = tuple[str | int, ...]
Lines = Mapping[Place, int]


class Parsed(NamedTuple):
    """What a file says, where each part of it stands, and what is wrong with how it is written.

    The content is None where the file is no mapping of texts to values.
    """

    content: dict[str, Any] | None
    lines: Lines
    problems: list[Problem]


def parsed(text: str, name: str) -> Parsed:
    r"""Take a text apart.

    Parameters
    ----------
    text
        YAML that is safe to be built.
    name
        How its file is called in messages.

    Raises
    ------
    yaml.YAMLError
        Where it is no YAML.

    Examples
    --------
    >>> found = parsed("title:\n  zh: 集群", "charts/own.yaml")
    >>> found.content, found.lines["title", "zh"]
    ({'title': {'zh': '集群'}}, 2)
    """
    node = yaml.compose(text, Loader=Loader)
    if not isinstance(node, yaml.MappingNode):
        return Parsed(None, {}, [Problem("catalogue.not_a_mapping", Where(file=name))])
    lines: dict[Place, int] = {}
    problems = list(_walk(node, (), lines, name))
    if any(problem.code == "catalogue.key_not_text" for problem in problems):
        return Parsed(None, {}, problems)
    return Parsed(_Constructor().construct_document(node), lines, problems)


def parsed_file(path: Path, name: str) -> Parsed:
    """Take a file apart; parameters and faults as of :func:`parsed`.

    Examples
    --------
    >>> parsed_file(CATALOGUE / "calendars" / "2022.yaml", "2022.yaml").content["year"]
    2022
    """
    if path.is_relative_to(CATALOGUE):
        place = path.relative_to(CATALOGUE)
        content = _shipped(place.parts[0]).pop(place.as_posix(), None)  # a thing of whoever asks
        if content is not None:
            return Parsed(content, _Later(path), [])
    return parsed(yaml_text(path), name)


@cache
def _shipped(folder: str) -> dict[str, dict[str, Any]]:
    """Return what the files of a folder of the catalogue say, without those that are wrong."""
    text = kept(f"catalogue {folder}", lambda: json.dumps(dict(_sound(folder))))
    said: dict[str, dict[str, Any]] = json.loads(text)
    return said


def _sound(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for path in sorted((CATALOGUE / folder).rglob("*.yaml")):
        try:
            content, _, problems = parsed(yaml_text(path), path.name)
            same = content == json.loads(json.dumps(content))
        except (yaml.YAMLError, ValueError, TypeError):
            continue  # said when it is asked for
        if content is not None and same and not problems:
            yield path.relative_to(CATALOGUE).as_posix(), content


@dataclass(frozen=True)
class _Later(Mapping[Place, int]):
    """The lines of a shipped file, read when somebody asks."""

    path: Path

    @cached_property
    def _lines(self) -> Lines:
        return parsed(yaml_text(self.path), self.path.name).lines

    def __getitem__(self, place: Place) -> int:
        return self._lines[place]

    def __iter__(self) -> Iterator[Place]:
        return iter(self._lines)

    def __len__(self) -> int:
        return len(self._lines)


class _Constructor(yaml.constructor.SafeConstructor):
    """Build plain Python from nodes already parsed; dates stay text, as JSON has them."""


_Constructor.add_constructor("tag:yaml.org,2002:timestamp", lambda _, node: node.value)


def _walk(node: yaml.Node, at: Place, lines: dict[Place, int], file: str) -> Iterator[Problem]:
    """Note the line of every part, and report keys written twice."""
    lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.SequenceNode):
        for number, item in enumerate(node.value):
            yield from _walk(item, (*at, number), lines, file)
    elif isinstance(node, yaml.ScalarNode) and not node.value.isprintable():
        where = Where(file, node.start_mark.line + 1)
        yield from read_text(node.value, where, longest=len(node.value), lines=True).problems
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.tag != TEXT:
                where = Where(file=file, line=key.start_mark.line + 1)
                yield Problem("catalogue.key_not_text", where)
                continue
            place = (*at, key.value)
            if place in lines:
                where = Where(file=file, line=key.start_mark.line + 1, field=key.value)
                yield Problem("catalogue.key_twice", where, {"key": key.value})
            lines[place] = key.start_mark.line + 1
            yield from _walk(value, place, lines, file)
