"""The catalogue's indicators: one file each; a bad one never takes the others with it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.definitions.factors import factor_faults
from jiqun.base.definitions.grammar import Definition, definition_of
from jiqun.base.definitions.names import unusable
from jiqun.base.display import Style
from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import catalogue_files, per_catalogue

LEVELS = ("nation", "macro_region", "province", "sector", "cluster")


@dataclass(frozen=True, slots=True, eq=False)
class Indicator:
    """A catalogue entry: what is measured, why, and how it is printed."""

    id: str
    dimension: str
    figure: str
    title: Bilingual
    why: Bilingual
    missing: Bilingual
    definition: Definition
    printed: Style
    direction: str
    not_applicable_is_zero: bool
    plausible: tuple[Decimal | None, Decimal | None]
    levels: tuple[str, ...]
    published: bool
    tags: tuple[str, ...]
    source: Mapping[str, Any]
    title_of_one: Bilingual
    formerly: tuple[str, ...]

    @property
    def unit(self) -> str:
        """The unit the figure comes in."""
        return self.printed.unit

    @property
    def document(self) -> Bilingual:
        """Where the definition comes from; in its own words where no English was given."""
        return Bilingual(*(self._cited("document", ending) for ending in ("", "_en")))

    @property
    def note(self) -> Bilingual | None:
        """What the source leaves to say; None where nothing."""
        if "note" not in self.source:
            return None
        return Bilingual(*(self._cited("note", ending) for ending in ("", "_en")))

    @property
    def working(self) -> bool:
        """Whether the definition is ours, because no official one was found."""
        return bool(self.source.get("working_definition"))

    def _cited(self, name: str, ending: str) -> str:
        return str(self.source.get(name + ending, self.source[name]))


class Named(dict[str, Indicator]):
    """Indicators by figure id; one whose file is bad is refused with what is wrong with it."""

    def __init__(self, found: Mapping[str, Indicator], faults: Iterable[Problem]) -> None:
        super().__init__(found)
        self.faults = list(faults)

    def faults_of(self, name: str) -> list[Problem]:
        """Return what is wrong with an indicator's file; empty where the file is right or none."""
        return [fault for fault in self.faults if Path(fault.where.file).stem == name]

    def __missing__(self, name: str) -> Indicator:
        """Refuse an indicator whose file is bad, with its faults."""
        faults = self.faults_of(name)
        if faults:
            raise Refused(faults)
        raise KeyError(name)


@per_catalogue
def indicators() -> Named:
    """Return the indicators figures are computed of, by figure id, by dimension and file.

    Asking for one whose file is bad raises :class:`~jiqun.base.errors.Refused` with its faults; the
    others are there. :func:`definition_faults` lists what is wrong with the catalogue.
    """
    found, faults = _catalogue()
    return Named({name: indicator for name, indicator in found.items() if indicator.levels}, faults)


@per_catalogue
def every_indicator() -> Named:
    """Return every indicator by figure id, also those that only criteria of rules name.

    A former name of an indicator still stands for it.
    """
    found, faults = _catalogue()
    former = {name: indicator for indicator in found.values() for name in indicator.formerly}
    return Named({**former, **found}, faults)


def definition_faults() -> list[Problem]:
    """Return everything wrong with the catalogue's files of indicators and their factors."""
    return [*factor_faults(), *_catalogue()[1]]


def read_indicators(paths: Iterable[Path]) -> tuple[dict[str, Indicator], list[Problem]]:
    """Read files of indicators.

    Parameters
    ----------
    paths
        Files at ``<dimension>/<id>.yaml``.

    Returns
    -------
    dict
        The good ones by figure id, in the order given.
    list of Problem
        Everything wrong with the others: schema, names, units, and figures defined twice.
    """
    found: dict[str, Indicator] = {}
    problems: list[Problem] = []
    for path in paths:
        entry, faults = read_entry(path, "indicator")
        indicator = None
        if entry is not None and not faults:
            indicator = _indicator(entry)
            faults = list(unusable(entry, indicator.definition, indicator.unit))
            faults += _defined_twice(entry, indicator, found)
        problems += faults
        if indicator is not None and not faults:
            found[indicator.figure] = indicator
    return found, problems


@per_catalogue
def _catalogue() -> tuple[dict[str, Indicator], list[Problem]]:
    return read_indicators(catalogue_files("indicators/*/*.yaml"))


def _defined_twice(
    entry: Entry, indicator: Indicator, found: Mapping[str, Indicator]
) -> list[Problem]:
    """Report a figure, or a former name, that an earlier file has already."""
    taken = {name: other.id for other in found.values() for name in (other.figure, *other.formerly)}
    return [
        Problem(
            "catalogue.defined_twice", entry.where("figure"), {"name": name, "first": taken[name]}
        )
        for name in (indicator.figure, *indicator.formerly)
        if name in taken
    ]


def _indicator(entry: Entry) -> Indicator:
    said = entry.content
    dimension = entry.path.parent.name
    low, high = (_number(said["plausible"][end]) for end in ("from", "to"))
    return Indicator(
        id=f"{dimension}/{entry.path.stem}",
        dimension=dimension,
        figure=said.get("figure", entry.path.stem),
        title=entry.named(said["title"]),
        why=Bilingual.of(said["why"]),
        missing=Bilingual.of(said["missing"]),
        definition=definition_of(said["definition"]),
        printed=_style(said["unit"], said["display"]),
        direction=said["direction"],
        not_applicable_is_zero=said.get("not_applicable") == "zero",
        plausible=(low, high),
        levels=tuple(said.get("levels", LEVELS)),
        published=said.get("published", False),
        tags=tuple(said.get("tags", ())),
        source=said["source"],
        title_of_one=entry.named(said.get("title_of_one", said["title"])),
        formerly=tuple(said.get("formerly", ())),
    )


def _style(unit: str, said: dict[str, Any]) -> Style:
    decimals = said.get("decimals", 1 if said["style"] == "percent" else 0)
    return Style(unit, said["style"], decimals, said.get("digits", 2))


def _number(said: str | None) -> Decimal | None:
    return None if said is None else Decimal(said)
