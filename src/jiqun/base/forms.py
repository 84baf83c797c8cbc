"""The forms of the catalogue: the family by its name, the version of a year."""

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.form_files import read_families
from jiqun.base.form_model import (
    CONFIDENTIAL,
    OPEN,
    YEARLY,
    Family,
    Field,
    FieldType,
    Form,
    Sensitivity,
    raised,
)
from jiqun.base.own_catalogue import per_catalogue

__all__ = [
    "CONFIDENTIAL",
    "OPEN",
    "YEARLY",
    "Family",
    "Field",
    "FieldType",
    "Form",
    "Sensitivity",
    "existed",
    "families",
    "family",
    "form_for",
    "raised",
    "year_refused",
]


@per_catalogue
def families() -> dict[str, Family]:
    """Load every family of forms of the catalogue by name, once.

    Raises
    ------
    Refused
        With every fault of every file.
    """
    return read_families()


def family(name: str) -> Family:
    """Return a family of forms of the catalogue.

    Examples
    --------
    >>> family(YEARLY).first_year
    2019
    """
    return families()[name]


def form_for(name: str, year: int) -> Form:
    """Return the version of a family's form that a data year is filed on.

    Raises
    ------
    Refused
        Where no version is for that year.

    Examples
    --------
    >>> form_for(YEARLY, 2022).version
    '2022'
    """
    found = family(name)
    if not found.first_year <= year <= found.last_year:
        raise Refused([year_refused(found.first_year, found.last_year, year, Where(field="year"))])
    return found.form_around(year)


def year_refused(first: int, last: int, year: object, where: Where) -> Problem:
    """Return the problem of a year no form is for; ``first`` and ``last`` are those there are."""
    said = "-" if year in (None, "") else str(year)
    details = {"year": said, "first": str(first), "last": str(last)}
    return Problem("filings.year_out_of_range", where, details)


@per_catalogue
def existed(name: str, year: int) -> bool:
    """Tell whether a field is asked in a year by any form; what no form ever asks is another thing.

    A field that did not exist in a year is not applicable there, whatever a filing leaves out.

    Examples
    --------
    >>> existed("innovative_smes", 2021), existed("innovative_smes", 2022)
    (False, True)
    """
    asking = [family for family in families().values() if name in family.fields]
    return not asking or any(form.exists(name, year) for form in asking)
