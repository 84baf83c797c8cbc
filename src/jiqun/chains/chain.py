"""The map of an industry chain: nodes in fixed stages, and what flows from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from jiqun.base.language import Bilingual

Stage = Literal["raw", "part", "equipment", "assembly", "product", "service"]
STAGES: dict[Stage, Bilingual] = {
    "raw": Bilingual("原材料", "Raw materials"),
    "part": Bilingual("材料与零部件", "Materials and parts"),
    "equipment": Bilingual("装备与工具", "Equipment and tools"),
    "assembly": Bilingual("部件与组装", "Assemblies"),
    "product": Bilingual("成品", "Products"),
    "service": Bilingual("服务", "Services"),
}
"""The stages, first to last; what a node feeds stands in a later one."""


@dataclass(frozen=True, slots=True)
class Node:
    """A link of a chain.

    Parameters
    ----------
    id, title, stage
        Its name in the file, what it is called, where it stands.
    core
        Whether the chain breaks without it (关键环节).
    classes
        GB/T 4754-2017 codes of its makers, of any depth.
    terms, excluded, phrases
        Words for what is made, words that show something else is meant, and phrases for what is
        grown or done for others.
    source
        Where it is said; empty where the definition is ours.
    general
        Whether its makers serve every trade.
    """

    id: str
    title: Bilingual
    stage: Stage
    core: bool
    classes: tuple[str, ...]
    terms: tuple[str, ...]
    excluded: tuple[str, ...]
    phrases: tuple[str, ...]
    source: str = ""
    general: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """Something that flows from one node to another of a later stage.

    Parameters
    ----------
    start, end
        Ids of nodes.
    flow
        What flows.
    source
        Where it is said; empty where the definition is ours.
    """

    start: str
    end: str
    flow: Bilingual
    source: str = ""


@dataclass(frozen=True)
class Chain:
    """One industry chain.

    Parameters
    ----------
    id, title, about
        The file's name, the lead industry, what the map covers.
    clusters
        Ids of recognised clusters of this lead industry.
    nodes, links
        In the order of the file.
    """

    id: str
    title: Bilingual
    about: Bilingual
    clusters: tuple[str, ...]
    nodes: tuple[Node, ...]
    links: tuple[Link, ...]

    @cached_property
    def by_id(self) -> dict[str, Node]:
        """The nodes by id."""
        return {node.id: node for node in self.nodes}

    @property
    def core(self) -> tuple[Node, ...]:
        """The key links."""
        return tuple(node for node in self.nodes if node.core)

    @property
    def telling(self) -> tuple[Node, ...]:
        """The key links whose makers work for this chain: what tells how strong a place is."""
        return tuple(node for node in self.core if not node.general)

    def of_stage(self, stage: Stage) -> tuple[Node, ...]:
        """Return the nodes of a stage."""
        return tuple(node for node in self.nodes if node.stage == stage)
