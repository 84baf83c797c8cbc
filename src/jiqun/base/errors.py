"""Errors are part of the interface: where, what, why, and what to do.

A :class:`Problem` names a message of ``catalog/messages``; the words live there, in both
languages, so that a domain expert can improve them without touching code.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import Any

import yaml

from jiqun.base.files import catalogue_path
from jiqun.base.language import Lang


class Severity(StrEnum):
    """How bad a problem is: only errors refuse an input."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Where:
    """The place a problem stands at: a file, a line or cell in it, a field."""

    file: str = ""
    line: int | None = None
    cell: str = ""
    cluster: str = ""
    year: int | None = None
    field: str = ""

    def text(self, lang: Lang) -> str:
        """Say the place in words, outermost first."""
        line = {"zh": "第 {} 行", "en": "line {}"}[lang]
        parts = [
            self.file,
            line.format(self.line) if self.line is not None else "",
            self.cell,
            self.cluster,
            str(self.year) if self.year is not None else "",
            self.field,
        ]
        return " · ".join(shown(part) for part in parts if part)


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with an input, in words a clerk understands.

    Parameters
    ----------
    code
        ``room.name`` of a message in ``catalog/messages/<room>.yaml``.
    where
        The place.
    details
        What the message's placeholders stand for.
    """

    code: str
    where: Where = Where()
    details: Mapping[str, Any] = field(default_factory=dict)

    @property
    def severity(self) -> Severity:
        """Whether this refuses the input, warns, or only notes."""
        return Severity(message(self.code)["severity"])

    def what(self, lang: Lang) -> str:
        """Say what is wrong and why."""
        return self._fill(message(self.code)[lang]["what"])

    def todo(self, lang: Lang) -> str:
        """Say what to do."""
        return self._fill(message(self.code)[lang]["do"])

    def text(self, lang: Lang) -> str:
        """Say the whole in one line: place, what and why, what to do."""
        gap = "：" if lang == "zh" else ": "
        place = self.where.text(lang)
        said = f"{self.what(lang)} {self.todo(lang)}"
        return f"{place}{gap}{said}" if place else said

    def record(self) -> dict[str, Any]:
        """Return the problem as one JSON object, both languages in it."""
        place = {
            name: value
            for name in Where.__slots__
            if (value := getattr(self.where, name)) not in ("", None)
        }
        return {
            "code": self.code,
            "severity": str(self.severity),
            "where": place,
            "what": {"zh": self.what("zh"), "en": self.what("en")},
            "do": {"zh": self.todo("zh"), "en": self.todo("en")},
        }

    def _fill(self, words: str) -> str:
        return words.format_map({key: shown(value) for key, value in self.details.items()})


class Refused(Exception):
    """Some input was refused; nothing of it was stored. Exit code 2.

    Parameters
    ----------
    problems
        Every problem found, not only the first.
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = list(problems)
        super().__init__("\n".join(problem.text("en") for problem in self.problems))


class NotFound(Exception):
    """Something named does not exist here. Exit code 3."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.text("en"))


LONGEST_SHOWN = 60
LONGEST_READ = 10 * LONGEST_SHOWN


def shown(value: object) -> str:
    """Shorten what an input said, and make it one printable line, before showing it back.

    Examples
    --------
    >>> shown("a" * 100) == "a" * 59 + "…"
    True
    """
    try:
        said = str(value)
    except RecursionError:
        said = "…"
    text = "".join(char if char.isprintable() else " " for char in said[:LONGEST_READ])
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def errors_only(problems: Iterable[Problem]) -> list[Problem]:
    """Return the problems that refuse an input."""
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def message(code: str) -> dict[str, Any]:
    """Return the catalogue's message of a problem code."""
    room, _, name = code.partition(".")
    found: dict[str, Any] = _messages(room)[name]
    return found


@cache
def _messages(room: str) -> dict[str, Any]:
    text = catalogue_path("messages", f"{room}.yaml").read_text(encoding="utf-8")
    loaded: dict[str, Any] = yaml.safe_load(text)
    return loaded
