"""Vintages and figures."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from jiqun.base.definitions import indicators
from jiqun.base.errors import NotFound, Problem
from jiqun.base.names import level_name
from jiqun.base.readers import Reader
from jiqun.indicators import Figure
from jiqun.indicators.words import definition_words
from jiqun.publications.publication import Chosen
from jiqun.publications.published import Published
from jiqun.publications.shown import shown
from jiqun.reports.figure_files import COLUMNS
from jiqun.web.admission import reader_of
from jiqun.web.explore.api import wanted
from jiqun.web.explore.api.answers import (
    FAULTS,
    Format,
    Listing,
    PageNumber,
    PageSize,
    Texts,
    csv_file,
    listing,
    listing_of,
)
from jiqun.web.explore.shelf import shelf
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_answer

router = Router(tags=["figures"])

Level = Literal["nation", "macro_region", "province", "sector", "cluster"]
StatusWord = Literal["reported", "zero", "missing", "not_applicable", "estimated", "suppressed"]


class VintageRecord(Schema):
    """A frozen release."""

    id: str
    year: int
    sha256: str
    submissions: int
    note: str
    follows: str


class VintageListing(Listing):
    """A page of vintages."""

    results: list[VintageRecord]


class FigureRecord(Schema):
    """A figure; numbers are decimal text."""

    vintage: str
    level: str
    key: str
    id: str
    indicator: str
    year: int
    value: str | None
    unit: str
    status: str
    numerator: str | None
    denominator: str | None
    previous: str | None
    reporting: int
    expected: int
    not_applicable: int
    method: str
    demo: bool


class FigureListing(Listing):
    """A page of figures."""

    results: list[FigureRecord]


class Place(Schema):
    """The place among the figures of the same level."""

    place: int
    of: int
    median: str


class OpenedFigure(FigureRecord):
    """A figure with everything behind it."""

    name: Texts
    title: Texts
    display: Texts
    definition: Texts
    standing: Place | None
    caveat: Texts | None


@router.get("/vintages", response={200: VintageListing}, summary="发布版本 / vintages")
@public
@kept_answer
def list_vintages(request: HttpRequest, page: PageNumber = 1, size: PageSize = 100) -> Any:
    """List the released vintages, oldest first."""
    return listing(request, [_vintage(vintage) for vintage in shelf().vintages], page, size)


@router.get(
    "/vintages/{vintage}", response={200: VintageRecord, **FAULTS}, summary="一个版本 / one vintage"
)
@public
@kept_answer
def one_vintage(request: HttpRequest, vintage: Annotated[str, Path(examples=["2022-v1"])]) -> Any:
    """Return one vintage."""
    return _vintage(shelf().vintage(vintage, reader_of(request)))


@router.get("/figures", response={200: FigureListing, **FAULTS}, summary="数字 / figures")
@public
@kept_answer
def list_figures(
    request: HttpRequest,
    vintage: Annotated[
        str, Query(description="版本，默认最新 / vintage, the newest by default")
    ] = "",
    year: Annotated[
        int | None, Query(ge=1900, le=2200, description="数据年份，默认报告年 / data year")
    ] = None,
    level: Annotated[Level, Query(description="层级 / level")] = "nation",
    key: Annotated[str, Query(description="该层级的代码或名称 / the level's key or name")] = "",
    id: Annotated[
        str,
        Query(description="指标编号或名称，逗号分隔 / figures by id or name, by commas"),
    ] = "",
    dimension: Annotated[
        str, Query(description="维度，编号或名称 / a dimension by id or name")
    ] = "",
    status: Annotated[StatusWord | None, Query(description="状态 / status")] = None,
    format: Format = "json",
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    """List figures of a vintage as the reader may see them."""
    published = _published(vintage, reader_of(request))
    named = set(wanted.figures(id))
    _known(named)
    place = wanted.key(level, key, published.clusters)
    chosen = Chosen(place, _ids(named, wanted.dimension(dimension)), status or "")
    of_year = year or published.year
    if format == "csv":
        rows = (_said(published, row) for row in published.records(level, of_year, chosen))
        name = f"figures-{published.vintage.id}-{level}"
        return csv_file(rows, ("vintage", *COLUMNS, "demo"), name, shelf().demonstration)
    count = published.count(level, of_year, chosen)
    found = published.records(level, of_year, chosen, (page - 1) * size, size)
    records = [_said(published, row) for row in found]
    return listing_of(request, records, count, page, size)


@router.get(
    "/figures/{vintage}/{year}/{level}/{key}/{id}",
    response={200: OpenedFigure, **FAULTS},
    summary="一个数字 / one figure",
)
@public
@kept_answer
def one_figure(
    request: HttpRequest,
    vintage: Annotated[str, Path(examples=["2022-v1"])],
    year: Annotated[int, Path(ge=1900, le=2200, examples=[2022])],
    level: Annotated[Level, Path(examples=["nation"])],
    key: Annotated[str, Path(examples=["CN"])],
    id: Annotated[str, Path(examples=["rd_intensity"])],
) -> Any:
    """Open one figure: definition, numerator, denominator, coverage, place among peers."""
    published = _published(vintage, reader_of(request))
    found = published.at(level, key, year).get(id)
    if found is None:
        details = {"place": f"{vintage} {year} {level} {key} {id}"}
        raise NotFound(Problem("web.no_figure", details=details))
    one = shown(published, found)
    name = level_name(level, key) if level != "cluster" else None
    own = published.clusters[key].name if name is None else ""
    place = one.standing
    return {
        **record(published, found),
        "name": {"zh": name.zh, "en": name.en} if name else {"zh": own, "en": own},
        "title": {"zh": one.entry.title.zh, "en": one.entry.title.en},
        "display": {"zh": one.headline("zh"), "en": one.headline("en")},
        "definition": {lang: definition_words(one.entry.definition, lang) for lang in ("zh", "en")},
        "caveat": one.caveat and {"zh": one.caveat.zh, "en": one.caveat.en},
        "standing": place and {"place": place.place, "of": place.of, "median": f"{place.middle:f}"},
    }


def record(published: Published, figure: Figure) -> dict[str, Any]:
    """Return a figure's record with its vintage and whether it is made up."""
    return _said(published, figure.record())


def _said(published: Published, row: dict[str, Any]) -> dict[str, Any]:
    of_cluster = row["level"] == "cluster"
    made_up = published.clusters[row["key"]].demo if of_cluster else shelf().demonstration
    return {"vintage": published.vintage.id, **row, "demo": made_up}


def _published(vintage: str, reader: Reader) -> Published:
    found = shelf().published(vintage, reader) if vintage else shelf().newest(reader)
    if found is None:
        raise NotFound(Problem("web.nothing_published"))
    return found


def _ids(named: set[str], dimension: str) -> frozenset[str] | None:
    """Return the figures asked for by name and by dimension; None for all of them."""
    if not named and not dimension:
        return None
    return frozenset(
        name
        for name, entry in indicators().items()
        if (not named or name in named) and dimension in ("", entry.dimension)
    )


def _known(ids: set[str]) -> None:
    unknown = sorted(ids - set(indicators()))
    if unknown:
        raise NotFound(Problem("web.no_indicator", details={"id": ", ".join(unknown)}))


def _vintage(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in type(one).__slots__}
