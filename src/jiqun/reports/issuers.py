"""Who issues a report: an installation's name, titles and logo, by the place a report is of.

``issuers/nation.yaml`` speaks for every report of an installation, ``issuers/330000.yaml`` for
those of a province, ``issuers/330110.yaml`` for those of a county's clusters. The nearest that
there is gives name and logo; a title that it does not give is looked for in the next.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from string import Formatter
from typing import TYPE_CHECKING

from jiqun.base.catalogue import Entry, all_sound, own_name, sound_entries
from jiqun.base.codes import regions
from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.json_files import Record
from jiqun.base.language import Bilingual
from jiqun.base.own_catalogue import catalogue_files, in_force, per_catalogue
from jiqun.base.schema_faults import because, unknown_name
from jiqun.base.shipped import CATALOGUE
from jiqun.reports.logos import ENDINGS, Logo, read_logo

if TYPE_CHECKING:
    from jiqun.base.own_catalogue import Entered
    from jiqun.reports.coverage import Coverage

FOLDER = "issuers"
EVERYWHERE = "nation"
"""The file that speaks for every report."""
PLACEHOLDERS = frozenset({"place", "year"})
UNKNOWN = Bilingual("占位符只有 {place} 和 {year}", "the only placeholders are {place} and {year}")
OTHERS = Bilingual("中英文的占位符应相同", "both languages need the same placeholders")
CHINA = Bilingual("全国", "China")
"""What a report of all clusters is of, in a title."""


@dataclass(frozen=True, slots=True)
class Issuer:
    """Who issues a report, and how that names it.

    Parameters
    ----------
    name
        Of the ministry, province or county.
    title
        The report's, with place and year; None where the outline's stays.
    dated
        Whether that names the year.
    logo
        None where it has none.
    file, entered
        The file it is of, and who entered that.
    """

    name: Bilingual
    title: Bilingual | None
    dated: bool
    logo: Logo | None
    file: str
    entered: Entered | None


@dataclass(frozen=True, slots=True)
class _Said:
    """What one file says."""

    name: Bilingual
    titles: Mapping[str, Bilingual]
    logo: str
    file: str
    entered: Entered | None


def issuer_of(coverage: Coverage, year: int) -> Issuer | None:
    """Return who issues a report; None where the installation does not say.

    Parameters
    ----------
    coverage
        What the report is of.
    year
        Its data year.
    """
    known = issuers()
    said = [known[place] for place in _places(coverage) if place in known]
    if not said:
        return None
    nearest = said[0]
    written = next(
        (told.titles[coverage.level] for told in said if coverage.level in told.titles), None
    )
    place = CHINA if coverage.national else coverage.name
    return Issuer(
        name=nearest.name,
        title=written and _filled(written, place, year),
        dated=written is not None and "year" in _placeholders(written.zh),
        logo=logos()[nearest.logo] if nearest.logo else None,
        file=nearest.file,
        entered=nearest.entered,
    )


def organ_at(place: str) -> Bilingual | None:
    """Return the name of the office that issues at a place, where the installation says it.

    Parameters
    ----------
    place
        ``nation`` or a region code; nobody else's name stands in for it.
    """
    found = issuers().get(place)
    return found.name if found else None


def _places(coverage: Coverage) -> list[str]:
    """Return the places whose issuer may speak for a report, the nearest first."""
    if coverage.national:
        return [EVERYWHERE]
    if coverage.level == "province":
        return [coverage.key, EVERYWHERE]
    county = coverage.counties[0][1]
    return [county, f"{county[:4]}00", coverage.province, EVERYWHERE]


def _filled(written: Bilingual, place: Bilingual, year: int) -> Bilingual:
    return Bilingual(
        written.zh.format(place=place.zh, year=year), written.en.format(place=place.en, year=year)
    )


@per_catalogue
def issuers() -> dict[str, _Said]:
    """Return what the installation says of issuers, by place; nothing comes with the package.

    Raises
    ------
    Refused
        With every fault of every file.

    Examples
    --------
    >>> issuers()
    {}
    """
    paths = catalogue_files(f"{FOLDER}/*.yaml")
    entries = all_sound(sound_entries(paths, "issuer", _unknown_place, _titles, _missing_logo))
    return {entry.path.stem: _said(entry) for entry in entries}


def _said(entry: Entry) -> _Said:
    titles = {kind: _both(entry, "titles", kind) for kind in entry.names("titles")}
    name, logo = f"{FOLDER}/{entry.path.name}", entry.word("logo")
    return _Said(_both(entry, "name"), titles, logo and f"{FOLDER}/{logo}", name, entry.entered)


def _both(entry: Entry, *place: str) -> Bilingual:
    return Bilingual(entry.word(*place, "zh"), entry.word(*place, "en"))


@per_catalogue
def logos() -> dict[str, Logo]:
    """Return the installation's logos by their place in the catalogue.

    Raises
    ------
    Refused
        With every fault of every one.
    """
    found, problems = _looked_at()
    return all_sound((found, problems))


@per_catalogue
def _looked_at() -> tuple[dict[str, Logo], list[Problem]]:
    found, problems = dict[str, Logo](), list[Problem]()
    for name, content in in_force().files.items():
        if name.startswith(f"{FOLDER}/") and name.endswith(ENDINGS):
            try:
                found[name] = read_logo(name, content, Where(own_name(CATALOGUE / name)))
            except Refused as refused:
                problems += refused.problems
    return found, problems


def _unknown_place(entry: Entry) -> Iterator[Problem]:
    place = entry.path.stem
    if place != EVERYWHERE and regions().get(place) is None:
        yield unknown_name(entry.where(), place, "region code", "catalog/codes/regions.csv")


def _titles(entry: Entry) -> Iterator[Problem]:
    """Yield titles with a placeholder nobody fills, or another one in each language."""
    for kind in entry.names("titles"):
        found = {lang: _placeholders(entry.word("titles", kind, lang)) for lang in ("zh", "en")}
        unknown = [lang for lang, names in found.items() if not names <= PLACEHOLDERS]
        for lang in unknown:
            yield because("catalogue.bad_value", entry.where("titles", kind, lang), UNKNOWN)
        if not unknown and found["zh"] != found["en"]:
            yield because("catalogue.bad_value", entry.where("titles", kind), OTHERS)


def _placeholders(text: str) -> frozenset[str]:
    """Return the names in braces; braces that are not as they should be are a name of their own.

    Examples
    --------
    >>> sorted(_placeholders("{place} {year}")), _placeholders("{place!r}"), _placeholders("{")
    (['place', 'year'], frozenset({'{place!r}'}), frozenset({'{'}))
    """
    try:
        parts = list(Formatter().parse(text))
    except ValueError:
        return frozenset({text})
    if any(form or turned for _, _, form, turned in parts):
        return frozenset({text})
    return frozenset(name for _, name, _, _ in parts if name is not None)


def _missing_logo(entry: Entry) -> Iterator[Problem]:
    logo = entry.word("logo")
    if logo and f"{FOLDER}/{logo}" not in _looked_at()[0]:
        details: Record = {"name": logo}
        yield Problem("installation.no_logo", entry.where("logo"), details)
