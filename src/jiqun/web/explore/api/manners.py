"""Manners of the API: nothing in an address is passed over, and pages elsewhere may read it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse

from jiqun.base.errors import Problem, Whole
from jiqun.web.routes import Answering, function_for
from jiqun.web.unchanged import STAMP

ROOT = "/api/"
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "ETag, Content-Disposition, Retry-After",
}
"""Everybody's figures may be read by anybody's page; a browser sends no cookie with it."""
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, HEAD",
    "Access-Control-Allow-Headers": "If-None-Match",
    "Access-Control-Max-Age": "86400",
}


class Manners:
    """Refuse parameters nobody reads, and let other sites' pages read the API."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102  # Django's protocol
        if not request.path_info.startswith(ROOT):
            return self._respond(request)
        if request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers:
            return HttpResponse(status=204, headers={**OPEN, **PREFLIGHT})
        response = self._respond(request)
        for name, value in OPEN.items():
            response.headers[name] = value
        return response

    def process_view(
        self, request: HttpRequest, view: Answering, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse what the address does not take, or is given twice; all of it at once."""
        del args
        if not request.path_info.startswith(ROOT):
            return None
        function = function_for(view, request.method)
        if function is None:
            return None
        takes: tuple[str, ...] = getattr(function, STAMP, ())
        problems = list(_wrong(request, [name for name in takes if name not in kwargs]))
        if not problems:
            return None
        return JsonResponse({"problems": [each.record() for each in problems]}, status=422)


def _wrong(request: HttpRequest, takes: list[str]) -> Iterator[Problem]:
    for name, values in request.GET.lists():
        if name not in takes:
            details = {"name": name, "known": Whole(", ".join(takes) or "-")}
            yield Problem("web.unknown_parameter", details=details)
        elif len(values) > 1:
            yield Problem("web.repeated_parameter", details={"name": name})
