"""Which counties are strong in a chain: more firms on its key links than their size would give."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from math import sqrt

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
    makers
        Its makers of anything, as the register holds them.
    excess
        How many standard deviations the firms lie above what as many makers would have, were the
        chain's firms spread over all makers of the register alike (binomial).
    """

    county: str
    firms: int
    links: int
    makers: int
    excess: float


def ranks(placements: Placements, chain: Chain) -> list[Rank]:
    """Rank the counties of a register in a chain by excess; then firms, then code.

    Parameters
    ----------
    placements
        Of the register on the chain, and others perhaps.
    chain
        Which.
    """
    firms, links = _telling(placements, chain)
    every = {county: placements.coverage(county).makers for county in placements.counties}
    whole = sum(every.values())
    share = sum(map(len, firms.values())) / whole if whole else 0.0
    found = [
        Rank(
            county,
            len(rows),
            len(links[county]),
            every[county],
            _excess(len(rows), every[county], share),
        )
        for county, rows in firms.items()
    ]
    return sorted(found, key=lambda rank: (-rank.excess, -rank.firms, rank.county))


def _telling(
    placements: Placements, chain: Chain
) -> tuple[dict[str, set[int]], dict[str, set[str]]]:
    """Return by county the firms on telling links, and the links they stand on."""
    telling = {node.id for node in chain.telling}
    wanted = ("chain", "node", "county_code", "row")
    columns = [placements.table[name].to_pylist() for name in wanted]
    firms: defaultdict[str, set[int]] = defaultdict(set)
    links: defaultdict[str, set[str]] = defaultdict(set)
    for name, node, county, row in zip(*columns, strict=True):
        if name == chain.id and county and node in telling:
            firms[county].add(row)
            links[county].add(node)
    return dict(firms), dict(links)


def _excess(firms: int, makers: int, share: float) -> float:
    """Return how far firms lie above what so many makers would have, in standard deviations.

    Examples
    --------
    >>> _excess(15, 100, 0.1) > 1.6, _excess(10, 100, 0.1)
    (True, 0.0)
    """
    spread = sqrt(makers * share * (1 - share))
    return round((firms - makers * share) / spread, 4) if spread else 0.0
