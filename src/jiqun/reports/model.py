"""The report in types: composed once, taken by every writer.

Numbers are decimals as the engine divided them; a text of a number is made by
:mod:`jiqun.base.display` and by nothing else. What JSON makes of all this is told by
:mod:`jiqun.reports.json_writer` alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jiqun.base.quantities import Status
from jiqun.reports.weighing import Weighed
from jiqun.reports.words import Words, words

if TYPE_CHECKING:
    from decimal import Decimal

    from jiqun.base.definitions import Indicator
    from jiqun.base.errors import Problem
    from jiqun.base.language import Bilingual, Lang
    from jiqun.charts import Chart
    from jiqun.disclosure import Edition, ShownBridge
    from jiqun.drawing.pictures import Picture
    from jiqun.indicators import Figure
    from jiqun.reports.comparators import Comparator
    from jiqun.reports.coverage import Coverage
    from jiqun.reports.issuers import Issuer
    from jiqun.reports.outline import Outline
    from jiqun.workspace import Snapshot


@dataclass(frozen=True, slots=True)
class Beside:
    """A figure of a wider place that a report's figure is set beside: whose, and as printed."""

    name: Bilingual
    figure: Figure
    display: Bilingual


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """A figure as the report prints it.

    Parameters
    ----------
    figure, entry
        The number with its sums and status, and its definition.
    display, plain
        As the report prints it (逾3.1万家), and the number itself.
    previous
        The year before's number itself, a dash where there is none.
    caveat
        Why it is not to be compared with the year before's; None where it may be.
    beside
        The same figure of wider places, as far as the reader may see it.
    """

    figure: Figure
    entry: Indicator
    display: Bilingual
    plain: Bilingual
    previous: Bilingual
    caveat: Bilingual | None
    beside: tuple[Beside, ...] = ()

    @property
    def id(self) -> str:
        """The figure's id."""
        return self.figure.id

    @property
    def title(self) -> Bilingual:
        """What is measured."""
        return self.entry.title

    @property
    def withheld(self) -> bool:
        """Whether the reader may not see it."""
        return self.figure.status == Status.SUPPRESSED


@dataclass(frozen=True, slots=True)
class Statement:
    """A claim held against the report's figures.

    Parameters
    ----------
    id, dimension
        Of the claim.
    text
        The wording that is true; empty where none is.
    holds
        Whether the claim itself, its first wording, holds.
    wording
        The number of the wording said, from nought.
    figures
        Every figure the claim reads.
    why
        The tests made, with their numbers.
    caution
        What to say beside it.
    """

    id: str
    dimension: str
    text: Bilingual
    holds: bool
    wording: int | None
    figures: tuple[str, ...]
    why: Bilingual
    caution: Bilingual | None


@dataclass(frozen=True, slots=True)
class Place:
    """A macro-region, province or sector by key and name."""

    key: str
    name: Bilingual


@dataclass(frozen=True, slots=True)
class LevelTable:
    """Figures at every place of a level."""

    level: str
    places: tuple[Place, ...]
    figures: tuple[Figure, ...]

    @property
    def id(self) -> str:
        """The table's id."""
        return f"by_{self.level}"


@dataclass(frozen=True, slots=True)
class BridgeTable:
    """The steps from last year's total of a field to this year's, as the reader may see them."""

    bridge: ShownBridge
    title: Bilingual
    unit: str
    year: int

    @property
    def id(self) -> str:
        """The table's id."""
        return f"bridge_{self.bridge.field}"

    @property
    def steps(self) -> list[tuple[str, Decimal | None, int]]:
        """Name, amount and number of clusters of each step; None where it is withheld."""
        shown = self.bridge
        return [(name, amount, shown.clusters[name]) for name, amount in shown.steps.items()]


@dataclass(frozen=True, slots=True)
class Filed:
    """Which of the clusters known up to the year filed for it, and which did not."""

    known: int
    filed: int
    not_filed: tuple[str, ...]
    entrants: tuple[str, ...]
    leavers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RevisedCell:
    """A filed cell before and after; of one the reader may not see only field and year."""

    cluster: str
    name: str
    year: int
    period: str
    field: str
    title: Bilingual
    before: str
    after: str
    reason: str


