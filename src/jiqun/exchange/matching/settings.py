"""The weights, scales and conditions of each market: ``catalog/exchange/matching.yaml``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isclose

from jiqun.base.catalogue import Entry, sound_entry
from jiqun.base.errors import Problem
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue

FILE = ("exchange", "matching.yaml")


@dataclass(frozen=True, slots=True)
class Market:
    """How one market matches.

    Parameters
    ----------
    id, title
        Its name, and in words.
    half_km
        The distance in kilometres at which place counts half.
    weights
        By part; they add to 1.
    conditions
        What an offer must meet where both sides state it.
    """

    id: str
    title: Bilingual
    half_km: float
    weights: Mapping[str, float]
    conditions: tuple[str, ...]


@dataclass(frozen=True)
class Matching:
    """What is published of the matcher: everything it goes by.

    Parameters
    ----------
    as_of, origin
        The day it was set, and by whom.
    industry_levels
        What a shared class, group, division or section counts as.
    full_text
        The likeness of two descriptions that counts as full.
    dearer_by
        How far a price may lie above the budget, as a share of it.
    effort_beyond
        What an effort counts as: within what is borne, one step beyond, two.
    usual
        What an unknown part counts as in the order.
    parts
        What each part is called.
    markets
        By name.
    """

    as_of: str
    origin: Bilingual
    industry_levels: Mapping[str, float]
    full_text: float
    dearer_by: float
    effort_beyond: tuple[float, ...]
    usual: float
    parts: Mapping[str, Bilingual]
    markets: Mapping[str, Market]


@per_catalogue
def matching() -> Matching:
    """Load the settings, once.

    Raises
    ------
    Refused
        With every fault of the file.

    Examples
    --------
    >>> sorted(matching().markets), matching().markets["slots"].weights["place"]
    (['byproducts', 'cooperation', 'data', 'openness', 'slots', 'solutions', 'talent'], 0.2)
    """
    entry = sound_entry(catalogue_path(*FILE), "matching", _uneven, _unnamed)
    said = entry.content
    return Matching(
        as_of=str(said["as_of"]),
        origin=entry.named(said["origin"]),
        industry_levels=said["industry_levels"],
        full_text=said["full_text"],
        dearer_by=said["dearer_by"],
        effort_beyond=tuple(said["effort_beyond"]),
        usual=said["usual"],
        parts={name: Bilingual.of(words) for name, words in said["parts"].items()},
        markets={
            name: Market(
                name,
                entry.named(market["title"], "markets", name),
                float(market["half_km"]),
                market["weights"],
                tuple(market["conditions"]),
            )
            for name, market in said["markets"].items()
        },
    )


def _uneven(entry: Entry) -> Iterator[Problem]:
    """Yield markets whose weights do not add to 1."""
    for name, market in entry.content["markets"].items():
        total = sum(market["weights"].values())
        if not isclose(total, 1, abs_tol=1e-9):
            where = entry.where("markets", name, "weights")
            yield Problem("exchange.weights_uneven", where, {"total": f"{total:g}"})


def _unnamed(entry: Entry) -> Iterator[Problem]:
    """Yield weights of parts that nobody named."""
    for name, market in entry.content["markets"].items():
        for part in market["weights"]:
            if part not in entry.content["parts"]:
                where = entry.where("markets", name, "weights", part)
                yield Problem("exchange.part_unnamed", where, {"part": part})
