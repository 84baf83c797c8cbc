"""Where in the county a line's firms are: the towns that hold most of them."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from jiqun.discovery.settings import settings


@dataclass(frozen=True, slots=True)
class Perimeter:
    """Towns as a first perimeter.

    Parameters
    ----------
    towns
        Town and firms, most first, until the wanted share of the firms with a town is reached.
    known
        Firms whose address names a town.
    unknown
        Firms whose address names none; they are in no town's count.
    """

    towns: tuple[tuple[str, int], ...]
    known: int
    unknown: int


def first_perimeter(towns: Iterable[str]) -> Perimeter:
    """Return the fewest towns that together hold the wanted share of the firms.

    Parameters
    ----------
    towns
        The town of each firm, "" where the address names none.

    Examples
    --------
    >>> first_perimeter(["甲镇"] * 7 + ["乙乡"] * 2 + ["丙镇", ""]).towns
    (('甲镇', 7), ('乙乡', 2))
    """
    counted = Counter(towns)
    unknown = counted.pop("", 0)
    known = sum(counted.values())
    held, taken = 0, []
    for town, firms in sorted(counted.items(), key=lambda pair: (-pair[1], pair[0])):
        if held >= settings().perimeter * known:
            break
        held += firms
        taken.append((town, firms))
    return Perimeter(tuple(taken), known, unknown)
