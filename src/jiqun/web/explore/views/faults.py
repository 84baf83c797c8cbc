"""Pages for what was not found, not understood, not allowed, or our fault."""

import sys
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, IntegrityError, ProgrammingError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render

from jiqun.base.errors import NotFound, Problem
from jiqun.base.faults import machine_fault
from jiqun.base.language import Bilingual

HEADINGS = {
    400: Bilingual("请求无法识别", "The request was not understood"),
    403: Bilingual("没有权限", "Not open to you"),
    404: Bilingual("没有这一页", "There is no such page"),
    429: Bilingual("尝试次数过多", "Too many attempts"),
    405: Bilingual("不接受此种请求", "Such requests are not taken"),
    413: Bilingual("内容过大", "Too much was sent"),
    414: Bilingual("地址过长", "The address is too long"),
    503: Bilingual("请稍候", "Please wait"),
}
API_FAULTS = {400: "web.not_understood", 404: "web.no_address"}
"""What the API says of a refusal that has no words of its own."""
MACHINE = {"machine.disk_full": "web.disk_full"}
"""What is said to readers of a fault of the machine, where it is not merely one."""
OF_PROGRAM = (ProgrammingError, IntegrityError)
"""Errors of a database that are the program's own."""
AGAIN_AFTER = 5
"""Seconds after which a busy server may be asked again."""


def not_found(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Say that there is no such page, and where to look."""
    problem = exception.args[0] if exception is not None and exception.args else None
    said = problem.problem if isinstance(problem, NotFound) else None
    return refused(request, 404, said)


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Say that the address was not understood."""
    del exception
    return refused(request, 400)


def forbidden(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """Say that the page is not this reader's."""
    del exception
    return refused(request, 403, Problem("web.not_yours"))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Say that a form was not sent from this site's own page, or too long after it was opened."""
    del reason
    return refused(request, 403, Problem("web.forged"))


def method_refused(request: HttpRequest, allowed: Sequence[str]) -> HttpResponse:
    """Say which methods an address answers."""
    methods = ", ".join(dict.fromkeys([*allowed, *(("HEAD",) if "GET" in allowed else ())]))
    response = refused(request, 405, Problem("web.no_method", details={"methods": methods}))
    response.headers["Allow"] = methods
    return response


def busy(request: HttpRequest) -> HttpResponse:
    """Say that what was asked is being made, and when to ask again."""
    response = refused(request, 503, Problem("web.busy", details={"seconds": AGAIN_AFTER}))
    response.headers["Retry-After"] = str(AGAIN_AFTER)
    if not request.path_info.startswith("/api/"):
        response.headers["Refresh"] = str(AGAIN_AFTER)
    return response


def refused(request: HttpRequest, status: int, problem: Problem | None = None) -> HttpResponse:
    """Return a refusal: a page in the reader's language, or the API's list of problems."""
    if request.path_info.startswith("/api/"):
        said = problem or Problem(API_FAULTS[status])
        return JsonResponse({"problems": [said.record()]}, status=status)
    context = {"code": status, "heading": HEADINGS[status], "problem": problem}
    return render(request, "explore/fault.html.j2", context, status=status)


def our_fault(request: HttpRequest) -> HttpResponse:
    """Say whose fault it is, the machine's or ours; plain, so that it cannot fail in turn."""
    problem = _of_machine(sys.exc_info()[1])
    status = 503 if problem else 500
    problem = problem or Problem("web.our_fault")
    if request.path_info.startswith("/api/"):
        return JsonResponse({"problems": [problem.record()]}, status=status)
    said = f"{problem.what('zh')}{problem.todo('zh')}\n{problem.what('en')} {problem.todo('en')}\n"
    return HttpResponse(said, status=status, content_type="text/plain; charset=utf-8")


def _of_machine(fault: BaseException | None) -> Problem | None:
    """Return what the disk or the database refused, without its place; None where it is ours."""
    while fault is not None:
        if isinstance(fault, OSError) and (known := machine_fault(fault)):
            return Problem(MACHINE.get(known.code, "web.machine"))
        if isinstance(fault, DatabaseError) and not isinstance(fault, OF_PROGRAM):
            return Problem("web.disk_full" if "is full" in str(fault) else "web.machine")
        fault = fault.__cause__ or fault.__context__
    return None
