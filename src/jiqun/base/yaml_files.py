"""The one door for YAML: within a size and a depth, without references, parsed before built."""

from pathlib import Path
from typing import Any

import yaml

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.inputs import MEGABYTE, read_input
from jiqun.base.shipped import CATALOGUE, safe_loader

Loader: Any = safe_loader()

LARGEST_YAML = MEGABYTE
DEEPEST_YAML = 40
"""Levels; the catalogue's own files have nine."""
_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)


def yaml_text(path: Path) -> str:
    """Return the text of a YAML file that is safe to be built.

    Parameters
    ----------
    path
        The file; UTF-8. What the package itself ships is not looked through.

    Raises
    ------
    Refused
        Where the file cannot be read, uses references or is nested too deep.
    yaml.YAMLError, UnicodeDecodeError
        Where it is no YAML.
    """
    text = read_input(path, LARGEST_YAML).decode("utf-8-sig")
    if path.is_relative_to(CATALOGUE):
        return text  # our own files, held by tests: looking twice would slow every start
    return _safe(text, path.name)


def safe_text(content: bytes, name: str) -> str:
    """Return the text of YAML read already, if it is safe to be built.

    Parameters
    ----------
    content
        The file's bytes, UTF-8, at most :data:`LARGEST_YAML`.
    name
        How the file is called in messages.

    Raises
    ------
    Refused
        Where it uses references or is nested too deep.
    yaml.YAMLError, UnicodeDecodeError
        Where it is no YAML.

    Examples
    --------
    >>> safe_text(b"top: 5", "charts/own.yaml")
    'top: 5'
    """
    return _safe(content.decode("utf-8-sig"), name)


def _safe(text: str, name: str) -> str:
    depth = 0
    for event in yaml.parse(text, Loader=Loader):
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise Refused([Problem("inputs.alias", _place(name, event))])
        depth += isinstance(event, _OPENING) - isinstance(event, _CLOSING)
        if depth > DEEPEST_YAML:
            details = {"limit": str(DEEPEST_YAML)}
            raise Refused([Problem("inputs.nested_too_deep", _place(name, event), details)])
    return text


def _place(name: str, event: yaml.Event) -> Where:
    return Where(name, event.start_mark.line + 1 if event.start_mark else None)


def read_yaml(path: Path) -> Any:
    """Read a YAML file as plain Python.

    Parameters
    ----------
    path
        The file; UTF-8.

    Raises
    ------
    Refused
        As :func:`yaml_text`.
    yaml.YAMLError, UnicodeDecodeError
        Where it is no YAML.
    """
    text = yaml_text(path)
    try:
        return yaml.load(text, Loader=Loader)  # noqa: S506  # a safe one
    except (ValueError, OverflowError) as fault:  # a number or a day that cannot be
        raise yaml.YAMLError(str(fault)) from fault
