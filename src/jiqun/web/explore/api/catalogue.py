"""Indicators, regions and policies of the catalogue."""

from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from jiqun.base.codes import Region, regions
from jiqun.base.definitions import Indicator, indicators
from jiqun.base.errors import NotFound, Problem
from jiqun.base.names import region_name
from jiqun.indicators.words import definition_words
from jiqun.policies import Policy, policies
from jiqun.web.explore.api import wanted
from jiqun.web.explore.api.answers import (
    FAULTS,
    Format,
    Listing,
    MapFormat,
    PageNumber,
    PageSize,
    Texts,
    csv_file,
    geojson,
    listing,
)
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_answer

router = Router(tags=["catalogue"])

REGION_COLUMNS = (
    "code",
    "name",
    "name_en",
    "level",
    "parent_code",
    "macro_region",
    "longitude",
    "latitude",
    "approximate",
)


class IndicatorRecord(Schema):
    """An indicator's definition."""

    id: str
    figure: str
    dimension: str
    title: Texts
    why: Texts
    definition: Texts
    missing: Texts
    form: str
    unit: str
    direction: str
    levels: list[str]
    published: bool
    source: dict[str, Any]


class IndicatorListing(Listing):
    """A page of indicators."""

    results: list[IndicatorRecord]


class RegionRecord(Schema):
    """A region of GB/T 2260."""

    code: str
    name: str
    name_en: str
    level: str
    parent_code: str
    macro_region: str
    longitude: float | None
    latitude: float | None
    approximate: bool


class RegionListing(Listing):
    """A page of regions."""

    results: list[RegionRecord]


class PolicyRecord(Schema):
    """A policy document: what is known of it; null is unknown, not none."""

    id: str
    title: Texts
    level: str
    jurisdiction: str
    kind: str
    issuer: str | None
    doc_no: str | None
    issued: str | None
    valid_until: str | None
    recognition_validity: str | None
    incentives: list[str]
    status: str
    sources: list[str]


class PolicyListing(Listing):
    """A page of policies."""

    results: list[PolicyRecord]


INDICATOR_COLUMNS = (
    "id",
    "figure",
    "dimension",
    "title_zh",
    "title_en",
    "definition_zh",
    "definition_en",
    "form",
    "unit",
    "direction",
    "published",
)


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    """Spread what is said in both languages over a column each."""
    spread = {
        f"{name}_{lang}": row[name][lang]
        for name in ("title", "definition")
        for lang in ("zh", "en")
    }
    return {**row, **spread}


