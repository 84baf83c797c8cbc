"""What the API has: every address with what it takes and an example that runs."""

from typing import Any

from django.http import HttpRequest, JsonResponse

from jiqun.web.admission import reader_of
from jiqun.web.explore.api import api
from jiqun.web.explore.api.examples import Operation, operations
from jiqun.web.explore.shelf import shelf
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page


@public
@kept_page()
def index(request: HttpRequest) -> JsonResponse:
    """List the API's addresses."""
    newest = shelf().newest(reader_of(request))
    found = {
        "title": api.title,
        "version": api.version,
        "demonstration": shelf().demonstration,
        "newest_vintage": newest.vintage.id if newest else None,
        "documentation": "/api/v1/docs",
        "openapi": "/api/v1/openapi.json",
        "addresses": [_address(operation) for operation in operations(api.get_openapi_schema())],
    }
    return JsonResponse(found, json_dumps_params={"ensure_ascii": False, "indent": 1})


def _address(operation: Operation) -> dict[str, Any]:
    zh, _, en = operation.summary.partition(" / ")
    return {
        "path": operation.path,
        "title": {"zh": zh, "en": en},
        "parameters": [parameter.name for parameter in operation.parameters],
        "example": operation.example,
    }
