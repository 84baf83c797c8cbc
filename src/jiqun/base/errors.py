"""Errors are part of the interface: where, what, why, and what to do.

A :class:`Problem` names a message of ``catalog/messages``; the words live there, in both
languages, so that a domain expert can improve them without touching code.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from typing import Any

from jiqun.base.language import Lang
from jiqun.base.plurals import filled
from jiqun.base.shipped import read_shipped

MOST_PLACES = 10
"""Places of one fault that are written out in a line; a machine is given all of them."""
_TITLE: dict[Lang, str] = {"zh": "title", "en": "title_en"}
_EXAMPLE: dict[Lang, str] = {"zh": "（以{}为例，其余同类。）", "en": " ({} is one of them.)"}


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
        return _joined(self._line(lang), self.cell, *self._of(), file=self.file)

    def point(self, lang: Lang) -> str:
        """Say the place inside its file: the cell or line, or else the field."""
        return self.cell or self._line(lang) or _joined(*self._of())

    def record(self) -> dict[str, Any]:
        """Return the place as a JSON object: what is known of it."""
        said = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in said.items() if value not in ("", None)}

    def _line(self, lang: Lang) -> str:
        words = {"zh": "第 {} 行", "en": "line {}"}[lang]
        return words.format(self.line) if self.line is not None else ""

    def _of(self) -> tuple[str, str, str]:
        return self.cluster, str(self.year) if self.year is not None else "", self.field


def places_said(places: Sequence[Where], lang: Lang) -> str:
    """Say where a fault stands: what its places have in common, how many, and the first of them.

    Parameters
    ----------
    places
        One or more.
    lang
        The reader's language.

    Examples
    --------
    >>> rows = [Where("a.xlsx", cell=f"企业名单!A{row}", field="credit_code") for row in (6, 7, 9)]
    >>> places_said(rows, "zh")
    'a.xlsx · 企业名单!A · 3 行：第 6、7、9 行 · credit_code'
    """
    if len(places) == 1:
        return places[0].text(lang)
    shared = {name: _shared(places, name) for name in ("file", "cluster", "year", "field")}
    column, rows = _rows(places)
    words = _COUNTED["rows" if rows else "places"][lang]
    said = rows or _points(places, [name for name, said in shared.items() if said], lang)
    counted = words.format(len(places), _enumerated(said, lang))
    parts = (shared["cluster"], shared["year"], shared["field"])
    return " · ".join(
        part for part in (_joined(column, file=shared["file"]), counted, _joined(*parts)) if part
    )


def _shared(places: Sequence[Where], name: str) -> str:
    """Return what all places say of themselves, or nothing where they differ."""
    said = {getattr(place, name) for place in places}
    only = said.pop()
    return "" if said or only is None else str(only)


_COUNTED: dict[str, dict[Lang, str]] = {
    "rows": {"zh": "{} 行：第 {} 行", "en": "{} rows: {}"},
    "places": {"zh": "{} 处：{}", "en": "{} places: {}"},
}
_CELL = re.compile(r"(.*[A-Z])([0-9]+)")


def _rows(places: Sequence[Where]) -> tuple[str, list[str]]:
    """Return the column that places share and their rows; no rows where they share none."""
    lines = [place.line for place in places if place.line is not None and not place.cell]
    if len(lines) == len(places):
        return "", [str(line) for line in lines]
    cells = [found for place in places if (found := _CELL.fullmatch(place.cell))]
    columns = {found[1] for found in cells}
    if len(cells) < len(places) or len(columns) > 1:
        return "", []
    return columns.pop(), [found[2] for found in cells]


def _points(places: Sequence[Where], shared: Sequence[str], lang: Lang) -> list[str]:
    """Return each place inside the file; the sheet once, where all cells are of one."""
    told = {name: getattr(Where(), name) for name in shared}
    points = [shown(replace(place, **told).point(lang)) for place in places]
    sheets = {place.cell.rpartition("!")[0] for place in places}
    if len(sheets) == 1 and (sheet := sheets.pop()):
        return [points[0], *(point.removeprefix(f"{sheet}!") for point in points[1:])]
    return points


def _enumerated(said: Sequence[str], lang: Lang) -> str:
    gap, more = ("、", " …") if lang == "zh" else (", ", ", …")
    said = [fromkey for fromkey in dict.fromkeys(said) if fromkey]
    return gap.join(said[:MOST_PLACES]) + (more if len(said) > MOST_PLACES else "")


def _listed(titles: Sequence[str], lang: Lang) -> str:
    """Name several fields in the place of one; the message puts quotation marks around it."""
    gap = "”“" if lang == "zh" else '", "'
    if len(titles) <= MOST_PLACES:
        return gap.join(titles)
    words = {"zh": "等 {} 项", "en": "{} in all"}[lang]
    return gap.join((*titles[:MOST_PLACES], words.format(len(titles))))


def _like(details: Mapping[str, Any]) -> dict[str, Any]:
    """Return what makes a message's words differ but for the field it is about."""
    return {key: value for key, value in details.items() if key not in ("title", "title_en")}


