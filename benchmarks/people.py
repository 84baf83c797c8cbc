"""Many people at work, and a site struck under them: nothing lost, mixed or half done.

Run from the project's folder; each takes ``--database sqlite`` (the default) or ``postgresql``,
which starts an embedded server and connects as a role that is no superuser::

    .venv/bin/python -m benchmarks.people load --filers 200 --every 5 --seconds 300
    .venv/bin/python -m benchmarks.people kill saves --things 1000 --between 2
    .venv/bin/python -m benchmarks.people errors submissions --things 100
    .venv/bin/python -m benchmarks.people full acceptances --things 100
    .venv/bin/python -m benchmarks.people restore
    .venv/bin/python -m benchmarks.people backups --database postgresql

``load``: as many filers as said, each saving three cells of its own case every so many seconds, on
loopback against ``jiqun serve``. Afterwards every cell is read back: what was answered with
success is there and nothing else is, no case holds another's number, one event a save, and the
chain verifies. ``kill``, ``errors`` (Debian's libfiu) and ``full`` (a small tmpfs; root) strike the
site while one verb of :mod:`benchmarks.verbs`, :mod:`benchmarks.calls` or
:mod:`benchmarks.reviews` is done, or the verbs of a table in turn (``call-steps``:
:mod:`benchmarks.draft_steps`, :mod:`benchmarks.evidence_steps`, :mod:`benchmarks.call_steps`,
:mod:`benchmarks.list_steps`, ``slots``: :mod:`benchmarks.slot_steps`, ``solutions``:
:mod:`benchmarks.solution_steps`, ``closing``: :mod:`benchmarks.closing_steps`,
``grants``: :mod:`benchmarks.grant_steps`, ``services``: :mod:`benchmarks.service_steps`,
``challenges``: :mod:`benchmarks.challenge_steps`, ``deals``: :mod:`benchmarks.deal_steps`,
``panels``: :mod:`benchmarks.panel_steps`,
``cooperation`` and ``joint-records``: :mod:`benchmarks.cooperation_steps`,
``bodies`` and ``motions``: :mod:`benchmarks.governance_steps`, and
``every-step`` for all of those); ``all`` stands for each of them. What the rooms of recognition
write and no group strikes a test finds. See :mod:`benchmarks.killed` and
:mod:`benchmarks.injected`. ``restore`` moves an
installation from engine to engine and compares every hash; ``backups`` makes backups while filers
save (:mod:`benchmarks.restored`).
"""

import argparse
import http.client
import random
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

from benchmarks import (
    byproduct_steps,
    call_steps,
    calls,
    carbon_steps,
    challenge_steps,
    closing_steps,
    cooperation_steps,
    deal_steps,
    draft_steps,
    every_step,
    evidence_steps,
    governance_steps,
    grant_steps,
    ladder_steps,
    list_steps,
    panel_steps,
    reviews,
    service_steps,
    slot_steps,
    solution_steps,
    verbs,
)
from benchmarks.filers import FIELDS, YEAR, Filer, database, installation, leave_database
from benchmarks.injected import Errors, FullDisk
from benchmarks.killed import Kill, Site, Visitor, run
from benchmarks.restored import MOVES, Held, while_saving, whole
from jiqun.web.opened import open_installation

ROOMS = (
    verbs,
    calls,
    draft_steps,
    evidence_steps,
    call_steps,
    reviews,
    list_steps,
    slot_steps,
    solution_steps,
    grant_steps,
    ladder_steps,
    carbon_steps,
    byproduct_steps,
    closing_steps,
    challenge_steps,
    deal_steps,
    panel_steps,
    cooperation_steps,
    governance_steps,
    service_steps,
    every_step,
)
VERBS = {name: made for room in ROOMS for name, made in room.VERBS.items()}
THINGS = {"saves": 1000}
"""How many things are done of a verb where nothing else is said; else a hundred."""


