"""The results of joint projects behind cells of the yearly filing, and what does not follow."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from jiqun.base.forms import YEARLY, form_for
from jiqun.exchange.cooperation.counting import AT_LEAST, NOT_WHOLE, may_be_same
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.cooperation.feeding import brought_to
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import known_clusters
from jiqun.web.rights import filers


@filers
def behind(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show by cell which confirmed results stand behind it, each with its projects."""
    reader, workspace = reader_of(request), shelf().workspace
    known = {found.profile.id: found.profile for found in known_clusters(workspace, reader)}
    if cluster not in known:
        raise Http404
    profile = known[cluster]
    cells = brought_to(workspace, profile, year, doer_of(request))
    context = {
        "profile": profile,
        "year": year,
        "cells": cells,
        "fields": form_for(YEARLY, year).fields,
        "at_least": AT_LEAST,
        "not_whole": NOT_WHOLE,
        "may_be": may_be_same(
            row for cases in cells.values() for rows in cases.values() for row in rows
        ),
    }
    return render(request, "cooperation/behind.html.j2", context)
