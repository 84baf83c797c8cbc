"""Programmes in words and side by side: what each asks, and where two differ."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from jiqun.base.canonical import decimal_text
from jiqun.base.language import Bilingual, Lang
from jiqun.base.own_catalogue import MARK
from jiqun.base.plurals import counted
from jiqun.rules.procedure_words import procedure_in_words
from jiqun.rules.procedures import procedure_of
from jiqun.rules.programmes import OPERATORS, Criterion, Dated, Parameter, Programme
from jiqun.rules.sentences import amount, word

LANGUAGES: tuple[Lang, Lang] = ("zh", "en")
LIFE_PARTS = ("applicant", "recommender", "validity", "reports", "change_report", "procedure")
FOREVER = date.max


@dataclass(frozen=True, slots=True)
class Side:
    """What one programme asks in one criterion.

    Parameters
    ----------
    asks
        In words.
    numbers
        Its numbers as decimal text by parameter; None where not known to us.
    origin
        The jurisdiction that states it.
    soft
        Whether it only says "generally".
    """

    asks: Bilingual
    numbers: tuple[tuple[str, str | None], ...]
    origin: str
    soft: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One criterion of two programmes, or one part of their procedure; None where one lacks it.

    ``same`` is None where an unknown number, or a procedure not seen, keeps us from telling.
    """

    id: str
    title: Bilingual
    left: Side | None
    right: Side | None

    @property
    def same(self) -> bool | None:
        """Whether both ask the same, or None where that is not known."""
        if self.left is None or self.right is None:
            return None if self.id.startswith("life.") else False
        if self.left.soft != self.right.soft:
            return False
        mine, other = dict(self.left.numbers), dict(self.right.numbers)
        if mine.keys() != other.keys():
            return False
        if None in mine.values() or None in other.values():
            return None
        return self.left.asks == self.right.asks

    def record(self) -> dict[str, Any]:
        """Return it as JSON."""
        return {
            "id": self.id,
            "title": asdict(self.title),
            "left": _side_record(self.left),
            "right": _side_record(self.right),
            "same": self.same,
        }


def compare(left: Programme, right: Programme, on: date | None = None) -> list[Row]:
    """Set two programmes side by side.

    Parameters
    ----------
    left, right
        The programmes.
    on
        With the numbers of this day; with the newest ones without it.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> rows = compare(programme("national/sme-cluster"), programme("yunnan/sme-cluster"))
    >>> next(row.right.asks.en for row in rows if row.id == "output_each_year")
    'at least CNY 1 billion'
    """
    names = dict.fromkeys([*left.criteria, *right.criteria])
    rows = [
        Row(
            name,
            (left.criteria.get(name) or right.criteria[name]).title,
            _side(left, name, on),
            _side(right, name, on),
        )
        for name in names
    ]
    return rows + list(_life_rows(left, right))


def asks(programme: Programme, criterion: Criterion, on: date | None = None) -> Bilingual:
    """Say what a criterion asks, with its number."""
    return Bilingual(*(_asks(programme, criterion, on, lang) for lang in LANGUAGES))


def newest(parameter: Parameter, on: date | None) -> Dated | None:
    """Return a parameter's value on a day, or its newest."""
    return parameter.on(on or FOREVER)


def _asks(programme: Programme, criterion: Criterion, on: date | None, lang: Lang) -> str:
    if criterion.parts:
        both = word("asks", criterion.test).in_(lang)
        parts = [
            f"{part.title.in_(lang)} {_asks(programme, part, on, lang)}" for part in criterion.parts
        ]
        return both.join(parts)
    if criterion.is_judgement:
        return word("asks", "judgement").in_(lang)
    if criterion.test == "is_true":
        return word("operators", "is_true").in_(lang)
    parameter = programme.parameters[criterion.threshold]
    dated = newest(parameter, on)
    if not parameter.values or (dated is not None and not dated.known):
        return word("asks", "no_number").in_(lang)
    if dated is None or dated.value is None:
        return word("asks", "not_in_force" if dated is None else "repealed").in_(lang)
    threshold = amount(decimal_text(dated.value), parameter.unit, lang)
    if dated.entered:
        threshold += MARK.in_(lang)
    return word("operators", OPERATORS[criterion.test]).in_(lang).format(threshold=threshold)


def _side(programme: Programme, name: str, on: date | None) -> Side | None:
    criterion = programme.criteria.get(name)
    if criterion is None:
        return None
    numbers = []
    origin = criterion.origin
    for leaf in criterion.leaves():
        if leaf.threshold:
            parameter = programme.parameters[leaf.threshold]
            dated = newest(parameter, on)
            value = dated.value if dated else None
            numbers.append((leaf.threshold, None if value is None else decimal_text(value)))
            origin = dated.origin if dated and value is not None else origin
    return Side(asks(programme, criterion, on), tuple(numbers), origin, criterion.soft)


def _side_record(side: Side | None) -> dict[str, Any] | None:
    if side is None:
        return None
    return {
        "asks": asdict(side.asks),
        "numbers": dict(side.numbers),
        "origin": side.origin,
        "soft": side.soft,
    }


def life_in_words(programme: Programme) -> dict[str, Bilingual]:
    """Say how a programme runs, as far as that is known, part by part."""
    said = {part: _life_part(programme, part) for part in LIFE_PARTS}
    return {part: words for part, words in said.items() if words is not None}


def _life_rows(left: Programme, right: Programme) -> Iterator[Row]:
    both = [(side.jurisdiction, life_in_words(side)) for side in (left, right)]
    for part in LIFE_PARTS:
        sides = [
            Side(said[part], (), origin, soft=False) if part in said else None
            for origin, said in both
        ]
        if any(sides):
            yield Row(f"life.{part}", word("life", part), sides[0], sides[1])


def _life_part(programme: Programme, part: str) -> Bilingual | None:
    said = programme.life.get(part)
    if not said:
        return None
    if part == "procedure":
        return procedure_in_words(procedure_of(programme))
    if part == "validity":
        years = said["years"]
        return word("life", "not_found") if years is None else _years(years)
    if part == "reports":
        return Bilingual(_due(said, "批"), _due(said, " batch"))
    if part == "change_report":
        days = said["within_days"]
        return word("life", "no_deadline") if days is None else _days(days)
    return Bilingual.of(said)


def _years(years: int) -> Bilingual:
    return Bilingual(f"{years} 年", counted(years, "year"))


def _days(days: int) -> Bilingual:
    return Bilingual(f"{days} 日内", f"within {counted(days, 'day')}")


def _due(said: list[Mapping[str, Any]], batch: str) -> str:
    """Write each batch's due day of the year; a dash where it is not known."""
    return ", ".join(
        f"{side['batch']}{batch} {side['month_day'] or '—'}"
        if side.get("batch")
        else str(side["month_day"] or "—")
        for side in said
    )


def comparison_text(left: Programme, right: Programme, rows: list[Row], lang: Lang) -> str:
    """Return two programmes side by side as text: = the same, ≠ different, ? not known."""
    lines = [f"{left.title.in_(lang)} | {right.title.in_(lang)}"]
    for row in rows:
        mark = {True: "=", False: "≠", None: "?"}[row.same]
        sides = [side.asks.in_(lang) if side else "—" for side in (row.left, row.right)]
        lines.append(f"{mark} {row.title.in_(lang)}: {sides[0]} | {sides[1]}")
    return "\n".join(lines)
