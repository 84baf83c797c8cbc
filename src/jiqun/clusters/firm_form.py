"""The form a firm checks itself by: fields of the catalogue, and a firm's answers read against it.

It is apart from the filings of clusters: nothing here is a certificate, nothing here is counted.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import Any, Literal

from jiqun.base.catalogue import Entry, sound_entry
from jiqun.base.errors import Problem, Where, Whole
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.schema_faults import unknown_name
from jiqun.clusters.scores import Fact

Type = Literal["money", "count", "number", "percent", "flag", "choice"]
DIGITS = re.compile(r"[-+]?([0-9]+(\.[0-9]*)?|\.[0-9]+)")
"""A number as people write it: 1_000 and 1e5 are the computer's, and would be guessed at."""
NOW = 0
"""The year of what is asked as it is now."""
Cell = tuple[str, int]
"""A field and its year; :data:`NOW` for what is asked once."""


@dataclass(frozen=True, slots=True)
class FirmField:
    """A field of the form.

    Parameters
    ----------
    id, title
        Its name, and in words.
    type, unit
        What it holds; money in 万元, percent as 5 for 5 %.
    each_year
        Whether it is asked of each year.
    choices
        Of a choice, its answers in words.
    """

    id: str
    title: Bilingual
    type: Type
    unit: str
    each_year: bool
    choices: Mapping[str, Bilingual]


@dataclass(frozen=True)
class FirmForm:
    """The form: its fields by id, how many years it asks, how facts follow from fields."""

    title: Bilingual
    derived: Bilingual
    years: int
    fields: Mapping[str, FirmField]
    facts: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Firm:
    """A firm's answers.

    Parameters
    ----------
    year
        The last year it answers for.
    cells
        Answers by field and year; what is not there is not known, which is not nought.
    """

    year: int
    cells: Mapping[Cell, Fact] = field(default_factory=dict)


@cache
def firm_form() -> FirmForm:
    """Load the form, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> firm_form().fields["rd_spend"].title.en
    'R&D spending'
    """
    said = sound_entry(
        catalogue_path("enterprises", "firm_form.yaml"), "firm_form", _unknown_fields
    ).content
    fields = {
        name: FirmField(
            name,
            Bilingual.of(asked),
            asked["type"],
            asked.get("unit", ""),
            asked.get("each_year", False),
            {choice: Bilingual.of(words) for choice, words in asked.get("choices", {}).items()},
        )
        for name, asked in said["fields"].items()
    }
    return FirmForm(
        Bilingual.of(said["title"]),
        Bilingual.of(said["derived"]),
        said["years"],
        fields,
        said["facts"],
    )


def _unknown_fields(entry: Entry) -> Iterator[Problem]:
    known = entry.content["fields"]
    for name, said in entry.content["facts"].items():
        for kind, used in said.items():
            named = used if isinstance(used, list) else [used]
            for field_id in named if kind != "function" else ():
                if field_id not in known:
                    place = entry.where("facts", name, kind)
                    yield unknown_name(place, field_id, "field", ", ".join(known))


def read_firm(said: Mapping[str, Any], where: Where | None = None) -> tuple[Firm, list[Problem]]:
    """Read a firm's answers.

    Parameters
    ----------
    said
        ``{"year": 2025, "years": {"2025": {"revenue": "5200.00"}}, "now": {"own_brand": true}}``;
        an answer that is null or not there is not known.
    where
        What the answers stand in, for the problems.

    Returns
    -------
    Firm
        With every answer that is right.
    list of Problem
        Everything wrong with the others.

    Examples
    --------
    >>> firm, problems = read_firm({"year": 2025, "years": {"2025": {"revenue": "5200"}}})
    >>> firm.cells, problems
    ({('revenue', 2025): Decimal('5200')}, [])
    """
    place, problems = where or Where(), list[Problem]()
    year = said.get("year")
    if not isinstance(year, int) or isinstance(year, bool):
        return Firm(0), [Problem("clusters.firm_year", place, {"value": year})]
    cells: dict[Cell, Fact] = {}
    for at, name, answer in _answers(said, year, problems, place):
        asked = firm_form().fields.get(name)
        here = Where(file=place.file, field=name, year=at or None)
        if asked is None or asked.each_year != bool(at):
            problems.append(_unknown(here, name, each_year=bool(at)))
        elif answer is not None:
            read = _read(asked, answer)
            if read is None:
                words = {"value": answer, "title": asked.title.zh, "title_en": asked.title.en}
                problems.append(Problem("clusters.firm_answer", here, words))
            else:
                cells[name, at] = read
    return Firm(year, cells), problems


def _answers(
    said: Mapping[str, Any], year: int, problems: list[Problem], place: Where
) -> Iterator[tuple[int, str, Any]]:
    """Yield year, field and answer; of years the form does not ask only a problem."""
    asked = {str(year - back): year - back for back in range(firm_form().years)}
    for key, answers in dict(said.get("years") or {}).items():
        if str(key) not in asked:
            details = {"value": key, "known": ", ".join(asked)}
            problems.append(Problem("clusters.firm_years", place, details))
            continue
        for name, answer in dict(answers).items():
            yield asked[str(key)], name, answer
    for name, answer in dict(said.get("now") or {}).items():
        yield NOW, name, answer


def _unknown(where: Where, name: str, *, each_year: bool) -> Problem:
    known = [asked.id for asked in firm_form().fields.values() if asked.each_year == each_year]
    return unknown_name(where, name, "field", Whole(", ".join(known)))


def _read(asked: FirmField, answer: Any) -> Fact:
    """Return an answer as the form has it; None where it is not one."""
    if asked.type == "choice":
        return answer if answer in asked.choices else None
    if asked.type == "flag":
        return answer if isinstance(answer, bool) else None
    if isinstance(answer, bool) or not isinstance(answer, str | int | Decimal):
        return None
    if isinstance(answer, str) and not DIGITS.fullmatch(answer.strip()):
        return None
    number = Decimal(answer)
    endless = bool(number) and not -9 < number.adjusted() < 15  # 1e999999 overflows in a ratio
    if endless or not number.is_finite() or (number < 0 and asked.id != "net_profit"):
        return None
    whole = number == number.to_integral_value()
    return number if whole or asked.type != "count" else None
