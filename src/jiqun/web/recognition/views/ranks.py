"""A recommender moves the ranks of what it recommended, or of who waits."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from jiqun.base.errors import Refused
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.posted import number_in
from jiqun.web.recognition.ranks import rerank
from jiqun.web.recognition.views.calls import call_for, call_page
from jiqun.web.rights import openers

FIELD = "rank_"


@openers.taking("POST")
def move(request: HttpRequest, number: int) -> HttpResponse:
    """Give the applications of a list the ranks a form says, where it stands as it was seen."""
    call, said = call_for(request, number), request.POST
    order = {
        int(name.removeprefix(FIELD)): number_in(said.get(name, ""), 4)
        for name in said
        if name.startswith(FIELD) and number_in(name.removeprefix(FIELD)) is not None
    }
    try:
        rerank(call, said.get("list", ""), order, said.get("version", ""), doer_of(request))
    except Refused as refused:
        return call_page(request, call_for(request, number), refused.problems)
    return HttpResponseRedirect(reverse("call", args=(number,)))
