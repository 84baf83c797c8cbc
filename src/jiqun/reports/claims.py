"""Sentences with tests: what the report says in words, and only where the figures say it too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import TypedDict

from jiqun.base.catalogue import Entry, read_entry
from jiqun.base.definitions import COMPARISONS, Comparison, indicators
from jiqun.base.distinct import distinct
from jiqun.base.errors import Problem, Refused
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import catalogue_files, per_catalogue
from jiqun.base.schema_faults import unknown_name
from jiqun.reports.comparators import comparators


class Operand(TypedDict, total=False):
    """The other side of a test where it is no number: one of three, perhaps so many times it."""

    comparator: str
    figure: str
    previous: bool
    times: str


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison: a figure, and a number, a comparator, a figure or its own last year.

    Parameters
    ----------
    figure
        What is compared.
    comparison
        ``at_least``, ``above``, ``at_most`` or ``below``.
    operand
        As the catalogue writes it: decimal text, or a mapping with ``comparator``, ``figure`` or
        ``previous``, and perhaps ``times``.
    """

    __test__ = False  # pytest: a claim's test, not one of the suite

    figure: str
    comparison: Comparison
    operand: str | Operand

    @property
    def figures(self) -> list[str]:
        """The figures it reads."""
        other = [] if isinstance(self.operand, str) else [self.operand.get("figure", "")]
        return [self.figure, *filter(None, other)]


@dataclass(frozen=True, slots=True)
class Wording:
    """One way to say it, and when that is true."""

    when: tuple[Test, ...]
    text: Bilingual


@dataclass(frozen=True, slots=True)
class Claim:
    """A catalogue entry: the claim, and what is said instead where it fails."""

    id: str
    dimension: str
    wordings: tuple[Wording, ...]
    caution: str

    @property
    def figures(self) -> list[str]:
        """Every figure any wording tests or prints, once, in order."""
        found: list[str] = []
        for wording in self.wordings:
            for test in wording.when:
                found += test.figures
            found += [name for name, _ in slots(wording.text.zh) if name in indicators()]
        return distinct(found)


@per_catalogue
def claims() -> dict[str, Claim]:
    """Load every claim of the catalogue by id, in the order of dimension and file, once.

    Raises
    ------
    Refused
        With every fault of every file, names the catalogue does not know among them.

    Examples
    --------
    >>> claims()["rd_above_national"].figures
    ['rd_intensity']
    """
    found: dict[str, Claim] = {}
    problems: list[Problem] = []
    for path in catalogue_files("claims/*/*.yaml"):
        one, faults = read_claim(path)
        problems += faults
        if one is not None:
            found[one.id] = one
    if problems:
        raise Refused(problems)
    return found


def read_claim(path: Path) -> tuple[Claim | None, list[Problem]]:
    """Read one claim and hold it against schema and catalogue.

    Parameters
    ----------
    path
        ``claims/<dimension>/<id>.yaml``.

    Returns
    -------
    Claim or None
        None where anything is wrong.
    list of Problem
        Everything wrong with it.
    """
    entry, problems = read_entry(path, "claim")
    if entry is None or problems:
        return None, problems
    problems = list(_unknown(entry))
    if problems:
        return None, problems
    said = entry.content
    wordings = tuple(
        Wording(tuple(_test(test) for test in wording["when"]), entry.named(wording["text"]))
        for wording in said["wordings"]
    )
    return Claim(path.stem, path.parent.name, wordings, said.get("caution", "")), []


def slots(text: str) -> list[tuple[str, str]]:
    """Return the names in a text's braces, each with its form.

    Examples
    --------
    >>> slots("研发强度{rd_intensity}，目标{water_reuse_target.year}年")
    [('rd_intensity', ''), ('water_reuse_target', 'year')]
    """
    named = [name for _, name, _, _ in Formatter().parse(text) if name]
    return [(name.partition(".")[0], name.partition(".")[2]) for name in named]


def _test(said: dict[str, str | Operand]) -> Test:
    """Read a test, its schema checked."""
    (comparison,) = (name for name in COMPARISONS if name in said)
    return Test(str(said["figure"]), comparison, said[comparison])


def _unknown(entry: Entry) -> Iterator[Problem]:
    """Yield names that are neither figures nor comparators, each at its place."""
    for number, wording in enumerate(entry.content["wordings"]):
        place = ("wordings", number)
        for test in wording["when"]:
            found = _test(test)
            for name in found.figures:
                yield from _missing(entry, (*place, "when"), name, figures_only=True)
            if not isinstance(found.operand, str) and "comparator" in found.operand:
                yield from _missing(entry, (*place, "when"), found.operand["comparator"])
        for lang in ("zh", "en"):
            for name, _ in slots(wording["text"][lang]):
                yield from _missing(entry, (*place, "text"), name)
    if caution := entry.content.get("caution"):
        yield from _missing(entry, ("caution",), caution)


def _missing(
    entry: Entry, place: tuple[str | int, ...], name: str, *, figures_only: bool = False
) -> Iterator[Problem]:
    if name in indicators() or (not figures_only and name in comparators()):
        return
    kind = "figure" if figures_only else "figure or comparator"
    yield unknown_name(entry.where(*place), name, kind, "catalog/indicators, catalog/sources")
    yield from indicators().faults_of(name)
