"""How the API answers: pages of JSON, CSV, GeoJSON; and its faults."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from typing import Annotated, Any, Literal

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from ninja import Query, Schema

from jiqun.base.csv_files import csv_bytes
from jiqun.web.explore.shelf import shelf

LARGEST_PAGE = 1000
ROWS_A_PART = 5000
"""Rows of a CSV file that are made before they are sent."""

Format = Annotated[
    Literal["json", "csv"],
    Query(description="json 分页，csv 全部行 / json is paged, csv has all rows"),
]
MapFormat = Annotated[
    Literal["json", "csv", "geojson"],
    Query(
        description="json 分页，csv、geojson 全部行 / json is paged, csv and geojson have all rows"
    ),
]
PageNumber = Annotated[int, Query(ge=1, le=10**6, description="页码，从 1 起 / page, from 1")]
PageSize = Annotated[int, Query(ge=1, le=LARGEST_PAGE, description="每页行数 / rows a page")]


class Texts(Schema):
    """A text in both languages."""

    zh: str
    en: str


class Fault(Schema):
    """One problem: where, what, what to do."""

    code: str
    severity: str
    where: dict[str, Any]
    what: Texts
    do: Texts


class Faults(Schema):
    """Every problem of a request."""

    problems: list[Fault]


class Listing(Schema):
    """A page of a list."""

    demonstration: bool
    count: int
    page: int
    pages: int
    next: str | None
    previous: str | None


FAULTS = {404: Faults, 422: Faults}


def listing(request: HttpRequest, rows: Sequence[Any], page: int, size: int) -> dict[str, Any]:
    """Return one page of rows with the addresses of its neighbours."""
    return listing_of(request, rows[(page - 1) * size : page * size], len(rows), page, size)


def listing_of(
    request: HttpRequest, rows: Iterable[Any], count: int, page: int, size: int
) -> dict[str, Any]:
    """Return one page of a list of which only that page was read."""
    pages = max((count + size - 1) // size, 1)
    return {
        "demonstration": shelf().demonstration,
        "count": count,
        "page": page,
        "pages": pages,
        "next": _address(request, page + 1) if page < pages else None,
        "previous": _address(request, min(page - 1, pages)) if page > 1 else None,
        "results": list(rows),
    }


def csv_file(
    rows: Iterable[dict[str, Any]], columns: Sequence[str], name: str, made_up: bool = False
) -> HttpResponseBase:
    """Return rows as a CSV file that spreadsheets open with Chinese intact.

    Its name says where the rows are made up: facts of real places and clusters are not, whatever
    else the installation shows. What is longer than one part is sent part by part as it is read.
    """
    parts = _parts(rows, columns)
    first, second = next(parts), next(parts, None)
    kind = "text/csv; charset=utf-8"
    response: HttpResponseBase
    if second is None:
        response = HttpResponse(first, content_type=kind)
    else:
        response = StreamingHttpResponse(chain((first, second), parts), content_type=kind)
    mark = "demonstration-" if made_up else ""
    response.headers["Content-Disposition"] = f'attachment; filename="{mark}{name}.csv"'
    return response


def _parts(rows: Iterable[dict[str, Any]], columns: Sequence[str]) -> Iterator[bytes]:
    """Yield a CSV file in parts of some thousand rows; the first is there without any."""
    left = iter(rows)
    yield csv_bytes(islice(left, ROWS_A_PART), columns)
    while part := list(islice(left, ROWS_A_PART)):
        yield csv_bytes(part, columns, mark=False, heading=False)


def geojson(
    features: Iterable[tuple[tuple[float, float, bool] | None, dict[str, Any]]],
) -> HttpResponse:
    """Return points as GeoJSON; what has no point has a null geometry."""
    found = [
        {
            "type": "Feature",
            "geometry": None
            if point is None
            else {"type": "Point", "coordinates": [point[0], point[1]]},
            "properties": {**said, "approximate": bool(point and point[2])},
        }
        for point, said in features
    ]
    content = {"type": "FeatureCollection", "features": found}
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/geo+json")


def _address(request: HttpRequest, page: int) -> str:
    query = request.GET.copy()
    query["page"] = str(page)
    return f"{request.path}?{query.urlencode()}"
