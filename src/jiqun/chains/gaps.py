"""What counties have of a chain: firms by node, gaps, specialists, neighbours that could help."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from jiqun.chains.chain import Chain, Node
from jiqun.chains.distances import way_between
from jiqun.chains.placing import Coverage, Placements
from jiqun.chains.settings import settings
from jiqun.chains.states import State, state_of
from jiqun.clusters.recognised import recognised

WANTED = ("row", "name", "code", "tier", "county_code", "node", "strength", "thing", "by_name")


@dataclass(frozen=True, slots=True)
class Specialist:
    """A firm that stands on one key link of the chain and on no other node (配套专家).

    Parameters
    ----------
    name, code
        As in the register.
    tier
        Of the state's quality tiers; empty where the register does not say.
    thing
        What its name or scope names.
    strength
        How many of name, scope and class say so.
    """

    name: str
    code: str
    tier: str
    thing: str
    strength: int


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A county nearby with makers of what is missing.

    Parameters
    ----------
    county, firms
        Its code, and how many.
    kilometres, approximate
        How far off, and whether a county's point is only its prefecture's.
    same_province
        Whether it lies in the province of the place.
    """

    county: str
    firms: int
    kilometres: float
    approximate: bool
    same_province: bool


@dataclass(frozen=True, slots=True)
class NodeGap:
    """A node as a place has it.

    Parameters
    ----------
    node
        Of the chain.
    firms
        Firms of the place that the register shows there.
    state
        What that says; ``UNKNOWN`` where the register holds too little of the place.
    specialists
        Of a key link, those of the highest tier and the best proven first.
    neighbours
        Of a node that is missing or has a single firm, the nearest first.
    """

    node: Node
    firms: int
    state: State
    specialists: tuple[Specialist, ...] = ()
    neighbours: tuple[Neighbour, ...] = ()


@dataclass(frozen=True, slots=True)
class LinkCounts:
    """Key links of a place: all of them, those without a firm, those with one only."""

    links: int
    missing: int
    single_firm: int


@dataclass(frozen=True)
class Gaps:
    """A chain as some counties have it together.

    Parameters
    ----------
    chain, counties
        Which.
    held
        What the register holds of them.
    nodes
        In the order of the chain.
    demo
        Whether the firms are the fictional ones of the demonstration.
    """

    chain: Chain
    counties: tuple[str, ...]
    held: Coverage
    nodes: tuple[NodeGap, ...]
    demo: bool = False

    @property
    def told(self) -> bool:
        """Whether the register holds enough of the place for its silence to say something."""
        return enough(self.held)

    @cached_property
    def missing(self) -> tuple[NodeGap, ...]:
        """Key links without a firm."""
        return self._core(State.NONE)

    @cached_property
    def single(self) -> tuple[NodeGap, ...]:
        """Key links with one firm only."""
        return self._core(State.ONE)

    def _core(self, state: State) -> tuple[NodeGap, ...]:
        return tuple(found for found in self.nodes if found.node.core and found.state is state)

    @property
    def links(self) -> LinkCounts | None:
        """Key links counted, as a diagnosis takes them; None where nobody can tell."""
        if not self.told:
            return None
        return LinkCounts(len(self.chain.core), len(self.missing), len(self.single))

    @property
    def firms(self) -> dict[str, int | None]:
        """Firms by node as a picture takes them, None where nobody can tell."""
        return {
            found.node.id: None if found.state is State.UNKNOWN else found.firms
            for found in self.nodes
        }


def gaps(placements: Placements, chain: Chain, counties: Sequence[str]) -> Gaps:
    """Hold the firms of some counties against a chain.

    Parameters
    ----------
    placements
        Of the whole register on the chain, and others perhaps.
    chain
        Which.
    counties
        Codes of the perimeter: a county, or those a cluster lies in.
    """
    rows = _rows(placements, chain)
    here = [row for row in rows if row["county_code"] in counties]
    held = _together(placements.coverage(county) for county in counties)
    firms = _firms(here)
    elsewhere = _elsewhere(rows, counties)
    specialists = _specialists(here)
    nodes = []
    for node in chain.nodes:
        count = len(firms[node.id])
        state = _state(count, enough(held))
        lacking = state in (State.NONE, State.ONE)
        nodes.append(
            NodeGap(
                node,
                count,
                state,
                tuple(specialists[node.id]) if node.core else (),
                tuple(_nearest(elsewhere[node.id], counties)) if lacking else (),
            )
        )
    return Gaps(chain, tuple(counties), held, tuple(nodes), placements.demo)


