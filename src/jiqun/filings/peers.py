"""Hold a filing against comparable clusters of the same year.

A figure is pointed out where it stands far from the median of the others, counted in their median
absolute deviation, on a logarithmic scale (half and double are equally far). The others never
include the cluster itself, so that one wrong figure cannot widen the range it is held against.
"""

import math
import statistics
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, partial
from typing import NamedTuple

from jiqun.base.catalogue import read_entry
from jiqun.base.definitions import Indicator, indicators, total
from jiqun.base.errors import Problem, Refused
from jiqun.base.files import catalogue_path
from jiqun.base.forms import Form
from jiqun.base.language import Bilingual
from jiqun.base.quantities import Quantity
from jiqun.filings.raw import RawFiling

Cells = Mapping[str, Quantity]
NORMAL_MAD = 1.4826
"""The standard deviation of normal values over their median absolute deviation."""
NORMAL_MEAN_DEVIATION = 1.2533
"""The same over the mean absolute deviation, for groups of which half are equal."""
SAME_SECTOR = Bilingual("同行业其他", "other clusters of the sector")
ALL = Bilingual("其他", "other clusters")


class Peer(NamedTuple):
    """One cluster's figures of a year, for others to be held against."""

    cluster: str
    sector: str
    values: Cells
    previous: Cells


@dataclass(frozen=True)
class PeerRules:
    """What is compared, and how far is far; from ``catalog/checks/peers.yaml``."""

    cutoff: float
    factors: tuple[float, ...]
    smallest_group: int
    least_ratio: Mapping[str, float]
    levels: tuple[Indicator, ...]
    growth: tuple[str, ...]


@cache
def peer_rules() -> PeerRules:
    """Load the rules, once.

    Raises
    ------
    Refused
        With every fault of the file.
    """
    entry, problems = read_entry(catalogue_path("checks", "peers.yaml"), "peers")
    if entry is None or problems:
        raise Refused(problems)
    said, known = entry.content, indicators()
    unknown = [
        Problem(
            "catalogue.unknown_name",
            entry.where("levels", number),
            {"name": name, "kind": "indicator", "place": entry.name},
        )
        for number, name in enumerate(said["levels"])
        if name not in known
    ]
    if unknown:
        raise Refused(unknown)
    return PeerRules(
        float(said["cutoff"]["value"]),
        tuple(float(one) for one in said["small_group"]["factors"]),
        said["smallest_group"],
        {name: float(value) for name, value in said["least_ratio"].items()},
        tuple(known[name] for name in said["levels"]),
        tuple(said["growth"]),
    )


def robust_score(value: float, others: Sequence[float], factors: Sequence[float] = ()) -> float:
    """Return how far a value stands from others, in their robust standard deviations.

    Parameters
    ----------
    value
        The value in question.
    others
        The values it is held against, without itself; two or more.
    factors
        Corrections of the median absolute deviation for 2, 3, … values.

    Returns
    -------
    float
        Infinity where the others are all equal and the value is not.

    Notes
    -----
    ``|value - median| / (1.4826 b_n MAD)``; where the MAD is nought, ``1.2533`` times the mean
    absolute deviation takes its place (Iglewicz and Hoaglin 1993).

    Examples
    --------
    >>> round(robust_score(9.0, [1.0, 2.0, 3.0, 4.0, 5.0]), 3)
    4.047
    """
    middle = statistics.median(others)
    apart = [abs(one - middle) for one in others]
    number = len(others)
    place = number - 2
    factor = factors[place] if place < len(factors) else number / (number - 0.8)
    scale = NORMAL_MAD * statistics.median(apart) * (factor if factors else 1.0)
    if scale == 0:
        scale = NORMAL_MEAN_DEVIATION * statistics.fmean(apart)
    distance = abs(value - middle)
    if scale == 0:
        return math.inf if distance else 0.0
    return distance / scale