@router.get("/indicators", response={200: IndicatorListing, **FAULTS}, summary="指标 / indicators")
@public
@kept_answer
def list_indicators(
    request: HttpRequest,
    dimension: Annotated[
        str, Query(description="维度，编号或名称 / a dimension by id or name")
    ] = "",
    published: Annotated[
        bool | None, Query(description="是否见于已公布的报告 / in the published report")
    ] = None,
    format: Format = "json",
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    """List the definitions of indicators."""
    of = wanted.dimension(dimension)
    rows = [
        _indicator(entry)
        for entry in indicators().values()
        if of in ("", entry.dimension) and published in (None, entry.published)
    ]
    if format == "csv":
        return csv_file(map(_flat, rows), INDICATOR_COLUMNS, "indicators")
    return listing(request, rows, page, size)


@router.get(
    "/indicators/{dimension}/{id}",
    response={200: IndicatorRecord, **FAULTS},
    summary="一个指标 / one indicator",
)
@public
@kept_answer
def one_indicator(
    request: HttpRequest,
    dimension: Annotated[str, Path(examples=["innovation"])],
    id: Annotated[str, Path(examples=["rd_intensity"])],
) -> Any:
    """Return one definition."""
    wanted = f"{dimension}/{id}"
    found = next((indicator for indicator in indicators().values() if indicator.id == wanted), None)
    if found is None:
        raise NotFound(Problem("web.no_indicator", details={"id": wanted}))
    return _indicator(found)


@router.get("/regions", response={200: RegionListing, **FAULTS}, summary="区划 / regions")
@public
@kept_answer
def list_regions(
    request: HttpRequest,
    level: Annotated[Literal["province", "county"], Query(description="层级 / level")] = "province",
    province: Annotated[str, Query(description="省级代码或名称 / a province by code or name")] = "",
    format: MapFormat = "json",
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    """List provinces or counties, with their points."""
    every = regions().provinces if level == "province" else regions().counties
    of = wanted.province(province)
    rows = [_region(region) for region in every if of in ("", region.code[:2] + "0000")]
    if format == "csv":
        return csv_file(rows, REGION_COLUMNS, f"regions-{level}")
    if format == "geojson":
        return geojson((regions().point(row["code"]), row) for row in rows)
    return listing(request, rows, page, size)


@router.get(
    "/regions/{code}", response={200: RegionRecord, **FAULTS}, summary="一个区划 / one region"
)
@public
@kept_answer
def one_region(request: HttpRequest, code: Annotated[str, Path(examples=["330106"])]) -> Any:
    """Return one region."""
    found = regions().get(code)
    if found is None:
        raise NotFound(Problem("web.no_region", details={"code": code}))
    return _region(found)


@router.get("/policies", response={200: PolicyListing, **FAULTS}, summary="政策 / policies")
@public
@kept_answer
def list_policies(
    request: HttpRequest,
    jurisdiction: Annotated[
        str,
        Query(description="省名、全国或区划代码 / a province or the nation, by name or code"),
    ] = "",
    format: Format = "json",
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    """List policy documents."""
    of = wanted.jurisdiction(jurisdiction)
    rows = [_policy(policy) for policy in policies().values() if of in ("", policy.jurisdiction)]
    if format == "csv":
        flat = [
            {**row, "title_zh": row["title"]["zh"], "title_en": row["title"]["en"]} for row in rows
        ]
        columns = (
            "id",
            "title_zh",
            "title_en",
            "level",
            "jurisdiction",
            "kind",
            "issuer",
            "doc_no",
            "issued",
            "status",
        )
        return csv_file(flat, columns, "policies")
    return listing(request, rows, page, size)


@router.get(
    "/policies/{id}", response={200: PolicyRecord, **FAULTS}, summary="一项政策 / one policy"
)
@public
@kept_answer
def one_policy(request: HttpRequest, id: Annotated[str, Path(examples=["national"])]) -> Any:
    """Return one policy document."""
    if id not in policies():
        raise NotFound(Problem("web.no_policy", details={"id": id}))
    return _policy(policies()[id])


def _indicator(one: Indicator) -> dict[str, Any]:
    texts = {
        name: {"zh": said.zh, "en": said.en}
        for name, said in (("title", one.title), ("why", one.why), ("missing", one.missing))
    }
    return {
        "id": one.id,
        "figure": one.figure,
        "dimension": one.dimension,
        **texts,
        "definition": {
            "zh": definition_words(one.definition, "zh"),
            "en": definition_words(one.definition, "en"),
        },
        "form": one.definition.form,
        "unit": one.unit,
        "direction": one.direction,
        "levels": list(one.levels),
        "published": one.published,
        "source": dict(one.source),
    }


def _region(one: Region) -> dict[str, Any]:
    point = regions().point(one.code)
    return {
        "code": one.code,
        "name": one.name,
        "name_en": region_name(one.code).en,
        "level": one.level,
        "parent_code": one.parent_code,
        "macro_region": one.macro_region,
        "longitude": point[0] if point else None,
        "latitude": point[1] if point else None,
        "approximate": bool(point and point[2]),
    }


def _policy(one: Policy) -> dict[str, Any]:
    names = (
        "level",
        "jurisdiction",
        "kind",
        "issuer",
        "doc_no",
        "issued",
        "valid_until",
        "recognition_validity",
        "incentives",
        "status",
        "sources",
    )
    said = {name: getattr(one, name) for name in names}
    return {"id": one.id, "title": {"zh": one.title.zh, "en": one.title.en}, **said}