def load(folder: Path, filers: int, every: float, seconds: float) -> list[str]:
    """Let filers work, print what it took, and return what was lost or mixed."""
    people = installation(folder, filers)
    leave_database()
    site = Site(folder)
    site.start()
    until = time.monotonic() + seconds
    threads = [
        threading.Thread(target=_work, args=(person, site.port, every, until)) for person in people
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    site.kill()
    took = sorted(second for person in people for second in person.took)
    saves, refused = (
        sum(person.saves for person in people),
        sum(person.refused for person in people),
    )
    print(f"{filers} filers every {every:g} s for {seconds:g} s: {saves} saves, {refused} refused")
    print(" · ".join(f"p{at} {1000 * took[len(took) * at // 100]:.0f} ms" for at in (50, 95, 99)))
    return lost_or_mixed(folder, people)


def _work(person: Filer, port: int, every: float, until: float) -> None:
    visitor = Visitor(port, person.session)
    turn, due = 0, time.monotonic() + random.uniform(0, every)  # noqa: S311  # not all at once
    while due < until:
        time.sleep(max(due - time.monotonic(), 0))
        began = time.monotonic()
        try:
            person.save(visitor, turn)
        except (OSError, http.client.HTTPException):
            person.refused += 1
            visitor = Visitor(port, person.session)
        person.took.append(time.monotonic() - began)
        turn, due = turn + 1, due + every


def lost_or_mixed(folder: Path, people: list[Filer]) -> list[str]:
    """Return every cell that is not what its filer was told, and what the log does not say."""
    open_installation(folder)
    from jiqun.web.events.chain import verify
    from jiqun.web.events.models import Event
    from jiqun.web.filing.models import Cell

    found = []
    for person in people:
        cells = Cell.objects.filter(case__cluster=person.cluster, period="values", field__in=FIELDS)
        now = dict(cells.values_list("field", "said"))
        if person.said and now != person.said:
            found.append(f"{person.cluster}: told {person.said}, there is {now}")
    logged = Counter(Event.objects.filter(verb="save").values_list("subject", flat=True))
    for person in people:
        if logged[f"filing:{person.cluster}/{YEAR}"] != person.saves:
            found.append(f"{person.cluster}: {person.saves} saves and not as many events")
    return [*found, *(problem.code for problem in verify().problems)]


BLOWS = {"kill": Kill, "errors": Errors, "full": FullDisk}


def struck(said: argparse.Namespace, verb: str) -> list[str]:
    """Strike a site while a verb is done, and return what does not hold."""
    count = said.things or THINGS.get(verb, 100)
    blow = BLOWS[said.what](said.between, said.seed)
    with database(said.database), blow.place() as folder:
        report = run(VERBS[verb](), folder / "w", count, blow)
    print(f"{said.what} {verb} {said.database}: {report}", flush=True)
    return report.faults


def main() -> int:
    """Run what is asked for; leave with 1 where anything was lost, mixed or half done."""
    said = _arguments()
    faults = []
    if said.what == "load":
        with database(said.database), tempfile.TemporaryDirectory(prefix="people-") as place:
            faults = load(Path(place) / "w", said.filers, said.every, said.seconds)
    elif said.what == "restore":
        faults = [fault for move in MOVES for fault in _told(" -> ".join(move), whole(*move))]
    elif said.what == "backups":
        faults = _told(f"backups while filers save, {said.database}", while_saving(said.database))
    for verb in (list(VERBS) if said.verb == "all" else [said.verb]) if said.verb else ():
        faults += struck(said, verb)
    print("nothing lost, nothing mixed" if not faults else "\n".join(faults[:20]))
    return 1 if faults else 0


def _told(what: str, held: Held) -> list[str]:
    print(f"{what}\n{held}", flush=True)
    return [f"{what}: {fault}" for fault in held.faults]


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("what", choices=("load", "restore", "backups", *BLOWS))
    parser.add_argument("verb", nargs="?", choices=(*VERBS, "all"))
    parser.add_argument("--database", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--filers", type=int, default=200)
    parser.add_argument("--every", type=float, default=5)
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--things", type=int, default=0)
    parser.add_argument("--between", type=float, default=4)
    parser.add_argument("--seed", type=int, default=0)
    said = parser.parse_args()
    if (said.what not in BLOWS) != (said.verb is None):
        parser.error("name a verb with kill, errors and full, and none otherwise")
    return said


if __name__ == "__main__":
    raise SystemExit(main())
