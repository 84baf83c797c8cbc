"""Named functions: what the grammar of indicators cannot say.

Each has a docstring with one case that counts and one that does not; a catalogue entry names it.
"""

from collections.abc import Callable
from decimal import Decimal

from jiqun.base.definitions import Indicator
from jiqun.base.own_catalogue import per_catalogue
from jiqun.base.quantities import Status
from jiqun.indicators.figures import Figure
from jiqun.indicators.numbers import method_of
from jiqun.policies import policies

NATIONAL = "000000"


def provincial_policy_documents(level: str, key: str, year: int) -> int | None:
    """Count the policy catalogue's provincial documents, those of separately planned cities too.

    《云南省促进中小企业特色产业集群发展暂行办法》 counts; the national measure
    工信部企业〔2022〕119号 does not.

    Parameters
    ----------
    level, key
        The nation, or a province by its code.
    year
        The data year: a document counts from the report that first listed it.

    Returns
    -------
    int or None
        None for years before the first list: how many there were then is not known.
    """
    places = [code for code, since in _listed() if code != NATIONAL and since <= year]
    if not places:
        return None
    if level == "province":
        return sum(code[:2] == key[:2] for code in places)
    return len(places)


FUNCTIONS: dict[str, Callable[[str, str, int], int | None]] = {
    "provincial_policy_documents": provincial_policy_documents
}


def figure(one: Indicator, level: str, key: str, year: int) -> Figure:
    """Return the figure of an indicator that is a named function."""
    number = FUNCTIONS[one.definition.function](level, key, year)
    value = None if number is None else Decimal(number)
    known = Status.MISSING if number is None else Status.REPORTED
    return Figure(
        id=one.figure,
        indicator=one.id,
        level=level,
        key=key,
        year=year,
        value=value,
        unit=one.unit,
        status=Status.ZERO if number == 0 else known,
        numerator=value,
        denominator=None,
        reporting=number or 0,
        expected=number or 0,
        not_applicable=0,
        method=method_of(one),
    )


@per_catalogue
def _listed() -> tuple[tuple[str, int], ...]:
    """Return jurisdiction and year of first listing of every document listed so far."""
    return tuple(
        (policy.jurisdiction, policy.first_listed)
        for policy in policies().values()
        if policy.first_listed is not None
    )
