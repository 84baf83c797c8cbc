"""A light digital solution as its provider says it, read with everything wrong at once."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.codes import industries
from jiqun.base.errors import Problem, Where
from jiqun.base.numerals import NumeralFault, read_numeral
from jiqun.exchange.maturity.table import digital_table
from jiqun.exchange.wording import read_county, read_names, read_texts

TEXTS = ("about", "prerequisites", "source")
MOST_PRICE = Decimal(10) ** 11
MOST_CODES = 50
_APART = re.compile(r"[\s,，;；、]+")


@dataclass(frozen=True, slots=True)
class LightSolution:
    """A light solution.

    Parameters
    ----------
    name, firm
        What it is called, and how its provider calls itself.
    texts
        What it does, what must be there beforehand, and where that is said in public.
    scenes
        Scenes of the digital table it is for, in the table's order.
    industries
        Codes of GB/T 4754; empty where it suits every industry.
    price
        The least it costs, in yuan; None where it is to be agreed.
    effort
        1 to 3, as the digital table has efforts; None where it is not said.
    certificates
        By name.
    county
        Where the provider is: that office looks at the offer.
    """

    name: str
    firm: str
    texts: Mapping[str, str]
    scenes: tuple[str, ...]
    industries: tuple[str, ...]
    price: Decimal | None
    effort: int | None
    certificates: tuple[str, ...]
    county: str


def read_solution(said: Mapping[str, str]) -> tuple[LightSolution, list[Problem]]:
    """Read a solution as its form says it.

    Parameters
    ----------
    said
        The form's fields as texts; lists with blanks or commas between.

    Examples
    --------
    >>> said = {"name": "轻量排产", "firm": "示例软件", "scenes": "计划排程", "county": "330106",
    ...     "industries": "34 3432", "price": "18000", "effort": "2"}
    >>> found, problems = read_solution(said)
    >>> found.price, found.industries, problems
    (Decimal('18000'), ('34', '3432'), [])
    >>> wrong = said | {"scenes": "", "price": "dear", "county": "", "industries": "99999"}
    >>> [problem.code for problem in read_solution(wrong)[1]]
    ['solutions.no_scenes', 'solutions.no_industry', 'solutions.no_price', 'exchange.no_county']
    """
    problems: list[Problem] = []
    name, firm = read_names(said, ("name", "firm"), problems)
    texts = read_texts(said, TEXTS, problems)
    scenes = read_scenes(said.get("scenes", ""))
    if not scenes:
        problems.append(Problem("solutions.no_scenes", Where(field="scenes")))
    codes = read_industries(said.get("industries", ""), problems)
    price = read_price(said.get("price", ""), "price", problems)
    effort = read_effort(said.get("effort", ""), problems)
    certificates = read_texts(said, ("certificates",), problems)["certificates"]
    county = read_county(said, problems)
    held = tuple(dict.fromkeys(filter(None, _APART.split(certificates))))
    found = LightSolution(name, firm, texts, scenes, codes, price, effort, held, county)
    return found, problems


def read_scenes(said: str) -> tuple[str, ...]:
    """Return the scenes that are named, in the table's order; others are left out.

    Examples
    --------
    >>> read_scenes("质量管理、产品设计 天气")
    ('产品设计', '质量管理')
    """
    named = set(_APART.split(said))
    return tuple(scene for scene in digital_table().scenes if scene in named)


def read_industries(said: str, problems: list[Problem]) -> tuple[str, ...]:
    """Return the codes of GB/T 4754 that are named, divisions and deeper."""
    codes = list(dict.fromkeys(filter(None, _APART.split(said.strip()))))[:MOST_CODES]
    wrong = [code for code in codes if code not in industries() or not code.isdecimal()]
    if wrong:
        details = {"said": "、".join(wrong[:5]), "said_en": ", ".join(wrong[:5])}
        problems.append(Problem("solutions.no_industry", Where(field="industries"), details))
    return tuple(code for code in codes if code not in wrong)


def read_price(said: str, field: str, problems: list[Problem]) -> Decimal | None:
    """Return an amount in yuan; None where nothing is said, or no amount."""
    if not said.strip():
        return None
    try:
        number = read_numeral(said, "").value
    except NumeralFault:
        number = None
    if number is None or not 0 <= number < MOST_PRICE or number != number.quantize(Decimal("0.01")):
        problems.append(Problem("solutions.no_price", Where(field=field), {"said": said[:40]}))
        return None
    return number


def read_effort(said: str, problems: list[Problem]) -> int | None:
    """Return an effort of the digital table; None where nothing is said."""
    if not said:
        return None
    efforts = {str(effort): effort for effort in digital_table().efforts}
    if said not in efforts:
        problems.append(Problem("solutions.no_effort", Where(field="effort")))
    return efforts.get(said)
