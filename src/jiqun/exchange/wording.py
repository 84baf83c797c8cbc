"""Names and texts of an offer or a request as its form says them, alike in every market."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Where, errors_only
from jiqun.base.texts import read_text
from jiqun.clusters.size_classes import SIZES
from jiqun.exchange.matching.hit_rates import SIZE_UNKNOWN

LONGEST_NAME, LONGEST_TEXT = 100, 1000


def read_names(
    said: Mapping[str, str], fields: Iterable[str], problems: list[Problem]
) -> list[str]:
    """Read names that must be there: of what is offered (``name``), of a firm (``firm``).

    Examples
    --------
    >>> problems = []
    >>> read_names({"name": " 五轴 "}, ("name", "firm"), problems)
    ['五轴', '']
    >>> [problem.code for problem in problems]
    ['exchange.firm_missing']
    """
    return [_name(said, field, problems) for field in fields]


def read_texts(
    said: Mapping[str, str], fields: Iterable[str], problems: list[Problem]
) -> dict[str, str]:
    """Read longer texts, which may be empty."""
    return {field: _text(said, field, problems) for field in fields}


def read_county(said: Mapping[str, str], problems: list[Problem]) -> str:
    """Read a county by its code.

    Examples
    --------
    >>> problems = []
    >>> read_county({"county": "330106"}, problems), read_county({"county": "3301"}, problems)
    ('330106', '3301')
    >>> [problem.code for problem in problems]
    ['exchange.no_county']
    """
    county = said.get("county", "")
    if regions().county(county) is None:
        problems.append(Problem("exchange.no_county", Where(field="county")))
    return county


def read_size(said: Mapping[str, str], problems: list[Problem]) -> str:
    """Read a firm's size class; ``unknown`` where it says nothing.

    Examples
    --------
    >>> problems = []
    >>> read_size({"size": "small"}, problems), read_size({}, problems), problems
    ('small', 'unknown', [])
    """
    size = said.get("size", "") or SIZE_UNKNOWN
    if size not in (*SIZES, SIZE_UNKNOWN):
        problems.append(Problem("exchange.no_size", Where(field="size")))
    return str(size)


def _name(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    text, faults = read_text(said.get(field, ""), Where(field=field), longest=LONGEST_NAME)
    problems += faults
    if not text and not errors_only(faults):
        problems.append(Problem(f"exchange.{field}_missing", Where(field=field)))
    return text


def _text(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    at = Where(field=field)
    text, faults = read_text(said.get(field, ""), at, longest=LONGEST_TEXT, lines=True)
    problems += faults
    return text


def yuan(amount: Decimal) -> str:
    """Write an amount of yuan: by thousands, with fen where there are any.

    Examples
    --------
    >>> yuan(Decimal("12000.00")), yuan(Decimal("0.5")), yuan(Decimal(0))
    ('12,000', '0.50', '0')
    """
    return f"{amount:,.2f}".removesuffix(".00")
