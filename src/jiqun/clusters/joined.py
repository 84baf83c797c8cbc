"""A recognised cluster and a cluster that filed may be the same: one page then shows both.

They are the same where their ids are, or their names in the same county. Made-up clusters of a
demonstration are nobody's: their figures never stand beside a real name.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache

from jiqun.clusters.filed import Filed
from jiqun.clusters.recognised import Recognised, recognised


def recognition_of(cluster: Filed) -> Recognised | None:
    """Return the recognition of a cluster that filed, or None."""
    if cluster.demo:
        return None
    return recognition_named(cluster.id, cluster.county_code, cluster.name)


def recognition_named(cluster_id: str, county_code: str, name: str) -> Recognised | None:
    """Return the recognition of a real cluster by its id, or by its name in its county.

    Examples
    --------
    >>> recognition_named("any", "410783", "长垣市门桥式起重机械产业集群").id
    '410783-mqsqzjx'
    """
    return recognised().get(cluster_id) or _by_name().get((county_code, _plain(name)))


def joined(clusters: Iterable[Filed]) -> dict[str, Filed]:
    """Return those of a vintage's clusters that are recognised, by the recognition's id."""
    found = [(recognition_of(cluster), cluster) for cluster in clusters]
    return {recognition.id: cluster for recognition, cluster in found if recognition}


@cache
def _by_name() -> dict[tuple[str, str], Recognised]:
    return {
        (cluster.county_code, _plain(cluster.name)): cluster for cluster in recognised().values()
    }


def _plain(name: str) -> str:
    """Write a name without spaces and in one width.

    Examples
    --------
    >>> _plain("长垣市 门桥式起重机械（产业集群）")
    '长垣市门桥式起重机械(产业集群)'
    """
    return "".join(unicodedata.normalize("NFKC", name).split())
