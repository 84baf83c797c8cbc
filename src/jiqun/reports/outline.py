"""The report's outline: a catalogue file an expert edits."""

from collections.abc import Callable, Container, Iterator
from dataclasses import dataclass
from typing import Literal

from jiqun.base.catalogue import Entry, sound_entry
from jiqun.base.definitions import indicators
from jiqun.base.distinct import distinct
from jiqun.base.errors import Problem
from jiqun.base.files import catalogue_path
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import per_catalogue
from jiqun.base.schema_faults import because, unknown_name
from jiqun.charts import KINDS, chart_entries
from jiqun.reports.claims import claims

Layout = Literal["cards", "instruments", "tasks", "documents", "charts", "findings", "measures"]
Card = tuple[Bilingual, Bilingual]
"""A short text with its title."""


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a part: a slide, or a passage of a document.

    Parameters
    ----------
    id, layout, title
        As the catalogue says.
    dimension
        The dimension it belongs to, empty where none.
    claims, tiles, charts
        Ids, in order.
    cards
        Short texts without numbers.
    group
        Of findings or measures: which; ``overview`` is of all, and ``every`` of each in turn.
    pictures
        Ids of pictures that take a page of their own.
    """

    id: str
    layout: Layout
    title: Bilingual
    dimension: str
    claims: tuple[str, ...]
    tiles: tuple[str, ...]
    charts: tuple[str, ...]
    cards: tuple[Card, ...]
    group: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the report."""

    id: str
    title: Bilingual
    pages: tuple[Page, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """All figures of a dimension, in order."""

    id: str
    title: Bilingual
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outline:
    """A report's outline.

    Parameters
    ----------
    title
        Of the report.
    hero, headlines
        Figures and claims of the summary.
    bridges
        Fields whose total is bridged.
    parts, ending
        What it says, in order.
    sections
        The figures of each dimension.
    brief
        Whether annexes hold only the figures a section names.
    """

    title: Bilingual
    hero: tuple[str, ...]
    headlines: tuple[str, ...]
    bridges: tuple[str, ...]
    parts: tuple[Part, ...]
    ending: Page
    sections: tuple[Section, ...]
    brief: bool = False

    @property
    def pages(self) -> list[Page]:
        """Every page of every part, in order."""
        return [page for part in self.parts for page in part.pages]

    @property
    def charts(self) -> list[str]:
        """Every chart, once, in order."""
        return distinct(name for page in self.pages for name in page.charts)


@per_catalogue
def outline(name: str = "development") -> Outline:
    """Load an outline, once.

    Raises
    ------
    Refused
        With every fault of the file, names the catalogue does not know among them.

    Examples
    --------
    >>> outline().parts[1].pages[1].charts
    ('places',)
    """
    entry = sound_entry(catalogue_path("reports", f"{name}.yaml"), "report", _unknown)
    said = entry.content
    return Outline(
        title=Bilingual.of(said["title"]),
        hero=tuple(said["hero"]),
        headlines=tuple(said["headlines"]),
        bridges=tuple(said["bridges"]),
        parts=tuple(_part(entry, number) for number in range(len(said["parts"]))),
        ending=_page(entry, "ending"),
        sections=tuple(
            Section(section["id"], Bilingual.of(section["title"]), tuple(section["figures"]))
            for section in said["sections"]
        ),
        brief=said.get("brief", False),
    )


def _part(entry: Entry, number: int) -> Part:
    said = entry.content["parts"][number]
    pages = tuple(_page(entry, "parts", number, "pages", at) for at in range(len(said["pages"])))
    return Part(said["id"], Bilingual.of(said["title"]), pages)


def _page(entry: Entry, *place: str | int) -> Page:
    said = entry.part(*place)
    return Page(
        id=said["id"],
        layout=said["layout"],
        title=entry.named(said["title"], *place),
        dimension=said.get("dimension", ""),
        claims=tuple(said.get("claims", ())),
        tiles=tuple(said.get("tiles", ())),
        charts=tuple(said.get("charts", ())),
        cards=tuple(
            (Bilingual.of(card["title"]), Bilingual.of(card["text"]))
            for card in said.get("cards", ())
        ),
        group=said.get("group", ""),
    )


KNOWN: dict[str, tuple[Callable[[], Container[str]], str]] = {
    "figure": (indicators, "catalog/indicators"),
    "claim": (claims, "catalog/claims"),
    "chart": (chart_entries, "catalog/charts"),
}
"""Where a name of each kind must be known."""


def _unknown(entry: Entry) -> Iterator[Problem]:
    for kind, place, name in _named(entry):
        known, folder = KNOWN[kind]
        if name not in known():
            yield unknown_name(entry.where(*place), name, kind, folder)
            yield from indicators().faults_of(name)
    yield from _crowded(entry)


def _crowded(entry: Entry) -> Iterator[Problem]:
    """Yield pages where a chart that needs the room of two has another beside it."""
    for number, part in enumerate(entry.content["parts"]):
        for at, page in enumerate(part["pages"]):
            names = page.get("charts", ())
            known = [chart_entries()[name] for name in names if name in chart_entries()]
            if len(known) > 1 and any(KINDS[chart.kind].alone for chart in known):
                place = entry.where("parts", number, "pages", at, "charts")
                reason = Bilingual("热图须独占一页", "a heat map stands alone on its page")
                yield because("catalogue.bad_value", place, reason)


def _named(entry: Entry) -> Iterator[tuple[str, tuple[str | int, ...], str]]:
    """Yield kind, place and name of everything the outline names."""
    said = entry.content
    for name in said["hero"]:
        yield "figure", ("hero",), name
    for name in said["headlines"]:
        yield "claim", ("headlines",), name
    for number, section in enumerate(said["sections"]):
        for name in section["figures"]:
            yield "figure", ("sections", number, "figures"), name
    for number, part in enumerate(said["parts"]):
        for at, page in enumerate(part["pages"]):
            place = ("parts", number, "pages", at)
            for key, kind in (("claims", "claim"), ("tiles", "figure"), ("charts", "chart")):
                for name in page.get(key, ()):
                    yield kind, (*place, key), name
