"""Chains as catalogue entries: ``chains/<id>.yaml``, the path is the name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from jiqun.base.catalogue import Entry, all_sound, sound_entries
from jiqun.base.codes import industries
from jiqun.base.errors import NotFound, Problem, Where
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import catalogue_files, per_catalogue
from jiqun.base.schema_faults import unknown_name
from jiqun.chains.chain import STAGES, Chain, Link, Node
from jiqun.clusters.recognised import recognised

ORDER = {stage: place for place, stage in enumerate(STAGES)}


@per_catalogue
def chains() -> dict[str, Chain]:
    """Load every chain of the catalogue by id, once.

    Raises
    ------
    Refused
        With every fault of every file: nodes that feed nothing known or run backwards, words that
        stand twice, codes and clusters nobody knows.

    Examples
    --------
    >>> chains()["cranes"].by_id["gearbox"].title.en
    'Gearboxes and gears'
    """
    entries = all_sound(
        sound_entries(catalogue_files("chains/*.yaml"), "chain", _unknown, _backwards, _twice)
    )
    return {entry.path.stem: _chain(entry) for entry in entries}


def chain_named(said: str) -> Chain:
    """Return the chain of an id or a title in either language.

    Raises
    ------
    NotFound
        Where there is none.

    Examples
    --------
    >>> chain_named("起重机械").id
    'cranes'
    """
    word = said.strip().casefold()
    for chain in chains().values():
        if word in (chain.id, chain.title.zh, chain.title.en.casefold()):
            return chain
    details = {"name": said, "known": ", ".join(chains())}
    raise NotFound(Problem("chains.no_chain", Where(), details))


def _chain(entry: Entry) -> Chain:
    said = entry.content
    nodes = tuple(_node(entry, name, node) for name, node in said["nodes"].items())
    links = tuple(
        Link(name, end, Bilingual(flow["zh"], flow["en"]), flow.get("source", ""))
        for name, node in said["nodes"].items()
        for end, flow in node.get("feeds", {}).items()
    )
    return Chain(
        entry.path.stem,
        entry.named(said["title"]),
        Bilingual.of(said["about"]),
        tuple(said["clusters"]),
        nodes,
        links,
    )


def _node(entry: Entry, name: str, said: Mapping[str, Any]) -> Node:
    return Node(
        name,
        entry.named(said["title"], "nodes", name),
        said["stage"],
        said.get("core", False),
        tuple(said["classes"]),
        tuple(said.get("terms", ())),
        tuple(said.get("excluded", ())),
        tuple(said.get("phrases", ())),
        said.get("source", ""),
        said.get("general", False),
    )


def _unknown(entry: Entry) -> Iterator[Problem]:
    """Yield nodes, codes and clusters that are not known."""
    nodes, known = entry.content["nodes"], industries()
    for number, cluster in enumerate(entry.content["clusters"]):
        if cluster not in recognised():
            where = entry.where("clusters", number)
            yield unknown_name(where, cluster, "cluster", "catalog/clusters/recognised.csv")
    for name, node in nodes.items():
        for number, code in enumerate(node["classes"]):
            if code not in known:
                where = entry.where("nodes", name, "classes", number)
                yield unknown_name(where, code, "industry code", "catalog/codes/industries.csv")
        for end in node.get("feeds", {}):
            if end not in nodes:
                where = entry.where("nodes", name, "feeds", end)
                yield unknown_name(where, end, "node", entry.name)


def _backwards(entry: Entry) -> Iterator[Problem]:
    """Yield flows that do not run to a later stage."""
    nodes = entry.content["nodes"]
    for name, node in nodes.items():
        for end in node.get("feeds", {}):
            if ORDER[nodes[end]["stage"]] <= ORDER[node["stage"]]:
                where = entry.where("nodes", name, "feeds", end)
                yield Problem("chains.backwards", where, {"start": name, "end": end})


def _twice(entry: Entry) -> Iterator[Problem]:
    """Yield words that would place a thing on two nodes of the chain."""
    first: dict[str, str] = {}
    for name, node in entry.content["nodes"].items():
        for number, term in enumerate(node.get("terms", ())):
            if term in first:
                where = entry.where("nodes", name, "terms", number)
                details = {"term": term, "first": first[term], "second": name}
                yield Problem("chains.term_twice", where, details)
            first.setdefault(term, name)
