"""Mark candidates that speak of a recognised cluster; done after ranking, never used by it."""

import csv
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

from jiqun.base.files import catalogue_path
from jiqun.discovery.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Recognised:
    """A recognised cluster as public pages name it."""

    name: str
    batch: str
    industries: tuple[str, ...]
    source: str


def mark_recognised(found: Sequence[Candidate]) -> list[Candidate]:
    """Note on each candidate the recognised clusters of its county that it speaks of.

    A candidate speaks of a cluster where one of its terms stands in the cluster's name, or its
    industry is the one the cluster's source gives.
    """
    by_county = _by_county()
    return [
        replace(
            one,
            recognised=tuple(
                cluster.name
                for cluster in by_county.get(one.county_code, ())
                if speaks_of(one, cluster)
            ),
        )
        for one in found
    ]


def speaks_of(one: Candidate, cluster: Recognised) -> bool:
    """Whether a candidate and a recognised cluster of the same county mean the same line."""
    if any(term in cluster.name for term in one.terms if len(term) > 1):
        return True
    return any(one.industry_code.startswith(code) for code in cluster.industries if len(code) > 2)


@cache
def _by_county() -> dict[str, list[Recognised]]:
    found: defaultdict[str, list[Recognised]] = defaultdict(list)
    with catalogue_path("clusters", "recognised.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            codes = tuple(part for part in row["industry_hint"].split("/")[1:] if part.isdigit())
            found[row["adcode"]].append(
                Recognised(row["name"], row["batch"], codes, row["source_url"])
            )
    return dict(found)
