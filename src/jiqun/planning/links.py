"""The links a county lacks of the chains of an industry: what it could grow into beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from jiqun.chains.chain import Chain, Node
from jiqun.chains.gaps import LinkCounts, gaps
from jiqun.chains.loading import chains
from jiqun.chains.placing import place

PRODUCT = "product"


@dataclass(frozen=True)
class ChainLinks:
    """A chain as a county has it.

    Parameters
    ----------
    chain
        Which.
    counts
        Key links, and those without a firm or with one; None where the register holds too few
        makers of the county for its silence to say anything.
    missing, single
        The key links without a firm, and with one only; empty where nobody can tell.
    """

    chain: Chain
    counts: LinkCounts | None
    missing: tuple[Node, ...]
    single: tuple[Node, ...]


def chains_of(industry: str) -> list[Chain]:
    """Return the chains that end in an industry: it makes a telling product of theirs.

    Examples
    --------
    >>> [chain.id for chain in chains_of("343")], chains_of("134")
    (['cranes'], [])
    """
    return [
        chain
        for chain in chains().values()
        if any(
            code.startswith(industry)
            for node in chain.telling
            if node.stage == PRODUCT
            for code in node.classes
        )
    ]


def links_of(workspace: Path, county: str, industries: Iterable[str]) -> Mapping[str, ChainLinks]:
    """Return, by chain, what a county lacks of the chains that end in some industries.

    Parameters
    ----------
    workspace
        Whose register is placed; the firms of the county alone.
    county, industries
        Which.
    """
    wanted = {chain.id: chain for industry in industries for chain in chains_of(industry)}
    if not wanted:
        return {}
    placed = place(workspace, list(wanted.values()), counties=[county])
    found = {}
    for name, chain in wanted.items():
        held = gaps(placed, chain, [county])
        missing, single = (tuple(gap.node for gap in part) for part in (held.missing, held.single))
        found[name] = ChainLinks(chain, held.links, *((missing, single) if held.told else ((), ())))
    return found