def links_of_clusters(placements: Placements) -> dict[str, LinkCounts]:
    """Return the counted links of every recognised cluster whose industry has a chain.

    Parameters
    ----------
    placements
        Of the register on all chains.

    Returns
    -------
    dict
        By cluster, as :func:`jiqun.diagnosis.diagnose.diagnose` takes them; a cluster of whose
        county the register holds too little is left out.
    """
    found = {}
    for chain in placements.chains:
        for cluster in chain.clusters:
            links = gaps(placements, chain, [recognised()[cluster].county_code]).links
            if links is not None:
                found[cluster] = links
    return found


def enough(held: Coverage) -> bool:
    """Tell whether a register holds enough of a place for its silence to say something.

    Examples
    --------
    >>> enough(Coverage(400, 150, 300)), enough(Coverage(400, 5, 300))
    (True, False)
    """
    return held.makers >= settings().fewest_makers


def _state(firms: int, told: bool) -> State:
    """Return a node's state: two firms are there whatever else the register does not hold."""
    return state_of(firms if told or firms > 1 else None)


def _rows(placements: Placements, chain: Chain) -> list[dict[str, Any]]:
    """Return the rows of a chain."""
    import pyarrow.compute as pc

    table = placements.table
    here = table.filter(pc.equal(table["chain"], chain.id))
    rows: list[dict[str, Any]] = here.select(list(WANTED)).to_pylist()
    return rows


def _together(parts: Iterable[Coverage]) -> Coverage:
    every = list(parts)
    return Coverage(
        sum(part.firms for part in every),
        sum(part.makers for part in every),
        sum(part.readable for part in every),
    )


def _firms(rows: Iterable[Mapping[str, Any]]) -> defaultdict[str, set[int]]:
    found: defaultdict[str, set[int]] = defaultdict(set)
    for row in rows:
        found[row["node"]].add(row["row"])
    return found


def _elsewhere(
    rows: Iterable[Mapping[str, Any]], counties: Sequence[str]
) -> defaultdict[str, Counter[str]]:
    """Count by node the firms of each other county."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for row in rows:
        county = row["county_code"]
        if county and county not in counties:
            found[row["node"]][county] += 1
    return found


def _specialists(rows: Sequence[Mapping[str, Any]]) -> defaultdict[str, list[Specialist]]:
    """Return by node the firms that stand there and nowhere else, by name too."""
    nodes = Counter(row["row"] for row in rows)
    found: defaultdict[str, list[Specialist]] = defaultdict(list)
    for row in rows:
        if nodes[row["row"]] == 1 and row["by_name"]:
            thing = row["thing"] or row["by_name"]
            found[row["node"]].append(
                Specialist(
                    row["name"] or "",
                    row["code"] or "",
                    row["tier"] or "",
                    thing,
                    int(row["strength"]),
                )
            )
    for firms in found.values():
        firms.sort(key=lambda firm: (_tier(firm.tier), -firm.strength, firm.name, firm.code))
    return found


def _tier(said: str) -> int:
    """Return a tier's place, the highest first; what is not known comes last."""
    ladder = settings().tiers
    return next((place for place, tier in enumerate(ladder) if tier in said), len(ladder))


def _nearest(found: Mapping[str, int], counties: Sequence[str]) -> Iterator[Neighbour]:
    """Yield the nearest counties with firms, up to a distance and a number."""
    wanted = settings()
    near = []
    for county, firms in found.items():
        ways = [way for here in counties if (way := way_between(here, county)) is not None]
        if ways and min(ways).kilometres <= wanted.neighbours_km:
            near.append((min(ways), county, firms))
    provinces = {here[:2] for here in counties}
    for nearest, county, firms in sorted(near)[: wanted.most_neighbours]:
        apart = round(nearest.kilometres, 1)
        yield Neighbour(county, firms, apart, nearest.approximate, county[:2] in provinces)
