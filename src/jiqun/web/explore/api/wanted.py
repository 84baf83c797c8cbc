"""What a filter asks for, by id or by name in either language; what nobody knows is refused.

A list that is empty because of a slip in the address looks like a finding.
"""

from collections.abc import Iterable, Mapping
from functools import cache

from jiqun.base.codes import MACRO_REGIONS, regions, sectors
from jiqun.base.definitions import indicators
from jiqun.base.distinct import distinct
from jiqun.base.errors import Problem, Refused, Whole
from jiqun.base.language import Bilingual
from jiqun.base.names import level_name, region_name, sector_name, short_place
from jiqun.base.own_catalogue import per_catalogue
from jiqun.clusters.filed import Filed
from jiqun.clusters.recognised import recognised
from jiqun.policies import policies
from jiqun.reports.outline import outline

MOST_NAMED = 60
"""How many values a refusal names; of more it says where they are listed."""
FILED = "/api/v1/clusters?kind=filed"
NATION = "000000"
Names = Mapping[str, str]
"""Ids by everything they may be called by, in lower case."""


def province(said: str) -> str:
    """Return a province's code.

    Raises
    ------
    Refused
        Where no province goes by it.

    Examples
    --------
    >>> province("浙江"), province("zhejiang"), province("330000"), province("")
    ('330000', '330000', '330000', '')
    """
    return _found("province", said, _provinces())


def jurisdiction(said: str) -> str:
    """Return the code of a policy's jurisdiction: the nation, a province or a city with its own.

    Raises
    ------
    Refused
        Where nothing goes by it.

    Examples
    --------
    >>> jurisdiction("全国"), jurisdiction("000000"), jurisdiction("浙江"), jurisdiction("深圳")
    ('000000', '000000', '330000', '440300')
    """
    return _found("jurisdiction", said, _jurisdictions())


def figures(said: str) -> list[str]:
    """Return the figures named between commas; what no indicator goes by stays as it is.

    Examples
    --------
    >>> figures("研发强度, output_total,R&D intensity,none")
    ['rd_intensity', 'output_total', 'rd_intensity', 'none']
    """
    named = (word.strip() for word in said.split(","))
    return [_figures().get(word.lower(), word) for word in named if word]


def sector(said: str) -> str:
    """Return a sector's id.

    Raises
    ------
    Refused
        Where no sector goes by it.
    """
    return _found("sector", said, _sectors())


def dimension(said: str) -> str:
    """Return a dimension's id.

    Raises
    ------
    Refused
        Where no dimension goes by it.
    """
    return _found("dimension", said, _dimensions())


def batch(said: str) -> str:
    """Return a batch of recognition.

    Raises
    ------
    Refused
        Where there was none.
    """
    return _found(
        "batch", said, {cluster.batch: cluster.batch for cluster in recognised().values()}
    )


def key(level: str, said: str, filed: Mapping[str, Filed]) -> str:
    """Return the key of a place at a level of figures.

    Parameters
    ----------
    level
        nation, macro_region, province, sector or cluster.
    said
        Its key or its name.
    filed
        The clusters of the vintage, by id.

    Raises
    ------
    Refused
        Where nothing goes by it at that level.
    """
    if not said:  # a nation's clusters are not named for a filter nobody asks for
        return ""
    if level == "cluster":
        return _found("key", said, _clusters(filed.values()), FILED)
    return _found("key", said, PLACES[level]())


def _found(parameter: str, said: str, names: Names, listed: str = "") -> str:
    if not said:
        return ""
    found = names.get(said.strip().lower())
    if found is None:
        known = distinct(names.values())
        shown = listed if listed and len(known) > MOST_NAMED else ", ".join(known)
        details = {"name": parameter, "value": said, "known": Whole(shown)}
        raise Refused([Problem("web.unknown_value", details=details)])
    return found


def _by_names(named: Iterable[tuple[str, Bilingual]]) -> dict[str, str]:
    return {word.lower(): id_ for id_, name in named for word in (name.zh, name.en, id_) if word}


@cache
def _provinces() -> Names:
    named = [(found.code, region_name(found.code)) for found in regions().provinces]
    return {short_place(name.zh): code for code, name in named} | _by_names(named)


@per_catalogue
def _jurisdictions() -> Names:
    places = {policy.jurisdiction for policy in policies().values()} - {NATION}
    named = [(code, region_name(code)) for code in sorted(places)]
    short = {short_place(name.zh): code for code, name in named}
    nation = dict.fromkeys((NATION, "全国", "国家", "nation", "china"), NATION)
    return {**nation, **_provinces(), **short, **_by_names(named)}


@per_catalogue
def _figures() -> Names:
    return _by_names((name, entry.title) for name, entry in indicators().items())


@cache
def _sectors() -> Names:
    return _by_names((id_, sector_name(id_)) for id_ in sectors())


@cache
def _nation() -> Names:
    return {"cn": "CN", level_name("nation", "CN").zh: "CN"}


@cache
def _macro_regions() -> Names:
    return _by_names((id_, Bilingual(*names)) for id_, names in MACRO_REGIONS.items())


def _dimensions() -> Names:
    return _by_names((section.id, section.title) for section in outline().sections)


def _clusters(filed: Iterable[Filed]) -> Names:
    return _by_names((cluster.id, Bilingual(cluster.name, cluster.id)) for cluster in filed)


PLACES = {
    "nation": _nation,
    "macro_region": _macro_regions,
    "province": _provinces,
    "sector": _sectors,
}
"""The names of each level that are the same in every vintage."""
