"""Units of cells and figures, and exact conversion between units of one dimension."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual, Lang
from jiqun.base.plurals import is_one
from jiqun.base.yaml_files import read_yaml


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures, what one of it is worth, how it is written.

    English says an amount in ``said_in``, one of the unit as ``each``, and amounts along an axis
    as ``on_axis``, ``times`` the number of units.
    """

    id: str
    dimension: str
    scale: Decimal
    symbol: Bilingual
    said_in: str
    each: str
    on_axis: str
    times: Decimal


@cache
def units() -> dict[str, Unit]:
    """Load the units by id, once.

    Examples
    --------
    >>> units()["亿元"].symbol.in_("en")
    '100m CNY'
    """
    loaded = read_yaml(catalogue_path("units.yaml"))
    return {
        name: Unit(
            name,
            address["dimension"],
            Decimal(address["scale"]),
            Bilingual.of(address),
            address.get("en_as", name),
            address.get("en_each", address["en"]),
            address.get("en_axis", f"{{}} {address['en']}"),
            Decimal(address.get("en_times", "1")),
        )
        for name, address in loaded.items()
    }


def symbol(unit: str) -> Bilingual:
    """Return how a unit is written, also for a quotient of two (``万元/人``).

    Examples
    --------
    >>> symbol("万元/人").in_("en")
    '10k CNY/person'
    """
    if unit in units():
        return units()[unit].symbol
    top, _, bottom = unit.partition("/")
    over, under = units()[top].symbol, units()[bottom].symbol
    return Bilingual(f"{over.zh}/{under.zh}", f"{over.en}/{units()[bottom].each}")


class Misfit(ValueError):
    """What is measured in a unit that does not fit; said in both languages."""

    def __init__(self, zh: str, en: str) -> None:
        self.reason = Bilingual(zh, en)
        super().__init__(en)


def conversion(filed: str, wanted: str) -> Decimal:
    """Return what to multiply a number by to change its unit.

    Raises
    ------
    Misfit
        Where the two units measure different things.

    Examples
    --------
    >>> conversion("万元", "亿元")
    Decimal('0.0001')
    """
    one, other = units()[filed], units()[wanted]
    if one.dimension != other.dimension:
        raise Misfit(
            f"{filed} 和 {wanted} 量的不是同一种东西",
            f"{filed} measures {one.dimension}, {wanted} measures {other.dimension}",
        )
    return one.scale / other.scale


def amount(number: Decimal, unit: str, lang: Lang) -> str:
    """Write a number with its unit, every digit of it.

    English has no word for 万 and 亿: amounts in such units are said in millions and billions.

    Parameters
    ----------
    number
        As it is to be printed, rounded already.
    unit
        Of units.yaml, or a quotient of two; a ratio has no sign.
    lang
        Chinese or English.

    Examples
    --------
    >>> amount(Decimal("2095.3"), "亿元", "zh"), amount(Decimal("2095.3"), "亿元", "en")
    ('2,095.3亿元', 'CNY 209.53 billion')
    >>> amount(Decimal("7.1"), "亿元/平方公里", "en"), amount(Decimal("1700000"), "人", "en")
    ('CNY 710 million per km²', '1.7 million people')
    >>> amount(Decimal(1), "家", "en"), amount(Decimal("0.5"), "家", "en")
    ('1 firm', '0.5 firms')
    """
    if lang == "zh":
        return f"{number:,f}{symbol(unit).zh}"
    top, _, bottom = unit.partition("/")
    said = units()[top].said_in
    if said == top:
        text = _in_millions(number) if _is_round(number) else f"{number:,f}"
        return f"{text} {_sign(number, unit)}".strip()
    text = _in_millions(number * conversion(top, said))
    sign = units()[said].symbol.en
    text = f"{sign} {text}" if units()[said].dimension == "money" else f"{text} {sign}"
    return f"{text} per {units()[bottom].each}" if bottom else text


def _sign(number: Decimal, unit: str) -> str:
    """Return the English sign of a unit after a number: 1 firm, 2 firms."""
    top, _, bottom = unit.partition("/")
    if not is_one(f"{number:f}"):
        return symbol(unit).en
    return f"{units()[top].each}/{units()[bottom].each}" if bottom else units()[top].each


def axis_symbol(unit: str) -> Bilingual:
    """Return how the unit of an axis is written; of a ratio there is none.

    Examples
    --------
    >>> axis_symbol("亿元").in_("en"), axis_symbol("家").in_("zh")
    ('CNY billion', '家')
    """
    if unit not in units():
        return symbol(unit)
    known = units()[unit]
    return Bilingual(known.symbol.zh, known.on_axis.replace("{} ", "").replace("{}", ""))


def axis_amount(number: Decimal, unit: str, decimals: int) -> str:
    """Write an amount in English in the unit of its axis, to the digit that Chinese prints.

    Parameters
    ----------
    number
        In the unit.
    unit
        Of units.yaml, or a quotient of two.
    decimals
        That Chinese prints.

    Examples
    --------
    >>> axis_amount(Decimal("2095.3"), "亿元", 1), axis_amount(Decimal(474), "家", 0)
    ('CNY 209.53 billion', '474 firms')
    """
    if unit not in units():
        return f"{number:,.{decimals}f} {symbol(unit).en}"
    known = units()[unit]
    digits = max(decimals - known.times.adjusted(), 0)
    shown = (number * known.times).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)
    if known.on_axis == f"{{}} {known.symbol.en}":
        return f"{shown or abs(shown):,f} {_sign(shown, unit)}".strip()
    return known.on_axis.format(f"{shown or abs(shown):,f}").strip()


def _is_round(number: Decimal) -> bool:
    """Tell whether a number of millions has few digits to say: 1.7 million, but 1,712,345."""
    return abs(number) >= 10**6 and len(number.normalize().as_tuple().digits) <= 3


def _in_millions(number: Decimal) -> str:
    for power, word in ((12, "trillion"), (9, "billion"), (6, "million")):
        if abs(number) >= Decimal(10) ** power:
            return f"{_shortest(number.scaleb(-power))} {word}"
    return _shortest(number)


def _shortest(number: Decimal) -> str:
    return f"{number.normalize():,f}"
