"""One search over everything the explorer shows."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.clusters.search import LONGEST_QUERY
from jiqun.web.admission import reader_of
from jiqun.web.explore.finding import find
from jiqun.web.explore.shelf import shelf
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page


@public
@kept_page("q")
def found(request: HttpRequest) -> HttpResponse:
    """Show what answers ``?q=``, by kind."""
    query = request.GET.get("q", "").strip()[:LONGEST_QUERY]
    groups = find(query, shelf().newest(reader_of(request)))
    return render(request, "explore/search.html.j2", {"query": query, "groups": groups})
