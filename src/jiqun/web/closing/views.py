"""The years of a county's clusters in the exchange: what they come to, and the close."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from jiqun.base.errors import Problem, Refused
from jiqun.base.forms import YEARLY, Field, family, form_for
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office, Reader
from jiqun.clusters import Profile
from jiqun.clusters.roster_store import RosterStore
from jiqun.disclosure.firms import registered_with
from jiqun.exchange.closing import OUTCOMES, cell_of, why_of
from jiqun.exchange.feeding import NOT_FROM_HERE, suggestions
from jiqun.web.accounts.signed_in import doer_of
from jiqun.web.admission import reader_of
from jiqun.web.byproducts.models import Deal
from jiqun.web.closing.closing import Year, close, told, year_of, years
from jiqun.web.closing.gathering import (
    bookings_of,
    firms_of,
    in_no_list,
    links_of,
    requests_of,
    took_part,
)
from jiqun.web.closing.returning import return_of
from jiqun.web.events.told import office_words
from jiqun.web.explore.shelf import shelf
from jiqun.web.filing.known import known_clusters
from jiqun.web.ladder.models import Assessment
from jiqun.web.rights import counties, officials
from jiqun.web.slots.models import Booking
from jiqun.web.solutions.models import Request
from jiqun.workspace import Workspace

MOST_CASES = 50
"""Cases of one kind that a page lists."""


@dataclass(frozen=True)
class Row:
    """A field of the year and what it was closed as; None: the close tells it."""

    field: Field
    cell: Mapping[str, str] | None


@officials
def index(request: HttpRequest) -> HttpResponse:
    """List the years of the county's clusters, with how each stands; to others what is closed."""
    workspace, reader = shelf().workspace, reader_of(request)
    if reader.office is not Office.COUNTY:
        return render(request, "closing/closed.html.j2", {"closed": closed_years(reader)})
    lists = RosterStore(workspace).known()
    found = [
        (
            profile,
            [year_of(workspace, profile, number, reader) for number in years()],
            profile.id in lists,
        )
        for profile in profiles_of(workspace, reader)
    ]
    return render(request, "closing/index.html.j2", {"clusters": found})


@counties.taking("GET", "HEAD", "POST")
def year(request: HttpRequest, cluster: str, year: int) -> HttpResponse:
    """Show what a cluster's year comes to, and close it."""
    workspace, reader = shelf().workspace, reader_of(request)
    profiles = {own.id: own for own in profiles_of(workspace, reader)}
    profile = profiles.get(cluster)
    if profile is None or year not in years():
        raise Http404
    if request.method != "POST":
        return page_of_year(request, year_of(workspace, profile, year, reader))
    said = {name: request.POST.get(name, "") for name in ("known", "reason")}
    try:
        close(workspace, profile, year, said, doer_of(request))
    except Refused as refused:
        now = year_of(workspace, profile, year, reader)
        return page_of_year(request, now, refused.problems, said["reason"])
    return HttpResponseRedirect(reverse("closing_year", args=(cluster, year)))


def closed_years(reader: Reader) -> list[Year]:
    """Return the years a reader's clusters were closed for, the last first."""
    workspace = shelf().workspace
    profiles = {own.id: own for own in profiles_of(workspace, reader)}
    keys = sorted(workspace.accepted(OUTCOMES), key=lambda key: (-key[1], key[0]))
    return [
        year_of(workspace, profiles[cluster], number, reader)
        for cluster, number in keys
        if cluster in profiles
    ]


def profiles_of(workspace: Workspace, reader: Reader) -> list[Profile]:
    """Return the clusters a reader sees, as they filed last."""
    return [known.profile for known in known_clusters(workspace, reader)]


def page_of_year(
    request: HttpRequest, year: Year, problems: list[Problem] | None = None, reason: str = ""
) -> HttpResponse:
    """Show a year to its county."""
    workspace, reader = shelf().workspace, reader_of(request)
    stored = RosterStore(workspace).known().get(year.profile.id)
    firms = firms_of(workspace, year.profile, year.year, reader)
    registered = registered_with(took_part(year.year), reader)
    context: dict[str, Any] = {
        "year": year,
        "groups": groups_of(year),
        "moved": _moved(workspace, year, reader),
        "listed": stored.firms if stored else None,
        "unlisted": in_no_list(workspace, registered, year.year, reader),
        "cases": _cases(year.year, firms, reader),
        "sharing": _sharing(year.year, firms, reader),
        **_feeds(year),
        "why": why_of,
        "whys": whys_of,
        "returned": return_of(year, reader),
        "office": office_words,
        "problems": problems or [],
        "reason": reason,
    }
    return render(request, "closing/year.html.j2", context, status=422 if problems else 200)


def groups_of(year: Year) -> list[tuple[Bilingual, list[Row]]]:
    """Return the rows under their headings.

    Nobody is told what a year comes to from day to day: it would tell what each further firm did.
    """
    form = form_for(OUTCOMES, year.year)
    values = year.latest.document["values"] if year.latest else {}
    absent = {"said": "", "status": "not_applicable", "reason": ""}
    rows = [
        Row(
            field,
            cell_of(values[name])
            if name in values
            else (None if field.exists_in(year.year) else absent),
        )
        for name, field in form.fields.items()
    ]
    return [
        (title, [row for row in rows if row.field.dimension == dimension])
        for dimension, title in form.dimensions.items()
    ]


def _moved(workspace: Workspace, year: Year, reader: Reader) -> bool:
    """Tell whether closing it again would say anything else than its last close."""
    if year.latest is None:
        return False
    values = year.latest.document["values"]
    cells = told(workspace, year, reader).cells
    return any(name not in values or cell_of(values[name]) != said for name, said in cells.items())


def whys_of(rows: list[Row]) -> list[Bilingual]:
    """Return why numbers of some rows are missing, each reason once."""
    cells = [row.cell for row in rows if row.cell]
    return list(dict.fromkeys(why_of(said) for said in cells if said["status"] == "missing"))


def _feeds(year: Year) -> dict[str, list[tuple[Field, Bilingual]]]:
    """Return what the yearly filing may take of a closed year, and what it never does."""
    fields = family(YEARLY).form_around(year.year).fields
    found = suggestions(year.latest.document["values"]) if year.latest else {}
    return {
        "feeds": [(fields[name], said.because) for name, said in found.items()],
        "never": [(fields[name], why) for name, why in NOT_FROM_HERE.items() if name in fields],
    }


def _cases(
    year: int, firms: frozenset[str], reader: Reader
) -> Iterator[tuple[Bilingual, str, list[Booking | Request | Deal]]]:
    """Yield the cases behind the numbers that the reader may see: those it settles or carries."""
    bookings = (
        row for row in bookings_of(year, reader) if row.renter in firms or row.owner in firms
    )
    requests = (row for row in requests_of(year, reader) if row.asker in firms)
    links = (row for row in links_of(year, reader) if firms & {row.giver, row.receiver})
    for title, route, rows in (
        (Bilingual("时段预订", "Bookings of slots"), "slot_booking", bookings),
        (Bilingual("方案需求", "Requests for solutions"), "solution_request", requests),
        (Bilingual("循环链接", "Circular links"), "byproduct_deal", links),
    ):
        yield title, route, list(islice(rows, MOST_CASES))


def _sharing(year: int, firms: frozenset[str], reader: Reader) -> int:
    """Return how many firms behind the ladder's numbers share their level with the reader."""
    shared = Assessment.objects.for_reader(reader).filter(year=year, credit_code__in=firms)
    return shared.values("credit_code").distinct().count()
