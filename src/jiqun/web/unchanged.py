"""Public pages change only with a vintage, the catalogue or the program: make each of them once.

A view opts in with :func:`kept_page` (an operation of the API with :func:`kept_answer`). Its
finished pages are kept with their hash, plain and compressed, for readers who are nobody in
particular; such a reader who has the page gets a 304. Whoever brings a session, any cookie but the
language's, or an Authorization header, or is known as a reader, is answered anew each time,
``private, no-store``, neither from what is kept nor into it.
"""

import gzip
import hashlib
import inspect
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified, QueryDict
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from jiqun.base.readers import PUBLIC
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.languages import COOKIE, language_of
from jiqun.web.routes import Answering, function_for

MOST_BYTES = 64 * 2**20
LARGEST = 4 * 2**20
"""A single page larger than this is made anew each time."""
LONGEST_KEPT = 512
"""Characters of an address; a page under a longer one is made anew each time."""
EACH = 1024
"""Bytes that keeping a page costs besides its content, about."""
SMALLEST_COMPRESSED = 1024
STAMP = "kept_by"

View = TypeVar("View", bound=Answering)


def kept_page(*parameters: str) -> Callable[[View], View]:
    """Let the pages of a view be kept.

    Parameters
    ----------
    parameters
        The query parameters that the page depends on. Others are dropped before the view is
        called: they make no page of their own.
    """

    def stamp(view: View) -> View:
        setattr(view, STAMP, parameters)
        return view

    return stamp


def kept_answer(operation: View) -> View:
    """Let the answers of an operation of the API be kept, by the parameters it takes."""
    request, *parameters = inspect.signature(operation).parameters
    del request
    return kept_page(*parameters)(operation)


@dataclass(frozen=True, slots=True)
class Kept:
    """A finished page."""

    body: bytes
    packed: bytes | None
    headers: tuple[tuple[str, str], ...]
    tag: str

    @property
    def size(self) -> int:
        """What it weighs in memory, about."""
        said = sum(len(name) + len(value) for name, value in self.headers)
        return EACH + len(self.body) + len(self.packed or b"") + said


class Pages:
    """Finished pages, the most recently read ones; all are forgotten when the token changes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self._token = ""

    @property
    def weight(self) -> int:
        """Bytes held, with names and headers."""
        return self._bytes

    def find(self, token: str, name: str) -> Kept | None:
        """Return a page, or None where it has to be made."""
        with self._lock:
            if token != self._token:
                self._pages.clear()
                self._bytes, self._token = 0, token
            if name in self._pages:
                self._pages.move_to_end(name)
            return self._pages.get(name)

    def keep(self, token: str, name: str, page: Kept) -> None:
        """Keep a page, and forget those least recently read where it gets too much."""
        size = page.size + len(name)
        with self._lock:
            if token != self._token or size > LARGEST or name in self._pages:
                return
            self._pages[name] = page
            self._bytes += size
            while self._bytes > MOST_BYTES:
                oldest, dropped = self._pages.popitem(last=False)
                self._bytes -= dropped.size + len(oldest)


class Unchanged:
    """Answer from the kept pages where the view lets them be kept and nobody in particular asks."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = get_response
        self.pages = Pages()

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102  # Django's protocol
        response = self._respond(request)
        place: tuple[str, str] | None = getattr(request, "kept_as", None)
        if place is None or response.status_code != 200 or response.streaming:
            return response
        page = _finished(response)
        if len(place[1]) <= LONGEST_KEPT:
            self.pages.keep(*place, page)
        return _answer(request, page)

    def process_view(
        self, request: HttpRequest, view: Answering, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Answer with a kept page, or note that the page may be kept once it is made."""
        del args, kwargs
        parameters = getattr(function_for(view, request.method), STAMP, None)
        if parameters is None:
            return None
        _ask_only(request, parameters)
        if request.method not in ("GET", "HEAD") or not nobody_in_particular(request):
            return None
        place = shelf().token, _name(request)
        page = self.pages.find(*place)
        if page is None:
            request.kept_as = place  # type: ignore[attr-defined]  # ours to add
            return None
        return _answer(request, page)


def nobody_in_particular(request: HttpRequest) -> bool:
    """Tell whether a request says nothing of who makes it."""
    return (
        set(request.COOKIES) <= {COOKIE}
        and "Authorization" not in request.headers
        and reader_of(request) == PUBLIC
    )


def _ask_only(request: HttpRequest, parameters: tuple[str, ...]) -> None:
    """Leave of a query what the page depends on, in one order."""
    known = QueryDict(mutable=True)
    for name in parameters:
        if name in request.GET:
            known.setlist(name, request.GET.getlist(name))
    request.GET = known  # type: ignore[assignment]  # Django's annotation forgets mutable ones
    request.META["QUERY_STRING"] = known.urlencode()


def _name(request: HttpRequest) -> str:
    host = f"{request.scheme} {request.get_host()}"
    query = request.META["QUERY_STRING"]
    return f"{language_of(request)} {host} {request.path_info}?{query}"


def _finished(response: HttpResponse) -> Kept:
    body = response.content
    headers = tuple(
        (name, value) for name, value in response.items() if name.lower() != "content-length"
    )
    packed = gzip.compress(body, 6, mtime=0) if len(body) >= SMALLEST_COMPRESSED else None
    return Kept(body, packed, headers, hashlib.sha256(body).hexdigest()[:32])


def _answer(request: HttpRequest, page: Kept) -> HttpResponse:
    # One weak tag for both encodings: the content is the same, the bytes are not.
    tag = f'W/"{page.tag}"'
    given = parse_etags(request.headers.get("If-None-Match", ""))
    if "*" in given or tag in given or tag.removeprefix("W/") in given:
        response: HttpResponse = HttpResponseNotModified()
    else:
        takes = request.headers.get("Accept-Encoding", "").split(", ")
        packs = "gzip" in takes and page.packed is not None
        response = HttpResponse(page.packed if packs else page.body)
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    for name, value in page.headers:
        response.headers[name] = value
    if response.status_code == 304:
        del response.headers["Content-Type"]
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Accept-Encoding", "Authorization", "Cookie"])
    return response
