"""What a definition measures: the unit its sums come out in, and the way to the figure's unit."""

from decimal import Decimal

from jiqun.base.definitions.factors import factors
from jiqun.base.definitions.grammar import Definition, Terms
from jiqun.base.forms import Field, families
from jiqun.base.own_catalogue import per_catalogue
from jiqun.base.units import Misfit, conversion, units

Scales = tuple[Decimal, Decimal]
ONE = Decimal(1)
RATIO = "ratio"


@per_catalogue
def filed_fields() -> dict[str, Field]:
    """Return every field some form asks for, by id."""
    return {name: field for family in families().values() for name, field in family.fields.items()}


def unit_of(terms: Terms) -> str:
    """Return the unit a linear form comes out in.

    Raises
    ------
    Misfit
        Where its terms come out in different units.

    Examples
    --------
    >>> from jiqun.base.definitions import Term
    >>> unit_of((Term("output_total"),))
    '万元'
    """
    found = {
        factors()[term.factor].unit_to if term.factor else filed_fields()[term.field].unit
        for term in terms
    }
    if len(found) != 1:
        said = ", ".join(sorted(found))
        raise Misfit(f"相加的各项单位不同：{said}", f"terms in different units: {said}")
    return found.pop()


def scales_of(definition: Definition, unit: str) -> Scales:
    """Return what numerator and denominator are multiplied by to fit a figure's unit.

    Raises
    ------
    Misfit
        Where they measure something else than the unit says.

    Examples
    --------
    >>> from jiqun.base.definitions import Term
    >>> scales_of(Definition("sum", (Term("output_total"),)), "亿元")
    (Decimal('0.0001'), Decimal('1'))
    """
    if (definition.form == "per") != ("/" in unit):
        raise Misfit(f"{unit} 不合 {definition.form}", f"{unit} does not fit {definition.form}")
    if definition.form in ("sum", "weighted_sum"):
        return conversion(unit_of(definition.numerator), unit), ONE
    if definition.form == "range_of_distinct_count":
        for terms in definition.sums():
            above = conversion(unit_of(terms), unit)
        return above, ONE
    if definition.form == "per":
        top, _, bottom = unit.partition("/")
        above = conversion(unit_of(definition.numerator), top)
        return above, conversion(unit_of(definition.denominator), bottom)
    if definition.form not in ("count_of_clusters", "function") and unit != RATIO:
        raise Misfit(
            f"{definition.form} 的单位应是 {RATIO}，不是 {unit}",
            f"{definition.form} is a {RATIO}, not {unit}",
        )
    if definition.form == "ratio_of_sums":
        base = unit_of(definition.denominator)
        return conversion(unit_of(definition.numerator), base), ONE
    return ONE, ONE


def known_unit(unit: str) -> bool:
    """Tell whether a unit, or each side of a quotient of two, is in the catalogue.

    Examples
    --------
    >>> known_unit("万元/人"), known_unit("bushels")
    (True, False)
    """
    top, _, bottom = unit.partition("/")
    return unit in units() or (top in units() and bottom in units())
