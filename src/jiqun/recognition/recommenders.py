"""Who recommends an application, and how many they may: by programme, year and place."""

from collections.abc import Collection, Iterable
from functools import lru_cache

from jiqun.base.codes import regions
from jiqun.base.readers import own_quota
from jiqun.rules.life import Quota, call_of, quota
from jiqun.rules.programmes import NATIONAL, Programme


def recommender_of(
    programme: Programme, year: int, county: str, named: Collection[str] | None = None
) -> str:
    """Return the region code of the office that recommends a county's application.

    To the nation that is the province, or the separately planned city or corps in its place: a
    province's quota does not count theirs. To a province it is whom its quotas name, prefectures
    or counties; where they name nobody, the province takes what comes.

    Parameters
    ----------
    programme
        The programme.
    year
        The year of the call.
    county
        The county that applies.
    named
        The kinds and codes a running call gives quotas to; None goes by the programme's file.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> national = programme("national/sme-cluster")
    >>> [recommender_of(national, 2025, county) for county in ("330106", "330203", "659001")]
    ['330000', '330200', '659000']
    >>> recommender_of(programme("yunnan/sme-cluster"), 2023, "530102")
    '530100'
    """
    if programme.jurisdiction == NATIONAL:
        return _to_the_nation(county)
    named = _named(programme, year) if named is None else named
    return next(iter(_below(county, named)), programme.region)


@lru_cache(maxsize=8192)
def _to_the_nation(county: str) -> str:
    """Return which province, or city or corps in its place, recommends a county to the nation."""
    for code, place in own_quota().items():
        if county.startswith(place.prefix):
            return code
    return regions().province_of(county).code


def recommenders_on_way(
    programme: Programme, year: int, county: str, named: Collection[str]
) -> list[str]:
    """Return everybody whose quota an application takes a place of, from below.

    A province that gives quotas to its prefectures and its counties at once has both kept; one that
    states a total for itself has that kept as well.

    Parameters
    ----------
    programme, year, county
        As in :func:`recommender_of`.
    named
        The kinds and codes a running call gives quotas to.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> yunnan = programme("yunnan/sme-cluster")
    >>> recommenders_on_way(yunnan, 2026, "530102", {"county", "prefecture", "province"})
    ['530102', '530100', '530000']
    >>> recommenders_on_way(yunnan, 2026, "530102", {"530100"})
    ['530100']
    """
    if programme.jurisdiction == NATIONAL:
        return [recommender_of(programme, year, county, named)]
    found = _below(county, named)
    if not found or {"province", programme.region} & {*named}:
        found.append(programme.region)
    return found


def _below(county: str, named: Collection[str]) -> list[str]:
    """Return the county and the prefecture, where quotas name them."""
    alone = regions().stands_alone(county)
    prefecture = county if alone else f"{county[:4]}00"
    found = [county] if "county" in named or county in named else []
    if ("prefecture" in named or prefecture in named) and prefecture not in found:
        found.append(prefecture)
    return found


def _named(programme: Programme, year: int) -> set[str]:
    """Return kinds and codes that a call's quotas, or the document's own, name."""
    call = call_of(programme, year)
    standing = programme.life.get("standing_quota", {}).get("quotas", {})
    return {*(call.quotas if call else ()), *standing}


def quotas_of(programme: Programme, year: int, recommenders: Iterable[str]) -> dict[str, Quota]:
    """Return how many each recommender may name.

    Examples
    --------
    >>> from jiqun.rules.loading import programme
    >>> found = quotas_of(programme("national/sme-cluster"), 2025, ["330000", "330200", "659000"])
    >>> [allowed.limit for allowed in found.values()]
    [8, 2, 2]
    """
    return {code: quota(programme, year, code) for code in recommenders}
