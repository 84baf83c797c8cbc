"""Units of cells and figures, and exact conversion between units of one dimension."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cache

import yaml

from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: what it measures, what one of it is worth, how it is written."""

    id: str
    dimension: str
    scale: Decimal
    symbol: Bilingual


@cache
def units() -> dict[str, Unit]:
    """Load the units by id, once.

    Examples
    --------
    >>> units()["亿元"].symbol.in_("en")
    '100m CNY'
    """
    loaded = yaml.safe_load(catalogue_path("units.yaml").read_text(encoding="utf-8"))
    return {
        name: Unit(name, one["dimension"], Decimal(one["scale"]), Bilingual.of(one))
        for name, one in loaded.items()
    }


def symbol(unit: str) -> Bilingual:
    """Return how a unit is written, also for a quotient of two (``万元/人``).

    Examples
    --------
    >>> symbol("万元/人").in_("en")
    '10k CNY/people'
    """
    if unit in units():
        return units()[unit].symbol
    top, _, bottom = unit.partition("/")
    over, under = units()[top].symbol, units()[bottom].symbol
    return Bilingual(f"{over.zh}/{under.zh}", f"{over.en}/{under.en}")


def conversion(filed: str, wanted: str) -> Decimal:
    """Return what to multiply a number by to change its unit.

    Raises
    ------
    ValueError
        Where the two units measure different things.

    Examples
    --------
    >>> conversion("万元", "亿元")
    Decimal('0.0001')
    """
    one, other = units()[filed], units()[wanted]
    if one.dimension != other.dimension:
        raise ValueError(f"{filed} measures {one.dimension}, {wanted} measures {other.dimension}")
    return one.scale / other.scale
