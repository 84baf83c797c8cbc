"""A carbon account as a document for programs, and its words for people."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING, Any

from jiqun.base.grid_factors import NATION
from jiqun.base.language import Bilingual
from jiqun.base.names import region_name
from jiqun.base.units import symbol
from jiqun.exchange.carbon.factors import (
    DEFAULT,
    LAST_KNOWN,
    LAST_OF_NATION,
    OF_THE_NATION,
    OF_THE_YEAR,
    OWN,
    factor_table,
)

if TYPE_CHECKING:
    from jiqun.base.language import Lang
    from jiqun.exchange.carbon.account import Account, Figure, Line
    from jiqun.exchange.carbon.activity import Activity
    from jiqun.exchange.carbon.factors import Taken
    from jiqun.exchange.carbon.uncertainty import Doubt

CENTS = Decimal("0.01")
TENTHS = Decimal("0.1")
BASES = {
    OF_THE_YEAR: Bilingual("当年因子", "of that year"),
    DEFAULT: Bilingual("方法缺省值", "default of the method"),
    OWN: Bilingual("企业自报", "stated by the firm"),
    OF_THE_NATION: Bilingual(
        "本省当年没有，用全国因子", "the nation's: the province has none for that year"
    ),
    LAST_KNOWN: Bilingual("当年没有，用最近已知的因子", "the last known: that year has none"),
    LAST_OF_NATION: Bilingual(
        "本省没有，用全国最近已知的因子", "the nation's last known: the province has none"
    ),
}
"""How a factor came to be taken, in words."""
ALL_OF_IT = Bilingual("全国", "the nation")
NOT_STATED = Bilingual("来源没有说明", "not stated")
APART = Bilingual(
    "范围二的两个数是同一用电的两种算法，不能相加。",
    "The two of scope 2 are two methods for the same electricity, and are never added.",
)


def tonnes(value: Decimal) -> str:
    """Write tonnes of carbon dioxide, to the hundredth.

    Examples
    --------
    >>> tonnes(Decimal("30.959")), tonnes(Decimal("1234567.005"))
    ('30.96', '1,234,567.00')
    """
    return f"{value.quantize(CENTS, ROUND_HALF_EVEN):,}"


def doubt_said(doubt: Doubt) -> Bilingual:
    """Say the doubt in a figure.

    Examples
    --------
    >>> from jiqun.exchange.carbon.uncertainty import Doubt
    >>> doubt_said(Doubt(Decimal(5), True)).en, doubt_said(Doubt(Decimal(5), False)).en
    ('±5.0%', 'at least ±5.0%: not every part states one')
    >>> doubt_said(Doubt(None, False)).en
    'not stated'
    """
    if doubt.percent is None:
        return Bilingual("±0.0%", "±0.0%") if doubt.whole else NOT_STATED
    said = f"±{doubt.percent.quantize(TENTHS, ROUND_HALF_EVEN)}%"
    if doubt.whole:
        return Bilingual(said, said)
    return Bilingual(
        f"至少 {said}，有的部分没有说明", f"at least {said}: not every part states one"
    )


def factor_said(taken: Taken) -> Bilingual:
    """Say a factor with its year, its place and how it came to be taken.

    Examples
    --------
    >>> factor_said(factor_table().of_place("330106", 2025)).en
    '0.4974 kgCO₂/kWh (2023, Zhejiang; the last known: that year has none)'
    """
    basis, value = BASES[taken.basis], f"{_short(taken.value)} "
    per = symbol(taken.unit)
    of = (ALL_OF_IT if taken.place == NATION else region_name(taken.place)) if taken.place else None
    zh, en = (f"{taken.year} 年", str(taken.year)) if taken.basis != DEFAULT else ("", "")
    where = "，".join(filter(None, (zh, of.zh if of else "", basis.zh)))
    return Bilingual(
        f"{value}千克CO₂/{per.zh}（{where}）",
        f"{value}kgCO₂/{per.en} ({_joined(en, of.en if of else '')}{basis.en})",
    )


def record(activity: Activity, found: Account, lang: Lang) -> dict[str, Any]:
    """Return an account as a document.

    Parameters
    ----------
    activity
        What it is of.
    found
        The account.
    lang
        Of the words in it.

    Returns
    -------
    dict
        ``scope_1``, ``scope_2_location`` and ``scope_2_market``, each with ``tonnes`` (null where
        a part is not known), ``at_least``, ``uncertainty`` and ``lines``; no sum of them.
    """
    return {
        "credit_code": activity.credit_code or None,
        "year": found.year,
        "gas": "CO2",
        "unit": "tCO2",
        "covers": factor_table().covers.in_(lang),
        **{figure.id: _figure(figure, lang) for figure in found.figures},
        "notes": [APART.in_(lang), factor_table().residual_note.in_(lang)],
    }


def _figure(figure: Figure, lang: Lang) -> dict[str, Any]:
    return {
        "title": figure.title.in_(lang),
        "tonnes": None if figure.tonnes is None else f"{figure.tonnes:f}",
        "at_least": f"{figure.least:f}",
        "display": None if figure.tonnes is None else tonnes(figure.tonnes),
        "marked": figure.marked,
        "uncertainty": _doubt(figure.doubt),
        "not_known": [why.in_(lang) for why in figure.why],
        "lines": [_line(line, lang) for line in figure.lines],
    }


def _line(line: Line, lang: Lang) -> dict[str, Any]:
    return {
        "id": line.id,
        "title": line.title.in_(lang),
        "amount": None if line.amount is None else f"{line.amount:f}",
        "unit": line.unit,
        "tonnes": None if line.tonnes is None else f"{line.tonnes:f}",
        "uncertainty": _doubt(line.doubt),
        "factor": None if line.taken is None else _factor(line.taken, lang),
        "not_known": None if line.why is None else line.why.in_(lang),
    }


def _factor(taken: Taken, lang: Lang) -> dict[str, Any]:
    doubt = taken.uncertainty
    return {
        "value": f"{taken.value:f}",
        "unit": f"kgCO2/{taken.unit}",
        "year": taken.year,
        "place": taken.place or None,
        "basis": taken.basis,
        "basis_title": BASES[taken.basis].in_(lang),
        "source": taken.source,
        "uncertainty_percent": None if doubt is None else f"{doubt:f}",
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    percent = None if doubt.percent is None else f"{doubt.percent:f}"
    return {"percent": percent, "whole": doubt.whole}


def _joined(*parts: str) -> str:
    said = ", ".join(filter(None, parts))
    return f"{said}; " if said else ""


def _short(value: Decimal) -> str:
    plain = f"{value.quantize(Decimal('0.0001'), ROUND_HALF_EVEN):,}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain
