"""How fast the pages of recognition are: 3,000 applications in a call.

    .venv/bin/python -m benchmarks.recognition [--applications 3000] [--database postgresql]

Makes three calls of the nation's with applications of made-up clusters in real counties: one with
every state, each reached by a begin, twenty saves and a step in the log, one whose experts are
invited, one whose scores are closed. Asks each page of the room
for nation, province and county: how long the first request took, the median of nine more without a
network, the processor time of each, and the number of queries of the first. The limits are 150 ms
and 25 queries; ends with 1 beyond them.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from itertools import cycle
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_OID, uuid5

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jiqun.web.settings")

from django.utils import timezone

from benchmarks.filers import database
from benchmarks.judged import expert_named, judged_calls
from jiqun.base.canonical import canonical_text
from jiqun.base.codes import regions
from jiqun.base.readers import NATION, Office, Reader, reader_named
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace

LIMIT_MS, LIMIT_QUERIES = 150, 25
ROUNDS = 9
SAVES, CELL = 20, {"value": "1", "status": "reported"}
READERS = {"nation": NATION, "province": reader_named("330000"), "county": reader_named("330106")}
EXPERT = expert_named(1)
EVERYBODY = {**READERS, "expert": Reader(Office.EXPERT, cases=frozenset({EXPERT}))}
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
    "call's past": ("/recognition/calls/{call}/past/", READERS),
    "application's past": ("/recognition/{application}/past/", READERS),
    "board": ("/recognition/calls/{call}/board/", ("nation", "province")),
    "board's map": ("/recognition/calls/{call}/board.geojson", ("nation", "province")),
    "calendar file": ("/recognition/calls/{call}/deadlines.ics", ("nation", "province")),
    "documents": ("/recognition/calls/{call}/papers/", ("nation", "province")),
    "application": ("/recognition/{application}/", READERS),
    "panel": ("/recognition/calls/{invited}/panel/", ("nation",)),
    "call, invited": ("/recognition/calls/{invited}/", READERS),
    "expert's room": ("/recognition/", ("expert",)),
    "expert's part": ("/recognition/opinions/{opinion}/", ("expert", "nation")),
    "order": ("/recognition/calls/{scored}/ranking/", ("nation",)),
    "order of one": ("/recognition/calls/{scored}/ranking/?recommender=330000", ("nation",)),
    "order, what if": ("/recognition/calls/{scored}/ranking/?threshold=60", ("nation",)),
    "call, scored": ("/recognition/calls/{scored}/", READERS),
    "application, scored": ("/recognition/{judged}/", ("nation", "province")),
    "documents, scored": ("/recognition/calls/{scored}/papers/", ("nation", "province")),
    "register": ("/recognised/", READERS),
}
"""Addresses, and who asks for them."""


def reader_of(request: object) -> Reader:
    """Return who the test's header names."""
    return EVERYBODY[request.headers["X-Reader"]]  # type: ignore[attr-defined]  # a request of Django's


def calls_with(count: int) -> dict[str, int]:
    """Make calls with so many applications each, and return the numbers that addresses name."""
    from jiqun.web.accounts.offices import Doer
    from jiqun.web.casework.clocks import today
    from jiqun.web.casework.models import kept_definition
    from jiqun.web.events.models import Event
    from jiqun.web.recognition.calling import draft_call
    from jiqun.web.recognition.deciding import move_call
    from jiqun.web.recognition.models import Application, Opinion
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
    Event.objects.bulk_create(_logged(made), batch_size=500)
    found = {"call": call.pk, **judged_calls(count, due)}
    ours = Application.objects.filter(county="330106")
    opinions = Opinion.objects.filter(expert=EXPERT, application__call=found["invited"])
    return found | {
        "application": ours.filter(call=call).earliest("pk").pk,
        "judged": ours.filter(call=found["scored"]).earliest("pk").pk,
        "opinion": opinions.earliest("pk").pk,
    }


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


def _logged(rows: Sequence[Any]) -> Iterator[Any]:
    """Yield of each application what a year leaves in the log: a begin, saves, the step it is at.

    They are written at once, past the chain, whose hashes no page of a past day reads.
    """
    from jiqun.web.events.models import Event, Head

    number, at = Head.objects.get().number, timezone.now().isoformat(timespec="milliseconds")
    for row in rows:
        stands = {"to": row.state, "holder": row.holder, "parties": row.parties, "revision": 1}
        begun = {**stands, "to": "draft", "holder": "county"}
        saves = [("save", {"after": {f"0.field_{field}": CELL}}) for field in range(SAVES)]
        last = {**stands, "rank": row.rank} if row.rank else stands
        for verb, said in (("begin", begun), *saves, ("submit", last)):
            number += 1
            yield Event(
                number=number,
                uid=uuid5(NAMESPACE_OID, str(number)),
                at=at,
                office="nation",
                verb=verb,
                subject=row.subject,
                said=canonical_text(said),
            )


def measure(numbers: Mapping[str, int]) -> int:
    """Ask for every page, print what it took, and return how many are beyond the limits."""
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    beyond = 0
    heads = ("first", "median", "processor", "queries")
    print(f"{'page':20} {'reader':10}", *(f"{head:>9}" for head in heads))
    for name, (address, readers) in PAGES.items():
        path = address.format(**numbers)
        for reader in readers:
            asked, took, used = {"HTTP_X_READER": reader}, [], time.process_time()
            began = time.perf_counter()
            with CaptureQueriesContext(connection) as asking:
                answer = Client().get(path, **asked)
                first = 1000 * (time.perf_counter() - began)
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
            each = 1000 * used / (ROUNDS + 1)
            shown = f"{first:6.0f} ms {median:6.0f} ms {each:6.0f} ms {queries:9}"
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
            return 1 if measure(calls_with(said.applications)) else 0


if __name__ == "__main__":
    raise SystemExit(main())
