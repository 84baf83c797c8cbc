"""Bridges between two years: steps of fewer than three clusters are not shown."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.readers import Reader
from jiqun.disclosure.rule import FEWEST_CLUSTERS
from jiqun.indicators import Bridge

BETWEEN = ("restated", "left", "grown", "entered")
"""The steps between the two totals."""


@dataclass(frozen=True)
class ShownBridge:
    """A bridge as a reader may see it.

    Parameters
    ----------
    field
        What is added up.
    steps
        Amount by step, in order; None where it is withheld.
    clusters
        How many clusters stand behind each step.
    like_for_like
        Growth over the clusters with both years; None where there is none or it is withheld.
    restatements
        One row a restated cluster the reader may know of: id, as filed, as given now.
    drawn
        The bridge, where every step may be drawn.
    """

    field: str
    steps: dict[str, Decimal | None]
    clusters: dict[str, int]
    like_for_like: Decimal | None
    restatements: list[tuple[str, Decimal, Decimal]]
    drawn: Bridge | None


def seen_bridge(found: Bridge, reader: Reader) -> ShownBridge:
    """Return a bridge with the steps a reader may see.

    Parameters
    ----------
    found
        From :func:`jiqun.indicators.bridge`.
    reader
        Who reads.
    """
    small = any(0 < count < FEWEST_CLUSTERS for count in found.clusters.values())
    hides = small and not reader.sees_everything
    return ShownBridge(
        field=found.field,
        steps={
            name: None if hides and name in BETWEEN else getattr(found, name)
            for name in found.clusters
        },
        clusters=found.clusters,
        like_for_like=found.like_for_like,
        restatements=found.restatements if reader.sees_everything else [],
        drawn=None if hides else found,
    )
