"""How fast the pages of recognition are: 3,000 applications in one call.

    .venv/bin/python -m benchmarks.recognition [--applications 3000] [--database postgresql]

Makes a call of the nation's with applications of made-up clusters in real counties, in every state,
and asks each page of the room for nation, province and county: the median of nine requests without
a network, the processor time of each, and the number of queries. The limits are 150 ms and 25
queries; ends with 1 beyond them.
"""

import argparse
import os
import statistics
import tempfile
import time
from datetime import timedelta
from itertools import cycle
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiqun.web.settings")

from benchmarks.filers import database
from jiqun.base.codes import regions
from jiqun.base.readers import NATION, Office, Reader, reader_named
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace

LIMIT_MS, LIMIT_QUERIES = 150, 25
ROUNDS = 9
READERS = {"nation": NATION, "province": reader_named("330000"), "county": reader_named("330106")}
STATES = (
    *("draft", "submitted", "endorsed_by_prefecture", "returned_for_correction"),
    *("first_review_passed", "site_checked", "recommended", "waiting", "withdrawn", "on_notice"),
)
PAGES = {
    "room": ("/recognition/", READERS),
    "room, second page": ("/recognition/?page=2", ("nation",)),
    "room, one state": ("/recognition/?state=submitted", READERS),
    "room, late only": ("/recognition/?late=1", READERS),
    "call": ("/recognition/calls/{call}/", READERS),
    "board": ("/recognition/calls/{call}/board/", ("nation", "province")),
    "board's map": ("/recognition/calls/{call}/board.geojson", ("nation", "province")),
    "calendar file": ("/recognition/calls/{call}/deadlines.ics", ("nation", "province")),
    "documents": ("/recognition/calls/{call}/papers/", ("nation", "province")),
    "application": ("/recognition/{application}/", READERS),
}
"""Addresses, and who asks for them."""


def reader_of(request: object) -> Reader:
    """Return who the test's header names."""
    return READERS[request.headers["X-Reader"]]  # type: ignore[attr-defined]  # a request of Django's


def call_with(count: int) -> tuple[int, int]:
    """Make a call with so many applications, and return its number and one application's."""
    from jiqun.web.accounts.offices import Doer
    from jiqun.web.casework.clocks import today
    from jiqun.web.casework.models import kept_definition
    from jiqun.web.recognition.calling import draft_call
    from jiqun.web.recognition.deciding import move_call
    from jiqun.web.recognition.models import Application
    from jiqun.web.recognition.terms import Terms

    due = today() + timedelta(days=30)
    terms = Terms("national/sme-cluster", due.year, due, "", {"province": 500})
    call, _ = move_call(draft_call(terms, Doer(NATION)), "issue", Doer(NATION))
    definition = kept_definition(call.way.table("application"))
    counties = [place for place in regions().counties if place.code[:2] not in ("71", "81", "82")]
    ours = [place for place in counties if place.code.startswith("3301")]
    made = [
        _application(number, place.code, state, call, definition)
        for number, place, state in zip(range(count), cycle(ours + counties), cycle(STATES))
    ]
    Application.objects.bulk_create(made)
    return call.pk, Application.objects.filter(county="330106").earliest("pk").pk


def _application(number: int, county: str, state: str, call: object, definition: object) -> object:
    from jiqun.web.casework.clocks import today
    from jiqun.web.recognition.models import Application
    from jiqun.workflow.loading import workflow
    from jiqun.workflow.routes import route_of

    parties = {**route_of((county,), national=False).parties}
    said = {slot: [str(party.office), party.of] for slot, party in parties.items()}
    said |= {"authority": [str(Office.NATION), ""]}
    started = today() - timedelta(days=number % 40)
    clock = {"started": started.isoformat(), "working_days": 10, "pauses": [], "extensions": []}
    running = "application" if state == "draft" else "first_review"
    return Application(
        call=call,
        cluster=f"demo-{number:04}",
        county=county,
        province=parties["province"].of,
        perimeter=f" {county}",
        profile={"id": f"demo-{number:04}", "name": f"虚构集群{number:04}", "demo": True},
        parties=said,
        definition=definition,
        state=state,
        holder=workflow("application").states[state].holder(parties | {"authority": None}),
        clocks={running: {**clock, "stopped": None}},
        rank=number + 1 if state == "recommended" else None,
    )


def measure(call: int, application: int) -> int:
    """Ask for every page, print what it took, and return how many are beyond the limits."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    beyond = 0
    print(f"{'page':20} {'reader':10} {'median':>9} {'processor':>9} {'queries':>8}")
    for name, (address, readers) in PAGES.items():
        path = address.format(call=call, application=application)
        for reader in readers:
            asked, took, used = {"HTTP_X_READER": reader}, [], time.process_time()
            with CaptureQueriesContext(connection) as asking:
                answer = Client().get(path, **asked)
                queries = len(asking)
            if answer.status_code != 200:
                raise SystemExit(f"{path} as {reader}: {answer.status_code}")
            for _ in range(ROUNDS):
                began = time.perf_counter()
                Client().get(path, **asked)
                took.append(1000 * (time.perf_counter() - began))
            median, used = statistics.median(took), time.process_time() - used
            bad = median > LIMIT_MS or queries > LIMIT_QUERIES
            beyond += bad
            shown = f"{median:6.0f} ms {1000 * used / (ROUNDS + 1):6.0f} ms {queries:8}"
            print(f"{name:20} {reader:10} {shown} {'BEYOND' if bad else ''}", flush=True)
    return beyond


def main() -> int:
    """Make the call, measure, and leave with 1 where a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--applications", type=int, default=3000)
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    said = parser.parse_args()
    with database(said.database), tempfile.TemporaryDirectory(prefix="recognition-") as place:
        workspace = Workspace.create(Path(place) / "w")
        open_installation(workspace.folder)
        from django.test.utils import override_settings

        with override_settings(
            WORKSPACE=workspace.folder,
            JIQUN_READER_OF="benchmarks.recognition.reader_of",
            ALLOWED_HOSTS=["testserver"],
        ):
            return 1 if measure(*call_with(said.applications)) else 0


if __name__ == "__main__":
    raise SystemExit(main())
