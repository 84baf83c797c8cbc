"""Clusters: recognised ones with facts, filed ones with where their figures are."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from django.http import HttpRequest
from ninja import Path, Query, Router, Schema

from jiqun.base.codes import regions, sectors
from jiqun.base.errors import NotFound, Problem
from jiqun.clusters.citations import citations_of
from jiqun.clusters.filed import Filed, find_filed
from jiqun.clusters.joined import joined, recognition_of
from jiqun.clusters.recognised import Recognised, recognised
from jiqun.clusters.reviews import periods_of
from jiqun.clusters.search import Index
from jiqun.publications.published import Published
from jiqun.web.admission import reader_of
from jiqun.web.explore.api import wanted
from jiqun.web.explore.api.answers import (
    FAULTS,
    Listing,
    MapFormat,
    PageNumber,
    PageSize,
    Texts,
    csv_file,
    geojson,
    listing,
)
from jiqun.web.explore.shelf import shelf
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_answer

router = Router(tags=["clusters"])
_index = Index(recognised().values())

COLUMNS = (
    "id",
    "kind",
    "name",
    "batch",
    "province_code",
    "county_code",
    "place",
    "place_en",
    "sector",
    "industry",
    "product",
    "source",
    "demo",
    "recognised_id",
    "filed_id",
)


class ClusterRecord(Schema):
    """A cluster; ``kind`` tells recognised ones from those that filed, the ids where it is both."""

    id: str
    kind: Literal["recognised", "filed"]
    name: str
    batch: str | None
    province_code: str
    county_code: str
    place: str
    place_en: str
    sector: str
    industry: str
    product: str | None
    source: str | None
    demo: bool
    recognised_id: str | None
    filed_id: str | None


class PeriodRecord(Schema):
    """Years of a recognition and what it is worth in them; no ``until`` is no known end."""

    since: int
    until: int | None
    standing: Literal["not_yet", "valid", "expired", "revoked", "unknown"]
    source: str | None


class CitationRecord(Schema):
    """A published figure of a single cluster: a citation, never a filing."""

    year: str
    what: Texts
    value: str
    unit: str
    sense: Literal["exact", "over", "about"]
    source: str
    note: Texts | None


class OneCluster(ClusterRecord):
    """A cluster with what is known of its recognition, and what was published of it."""

    periods: list[PeriodRecord]
    citations: list[CitationRecord]


class ClusterListing(Listing):
    """A page of clusters."""

    results: list[ClusterRecord]


@router.get("/clusters", response={200: ClusterListing, **FAULTS}, summary="集群 / clusters")
@public
@kept_answer
def list_clusters(
    request: HttpRequest,
    kind: Annotated[
        Literal["recognised", "filed"],
        Query(description="recognised 已认定；filed 已填报 / recognised or filed"),
    ] = "recognised",
    q: Annotated[
        str,
        Query(
            max_length=60,
            description="名称、拼音首字母、地区或产品 / name, pinyin initials, place or product",
        ),
    ] = "",
    batch: Annotated[str, Query(description="批次，如 2022 / batch, such as 2022")] = "",
    province: Annotated[str, Query(description="省级代码或名称 / a province by code or name")] = "",
    sector: Annotated[str, Query(description="行业，编号或名称 / a sector by id or name")] = "",
    format: MapFormat = "json",
    page: PageNumber = 1,
    size: PageSize = 100,
) -> Any:
    """List clusters; real recognised clusters have facts and no published figures."""
    newest = shelf().newest(reader_of(request))
    filed_too = _filed_too(newest)
    rows = [record(cluster, filed_too) for cluster in _found(kind, q, newest)]
    asked = {
        "batch": wanted.batch(batch),
        "province_code": wanted.province(province),
        "sector": _sector_of_row(wanted.sector(sector)),
    }
    rows = [row for row in rows if all(said in ("", row[name]) for name, said in asked.items())]
    if format == "csv":
        return csv_file(rows, COLUMNS, f"clusters-{kind}", any(row["demo"] for row in rows))
    if format == "geojson":
        return geojson((regions().point(row["county_code"]), row) for row in rows)
    return listing(request, rows, page, size)


@router.get(
    "/clusters/{id}", response={200: OneCluster, **FAULTS}, summary="一个集群 / one cluster"
)
@public
@kept_answer
def one_cluster(request: HttpRequest, id: Annotated[str, Path(examples=["440605-qn"])]) -> Any:
    """Return one cluster."""
    newest = shelf().newest(reader_of(request))
    if id in recognised():
        return _whole(record(recognised()[id], _filed_too(newest)), recognised()[id])
    if newest is None or id not in newest.clusters:
        raise NotFound(Problem("web.no_cluster", details={"id": id}))
    filed = newest.clusters[id]
    return _whole(record(filed), recognition_of(filed))


def _whole(said: dict[str, Any], recognition: Recognised | None) -> dict[str, Any]:
    parts = periods_of(recognition) if recognition else []
    cited = citations_of(recognition) if recognition else []
    periods = [
        {
            "since": part.since,
            "until": part.until,
            "standing": part.standing.value,
            "source": part.review.source if part.review else None,
        }
        for part in parts
    ]
    return {**said, "periods": periods, "citations": [citation.record() for citation in cited]}


def record(one: Recognised | Filed, filed_too: Mapping[str, Filed] | None = None) -> dict[str, Any]:
    """Return a cluster's record.

    Parameters
    ----------
    one
        The cluster.
    filed_too
        Recognised clusters that filed, by the recognition's id.
    """
    found = {
        name: getattr(one, name)
        for name in ("id", "name", "province_code", "county_code", "industry")
    }
    found |= {"place": one.place.zh, "place_en": one.place.en}
    if isinstance(one, Recognised):
        facts = {
            "batch": one.batch,
            "sector": one.sector,
            "product": one.product,
            "source": one.source,
        }
        filed = (filed_too or {}).get(one.id)
        both = {"recognised_id": one.id, "filed_id": filed.id if filed else None}
        return {**found, **facts, **both, "kind": "recognised", "demo": False}
    recognition = recognition_of(one)
    nothing = {"batch": None, "product": None, "source": None}
    both = {"recognised_id": recognition.id if recognition else None, "filed_id": one.id}
    said = {"sector": one.sector_name.zh, "kind": "filed", "demo": one.demo}
    return {**found, **nothing, **both, **said}


def _sector_of_row(sector: str) -> str:
    """Return a sector as a row says it: by its Chinese name."""
    return sectors()[sector].name if sector else ""


def _filed_too(newest: Published | None) -> dict[str, Filed]:
    return joined(newest.clusters.values()) if newest else {}


def _found(kind: str, query: str, newest: Published | None) -> list[Recognised] | list[Filed]:
    if kind == "recognised":
        return _index.find(query)
    return find_filed(newest.clusters.values(), query) if newest else []
