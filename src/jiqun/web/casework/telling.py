"""What an event says of a row's own columns: plain ones in the chain, people's own words sealed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import models

from jiqun.base.canonical import canonical_text
from jiqun.web.casework.models import Process

COLUMNS = "columns"
"""Under what an event says its columns."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an event says of columns.

    Parameters
    ----------
    said
        What stands in the chain.
    sealed
        What the chain commits to, by column.
    """

    said: Mapping[str, Any] = field(default_factory=dict)
    sealed: Mapping[str, str] = field(default_factory=dict)


def told(case: Process, names: Iterable[str] | None = None) -> Told:
    """Return what an event says of a case's columns as they are now.

    Words that are empty are nobody's: that they are is said in the chain.

    Parameters
    ----------
    case
        The case; its kind says which columns are told, and which of them are words.
    names
        The columns that changed; of a case that begins, None: those that are no words.
    """
    chosen = case.told if names is None else (case.told | case.worded) & {*names}
    plain, sealed = dict[str, Any](), dict[str, str]()
    for name in sorted(chosen):
        said = getattr(case, name)
        if name in case.worded and said:
            sealed[name] = said if isinstance(said, str) else canonical_text(said)
        else:
            plain[name] = said.isoformat() if isinstance(said, date) else said
    return Told({COLUMNS: plain} if plain else {}, sealed)


def read_back(case: Process, name: str, said: Any) -> Any:
    """Return what a column says, from what an event said of it: the inverse of :func:`told`."""
    column = _column(case, name)
    if isinstance(column, models.JSONField):
        return json.loads(said) if isinstance(said, str) and name in case.worded else said
    return column.to_python(said)


def empty(case: Process, name: str) -> Any:
    """Return what a column says before anything is said in it."""
    return _column(case, name).get_default()


def _column(case: Process, name: str) -> "models.Field[Any, Any]":
    column = case._meta.get_field(name)
    if not isinstance(column, models.Field):
        raise TypeError(f"{name} of {type(case).__name__} is no column")
    return column
