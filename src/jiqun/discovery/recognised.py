"""Mark candidates that speak of a recognised cluster; done after ranking, never used by it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from jiqun.clusters.recognised import Recognised, recognised
from jiqun.discovery.candidates import Candidate


def mark_recognised(found: Sequence[Candidate]) -> list[Candidate]:
    """Note on each candidate the recognised clusters of its county that it speaks of.

    A candidate speaks of a cluster where one of its terms stands in the cluster's name, or its
    industry is the one the cluster's source gives.
    """
    by_county = _by_county()
    return [
        replace(
            candidate,
            recognised=tuple(
                cluster.name
                for cluster in by_county.get(candidate.county_code, ())
                if speaks_of(candidate, cluster)
            ),
        )
        for candidate in found
    ]


def speaks_of(candidate: Candidate, cluster: Recognised) -> bool:
    """Whether a candidate and a recognised cluster of the same county mean the same line."""
    if any(term in cluster.name for term in candidate.terms if len(term) > 1):
        return True
    finer = len(cluster.industry) > 2
    return finer and candidate.industry_code.startswith(cluster.industry)


@cache
def _by_county() -> dict[str, list[Recognised]]:
    found: defaultdict[str, list[Recognised]] = defaultdict(list)
    for cluster in recognised().values():
        found[cluster.county_code].append(cluster)
    return dict(found)
