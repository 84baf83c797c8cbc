"""Which counties are strong in a chain: by firms on the key links whose makers work for it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from jiqun.chains.chain import Chain
from jiqun.chains.placing import Placements


@dataclass(frozen=True, slots=True)
class Rank:
    """A county's place in a chain.

    Parameters
    ----------
    county
        Its code.
    firms
        Its firms on key links that do not serve every trade, each once.
    links
        How many of those links it has.
    """

    county: str
    firms: int
    links: int


def ranks(placements: Placements, chain: Chain) -> list[Rank]:
    """Rank the counties of a register in a chain, the most firms first; then links, then code.

    Parameters
    ----------
    placements
        Of the register on the chain, and others perhaps.
    chain
        Which.
    """
    telling = {node.id for node in chain.telling}
    columns = [
        placements.table[name].to_pylist() for name in ("chain", "node", "county_code", "row")
    ]
    firms: defaultdict[str, set[int]] = defaultdict(set)
    links: defaultdict[str, set[str]] = defaultdict(set)
    for name, node, county, row in zip(*columns, strict=True):
        if name == chain.id and county and node in telling:
            firms[county].add(row)
            links[county].add(node)
    found = [Rank(county, len(rows), len(links[county])) for county, rows in firms.items()]
    return sorted(found, key=lambda rank: (-rank.firms, -rank.links, rank.county))
