"""The yearly report online, with downloads."""

import base64
import hashlib
import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.definitions import applies, indicators
from jiqun.base.errors import NotFound
from jiqun.base.readers import Reader
from jiqun.publications.contents import PARTS, report_name
from jiqun.publications.published import Published
from jiqun.publications.shown import Shown
from jiqun.reports.outline import outline
from jiqun.web.admission import reader_of
from jiqun.web.explore.shelf import shelf
from jiqun.web.languages import language_of
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page

_OFFICE = "application/vnd.openxmlformats-officedocument"
CONTENT_TYPES = {
    "json": "application/json; charset=utf-8",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pdf": "application/pdf",
}
INLINE = re.compile(r"<(style|script)>(.*?)</\1>", re.DOTALL)


@public
@kept_page()
def listed(request: HttpRequest) -> HttpResponse:
    """List the years with a report, and every vintage behind them."""
    return render(
        request,
        "explore/reports.html.j2",
        {"vintages": list(reversed(shelf().vintages)), "years": shelf().years},
    )


@public
@kept_page()
def one(request: HttpRequest, year: int) -> HttpResponse:
    """Show the report of a year: its figures, the page itself, and downloads."""
    published = _published(year, reader_of(request))
    nation = published.at("nation", "CN")
    sections = [
        (section, [Shown(nation[name], indicators()[name], None, None) for name in named])
        for section in outline().sections
        if (named := [name for name in section.figures if name in nation and _can_be(name, year)])
    ]
    return render(
        request,
        "explore/report.html.j2",
        {
            "published": published,
            "year": year,
            "hero": [
                Shown(nation[n], indicators()[n], None, None) for n in outline().hero if n in nation
            ],
            "sections": sections,
        },
    )


def _can_be(name: str, year: int) -> bool:
    return applies(indicators()[name], year)


@public
@kept_page()
def page(request: HttpRequest, year: int) -> HttpResponse:
    """Return the report's own page, the reader's edition; its style and script are in it."""
    lang = language_of(request)
    published = _published(year, reader_of(request), report_name(".html", lang))
    content = published.report(".html", lang)
    response = HttpResponse(content)
    response.headers["Content-Security-Policy"] = policy_for(content.decode())
    return response


@public
@kept_page()
def file(request: HttpRequest, year: int, ending: str) -> HttpResponse:
    """Return the report as a file, the reader's edition: made once, then kept."""
    lang = language_of(request)
    published = _published(year, reader_of(request), report_name(f".{ending}", lang))
    content = published.report(f".{ending}", lang)
    response = HttpResponse(content, content_type=CONTENT_TYPES[ending])
    mark = "-demonstration" if shelf().demonstration else ""
    english = "-en" if lang == "en" and ending != "json" else ""
    name = f"jiqun-report-{published.vintage.id}{english}{mark}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def policy_for(text: str) -> str:
    """Return a policy that lets a page run the style and script it carries, and nothing else.

    Examples
    --------
    >>> policy_for("<style>a{}</style>").split("; ")[3]
    "style-src 'sha256-X1RutGBrXCt9KkSaXMK7tHftWiRscFHOhxsS8tv8hBk='"
    """
    hashes: dict[str, list[str]] = {"style": [], "script": []}
    for kind, inside in INLINE.findall(text):
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        hashes[kind].append(f"'sha256-{digest}'")
    # The page carries its Chinese font in its style, for readers who have none, and a logo.
    parts = ["default-src 'none'", "font-src data:", "img-src data:"]
    parts += [f"{kind}-src {' '.join(found)}" for kind, found in hashes.items() if found]
    # Charts in the page state their width as a style attribute; nobody else's text is in them.
    parts += ["style-src-attr 'unsafe-inline'", "base-uri 'none'", "frame-ancestors 'self'"]
    return "; ".join(parts)


def _published(year: int, reader: Reader, *parts: str) -> Published:
    """Return a year's newest vintage; while parts of it are being made, the one before."""
    held = shelf()
    try:
        return held.published(held.newest_of(year, reader, (*PARTS, *parts)).id, reader)
    except NotFound as missing:
        raise Http404(missing) from None
