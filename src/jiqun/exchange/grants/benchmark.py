"""A cluster's benchmark: the distribution of what its firms contribute, and nothing of one firm.

Firms are put into blocks of neighbours by size, and each stands for the mean of its block. A block
has five firms at least: whoever knows two of them, its own and a friend's, leaves three unknown.
Where one firm outweighs the others of its block nothing is told.

It is counted anew only once the contributions of five firms have changed since each time it was
told, for five that go and come again bring an old one back, with one firm's change in it. Whoever
knows two of them is left with three unknown in what it differs by, and a firm that changed two
others of its own beside itself still with two. Where a firm takes its contribution back, nothing is
told until then, since what stands would still hold it. That the benchmark is gone tells that
somebody's contribution ended; whose, and what it was, it does not.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from jiqun.disclosure.blocks import FEWEST_IN_A_BLOCK, blocks

LEAST_REST = Decimal("0.1")
"""What a block has besides its two largest firms is at least this share of the largest (ours)."""
LEAST_CHANGED = FEWEST_IN_A_BLOCK
"""Firms whose contributions change before it is counted anew: as many as make a block."""
QUARTERS = (Decimal("0.25"), Decimal("0.5"), Decimal("0.75"))


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a cluster's firms.

    Parameters
    ----------
    blocks
        The mean of each block and how many firms it has, the smallest first.
    quarters
        The lower quarter, the median and the upper quarter of what firms stand for.
    """

    blocks: tuple[tuple[Decimal, int], ...]
    quarters: tuple[Decimal, ...]

    @property
    def firms(self) -> int:
        """How many firms it is of."""
        return sum(firms for _, firms in self.blocks)

    def record(self) -> dict[str, Any]:
        """Return it as plain data: the inverse of :meth:`of`."""
        return {
            "blocks": [[str(mean), firms] for mean, firms in self.blocks],
            "quarters": [str(value) for value in self.quarters],
        }

    @classmethod
    def of(cls, said: Mapping[str, Any]) -> Told:
        """Return what a record tells.

        Examples
        --------
        >>> told = Told(((Decimal(2), 5),), (Decimal(2),) * 3)
        >>> Told.of(told.record()) == told
        True
        """
        return cls(
            tuple((Decimal(mean), firms) for mean, firms in said["blocks"]),
            tuple(Decimal(value) for value in said["quarters"]),
        )


@dataclass(frozen=True, slots=True)
class Edition:
    """A benchmark as it is told until the next count.

    Parameters
    ----------
    counted
        By firm, a seal on what it contributed when it was last counted: no value.
    told
        None where nothing is told.
    earlier
        The seals of each time it was counted, the last one too.
    """

    counted: Mapping[str, str]
    told: Told | None = None
    earlier: tuple[Mapping[str, str], ...] = ()


def distribution(values: Mapping[str, Decimal], *, percent: bool = False) -> Told | None:
    """Return what may be told of firms' values; None where there are too few, or one outweighs.

    Parameters
    ----------
    values
        By firm.
    percent
        Whether they are shares of a whole, in percent: then what is missing to the whole says how
        far apart they are. Yields of 92 and 98 are alike, their waste is not.

    Examples
    --------
    >>> values = {name: Decimal(90 + number) for number, name in enumerate("abcde")}
    >>> distribution(values) is None  # so near to each other that the mean would tell each
    True
    >>> told = distribution({name: Decimal(60 + 9 * number) for number, name in enumerate("abcde")})
    >>> told.firms, told.quarters[1]
    (5, Decimal('78'))
    >>> distribution({"a": Decimal(1), "b": Decimal(2), "c": Decimal(3)}) is None
    True
    >>> yields = {name: Decimal(98 - number) for number, name in enumerate("abcde")}
    >>> distribution(yields) is None, distribution(yields, percent=True).quarters[1]
    (True, Decimal('96'))
    >>> heavy = {name: Decimal(number) for number, name in enumerate("abcde")} | {"z": Decimal(999)}
    >>> distribution(heavy) is None
    True
    """
    if percent:
        wasted = distribution({firm: 100 - value for firm, value in values.items()})
        return wasted and _turned(wasted)
    found = blocks(values, {firm: firm for firm in values})
    parts = [[values[firm] for firm in block] for block in found]
    if not parts or any(_outweighed(part) for part in parts) or not _is_wide(values):
        return None
    means = [sum(part, Decimal(0)) / len(part) for part in parts]
    stands = [mean for mean, part in zip(means, parts, strict=True) for _ in part]
    quarters = tuple(stands[int(share * (len(stands) - 1) + Decimal("0.5"))] for share in QUARTERS)
    counted = [(mean, len(part)) for mean, part in zip(means, parts, strict=True)]
    return Told(tuple(counted), quarters)


