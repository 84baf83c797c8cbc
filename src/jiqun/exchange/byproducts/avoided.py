"""The emission a link avoided: what it replaced, by a factor the parties state with its source.

No factor is assumed. Where none is stated nobody can tell. What comes of a stated one is gross:
what treatment and transport emit is not known here, and is not taken off.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.errors import Problem, Where, errors_only
from jiqun.base.language import Bilingual
from jiqun.base.texts import read_text
from jiqun.exchange.byproducts.offering import read_number

TONNES = "吨"
KILOGRAMS = Decimal(1000)
"""Of a tonne."""
GRAM = Decimal("0.000001")
"""Of a tonne: a closed year keeps no finer number."""
FIRST_YEAR = 1990
"""The earliest year a factor may be of: before it none is published for firms; ours."""
FIELDS = ("replaces", "factor", "factor_year", "factor_source")
LONGEST = {"replaces": 100, "factor_source": 300}
MISSING = {"replaces": "no_replaces", "factor_source": "no_factor_source"}
"""What is told where a text is missing."""
NO_FACTOR = Bilingual(
    "说不清：没有带出处的替代减排因子", "cannot tell: no factor with a source for what it replaces"
)
NOT_IN_TONNES = Bilingual("说不清：不以吨计", "cannot tell: it is not counted in tonnes")


@dataclass(frozen=True, slots=True)
class Replaced:
    """What a by-product stands in for, as the parties state it.

    Parameters
    ----------
    what
        The material.
    factor
        Kilograms of carbon dioxide a tonne of it.
    year
        Of the factor.
    source
        The document and the place in it.
    """

    what: str
    factor: Decimal
    year: int
    source: str

    def avoided(self, tonnes: Decimal) -> Decimal:
        """Return the tonnes of carbon dioxide that some tonnes avoided, gross, to the gram.

        Examples
        --------
        >>> Replaced("天然石膏", Decimal(32), 2023, "…").avoided(Decimal("120.5"))
        Decimal('3.856000')
        """
        return (tonnes * self.factor / KILOGRAMS).quantize(GRAM)


def read_replaced(
    said: Mapping[str, str], unit: str, this_year: int
) -> tuple[Replaced | None, list[Problem]]:
    """Read what a by-product replaces: all of it is said, or nothing is kept.

    Parameters
    ----------
    said
        ``replaces``, ``factor``, ``factor_year`` and ``factor_source``, as the form says them.
    unit
        In which the link is counted: a factor is of a tonne.
    this_year
        No factor is of a later one.

    Examples
    --------
    >>> said = {"replaces": "天然石膏", "factor": "32", "factor_year": "2023",
    ...         "factor_source": "某因子库 2023 年版第 12 页"}
    >>> read_replaced(said, "吨", 2026)[0].factor
    Decimal('32')
    >>> wrong = {**said, "factor": "0", "factor_year": "2027", "factor_source": ""}
    >>> [problem.where.field for problem in read_replaced(wrong, "吨", 2026)[1]]
    ['factor_source', 'factor', 'factor_year']
    """
    problems: list[Problem] = []
    if unit != TONNES:
        problems.append(Problem("byproducts.not_in_tonnes"))
    texts = {name: _text(said, name, problems) for name in LONGEST}
    factor = read_number(said, "factor", "no_factor", problems)
    if factor is not None and not factor:
        problems.append(_told("no_factor", "factor", said))
    if not said.get("factor", "").strip():
        problems.append(_told("no_factor", "factor", said))
    year = _year(said.get("factor_year", "").strip())
    if not FIRST_YEAR <= year <= this_year:
        problems.append(_told("no_factor_year", "factor_year", said))
    if problems or factor is None:
        return None, problems
    return Replaced(texts["replaces"], factor, year, texts["factor_source"]), []


def emission_said(replaced: Replaced | None, tonnes: Decimal, unit: str) -> Bilingual:
    """Say what emission was avoided, or why nobody can tell.

    Examples
    --------
    >>> emission_said(None, Decimal(5), "吨").en
    'cannot tell: no factor with a source for what it replaces'
    >>> found = Replaced("天然石膏", Decimal(32), 2023, "某因子库第 12 页")
    >>> emission_said(found, Decimal("120.5"), "吨").en
    '3.86 tCO₂, gross: treatment and transport are not taken off; uncertainty not stated'
    """
    if unit != TONNES:
        return NOT_IN_TONNES
    if replaced is None:
        return NO_FACTOR
    amount = f"{replaced.avoided(tonnes).quantize(Decimal('0.01')):,}"
    return Bilingual(
        f"{amount} 吨CO₂，毛值：没有扣除处理和运输的排放；不确定度没有说明",
        f"{amount} tCO₂, gross: treatment and transport are not taken off; uncertainty not stated",
    )


def _year(written: str) -> int:
    """Return a year of four digits; nought where it is none."""
    return int(written) if len(written) == 4 and written.isascii() and written.isdigit() else 0


def _text(said: Mapping[str, str], field: str, problems: list[Problem]) -> str:
    text, faults = read_text(said.get(field, ""), Where(field=field), longest=LONGEST[field])
    problems += errors_only(faults)
    if not text and not errors_only(faults):
        problems.append(_told(MISSING[field], field, said))
    return text


def _told(code: str, field: str, said: Mapping[str, str]) -> Problem:
    return Problem(f"byproducts.{code}", Where(field=field), {"said": said.get(field, "")[:40]})
