"""A site of the tests' own: a route for each right, one without, and Django's own words."""

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils.translation import gettext

from jiqun.web.rights import officials, public
from jiqun.web.unchanged import kept_page


@officials
def desk(request: HttpRequest) -> HttpResponse:
    return HttpResponse("desk")


@officials.taking("GET", "POST")
def drafts(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.method)


@public
@kept_page()
def words(request: HttpRequest) -> HttpResponse:
    return HttpResponse(gettext("This field is required."))


def forgotten(request: HttpRequest) -> HttpResponse:
    return HttpResponse("nobody said who may see this")


handler404 = "jiqun.web.explore.views.faults.not_found"
urlpatterns = [
    path("desk/", desk, name="desk"),
    path("drafts/", drafts, name="drafts"),
    path("words/", words, name="words"),
    path("forgotten/", forgotten, name="forgotten"),
    path("", include("jiqun.web.urls")),
]