def next_edition(
    before: Edition,
    values: Mapping[str, Decimal],
    seal: Callable[[str, Decimal], str],
    *,
    percent: bool = False,
) -> Edition:
    """Return the benchmark from now on.

    Parameters
    ----------
    before
        As it was told last.
    values
        What firms contribute at this moment.
    seal
        Seals a firm's value: the same value has the same seal.
    percent
        As of :func:`distribution`.

    Examples
    --------
    >>> seal = lambda firm, value: f"{firm}{value}"
    >>> five = {name: Decimal(60 + 9 * number) for number, name in enumerate("abcde")}
    >>> first = next_edition(Edition({}), five, seal)
    >>> first.told.firms
    5
    >>> one_more = next_edition(first, {**five, "f": Decimal(200)}, seal)
    >>> one_more == first  # of one firm more nothing is told
    True
    >>> left = next_edition(first, {name: five[name] for name in "abcd"}, seal)
    >>> left.told, left.counted == first.counted
    (None, True)
    >>> new = {name: Decimal(40 + 9 * number) for number, name in enumerate("vwxyz")}
    >>> ten = next_edition(left, {**five, **new}, seal)
    >>> ten.told.firms, next_edition(ten, {**five, "a": Decimal(61)}, seal).counted == ten.counted
    (10, True)
    """
    now = {firm: seal(firm, value) for firm, value in values.items()}
    changes = _changed(before.counted, now) >= LEAST_CHANGED
    apart = all(not 0 < _changed(then, now) < LEAST_CHANGED for then in before.earlier)
    if changes and apart and (told := distribution(values, percent=percent)):
        return Edition(now, told, (*before.earlier, now))
    stands = before.told if now.keys() >= before.counted.keys() else None
    return Edition(before.counted, stands, before.earlier)


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> int:
    """Return how many firms came, went or contribute something else."""
    return sum(before.get(firm) != now.get(firm) for firm in {*before, *now})


def place_in(told: Told, value: Decimal) -> int:
    """Return in which quarter of a benchmark a value lies, 0 to 3.

    Examples
    --------
    >>> told = Told(((Decimal(2), 5), (Decimal(8), 5)), (Decimal(2), Decimal(5), Decimal(8)))
    >>> [place_in(told, Decimal(value)) for value in (1, 4, 6, 9)]
    [0, 1, 2, 3]
    """
    return sum(value > bound for bound in told.quarters)


def _turned(wasted: Told) -> Told:
    """Return what is told of shares, from what is told of what they lack."""
    told = tuple((100 - mean, firms) for mean, firms in reversed(wasted.blocks))
    return Told(told, tuple(100 - value for value in reversed(wasted.quarters)))


def _outweighed(part: Sequence[Decimal]) -> bool:
    """Tell whether a firm's value could be told from a block's mean by who knows the next one."""
    ordered = sorted(map(abs, part), reverse=True)
    return sum(ordered[2:], Decimal(0)) < LEAST_REST * ordered[0]


def _is_wide(values: Mapping[str, Decimal]) -> bool:
    """Tell whether values lie far enough apart that their mean is none of them."""
    least, most = min(values.values()), max(values.values())
    return most - least >= LEAST_REST * abs(most)
