"""Policies, the API's page, and what this site is."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun import __version__
from jiqun.base.errors import NotFound, Problem
from jiqun.base.forms import YEARLY, family
from jiqun.base.names import region_name
from jiqun.policies import policies
from jiqun.web.explore.api import api
from jiqun.web.explore.api.examples import operations
from jiqun.web.explore.shelf import shelf
from jiqun.web.rights import public
from jiqun.web.unchanged import kept_page


@public
@kept_page()
def policy_list(request: HttpRequest) -> HttpResponse:
    """List the policies."""
    return render(request, "explore/policies.html.j2", {"policies": policies().values()})


@public
@kept_page()
def policy(request: HttpRequest, id: str) -> HttpResponse:
    """Show one policy."""
    if id not in policies():
        raise Http404(NotFound(Problem("web.no_policy", details={"id": id})))
    found = policies()[id]
    place = region_name(found.jurisdiction) if found.jurisdiction != "000000" else None
    return render(request, "explore/policy.html.j2", {"policy": found, "region": place})


@public
@kept_page()
def about(request: HttpRequest) -> HttpResponse:
    """Say what this is, what it is made from and how to read it."""
    forms = family(YEARLY).versions
    context = {"version": __version__, "vintages": shelf().vintages, "forms": forms}
    return render(request, "explore/about.html.j2", context)


@public
@kept_page("lang")
def api_docs(request: HttpRequest) -> HttpResponse:
    """Describe the API from its own schema, each address with an example that runs."""
    schema = api.get_openapi_schema()
    origin = f"{request.scheme}://{request.get_host()}"
    context = {"operations": operations(schema), "origin": origin}
    return render(request, "explore/api.html.j2", context)
