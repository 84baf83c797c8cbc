"""Counts and times for whoever watches the service, in Prometheus' text format."""

import threading
import time
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from jiqun import __version__
from jiqun.web.rights import public

BOUNDS = (0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
"""Upper bounds of the histogram, in seconds."""

_lock = threading.Lock()
_requests: dict[tuple[str, int], int] = {}
_buckets = [0] * (len(BOUNDS) + 1)
_seconds = 0.0


class Metering:
    """Count every response by method and status, and note how long it took."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102  # Django's protocol
        start = time.perf_counter()
        response = self._respond(request)
        _note(request.method or "", response.status_code, time.perf_counter() - start)
        return response


def _note(method: str, status: int, seconds: float) -> None:
    global _seconds  # noqa: PLW0603  # one running sum for the whole process
    place = next((n for n, bound in enumerate(BOUNDS) if seconds <= bound), len(BOUNDS))
    known = method if method in ("GET", "HEAD", "POST", "OPTIONS") else "other"
    with _lock:
        _requests[known, status] = _requests.get((known, status), 0) + 1
        _buckets[place] += 1
        _seconds += seconds


@public
def health(_: HttpRequest) -> HttpResponse:
    """Say that the process answers and can read its workspace."""
    from jiqun.web.explore.shelf import shelf

    shelf()
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@public
def metrics(_: HttpRequest) -> HttpResponse:
    """Return this worker's counts since it started."""
    return HttpResponse(
        "\n".join(_lines()) + "\n", content_type="text/plain; version=0.0.4; charset=utf-8"
    )


def _lines() -> list[str]:
    with _lock:
        counts, buckets, seconds = dict(_requests), list(_buckets), _seconds
    lines = [
        "# HELP jiqun_info The version that runs.",
        "# TYPE jiqun_info gauge",
        f'jiqun_info{{version="{__version__}"}} 1',
        "# HELP jiqun_requests_total Responses of this worker.",
        "# TYPE jiqun_requests_total counter",
    ]
    for (method, status), count in sorted(counts.items()):
        lines.append(f'jiqun_requests_total{{method="{method}",status="{status}"}} {count}')
    lines += [
        "# HELP jiqun_request_seconds Time to make a response.",
        "# TYPE jiqun_request_seconds histogram",
    ]
    total = 0
    for bound, count in zip((*map(str, BOUNDS), "+Inf"), buckets, strict=True):
        total += count
        lines.append(f'jiqun_request_seconds_bucket{{le="{bound}"}} {total}')
    return [
        *lines,
        f"jiqun_request_seconds_sum {seconds:.6f}",
        f"jiqun_request_seconds_count {total}",
    ]
