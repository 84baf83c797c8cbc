"""The closed grammar of findings: what can be asked of a cluster, as plain data.

A signal is one of the forms below, or several of them joined by ``all_of`` and ``any_of``. There is
no other way to say what a weakness is: a finding costs a file and no code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from jiqun.base.definitions.grammar import LATEST_YEAR

Scale = Literal["plain", "log"]
Side = Literal["worse", "low", "high"]
Kind = Literal["missing", "single_firm"]


@dataclass(frozen=True, slots=True)
class Dated:
    """A figure, and the data years it stands for: one whose meaning changed hands over."""

    figure: str
    since: int = 0
    until: int = LATEST_YEAR


Named: TypeAlias = tuple[Dated, ...]


def named_in(figures: Named, year: int) -> str | None:
    """Return the figure that stands for a data year; None where none does.

    Examples
    --------
    >>> named_in((Dated("a", until=2025), Dated("a_2026", since=2026)), 2026)
    'a_2026'
    >>> named_in((Dated("a", until=2025),), 2026) is None
    True
    """
    return next(
        (dated.figure for dated in figures if dated.since <= year <= dated.until),
        None,
    )


@dataclass(frozen=True, slots=True)
class BehindPeers:
    """A figure far behind those of comparable clusters, in each of the last ``years``.

    Parameters
    ----------
    figure
        What is compared.
    years
        How many years running, the diagnosed one last.
    distance
        How far is far, in the peers' robust standard deviations; None for the usual.
    scale
        ``log`` where half and double are equally far.
    side
        ``worse`` by the figure's own direction; ``low`` or ``high`` where it has none.
    """

    figure: Named
    years: int = 1
    distance: Decimal | None = None
    scale: Scale = "plain"
    side: Side = "worse"


@dataclass(frozen=True, slots=True)
class GrownLess:
    """A figure that grew far less than those of comparable clusters over several years together.

    Parameters
    ----------
    figure
        What grew: an amount or a count.
    years
        Over how many years growth is compounded, the diagnosed one last.
    distance
        As of :class:`BehindPeers`.
    """

    figure: Named
    years: int
    distance: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FailsRule:
    """A published programme's criterion that the filings of its window do not meet.

    Parameters
    ----------
    programme
        The programme's id, such as ``national/sme-cluster``; of its criteria those that are not
        worded "generally" and whose number is known.
    """

    programme: str


@dataclass(frozen=True, slots=True)
class NotSpecialised:
    """What the register shows the county to be specialised in is not the lead industry."""


@dataclass(frozen=True, slots=True)
class FewerOf:
    """Fewer than so many of some flags said yes to."""

    flags: tuple[str, ...]
    than: int


@dataclass(frozen=True, slots=True)
class CountBelow:
    """Some filed counts together below a number."""

    fields: tuple[str, ...]
    below: Decimal


@dataclass(frozen=True, slots=True)
class CountAtLeast:
    """Some filed counts together at least a number."""

    fields: tuple[str, ...]
    at_least: Decimal


@dataclass(frozen=True, slots=True)
class Duplicated:
    """Another cluster of the same industry class in the same place.

    Parameters
    ----------
    within
        ``province`` or ``macro_region``.
    digits
        Of the industry's code that must be the same: 2 for a division, 3 a group, 4 a class.
    """

    within: Literal["province", "macro_region"]
    digits: int


@dataclass(frozen=True, slots=True)
class ChainLinks:
    """So many links of the cluster's industry chain missing, or with a single firm."""

    kind: Kind
    at_least: int


@dataclass(frozen=True, slots=True)
class MissingShare:
    """More than this share of what the findings read is missing from the year's filing."""

    above: Decimal


@dataclass(frozen=True, slots=True)
class YearsFewer:
    """Filings of fewer than so many of the last so many years."""

    than: int


@dataclass(frozen=True, slots=True)
class PeersFewer:
    """Fewer than so many comparable clusters at a step of widening."""

    than: int
    step: str


@dataclass(frozen=True, slots=True)
class NoFirmsList:
    """No list of the firms behind the filing."""