def peer_checks(
    filing: RawFiling, form: Form, own: Peer, peers: Iterable[Peer]
) -> Iterator[Problem]:
    """Yield the figures that stand far from those of comparable clusters.

    Parameters
    ----------
    filing
        For places and the reasons given.
    form
        The filing's form.
    own
        The cluster's figures.
    peers
        The figures of all clusters filed for the year; the cluster itself is left out.
    """
    rules, year = peer_rules(), filing.year
    others = [one for one in peers if one.cluster != own.cluster]
    for indicator in rules.levels:
        found = _held(own, others, partial(_level, indicator=indicator, year=year), "level")
        if found:
            fields = indicator.definition.fields
            yield _problem("level", filing, fields, indicator.title, found, _printed(indicator))
    for name in rules.growth:
        found = _held(own, others, partial(_growth, name=name), "growth")
        if found:
            title = form.fields[name].title
            yield _problem("growth", filing, [name], title, found, _plain)


class _Far(NamedTuple):
    """A value that stands far from a group."""

    value: float
    others: list[float]
    group: Bilingual


def _held(
    own: Peer, others: Sequence[Peer], measure: Callable[[Peer], float | None], kind: str
) -> _Far | None:
    """Hold a cluster's value against its sector, or against all where its sector is small."""
    value, rules = measure(own), peer_rules()
    if value is None:
        return None
    same = [one for one in others if one.sector == own.sector]
    for group, name in ((same, SAME_SECTOR), (others, ALL)):
        known = [found for one in group if (found := measure(one)) is not None]
        if len(known) < rules.smallest_group:
            continue
        logs = [math.log(one) for one in known]
        apart = abs(math.log(value) - statistics.median(logs))
        if apart < math.log(rules.least_ratio[kind]):
            return None
        score = robust_score(math.log(value), logs, rules.factors)
        return _Far(value, known, name) if score > rules.cutoff else None
    return None


def _level(one: Peer, indicator: Indicator, year: int) -> float | None:
    """Return an indicator of one cluster; None where it is unknown or nought."""
    definition, zero = indicator.definition, indicator.not_applicable_is_zero
    above = total(definition.numerator, one.values, year, not_applicable_is_zero=zero)
    below = total(definition.denominator, one.values, year, not_applicable_is_zero=zero)
    return float(above / below) if above and below else None


def _growth(one: Peer, name: str) -> float | None:
    now, before = one.values.get(name), one.previous.get(name)
    if now is None or before is None or not now.value or not before.value:
        return None
    return float(now.value / before.value)


Print = Callable[[float], Bilingual]


def _printed(indicator: Indicator) -> Print:
    def show(value: float) -> Bilingual:
        number, plain = Decimal(f"{value:.6g}"), indicator.printed.plain
        return Bilingual(plain(number, "zh"), plain(number, "en"))

    return show


def _plain(value: float) -> Bilingual:
    return Bilingual(f"{value:.2f}", f"{value:.2f}")


def _problem(
    kind: str, filing: RawFiling, fields: Sequence[str], title: Bilingual, found: _Far, show: Print
) -> Problem:
    """Say what stands far from what, and the reason where one is given."""
    given = filing.notes.get("values", {})
    reason = next((given[name] for name in fields if name in given), "")
    median = math.exp(statistics.median([math.log(one) for one in found.others]))
    details = {
        "title": title.zh,
        "title_en": title.en,
        "ratio": f"{found.value / median:.2f}",
        "count": str(len(found.others)),
        "group": found.group.zh,
        "group_en": found.group.en,
        "reason": reason,
    }
    # Quartiles, not extremes: the least and the most are single clusters' confidential figures.
    lower, _, upper = statistics.quantiles(found.others, n=4, method="inclusive")
    numbers = {"value": found.value, "median": median, "lower": lower, "upper": upper}
    for name, number in numbers.items():
        said = show(number)
        details |= {name: said.zh, f"{name}_en": said.en}
    code = f"peers.{kind}_explained" if reason else f"peers.{kind}"
    return Problem(code, filing.where(" / ".join(fields)), details)
