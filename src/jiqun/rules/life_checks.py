"""What can be wrong with calls and quotas of a programme beyond their schema."""

from collections.abc import Iterator
from typing import Any

from jiqun.base.catalogue import Entry
from jiqun.base.codes import regions
from jiqun.base.errors import Problem
from jiqun.base.readers import own_quota
from jiqun.rules.programmes import NATIONAL

ENDS = (("calls", "issued", "due"), ("batches", "from", "until"))
"""Of what the second day is not before the first."""


def life_faults(entry: Entry) -> Iterator[Problem]:
    """Yield calls that end before they begin, and quotas of places that recommend nobody there.

    Parameters
    ----------
    entry
        A programme's file that fits the schema.
    """
    life = entry.content.get("life", {})
    for part, first, last in ENDS:
        for number, said in enumerate(life.get(part, ())):
            days = (said.get(first), said.get(last))
            if all(days) and days[1] < days[0]:
                place = entry.where("life", part, number, last)
                yield Problem("rules.ends_before", place, {"first": days[0], "second": days[1]})
    region = entry.content["region"]
    for number, said in enumerate(life.get("calls", ())):
        yield from _places(entry, ("life", "calls", number, "quotas"), said["quotas"], region)
    standing = life.get("standing_quota", {}).get("quotas", {})
    yield from _places(entry, ("life", "standing_quota", "quotas"), standing, region)


def _places(
    entry: Entry, place: tuple[str | int, ...], quotas: dict[str, Any], region: str
) -> Iterator[Problem]:
    for code in quotas:
        if code.isdigit() and not _recommends(code, region):
            yield Problem("rules.no_recommender", entry.where(*place, code), {"code": code})


def _recommends(code: str, region: str) -> bool:
    """Tell whether a place can name clusters under a programme of a region.

    Examples
    --------
    >>> _recommends("330000", "national"), _recommends("330203", "national")
    (True, False)
    >>> _recommends("530100", "530000"), _recommends("330100", "530000")
    (True, False)
    """
    if code in own_quota() and region == NATIONAL:
        return True
    if regions().get(code) is None:
        return False
    if region == NATIONAL:
        return code.endswith("0000")
    return code.startswith(region.rstrip("0"))