@dataclass(frozen=True, slots=True)
class AllOf:
    """All of some signals."""

    parts: tuple[Signal, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """At least one of some signals."""

    parts: tuple[Signal, ...]


Signal: TypeAlias = (
    BehindPeers
    | GrownLess
    | FailsRule
    | NotSpecialised
    | FewerOf
    | CountBelow
    | CountAtLeast
    | Duplicated
    | ChainLinks
    | MissingShare
    | YearsFewer
    | PeersFewer
    | NoFirmsList
    | AllOf
    | AnyOf
)


def signal_of(said: dict[str, Any]) -> Signal:
    """Take a signal apart, as a catalogue file that follows its schema says it.

    Examples
    --------
    >>> signal_of({"fewer_of": {"flags": ["open_bidding"], "than": 1}})
    FewerOf(flags=('open_bidding',), than=1)
    """
    ((form, body),) = said.items()
    return _FORMS[form](body)


def leaves(signal: Signal) -> Iterator[Signal]:
    """Yield the signals a signal is joined of; itself where it is one.

    Examples
    --------
    >>> [type(leaf).__name__ for leaf in leaves(AnyOf((NoFirmsList(), YearsFewer(3))))]
    ['NoFirmsList', 'YearsFewer']
    """
    if isinstance(signal, AllOf | AnyOf):
        for part in signal.parts:
            yield from leaves(part)
    else:
        yield signal


def compares(signal: Signal) -> bool:
    """Tell whether any part of a signal compares with peers, so that chance can make it."""
    return any(isinstance(leaf, BehindPeers | GrownLess) for leaf in leaves(signal))


def fields_of(signal: Signal) -> tuple[str, ...]:
    """Return the fields of a filing that a signal itself reads, not through figures."""
    if isinstance(signal, FewerOf):
        return signal.flags
    if isinstance(signal, CountBelow | CountAtLeast):
        return signal.fields
    if isinstance(signal, AllOf | AnyOf):
        return tuple(field for part in signal.parts for field in fields_of(part))
    return ()


def figures_of(signal: Signal) -> tuple[Dated, ...]:
    """Return the figures a signal compares, each with its years."""
    return tuple(
        dated
        for leaf in leaves(signal)
        if isinstance(leaf, BehindPeers | GrownLess)
        for dated in leaf.figure
    )


def _named(said: str | list[dict[str, Any]]) -> Named:
    if isinstance(said, str):
        return (Dated(said),)
    return tuple(Dated(**dated) for dated in said)


def _number(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)


def _behind(said: dict[str, Any]) -> Signal:
    return BehindPeers(
        _named(said["figure"]),
        said.get("years", 1),
        _number(said.get("distance")),
        said.get("scale", "plain"),
        said.get("side", "worse"),
    )


def _grown(said: dict[str, Any]) -> Signal:
    return GrownLess(_named(said["figure"]), said["years"], _number(said.get("distance")))


def _parts(said: list[dict[str, Any]]) -> tuple[Signal, ...]:
    return tuple(signal_of(part) for part in said)


_FORMS: dict[str, Callable[[Any], Signal]] = {
    "behind_peers": _behind,
    "grown_less": _grown,
    "fails_rule": lambda said: FailsRule(said["programme"]),
    "not_specialised": lambda _: NotSpecialised(),
    "fewer_of": lambda said: FewerOf(tuple(said["flags"]), said["than"]),
    "count_below": lambda said: CountBelow(tuple(said["fields"]), Decimal(said["below"])),
    "count_at_least": lambda said: CountAtLeast(tuple(said["fields"]), Decimal(said["at_least"])),
    "duplicated": lambda said: Duplicated(said["within"], said["digits"]),
    "chain_links": lambda said: ChainLinks(said["kind"], said["at_least"]),
    "missing_share": lambda said: MissingShare(Decimal(said["above"])),
    "years_fewer": lambda said: YearsFewer(said["than"]),
    "peers_fewer": lambda said: PeersFewer(said["than"], said["step"]),
    "no_firms_list": lambda _: NoFirmsList(),
    "all_of": lambda said: AllOf(_parts(said)),
    "any_of": lambda said: AnyOf(_parts(said)),
}
"""What each form's body says, as a signal."""
