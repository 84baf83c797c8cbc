"""Find clusters by name, pinyin or its initials, place or product."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from jiqun.base.names import initials, pinyin
from jiqun.clusters.recognised import Recognised

LONGEST_QUERY = 60
WHOLE, BEGINNING, INSIDE = range(3)
"""How near a query comes to a name: it is the name, begins it, or stands somewhere in it."""


@dataclass(frozen=True)
class Findable:
    """What a cluster is found by.

    Parameters
    ----------
    chinese
        Name, place, product and industry.
    latin
        Pinyin and initials of name and place, and the id.
    """

    chinese: str
    latin: tuple[str, ...]

    def answers(self, query: str) -> bool:
        """Tell whether every word of a query is found, in any order.

        Examples
        --------
        >>> crane = Findable("河南省长垣市起重机", ("cyqzj", "changyuanshiqizhongji"))
        >>> crane.answers("起重 长垣"), crane.answers("CYQZJ"), crane.answers("起重 江苏")
        (True, True, False)
        """
        return all(self._has(word) for word in query.lower()[:LONGEST_QUERY].split())

    def closeness(self, query: str) -> int:
        """Tell how near a query that is answered comes: ``WHOLE``, ``BEGINNING`` or ``INSIDE``.

        Examples
        --------
        >>> handan = Findable("邯郸市130400", ("handanshi", "hds", "handan city", "130400"))
        >>> [handan.closeness(query) for query in ("130400", "hd", "city", "ds", "邯郸", "市")]
        [0, 1, 1, 2, 1, 2]
        """
        said = query.strip().lower()
        names = (*self.latin, self.chinese.lower())
        if said in names:
            return WHOLE
        begun = any(name.startswith(said) or f" {said}" in name for name in names)
        return BEGINNING if begun else INSIDE

    def _has(self, word: str) -> bool:
        if word.isascii():
            return any(word in text for text in self.latin) or word in self.chinese.lower()
        return word in self.chinese


class Index:
    """Everything that can be found, made ready when first asked."""

    def __init__(self, clusters: Iterable[Recognised]) -> None:
        self._clusters = list(clusters)

    @cached_property
    def _findable(self) -> list[tuple[Recognised, Findable]]:
        return [(cluster, findable(cluster)) for cluster in self._clusters]

    def find(self, query: str) -> list[Recognised]:
        """Return the clusters that answer a query; all of them for an empty one."""
        return [cluster for cluster, words in self._findable if words.answers(query)]


def findable(cluster: Recognised) -> Findable:
    """Return what a recognised cluster is found by."""
    industry = cluster.industry_name.zh if cluster.industry_name else ""
    named = (cluster.name, cluster.county_text, cluster.place.zh, cluster.product)
    chinese = "".join((*named, industry, cluster.sector, cluster.batch))
    place = cluster.place.en.lower()
    return Findable(chinese, (*map(pinyin, named), *map(initials, named), place, cluster.id))
