"""Who asks, and whether they may: before any view is called."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve
from django.utils.module_loading import import_string

from jiqun.base.errors import Problem
from jiqun.base.readers import PUBLIC, Reader
from jiqun.web.accounts.signed_in import to_enrol
from jiqun.web.casework.row_policies import seen_by
from jiqun.web.explore.views import faults
from jiqun.web.languages import address_in, language_of
from jiqun.web.posted import holds_null
from jiqun.web.rights import SAFE, Right, right_of
from jiqun.web.routes import Answering, function_for, methods_of


class Admission:
    """Set ``request.reader``, and call a view only for who has the right it declares."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102  # Django's protocol
        request.reader = import_string(settings.JIQUN_READER_OF)(request)  # type: ignore[attr-defined]  # ours to add
        method = request.method
        with seen_by(reader_of(request)):
            response = self._respond(request)
        request.method = method
        return response

    def process_view(
        self, request: HttpRequest, view: Answering, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        """Refuse who has no right to the route, and methods it does not answer."""
        del args, kwargs
        function = function_for(view, request.method)
        if function is None:
            return faults.method_refused(request, methods_of(view))
        right = right_of(function)
        if right is None:
            return faults.refused(request, 404)
        if not methods_of(view) and request.method not in right.methods:
            return _back_or_refused(request, right)
        if elsewhere := to_enrol(request, function):
            return _enrol(request, elsewhere)
        if refusal := _refusal(request, right):
            return refusal
        if methods_of(view) and request.method == "HEAD":
            request.method = "GET"  # until it is answered: the API has no HEAD of its own
        return None


def _back_or_refused(request: HttpRequest, right: Right) -> HttpResponse:
    """Lead from a refused form's address, reloaded or in the other language, to its page."""
    above = page_above(request.path_info) if request.method in SAFE else ""
    if above:
        return HttpResponseRedirect(address_in(above, language_of(request)))
    return faults.method_refused(request, right.methods)


def page_above(path: str) -> str:
    """Return the page whose form an address takes: the nearest above it; empty where there is none.

    Parameters
    ----------
    path
        Without the language's prefix.
    """
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            view = resolve(f"{path}/").func
        except Resolver404:
            continue
        function = function_for(view, "GET")
        right = right_of(function) if function else None
        if right and not methods_of(view) and "GET" in right.methods:
            return f"{path}/"
    return ""


def _refusal(request: HttpRequest, right: Right) -> HttpResponse | None:
    """Refuse who has not the right of a route, and what no view could look for or keep."""
    if not right.allows(reader_of(request)):
        problem = None if right.hidden else Problem("web.not_yours")
        return faults.refused(request, 404 if right.hidden else 403, problem)
    if holds_null(request):
        return faults.refused(request, 400, Problem("web.null"))
    return None


def _enrol(request: HttpRequest, elsewhere: str) -> HttpResponse:
    """Lead somebody whose office must have a second factor to it, and nowhere else."""
    if request.method in SAFE and not request.path_info.startswith("/api/"):
        return HttpResponseRedirect(elsewhere)
    return faults.refused(request, 403, Problem("accounts.factor_demanded"))


def everybody(request: HttpRequest) -> Reader:
    """Return the reader of a site without accounts: the public, whoever asks."""
    del request
    return PUBLIC


def reader_of(request: HttpRequest) -> Reader:
    """Return who asks.

    Raises
    ------
    AttributeError
        Where nobody has been admitted yet: there is no reader to fall back on.
    """
    reader: Reader = request.reader  # type: ignore[attr-defined]  # set by Admission
    return reader
