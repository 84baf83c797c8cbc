"""A firm's carbon account of a year: scope 1, and scope 2 by place and by market, each for itself.

The two of scope 2 are two answers to one question, and are never added. A figure of which a part is
not known is not known; what is known of it is said as the least it can be.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual
from jiqun.base.names import region_name
from jiqun.exchange.carbon.factors import MARKED, OWN, FactorTable, Taken, factor_table
from jiqun.exchange.carbon.uncertainty import Doubt, of_product, of_sum

if TYPE_CHECKING:
    from jiqun.exchange.carbon.activity import Activity, Bought, Burnt, Heat
    from jiqun.exchange.carbon.amounts import OwnFactor

KILOGRAMS = Decimal(1000)
"""Of a tonne."""
HEAT = Bilingual("外购热力", "heat bought")
NOT_SAID = Bilingual("没有填写数量", "the amount is not known")
NO_FACTOR = Bilingual("没有这一年及以前的因子", "no factor of that year or before is known")
FUELS_NOT_SAID = Bilingual("没有填写燃料", "what was burnt is not said")
OTHERS_OPEN = Bilingual(
    "没有确认“除所列之外没有其他燃料”", "it is not said that nothing else was burnt"
)
POWER_NOT_SAID = Bilingual("没有填写外购电力", "what electricity was bought is not said")
HEAT_NOT_SAID = Bilingual("没有填写外购热力", "whether heat was bought is not said")
CONTRACTS_NOT_SAID = Bilingual(
    "没有填写绿证和合同（没有也要说明）",
    "certificates and contracts are not said, nor that there are none",
)
NO_RESIDUAL = Bilingual(
    "合同之外电量的剩余混合因子未配置",
    "the residual mix for what no contract covers is not configured",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One amount with its factor, and what comes of it.

    Parameters
    ----------
    id, title
        Of the fuel, place, contract or heat.
    amount, unit
        As the firm says it; None where it does not know.
    taken
        The factor; None where none is known.
    tonnes
        tCO2; None where the amount or the factor is not known.
    doubt
        In percent of the tonnes.
    why
        Why the tonnes are not known; None where they are.
    """

    id: str
    title: Bilingual
    amount: Decimal | None
    unit: str
    taken: Taken | None
    tonnes: Decimal | None
    doubt: Doubt
    why: Bilingual | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A scope by one method.

    Parameters
    ----------
    id, title
        Its name, and in words.
    lines
        What it is the sum of.
    tonnes
        tCO2; None where a part is not known.
    least
        What the known parts come to.
    doubt
        In percent.
    why
        Everything that is not known.
    """

    id: str
    title: Bilingual
    lines: tuple[Line, ...]
    tonnes: Decimal | None
    least: Decimal
    doubt: Doubt
    why: tuple[Bilingual, ...]

    @property
    def marked(self) -> bool:
        """Whether a line takes another year's or the nation's factor."""
        return any(line.taken and line.taken.basis in MARKED for line in self.lines)


@dataclass(frozen=True, slots=True)
class Account:
    """A firm's account of a year: three figures, of which no two are added here."""

    year: int
    scope_1: Figure
    by_place: Figure
    by_market: Figure

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The three of them."""
        return (self.scope_1, self.by_place, self.by_market)


TITLES = {
    "scope_1": Bilingual("范围一（直接排放）", "Scope 1 (direct)"),
    "scope_2_location": Bilingual("范围二，基于位置", "Scope 2, location-based"),
    "scope_2_market": Bilingual("范围二，基于市场", "Scope 2, market-based"),
}


def account(activity: Activity, table: FactorTable | None = None) -> Account:
    """Return a firm's account of a year.

    Parameters
    ----------
    activity
        As read.
    table
        The factors; those of the catalogue where none are given.

    Examples
    --------
    >>> from jiqun.exchange.carbon.activity import read_activity
    >>> said = {"year": 2023, "fuels": {"diesel": "10"}, "no_other_fuels": True,
    ...     "electricity": [{"place": "330106", "kwh": "100000"}], "heat": {"gj": "0"}}
    >>> found = account(read_activity(said)[0])
    >>> found.scope_1.tonnes, found.by_place.tonnes, found.by_market.tonnes
    (Decimal('30.959'), Decimal('49.7400'), None)
    """
    used = table or factor_table()
    heat = _heat(activity, used, measured=False), _heat(activity, used, measured=True)
    return Account(
        activity.year,
        _scope_1(activity, used),
        _figure("scope_2_location", [*_places(activity, used), *heat[0]], _open(activity)),
        _market(activity, used, heat[1]),
    )


def _scope_1(activity: Activity, table: FactorTable) -> Figure:
    lines = [_burnt(burnt, activity.year, table) for burnt in activity.fuels or ()]
    unsaid = []
    if activity.fuels is None:
        unsaid.append(FUELS_NOT_SAID)
    elif not activity.no_other_fuels:
        unsaid.append(OTHERS_OPEN)
    return _figure("scope_1", lines, unsaid)


def _burnt(burnt: Burnt, year: int, table: FactorTable) -> Line:
    fuel = table.fuels[burnt.fuel]
    unit = "吨标准煤" if burnt.in_coal else fuel.unit
    if burnt.own is not None:
        taken: Taken | None = _own(burnt.own, unit, year)
    elif burnt.in_coal:
        taken = table.of_coal_equivalent(burnt.fuel, year)
    else:
        taken = table.of_fuel(burnt.fuel, year)
    return _line(burnt.fuel, fuel.title, burnt.amount, unit, taken, burnt.uncertainty)


def _places(activity: Activity, table: FactorTable) -> list[Line]:
    return [
        _line(
            f"electricity_{bought.place}",
            _electricity_in(bought.place),
            bought.kwh,
            "千瓦时",
            table.of_place(bought.place, activity.year),
            bought.uncertainty,
        )
        for bought in activity.electricity or ()
    ]


def _market(activity: Activity, table: FactorTable, heat: list[Line]) -> Figure:
    """Return scope 2 by market: contracts by their factors, the rest by the residual mix."""
    lines = [
        _line(
            f"contract_{number}",
            Bilingual(f"合同或绿证 {number}", f"contract or certificate {number}"),
            contract.kwh,
            "千瓦时",
            _own(contract.factor, "千瓦时", activity.year),
            Decimal(0),
        )
        for number, contract in enumerate(activity.contracts or (), 1)
    ]
    unsaid = _open(activity)
    if activity.contracts is None and activity.electricity != ():
        unsaid.append(CONTRACTS_NOT_SAID)
    else:
        lines += _rest(activity, table, unsaid)
    return _figure("scope_2_market", [*lines, *heat], unsaid)


def _rest(activity: Activity, table: FactorTable, unsaid: list[Bilingual]) -> list[Line]:
    """Return what no contract covers, where what was bought is known."""
    bought = [row.kwh for row in activity.electricity or ()]
    if activity.electricity is None:
        return []
    if None in bought:
        unsaid.append(NOT_SAID)
        return []
    total = sum((kwh for kwh in bought if kwh is not None), Decimal(0))
    rest = total - sum((contract.kwh for contract in activity.contracts or ()), Decimal(0))
    if not rest:
        return []
    title = Bilingual("合同之外的电量", "electricity no contract covers")
    line = _line(
        "residual",
        title,
        rest,
        "千瓦时",
        table.of_residual(activity.year),
        _doubt_in_rest(activity.electricity, total, rest),
    )
    if not table.residual:
        unsaid.append(NO_RESIDUAL)
    return [line]


def _doubt_in_rest(bought: Iterable[Bought], total: Decimal, rest: Decimal) -> Decimal | None:
    """Return the doubt in what contracts leave: that of the whole, for they are exact."""
    found = of_sum([(row.kwh or Decimal(0), of_product([row.uncertainty])) for row in bought])
    if not found.whole or found.percent is None:
        return None
    return found.percent * total / rest


def _heat(activity: Activity, table: FactorTable, *, measured: bool) -> list[Line]:
    heat: Heat | None = activity.heat
    if heat is None or heat.gj == 0:
        return []
    taken = table.of_heat_bought(activity.year)
    if measured and heat.own is not None:
        taken = _own(heat.own, "吉焦", activity.year)
    return [_line("heat", HEAT, heat.gj, "吉焦", taken, heat.uncertainty)]


def _open(activity: Activity) -> list[Bilingual]:
    """Return what of scope 2 the firm does not say."""
    unsaid = []
    if activity.electricity is None:
        unsaid.append(POWER_NOT_SAID)
    if activity.heat is None:
        unsaid.append(HEAT_NOT_SAID)
    return unsaid


def _own(factor: OwnFactor, unit: str, year: int) -> Taken:
    return Taken(factor.value, unit, year, "", OWN, factor.source, factor.uncertainty)


def _line(
    name: str,
    title: Bilingual,
    amount: Decimal | None,
    unit: str,
    taken: Taken | None,
    uncertainty: Decimal | None,
) -> Line:
    why = NOT_SAID if amount is None else NO_FACTOR if taken is None else None
    if amount is None or taken is None:
        return Line(name, title, amount, unit, taken, None, Doubt(None, False), why)
    tonnes = amount * taken.value / KILOGRAMS
    doubt = of_product([uncertainty, taken.uncertainty])
    return Line(name, title, amount, unit, taken, tonnes, doubt)


def _figure(name: str, lines: Sequence[Line], unsaid: Iterable[Bilingual]) -> Figure:
    known = [(line.tonnes, line.doubt) for line in lines if line.tonnes is not None]
    least = sum((tonnes for tonnes, _ in known), Decimal(0))
    why = [*unsaid, *(_said(line) for line in lines if line.why)]
    doubt = of_sum(known)
    return Figure(
        name,
        TITLES[name],
        tuple(lines),
        None if why else least,
        least,
        Doubt(doubt.percent, doubt.whole and not why),
        tuple(dict.fromkeys(why)),
    )


def _said(line: Line) -> Bilingual:
    reason = line.why or NOT_SAID
    return Bilingual(f"{line.title.zh}：{reason.zh}", f"{line.title.en}: {reason.en}")


def _electricity_in(place: str) -> Bilingual:
    name = region_name(place)
    return Bilingual(f"外购电力，{name.zh}", f"electricity bought, {name.en}")