@dataclass(frozen=True, slots=True)
class RevisedFigure:
    """A figure before and after, and the changed fields it is made of."""

    before: ReportedFigure
    after: ReportedFigure
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RevisedStatement:
    """What a claim said before and says now; empty where it is not said."""

    id: str
    before: Bilingual
    after: Bilingual


@dataclass(frozen=True, slots=True)
class Revision:
    """What changed since the vintage before, and why."""

    older: str
    newer: str
    note: str
    cells: tuple[RevisedCell, ...]
    figures: tuple[RevisedFigure, ...]
    statements: tuple[RevisedStatement, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The catalogue a report was made with.

    Parameters
    ----------
    sha256
        Of its definitions.
    first
        The hash of the one the vintage was first reported with.
    said
        What to say where that was another; None where it was not.
    refused
        What the installation wrote into its catalogue and does not hold.
    """

    sha256: str
    first: str
    said: Bilingual | None
    refused: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Report:
    """One report: what every writer writes from.

    Parameters
    ----------
    edition
        What it was made from, and who reads.
    coverage, outline
        What it covers, and the outline fitted to that.
    year
        The data year.
    demo
        Whether any cluster in it is fictional.
    catalogue
        The catalogue it was made with.
    derived_form
        What to say of the year's form.
    figures
        Those of all that is covered, by id.
    claims
        By id.
    levels, bridges
        The tables by level, and by field.
    filed
        Who filed.
    charts, comparators
        By id.
    revision
        Where the vintage follows another.
    lang
        The language every writer writes in; data files hold both.
    issuer
        Who issues it, where the installation says so.
    weighed
        The diagnosis its third and fourth part are written from.
    pictures
        Those that take a page of their own, by id.
    """

    edition: Edition
    coverage: Coverage
    outline: Outline
    year: int
    demo: bool
    catalogue: Catalogue
    derived_form: Bilingual
    figures: Mapping[str, ReportedFigure]
    claims: Mapping[str, Statement]
    levels: Mapping[str, LevelTable]
    bridges: Mapping[str, BridgeTable]
    filed: Filed
    charts: Mapping[str, Chart]
    comparators: Mapping[str, Comparator]
    revision: Revision | None = field(default=None)
    lang: Lang = "zh"
    issuer: Issuer | None = None
    weighed: Weighed = field(default_factory=Weighed)
    pictures: Mapping[str, Picture] = field(default_factory=dict)

    @property
    def words(self) -> Words:
        """The fixed words in its language."""
        return words(self.lang)

    @property
    def snapshot(self) -> Snapshot:
        """What it was made from."""
        return self.edition.snapshot

    @property
    def title(self) -> Bilingual:
        """The report's title, with what it covers; the issuer's own where it has one."""
        return (self.issuer and self.issuer.title) or self.outline.title

    @property
    def vintage(self) -> str:
        """The vintage's id."""
        return self.snapshot.vintage

    @property
    def sha256(self) -> str:
        """The vintage's hash."""
        return self.snapshot.sha256

    @property
    def audience(self) -> str:
        """Who reads."""
        return self.edition.reader.name

    @property
    def titled(self) -> str:
        """The title with the data year, as a file's properties have it."""
        title = self.title.in_(self.lang)
        return title if self._dated else self.words.fill("titled", title=title, year=self.year)

    @property
    def headed(self) -> str:
        """The title with the data year, as it stands above and below pages."""
        title = self.title.in_(self.lang)
        return title if self._dated else f"{title} {self.year}"

    @property
    def issued_by(self) -> str:
        """The issuer's name; empty where none is said."""
        return self.issuer.name.in_(self.lang) if self.issuer else ""

    @property
    def maker(self) -> str:
        """Whose a file is, as its properties have it: the issuer's, or the program's."""
        return self.issued_by or self.words["maker"]

    @property
    def _dated(self) -> bool:
        return self.issuer is not None and self.issuer.dated

    def sentences(self, names: Iterable[str]) -> list[str]:
        """Return the claims that may be printed, in words; those that fail are gone."""
        return [said for name in names if (said := self.claims[name].text.in_(self.lang))]
