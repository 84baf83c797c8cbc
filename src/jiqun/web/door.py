"""What is refused before anything is looked up: a foreign host, an endless address, no method.

Every refusal is a page in the reader's language, costs nothing to make and is logged in one line.
"""

import logging
from collections.abc import Callable

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse

from jiqun.base.errors import Problem
from jiqun.base.faults import Busy
from jiqun.base.inputs import MEGABYTE
from jiqun.web.explore.views import faults
from jiqun.web.languages import take_language

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
"""What HTTP knows and a route may answer; whether it does is the route's to say."""
LONGEST_PATH = 1024
LONGEST_QUERY = 4096
"""Bytes as sent. The longest address of the site names every indicator in a query."""
MOST_PARAMETERS = 200
LARGEST_BODY = 24 * MEGABYTE
"""Bytes of what is sent: a file of the largest size taken, with the form around it."""
LOGGED = 80
"""Characters of a refused host that are logged."""

_log = logging.getLogger("jiqun.web")


class Door:
    """Refuse what no route could answer, and read the encodings a reader accepts."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102  # Django's protocol
        refusal = _refusal(request)
        if refusal is not None:
            return refusal
        said = request.META.get("HTTP_ACCEPT_ENCODING")
        if said is not None:
            # Read once for all: neither the pages' nor the files' maker looks at q=0.
            request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(accepted(said))
        return self._respond(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Say when to ask again where too many wait for something being made."""
        return faults.busy(request) if isinstance(exception, Busy) else None


def accepted(header: str) -> list[str]:
    """Return the encodings an Accept-Encoding header takes: those of quality 0 are refused.

    Examples
    --------
    >>> accepted("gzip, br;q=0"), accepted("gzip;q=0.000"), accepted("*"), accepted("*;q=0")
    (['gzip'], [], ['gzip'], [])
    """
    qualities = dict(_quality(part) for part in header.lower().split(","))
    everything = qualities.pop("*", 0.0)
    if everything > 0:
        qualities.setdefault("gzip", everything)
    return [name for name, quality in qualities.items() if name and quality > 0]


def _quality(part: str) -> tuple[str, float]:
    name, _, said = part.partition(";")
    written = said.strip().removeprefix("q").strip().removeprefix("=").strip()
    try:
        return name.strip(), float(written or 1)
    except ValueError:
        return name.strip(), 0.0


def _refusal(request: HttpRequest) -> HttpResponse | None:
    if said := _too_much(request):
        return _refused(request, *said)
    try:
        request.get_host()
    except DisallowedHost:
        _log.warning("a request for the host %r was refused", _said_host(request))
        return _refused(request, 400, Problem("web.foreign_host"))
    if request.META["REQUEST_METHOD"] not in METHODS:  # as sent: a method is told by its case
        _forget_address(request)
        return faults.method_refused(request, ("GET", "HEAD"))
    return None


def _too_much(request: HttpRequest) -> tuple[int, Problem] | None:
    """Return with which status and why a request is longer than any of this site's, or None."""
    query = request.META.get("QUERY_STRING", "")
    if len(request.path_info.encode(errors="replace")) > LONGEST_PATH:
        return 414, Problem("web.long_path", details={"most": LONGEST_PATH})
    if len(query) > LONGEST_QUERY:
        return 414, Problem("web.long_query", details={"most": LONGEST_QUERY})
    if query.count("&") >= MOST_PARAMETERS:
        return 400, Problem("web.many_parameters", details={"most": MOST_PARAMETERS})
    if _length(request) > LARGEST_BODY:
        return 413, Problem("web.large_body", details={"most": LARGEST_BODY // MEGABYTE})
    return None


def _length(request: HttpRequest) -> int:
    said = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(said) if said.isdecimal() else 0


def _said_host(request: HttpRequest) -> str:
    return str(request.META.get("HTTP_HOST", ""))[:LOGGED]


def _refused(request: HttpRequest, status: int, problem: Problem) -> HttpResponse:
    _forget_address(request)
    return faults.refused(request, status, problem)


def _forget_address(request: HttpRequest) -> None:
    """Answer in the address's language, without repeating the address."""
    take_language(request)
    if not request.path_info.startswith("/api/"):
        request.path_info = "/"
    request.META["QUERY_STRING"] = ""
