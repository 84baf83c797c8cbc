"""Withhold what would show a single cluster or firm, also by subtraction from a total.

Money, energy and R&D of fewer than three clusters or enterprises are withheld from the public; an
official sees the own jurisdiction. A withheld cell among published ones could be had by subtracting
those from their total, so further cells are withheld until what is left covers three.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from jiqun.base.codes import regions
from jiqun.base.definitions import indicators
from jiqun.base.forms import YEARLY, family
from jiqun.base.quantities import Status
from jiqun.indicators.figures import Figure

FEWEST_CLUSTERS = 3
FEWEST_ENTERPRISES = 3
"""The statistics law's rule of three: no figure from which one unit's could be told."""

Cell = tuple[str, str]
"""Level and key."""


@dataclass(frozen=True, slots=True)
class Audience:
    """Who reads: the public, or an official of a jurisdiction.

    Parameters
    ----------
    official
        Whether the reader holds an office.
    prefix
        The jurisdiction: a region code without trailing zeros; empty for the nation.

    Examples
    --------
    >>> NATION.sees("110108"), Audience(True, "33").sees("110108"), PUBLIC.sees("110108")
    (True, False, False)
    """

    official: bool
    prefix: str = ""

    def sees(self, region_code: str) -> bool:
        """Tell whether a place lies in the reader's jurisdiction."""
        return self.official and region_code.startswith(self.prefix)


PUBLIC = Audience(official=False)
NATION = Audience(official=True)


def audience(said: str) -> Audience:
    """Read an audience: ``public``, ``nation``, or a region code.

    Raises
    ------
    ValueError
        Where it is none of these.

    Examples
    --------
    >>> audience("330000")
    Audience(official=True, prefix='33')
    """
    if said == "public":
        return PUBLIC
    if said == "nation":
        return NATION
    if regions().get(said) is None:
        raise ValueError(said)
    prefix = said[:-4] if said.endswith("0000") else said[:-2] if said.endswith("00") else said
    return Audience(official=True, prefix=prefix)


def disclose(
    figures: Iterable[Figure],
    firms: Mapping[tuple[int, str, str], int],
    counties: Mapping[str, str],
    reader: Audience = PUBLIC,
) -> list[Figure]:
    """Return the figures with what the reader may not see withheld.

    Parameters
    ----------
    figures
        Of any years and levels.
    firms
        Enterprises behind each (year, level, key), from :func:`jiqun.indicators.enterprises`.
    counties
        The county code of each cluster.
    reader
        Who reads.

    Returns
    -------
    list of Figure
        In the order given; a withheld one has status ``suppressed`` and no numbers.
    """
    found = list(figures)
    if reader == NATION:
        return found
    groups: dict[tuple[str, int], list[Figure]] = defaultdict(list)
    for one in found:
        if one.id in _confidential():
            groups[one.id, one.year].append(one)
    withheld = {
        (name, year, *cell)
        for (name, year), group in groups.items()
        for cell in _withheld(group, firms)
        if not reader.sees(_place(cell, counties))
    }
    return [
        _blank(one) if (one.id, one.year, one.level, one.key) in withheld else one for one in found
    ]


def _withheld(group: Sequence[Figure], firms: Mapping[tuple[int, str, str], int]) -> set[Cell]:
    """Return the cells of one indicator and year that the public may not see."""
    cells = {(one.level, one.key): one for one in group if one.value is not None}
    size = {cell: one.reporting for cell, one in cells.items()}
    hidden = {
        cell
        for cell, one in cells.items()
        if one.reporting < FEWEST_CLUSTERS or firms.get((one.year, *cell), 0) < FEWEST_ENTERPRISES
    }
    partitions = [_partition(cells, parent) for parent in cells]
    changed = True
    while changed:
        changed = any(
            _protect(parent, parts, hidden, size) for both in partitions for parent, parts in both
        )
    return hidden


def _partition(cells: Mapping[Cell, Figure], parent: Cell) -> list[tuple[Cell, list[Cell]]]:
    """Return the ways a cell is the sum of others."""
    level, key = parent
    if level == "nation":
        parts = [
            [cell for cell in cells if cell[0] == below]
            for below in ("macro_region", "province", "sector")
        ]
    elif level == "macro_region":
        parts = [[cell for cell in cells if cell[0] == "province" and _macro(cell[1]) == key]]
    else:
        return []
    return [(parent, sorted(one)) for one in parts if one]


def _protect(parent: Cell, parts: list[Cell], hidden: set[Cell], size: Mapping[Cell, int]) -> bool:
    """Withhold further parts until the rest of a published total covers enough clusters."""
    if parent in hidden or not any(cell in hidden for cell in parts):
        return False
    rest = size[parent] - sum(size[cell] for cell in parts if cell not in hidden)
    shown = sorted((cell for cell in parts if cell not in hidden), key=lambda c: (size[c], c))
    changed = False
    while rest < FEWEST_CLUSTERS and shown:
        further = shown.pop(0)
        hidden.add(further)
        rest += size[further]
        changed = True
    return changed


def _place(cell: Cell, counties: Mapping[str, str]) -> str:
    level, key = cell
    if level == "cluster":
        return counties.get(key, "")
    return key if level == "province" else ""


def _macro(province: str) -> str:
    return regions().province_of(province).macro_region


def _blank(one: Figure) -> Figure:
    return replace(
        one, value=None, numerator=None, denominator=None, previous=None, status=Status.SUPPRESSED
    )


@cache
def _confidential() -> frozenset[str]:
    """Return the ids of figures made from money, energy or R&D."""
    fields = family(YEARLY).fields
    return frozenset(
        one.figure
        for one in indicators().values()
        if one.tags
        or any(name in fields and fields[name].confidential for name in one.definition.fields)
    )
