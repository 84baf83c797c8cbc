"""Chinese first, English under ``/en/``: the language is part of the address.

``?lang=en`` leads to the English address and is remembered in a cookie; ``?lang=zh`` leads back.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import set_script_prefix
from django.utils import translation
from django.utils.cache import patch_vary_headers

from jiqun.base.language import Lang

PREFIX = "/en/"
COOKIE = "lang"
ONE_YEAR = 365 * 24 * 3600
WITHOUT_LANGUAGE = ("/api/", "/static/", "/healthz", "/metrics")
"""Addresses that are the same in both languages."""
DJANGO_NAMES: dict[Lang, str] = {"zh": "zh-hans", "en": "en"}
"""How Django calls our languages: its own texts speak the page's."""


class Languages:
    """Read the language from the address, the query or the cookie, in this order."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._respond = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102  # Django's protocol
        path = request.path_info
        plain = take_language(request)
        if not path.startswith(WITHOUT_LANGUAGE):
            wanted = _wanted(request, english=language_of(request) == "en")
            if wanted is not None:
                return _redirect(request, plain, wanted)
        with translation.override(DJANGO_NAMES[language_of(request)]):
            response = self._respond(request)
        patch_vary_headers(response, ["Cookie"])
        return response


def take_language(request: HttpRequest) -> str:
    """Set a request's language by its address, and return the address without it."""
    path = request.path_info
    english = path.startswith(PREFIX) or path == PREFIX.rstrip("/")
    plain = path[len(PREFIX) - 1 :] or "/" if english else path
    request.lang = "en" if english else "zh"  # type: ignore[attr-defined]  # ours to add
    request.path_info = plain
    # A thread keeps the prefix of the page it made before.
    set_script_prefix(PREFIX if english else "/")
    return plain


def language_of(request: HttpRequest) -> Lang:
    """Return the language a request is answered in."""
    lang: Lang = getattr(request, "lang", "zh")
    return lang


def address_in(path: str, lang: Lang) -> str:
    """Return the address of a page, given without prefix, in a language.

    Examples
    --------
    >>> address_in("/clusters/", "en"), address_in("/clusters/", "zh")
    ('/en/clusters/', '/clusters/')
    """
    return PREFIX + path.lstrip("/") if lang == "en" else path


def _wanted(request: HttpRequest, *, english: bool) -> Lang | None:
    """Return the language to lead to, or None where the address already says it."""
    if request.method not in ("GET", "HEAD"):
        return None
    asked = request.GET.get("lang")
    if asked in ("zh", "en"):
        return "en" if asked == "en" else "zh"
    remembered = request.COOKIES.get(COOKIE)
    return "en" if remembered == "en" and not english else None


def _redirect(request: HttpRequest, plain: str, lang: Lang) -> HttpResponse:
    query = request.GET.copy()
    asked = query.pop("lang", None)
    # Two slashes would make the rest of the address another host's name.
    target = address_in("/" + plain.lstrip("/\\"), lang)
    where = target + (f"?{query.urlencode()}" if query else "")
    response = HttpResponseRedirect(where)
    if asked:
        response.set_cookie(COOKIE, lang, max_age=ONE_YEAR, samesite="Lax", httponly=True)
    patch_vary_headers(response, ["Cookie"])
    return response
