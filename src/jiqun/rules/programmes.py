"""A recognition programme: its dated numbers, its criteria, and where each came from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import Entered

Test = Literal[
    "at_least",
    "above",
    "at_most",
    "below",
    "equals",
    "count_at_least",
    "is_true",
    "all_of",
    "any_of",
]
TESTS: tuple[Test, ...] = (
    "at_least",
    "above",
    "at_most",
    "below",
    "equals",
    "count_at_least",
    "is_true",
    "all_of",
    "any_of",
)
COMPARING: frozenset[Test] = frozenset(TESTS[:6])
OPERATORS: Mapping[Test, str] = {
    "at_least": "ge",
    "count_at_least": "ge",
    "above": "gt",
    "at_most": "le",
    "below": "lt",
    "equals": "eq",
}
Window = Literal["latest", "each_year", "span"]
NATIONAL = "national"
UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Dated:
    """A number from a day on.

    Parameters
    ----------
    since
        The first day; ``date.min`` where it was not seen.
    value
        The number, or None.
    known
        False where the number exists and is not known to us: "not configured". A known None is a
        repeal.
    at_the_latest
        Whether it may have been in force earlier.
    article
        Where in the document it stands.
    source
        Keys of ``catalog/rules/sources.yaml``.
    confidence
        How sure we are.
    origin, entered
        The jurisdiction that set it, or ``local`` and who entered it.
    """

    since: date
    value: Decimal | None
    known: bool = True
    at_the_latest: bool = False
    article: str = ""
    source: tuple[str, ...] = ()
    confidence: str = ""
    origin: str = ""
    entered: Entered | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number the document fixes, through time; no values at all means not configured.

    ``origin`` is the jurisdiction whose document it is, or ``local`` where an installation entered
    it; then ``entered`` says who, when and on which document.
    """

    id: str
    unit: str
    origin: str
    title: Bilingual | None = None
    values: tuple[Dated, ...] = ()
    relaxed_in: str = ""
    note: Bilingual | None = None
    entered: Entered | None = None

    def on(self, day: date) -> Dated | None:
        """Return what is in force on a day, or None before the first value."""
        past = [dated for dated in self.values if dated.since <= day]
        return max(past, key=lambda one: one.since) if past else None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One thing that must hold.

    Parameters
    ----------
    id, title
        Its name, and in words.
    test
        The form of the closed grammar.
    origin
        The jurisdiction whose file states it, or ``local``.
    figure, window, threshold
        Of comparisons: what is compared, over which years, with which parameter.
    parts
        Of ``all_of`` and ``any_of``.
    dimension, veto, soft, article, source, confidence, note
        As in the file.
    entered
        Who entered it, where an installation did.
    """

    id: str
    title: Bilingual
    test: Test
    origin: str
    figure: str = ""
    window: Window = "latest"
    threshold: str = ""
    parts: tuple["Criterion", ...] = ()
    dimension: str = ""
    veto: bool = False
    soft: bool = False
    article: str = ""
    source: tuple[str, ...] = ()
    confidence: str = ""
    note: Bilingual | None = None
    entered: Entered | None = None

    @property
    def is_judgement(self) -> bool:
        """Whether only a reviewer can answer it."""
        return self.test == "is_true" and not self.figure

    def leaves(self) -> Iterator["Criterion"]:
        """Yield the criteria that compare something, itself or its parts."""
        if not self.parts:
            yield self
        for part in self.parts:
            yield from part.leaves()


@dataclass(frozen=True, slots=True)
class Basis:
    """The document a programme stands in; None where not found."""

    document: str
    number: str | None
    date: str | None
    source: tuple[str, ...] = ()
    confidence: str = ""


@dataclass(frozen=True, eq=False)
class Programme:
    """A jurisdiction's recognition scheme, what it extends already merged in.

    Parameters
    ----------
    id
        ``<jurisdiction>/<programme>``, the path of its file.
    title, authority, kind, region, policy, basis
        As in the file.
    since, until
        When it is in force; ``since`` is None where the start is not known to us.
    at_the_latest
        Whether it may have begun before ``since``.
    window_years
        How many complete calendar years count.
    parameters, criteria
        By name, in the file's order.
    extends
        The programme it starts from, or empty.
    life
        Calls, validity, reports, review, revocation: see :mod:`jiqun.rules.life`.
    known
        What is known of the document, in words.
    chain
        The basis of every jurisdiction criteria may come from.
    entered
        Who added the programme or amended it, where an installation did.
    """

    id: str
    title: Bilingual
    authority: Bilingual
    kind: str
    region: str
    policy: str | None
    basis: Basis
    since: date | None
    until: date | None
    at_the_latest: bool
    window_years: int
    parameters: Mapping[str, Parameter]
    criteria: Mapping[str, Criterion]
    extends: str = ""
    life: Mapping[str, Any] = field(default_factory=dict)
    known: Bilingual | None = None
    chain: Mapping[str, Basis] = field(default_factory=dict)
    entered: Entered | None = None

    @property
    def jurisdiction(self) -> str:
        """The folder of its file."""
        return self.id.partition("/")[0]

    def years(self, on: date) -> tuple[int, ...]:
        """Return the complete calendar years that count on a day, oldest first."""
        return tuple(range(on.year - self.window_years, on.year))

    def covers(self, on: date) -> bool:
        """Tell whether it is in force on a day, as far as its dates are known."""
        started = self.since is None or self.since <= on
        return started and (self.until is None or on <= self.until)


def extended(child: Programme, parent: Programme, struck: frozenset[str]) -> Programme:
    """Merge a programme with the one it extends.

    The parent's criteria hold unless replaced or struck out. The parent's numbers never pass on:
    a parameter the child does not give is not configured.

    Parameters
    ----------
    child
        As its own file says.
    parent
        Already merged with its own parent.
    struck
        Names of criteria the child strikes out.
    """
    kept = {name: criterion for name, criterion in parent.criteria.items() if name not in struck}
    blank = {
        name: replace(
            parameter, origin=child.jurisdiction, values=(), relaxed_in="", note=None, entered=None
        )
        for name, parameter in parent.parameters.items()
    }
    own = {
        name: parameter
        if parameter.title
        else replace(parameter, title=blank[name].title if name in blank else None)
        for name, parameter in child.parameters.items()
    }
    return replace(
        child,
        criteria={**kept, **child.criteria},
        parameters={**blank, **own},
        chain={**parent.chain, **child.chain},
    )
