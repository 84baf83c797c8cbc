"""Public pages change only with a vintage, the catalogue or the program: make each of them once.

A finished page is kept with its hash, plain and compressed. A reader who has it gets a 304.
"""

import gzip
import hashlib
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags

from jiqun.web.explore.shelf import shelf
from jiqun.web.languages import language_of

MOST_BYTES = 64 * 2**20
LARGEST = 4 * 2**20
"""A single page larger than this is made anew each time."""
SMALLEST_COMPRESSED = 1024
NEVER_KEPT = ("/healthz", "/metrics")


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
        return len(self.body) + len(self.packed or b"")


class Unchanged:
    """Keep finished pages, the most recently read ones; forget all when the shelf changes."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = get_response
        self._lock = threading.Lock()
        self._pages: OrderedDict[str, Kept] = OrderedDict()
        self._bytes = 0
        self._token = ""

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102  # Django's protocol
        if request.method not in ("GET", "HEAD") or request.path_info.startswith(NEVER_KEPT):
            return self._respond(request)
        token = shelf().token
        name = f"{language_of(request)} {request.get_host()} {request.get_full_path_info()}"
        page = self._find(token, name)
        if page is None:
            response = self._respond(request)
            if response.status_code != 200 or response.streaming:
                return response
            page = _finished(response)
            self._keep(token, name, page)
        return _answer(request, page)

    def _find(self, token: str, name: str) -> Kept | None:
        with self._lock:
            if token != self._token:
                self._pages.clear()
                self._bytes, self._token = 0, token
            if name in self._pages:
                self._pages.move_to_end(name)
            return self._pages.get(name)

    def _keep(self, token: str, name: str, page: Kept) -> None:
        with self._lock:
            if token != self._token or page.size > LARGEST or name in self._pages:
                return
            self._pages[name] = page
            self._bytes += page.size
            while self._bytes > MOST_BYTES:
                _, oldest = self._pages.popitem(last=False)
                self._bytes -= oldest.size


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
        packs = "gzip" in request.headers.get("Accept-Encoding", "") and page.packed is not None
        response = HttpResponse(page.packed if packs else page.body)
        if packs:
            response.headers["Content-Encoding"] = "gzip"
    for name, value in page.headers:
        response.headers[name] = value
    if response.status_code == 304:
        del response.headers["Content-Type"]
    response.headers["ETag"] = tag
    response.headers["Cache-Control"] = "public, no-cache"
    patch_vary_headers(response, ["Accept-Encoding"])
    return response
