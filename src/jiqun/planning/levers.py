"""What would raise a differentiation index: another lead, what is one's own, what is shared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from jiqun.planning.landscape import Landscape, own_of, row_of
from jiqun.planning.leads import Differentiation
from jiqun.planning.options import Option
from jiqun.planning.settings import settings


@dataclass(frozen=True, slots=True)
class Levers:
    """What would raise a differentiation index.

    Parameters
    ----------
    leads
        Near options that would stand further apart as lead industries, the furthest first.
    own
        Industries the county has and fewest look-alikes have: growing them lowers the likeness.
    shared
        Industries that make most of the likeness.
    """

    leads: tuple[Option, ...]
    own: tuple[str, ...]
    shared: tuple[str, ...]


def levers_of(
    scape: Landscape, county: str, apart: Differentiation, options: Sequence[Option]
) -> Levers:
    """Return what would raise an index: other leads, what is one's own, what is shared.

    Another lead counts where even its lowest index lies above the highest of today's.
    """
    most = settings().levers
    further = [
        option for option in options if option.road.near and option.if_lead.low > apart.index.high
    ]
    further.sort(key=lambda option: (-option.if_lead.low, option.density_rank))
    known = [other.county for other in apart.look_alikes if other.alike is not None]
    own, shared = _structure(scape, county, known, apart.industry)
    return Levers(tuple(further[:most]), own[:most], shared[:most])


def _structure(
    scape: Landscape, county: str, others: Sequence[str], lead: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what of a county's industries its look-alikes lack, and what they share most.

    What they lack is had by fewer of them than the settings say.
    """
    if not others:
        return (), ()
    held = scape.has.loc[list(others)].mean()
    own = sorted((float(held[name]), name) for name in own_of(scape, county) if name != lead)
    parts = scape.firms.div(scape.firms.sum(axis=1), axis=0)
    least = np.minimum(parts.loc[list(others)].to_numpy(), row_of(parts, county).to_numpy())
    together = sorted(zip(-least.mean(axis=0), parts.columns, strict=True))
    return (
        tuple(name for share, name in own if share < settings().rare),
        tuple(str(name) for share, name in together if share < 0),
    )
