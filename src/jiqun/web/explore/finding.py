"""Find anything the explorer shows: clusters, places, industries, indicators, policies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from jiqun.base.codes import industries, regions, sectors
from jiqun.base.definitions import indicators
from jiqun.base.language import Bilingual
from jiqun.base.names import industry_name, initials, pinyin, place_name, read_once, region_name
from jiqun.base.own_catalogue import per_catalogue
from jiqun.clusters.recognised import recognised
from jiqun.clusters.search import INSIDE, WHOLE, Findable, findable
from jiqun.policies import policies
from jiqun.rules import programmes

if TYPE_CHECKING:
    from jiqun.publications.published import Published

MOST_SHOWN = 12
"""Of each kind; the rest is counted."""
FEW_LETTERS = 2


@dataclass(frozen=True, slots=True)
class Hit:
    """Something found: what it is called, what stands beside it, and where it is shown."""

    title: Bilingual
    beside: Bilingual
    route: str
    at: tuple[str, ...] = ()
    query: str = ""

    @property
    def address(self) -> str:
        """Where it is shown, in the language of the request."""
        return str(reverse(self.route, args=self.at)) + self.query


@dataclass(frozen=True, slots=True)
class Group:
    """What was found of one kind."""

    title: Bilingual
    hits: list[Hit]
    total: int


def find(query: str, newest: Published | None) -> list[Group]:
    """Return what answers a query, by kind, the nearest first; nothing for an empty one.

    One or two letters stand inside most of what there is: where they begin anything, only what
    they begin is told.

    Parameters
    ----------
    query
        Words of a name, pinyin or its initials, a code.
    newest
        The vintage whose clusters are searched too.
    """
    if not query.strip():
        return []
    kinds = [*_kinds()]
    kinds.insert(1, (Bilingual("已填报集群", "Clusters that filed"), list(_filed(newest))))
    found = [
        (title, sorted(_near(kind, query), key=lambda answer: answer[0])) for title, kind in kinds
    ]
    if len(query.strip()) <= FEW_LETTERS and query.isascii():
        begun = [(title, [near for near in hits if near[0] < INSIDE]) for title, hits in found]
        found = begun if any(hits for _, hits in begun) else found
    found.sort(key=lambda kind: not (kind[1] and kind[1][0][0] == WHOLE))
    return [
        Group(title, [hit for _, hit in hits[:MOST_SHOWN]], len(hits))
        for title, hits in found
        if hits
    ]


def _near(kind: Iterable[tuple[Findable, Hit]], query: str) -> Iterable[tuple[int, Hit]]:
    """Yield what answers, and how near the query comes to it."""
    return ((words.closeness(query), hit) for words, hit in kind if words.answers(query))


def _filed(newest: Published | None) -> Iterable[tuple[Findable, Hit]]:
    for cluster in newest.clusters.values() if newest else ():
        name = Bilingual(cluster.name, cluster.name)
        yield cluster.findable, Hit(name, cluster.place, "cluster", (cluster.id,))


@per_catalogue
def _kinds() -> list[tuple[Bilingual, list[tuple[Findable, Hit]]]]:
    """Return everything of the catalogue that can be found, made ready once."""
    titles = [indicator.title for indicator in indicators().values()]
    titles += [programme.title for programme in programmes().values()]
    titles += [policy.title for policy in policies().values()]
    read_once(title.zh for title in titles)
    return [
        (Bilingual("已认定集群", "Recognised clusters"), list(_recognised())),
        (Bilingual("地区", "Regions"), list(_regions())),
        (Bilingual("行业（集群分类）", "Sectors"), list(_sectors())),
        (Bilingual("国民经济行业", "Industries (GB/T 4754)"), list(_industries())),
        (Bilingual("指标", "Indicators"), list(_indicators())),
        (Bilingual("认定办法", "Programmes"), list(_programmes())),
        (Bilingual("政策", "Policies"), list(_policies())),
    ]


def _recognised() -> Iterable[tuple[Findable, Hit]]:
    for cluster in recognised().values():
        name = Bilingual(cluster.name, cluster.name)
        yield findable(cluster), Hit(name, cluster.place, "cluster", (cluster.id,))


def _regions() -> Iterable[tuple[Findable, Hit]]:
    places = regions()
    codes = [*places.provinces, *places.prefectures, *places.counties]
    for code in dict.fromkeys(region.code for region in codes):
        name, place = region_name(code), place_name(code)
        yield (
            _words(name, code),
            Hit(name, Bilingual(code, f"{code} {place.en}"), "region", (code,)),
        )


def _sectors() -> Iterable[tuple[Findable, Hit]]:
    for sector in sectors().values():
        name = Bilingual(sector.name, sector.english)
        yield _words(name, sector.id), Hit(name, Bilingual("", ""), "sectors")


def _industries() -> Iterable[tuple[Findable, Hit]]:
    for industry in industries().values():
        name = industry_name(industry.code)
        code = Bilingual(industry.code, industry.code)
        yield _words(name, industry.code), Hit(name, code, "clusters", query=f"?q={industry.name}")


def _indicators() -> Iterable[tuple[Findable, Hit]]:
    for indicator in indicators().values():
        code = Bilingual(indicator.figure, indicator.figure)
        hit = Hit(indicator.title, code, "indicator", tuple(indicator.id.split("/")))
        yield _words(indicator.title, indicator.figure), hit


def _programmes() -> Iterable[tuple[Findable, Hit]]:
    for programme in programmes().values():
        number = programme.basis.number or ""
        hit = Hit(
            programme.title, Bilingual(number, number), "programme", tuple(programme.id.split("/"))
        )
        yield _words(programme.title, programme.id, number), hit


def _policies() -> Iterable[tuple[Findable, Hit]]:
    for policy in policies().values():
        number = policy.doc_no or ""
        hit = Hit(policy.title, policy.place, "policy", (policy.id,))
        yield _words(policy.title, policy.id, number), hit


def _words(name: Bilingual, *codes: str) -> Findable:
    """Return what a thing is found by: its names, pinyin, initials and codes."""
    latin = (pinyin(name.zh), initials(name.zh), name.en.lower(), *(code.lower() for code in codes))
    return Findable(name.zh + "".join(codes), latin)
