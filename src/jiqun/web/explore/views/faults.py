"""Pages for what was not found, not understood, or our fault."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.errors import NotFound


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Say that there is no such page, and where to look."""
    problem = exception.args[0] if exception is not None and exception.args else None
    said = problem.problem if isinstance(problem, NotFound) else None
    return render(request, "explore/fault.html.j2", {"code": 404, "problem": said}, status=404)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Say that the address was not understood."""
    del exception
    return render(request, "explore/fault.html.j2", {"code": 400, "problem": None}, status=400)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Say that the fault is ours; plain, so that it cannot fail in turn."""
    del request
    return HttpResponse(
        "程序出错，不是您的操作有误。A fault of ours, not of yours.\n",
        status=500,
        content_type="text/plain; charset=utf-8",
    )