def _joined(*parts: str, file: str = "") -> str:
    said = [shown(file, LONGEST_PATH), *map(shown, parts)]
    return " · ".join(part for part in said if part)


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
    more
        The same fault at further places, where :func:`jiqun.base.folding.folded` put them together.
    """

    code: str
    where: Where = Where()
    details: Mapping[str, Any] = field(default_factory=dict)
    more: tuple["Problem", ...] = ()

    @property
    def severity(self) -> Severity:
        """Whether this refuses the input, warns, or only notes."""
        return Severity(message(self.code)["severity"])

    def what(self, lang: Lang) -> str:
        """Say what is wrong and why; of a fault at several places with the first as an example."""
        words: str = message(self.code)[lang]["what"]
        if not self.more:
            return self._fill(words)
        said = _shown(self.details)
        titles = list(
            dict.fromkeys(_shown(problem.details).get(_TITLE[lang], "") for problem in self.each)
        )
        if len(titles) > 1:
            said[_TITLE[lang]] = _listed(titles, lang)
        first, plain = filled(words, said), {**self.details}
        if all(_like(problem.details) == _like(plain) for problem in self.more):
            return first
        return f"{first}{_EXAMPLE[lang].format(self.where.point(lang))}"

    def todo(self, lang: Lang) -> str:
        """Say what to do."""
        return self._fill(message(self.code)[lang]["do"])

    @property
    def each(self) -> tuple["Problem", ...]:
        """The fault at each of its places, by itself."""
        return (replace(self, more=()), *self.more) if self.more else (self,)

    def place(self, lang: Lang) -> str:
        """Say where it stands: the place, or how many there are and the first of them."""
        return places_said([problem.where for problem in self.each], lang)

    def point(self, lang: Lang) -> str:
        """Say where inside its file it stands, for a page that is about one file."""
        if not self.more:
            return self.where.point(lang)
        places = [Where(line=place.where.line, cell=place.where.cell) for place in self.each]
        return places_said(places, lang)

    def text(self, lang: Lang) -> str:
        """Say the whole in one line: place, what and why, what to do."""
        gap = "：" if lang == "zh" else ": "
        place = self.place(lang)
        said = f"{self.what(lang)} {self.todo(lang)}"
        return f"{place}{gap}{said}" if place else said

    def record(self) -> dict[str, Any]:
        """Return the problem as one JSON object, both languages in it.

        A fault at several places has their ``count``, and each of them under ``places``, with its
        own words where they differ.
        """
        said: dict[str, Any] = {
            "code": self.code,
            "severity": str(self.severity),
            "where": self.where.record(),
            "what": self._both(),
            "do": {"zh": self.todo("zh"), "en": self.todo("en")},
        }
        if self.more:
            first = self.each[0]._both()
            said["count"] = len(self.each)
            said["places"] = [
                {**problem.where.record(), **({"what": words} if words != first else {})}
                for problem in self.each
                for words in [problem._both()]
            ]
        return said

    def _both(self) -> dict[str, str]:
        return {"zh": self.what("zh"), "en": self.what("en")}

    def _fill(self, words: str) -> str:
        return filled(words, _shown(self.details))


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
LONGEST_PATH = 200
"""Characters of a file's path, whose end is what tells files apart."""
LONGEST_TITLE = 200
LONGEST_READ = 10 * LONGEST_SHOWN


def _shown(details: Mapping[str, Any]) -> dict[str, str]:
    """Return what fills a message in: titles, which are the catalogue's, are not cut short."""
    return {
        key: shown(said, LONGEST_TITLE if "title" in key else LONGEST_SHOWN)
        for key, said in details.items()
    }


class Whole(str):
    """A text of ours in a problem's details: a list of what there is, never shortened.

    Examples
    --------
    >>> shown(Whole("a" * 100)) == "a" * 100
    True
    """

    __slots__ = ()


def shown(value: object, longest: int = LONGEST_SHOWN) -> str:
    """Shorten what an input said, and make it one printable line, before showing it back.

    Examples
    --------
    >>> shown("a" * 100) == "a" * 59 + "…"
    True
    """
    if isinstance(value, Whole):
        return str(value)
    try:
        said = str(value)
    except RecursionError:
        said = "…"
    text = "".join(char if char.isprintable() else " " for char in said[:LONGEST_READ])
    return text if len(text) <= longest else text[: longest - 1] + "…"


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
    loaded: dict[str, Any] = read_shipped("messages", f"{room}.yaml")
    return loaded
