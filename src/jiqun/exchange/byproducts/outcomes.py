"""What links came to in a year for the firms of a cluster, for its closed year.

Nothing of the yearly filing follows: its rates of waste used ask what a cluster generated and used
in all, and links say what went between two firms.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from jiqun.base.language import Bilingual
from jiqun.exchange.counting import Counted, told_between, told_firms

NO_FACTOR = Bilingual(
    "未知：有循环链接没有说明带出处的替代因子",
    "not known: of some links no factor with a source is stated for what they replace",
)


@dataclass(frozen=True, slots=True)
class Linked:
    """A link asked for in the year: between which firms, and whether it was agreed and finished."""

    giver: str
    receiver: str
    dealt: bool = False
    finished: bool = False

    @property
    def firms(self) -> frozenset[str]:
        """Both of them."""
        return frozenset((self.giver, self.receiver))


@dataclass(frozen=True, slots=True)
class Moved:
    """What went from one firm to another in the year, in tonnes, and the tCO2 that avoided.

    The latter None where the parties state no factor with its source.
    """

    giver: str
    receiver: str
    tonnes: Decimal
    emission: Decimal | None = None


def links_counted(
    firms: Collection[str], links: Iterable[Linked], moved: Iterable[Moved]
) -> dict[str, Counted]:
    """Count links in which firms of a cluster take part, on either side, and what they moved.

    A number is told where three firms give and three receive: of a single giver the sum of what it
    gave would be told by its receivers' number, and the other way round.

    Parameters
    ----------
    firms
        Credit codes of the firms in its list.
    links
        Asked for in the year.
    moved
        In the year, by links of any year that are not disputed and were not ruled on.

    Examples
    --------
    >>> links = [Linked(giver, "x" + giver, dealt=True) for giver in "abc"]
    >>> found = links_counted({"a", "b", "c"}, links, ())
    >>> found["links_asked"].value, found["links_finished"].value, found["firms_linking"].value
    (Decimal('3'), Decimal('0'), Decimal('3'))
    >>> one_receiver = [Moved(giver, "x", Decimal(10)) for giver in "abc"]
    >>> links_counted({"x"}, (), one_receiver)["links_tonnes"].why.en
    'withheld: fewer than three firms stand behind it'
    """
    inside = frozenset(firms)
    own = [row for row in links if row.firms & inside]
    went = [row for row in moved if inside & {row.giver, row.receiver}]
    return {
        "links_asked": _cases(own),
        "links_dealt": _cases(row for row in own if row.dealt),
        "links_finished": _cases(row for row in own if row.finished),
        "links_tonnes": told_between((row.giver, row.receiver, row.tonnes) for row in went),
        "links_emission": _emission(went),
        "firms_linking": told_firms(
            firm for row in own if row.dealt for firm in row.firms & inside
        ),
    }


def _emission(went: Sequence[Moved]) -> Counted:
    """Return what was avoided where every link states it: a sum of some would look like all."""
    nothing = Decimal()
    told = told_between((row.giver, row.receiver, row.emission or nothing) for row in went)
    if told.why is None and any(row.emission is None for row in went):
        return Counted(None, told.firms, NO_FACTOR, told.behind, told.beyond)
    return told


def _cases(links: Iterable[Linked]) -> Counted:
    return told_between((row.giver, row.receiver, Decimal(1)) for row in links)
