"""Planning ahead for one county: what it has, what it could grow into, how far it stands apart."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cached_property
from itertools import filterfalse
from pathlib import Path

from jiqun.base.language import Bilingual
from jiqun.planning.crowding import Entries, Surroundings
from jiqun.planning.landscape import Landscape, landscape, own_of, row_of
from jiqun.planning.leads import Differentiation, Leads, Named, named_leads
from jiqun.planning.levers import Levers, levers_of
from jiqun.planning.links import ChainLinks, links_of
from jiqun.planning.options import Option, options_of
from jiqun.planning.register import Coverage, Held, Register, read_register
from jiqun.planning.settings import settings


class Verdict(Enum):
    """Whether a register tells of a county."""

    TOLD = Bilingual("可以说清", "can be told")
    NOT_COVERED = Bilingual("登记数据没有覆盖本县", "the register does not cover the county")
    TOO_FEW = Bilingual("可认行业的制造企业太少", "too few makers of a known industry")
    TOO_LITTLE_KNOWN = Bilingual(
        "太多制造企业的行业认不出", "the industry of too many makers is not known"
    )
    NOTHING_STANDS_OUT = Bilingual(
        "没有一个产业显著高于全部登记的份额，看不出与什么相关",
        "no industry stands out, so that nothing tells what goes with it",
    )
    REGISTER_TOO_SMALL = Bilingual(
        "登记数据里能说清的县和产业太少",
        "the register tells of too few counties and industries",
    )

    @property
    def code(self) -> str:
        """The verdict as files for programs say it."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Scope:
    """What a comparison rests on: the counties and industries of a register that can be told.

    Parameters
    ----------
    counties, industries
        How many.
    provinces
        Codes of the provinces with a county among them.
    settled
        Whether complexity is one settled order.
    """

    counties: int
    industries: int
    provinces: tuple[str, ...]
    settled: bool


@dataclass(frozen=True, slots=True)
class Owned:
    """An industry a county has: firms, shrunken quotient, and complexity where it has one."""

    industry: str
    firms: int
    quotient: float
    complexity: float | None


@dataclass(frozen=True)
class Ahead:
    """What a register tells of a county's future.

    Parameters
    ----------
    county, verdict, held
        Which, whether anything can be told, and what the register holds of it.
    coverage, scope
        Of the register; the scope is None where it tells of no county.
    has
        The industries the county has, the most firms first.
    options
        Those it has not and has something that goes with, the nearest first; empty unless told.
    unrelated
        Those it has not that go with nothing it has, those with most firms there first.
    differentiation, levers
        Of its lead industry, or of the one asked about; None where nothing can be told.
    links
        By chain, of the chains that end in its lead industry or in a near option.
    demo
        Whether the firms are the fictional ones of the demonstration.
    """

    county: str
    verdict: Verdict
    held: Held
    coverage: Coverage
    scope: Scope | None
    has: tuple[Owned, ...] = ()
    options: tuple[Option, ...] = ()
    unrelated: tuple[Option, ...] = ()
    differentiation: Differentiation | None = None
    levers: Levers | None = None
    links: Mapping[str, ChainLinks] | None = None
    demo: bool = False


@dataclass(frozen=True)
class Planner:
    """What is worked out once for all counties of a register.

    Parameters
    ----------
    register
        Counted.
    named
        What recognised clusters name, by county.
    """

    register: Register
    named: Named

    @classmethod
    def over(cls, workspace: Path) -> Planner:
        """Read the register of a workspace.

        Real clusters never stand beside made-up firms: of a demonstration none is named.

        Raises
        ------
        NotFound
            Where no register was imported.
        """
        register = read_register(workspace)
        return cls(register, {} if register.demo else named_leads(settings().digits))

    @cached_property
    def scape(self) -> Landscape | None:
        """What the register tells of the counties it tells."""
        return landscape(self.register)

    @cached_property
    def leads(self) -> Leads | None:
        """The lead industries."""
        return None if self.scape is None else Leads(self.scape, self.named)

    @cached_property
    def entries(self) -> Entries:
        """Firms by founding year."""
        return Entries.of(self.register)

    @cached_property
    def scope(self) -> Scope | None:
        """What a comparison rests on."""
        if self.scape is None:
            return None
        counties, industries = self.scape.firms.shape
        provinces = {f"{county[:2]}0000" for county in self.scape.firms.index}
        return Scope(counties, industries, tuple(sorted(provinces)), self.scape.worked_out[1])

    def verdict(self, county: str) -> Verdict:
        """Return whether the register tells of a county."""
        held = self.register.counties.get(county, Held())
        wanted = settings()
        if held.firms == 0:
            return Verdict.NOT_COVERED
        if held.known < wanted.fewest_makers:
            return Verdict.TOO_FEW
        if held.known < wanted.least_known * held.makers:
            return Verdict.TOO_LITTLE_KNOWN
        if (
            self.scape is None
            or self.scape.complexity is None
            or county not in self.scape.has.index
        ):
            return Verdict.REGISTER_TOO_SMALL
        return Verdict.TOLD if self.scape.has.loc[county].any() else Verdict.NOTHING_STANDS_OUT

    def ahead(self, county: str, industry: str = "") -> Ahead:
        """Return what the register tells of a county's future, without the links of chains.

        Parameters
        ----------
        county
            Its code.
        industry
            The code of a lead industry it might plan; its own when not given.
        """
        verdict = self.verdict(county)
        held = self.register.counties.get(county, Held())
        about = (county, verdict, held, self.register.coverage, self.scope)
        scape, leads = self.scape, self.leads
        if verdict is not Verdict.TOLD or scape is None or leads is None:
            return Ahead(*about, demo=self.register.demo)
        options = options_of(Surroundings(county, scape, self.entries), leads)
        apart = leads.differentiation(county, industry)
        return Ahead(
            *about,
            has=tuple(_owned(scape, county)),
            options=tuple(option for option in options if option.related),
            unrelated=tuple(sorted(filterfalse(_related, options), key=_most_firms)),
            differentiation=apart,
            levers=levers_of(scape, county, apart, options) if apart else None,
            demo=self.register.demo,
        )


def plan_ahead(workspace: Path, county: str, industry: str = "") -> Ahead:
    """Return what a workspace's register tells of a county's future, with the links of chains.

    Parameters
    ----------
    workspace
        The workspace's folder.
    county, industry
        As of :meth:`Planner.ahead`.

    Raises
    ------
    NotFound
        Where no register was imported.
    """
    return with_links(Planner.over(workspace).ahead(county, industry), workspace)


def with_links(ahead: Ahead, workspace: Path) -> Ahead:
    """Return a plan with the links its county lacks, of chains of its lead and near options."""
    lead = [ahead.differentiation.industry] if ahead.differentiation else []
    near = [option.industry for option in ahead.options if option.road.near]
    return replace(ahead, links=links_of(workspace, ahead.county, [*lead, *near]))


def _related(option: Option) -> bool:
    return option.related


def _most_firms(option: Option) -> tuple[int, str]:
    return -option.firms, option.industry


def _owned(scape: Landscape, county: str) -> list[Owned]:
    firms, quotient = row_of(scape.firms, county), row_of(scape.quotient, county)
    pci = {} if scape.complexity is None else scape.complexity.pci.dropna().to_dict()
    found = [
        Owned(industry, int(firms[industry]), float(quotient[industry]), pci.get(industry))
        for industry in own_of(scape, county)
    ]
    return sorted(found, key=lambda owned: (-owned.firms, owned.industry))
