"""Writers racing for the seats of one slot: as many get one as there are, and no more.

Run from the project's folder::

    .venv/bin/python -m benchmarks.slots race --database sqlite
    .venv/bin/python -m benchmarks.slots race --database postgresql --writers 16 --rounds 1000
    .venv/bin/python -m benchmarks.slots race --database postgresql --seats 5

In every round all writers, each a firm with a connection of its own, ask for one slot at the same
moment, by the verb the site calls and under the row policies it works under. Held afterwards: as
many told booked as there are seats and every other told that it is taken, a round at a time; one
row a seat, held by the firms that were told so; one event a booking, in a chain that verifies;
nobody left waiting.
"""

import argparse
import tempfile
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from datetime import time as clock
from pathlib import Path
from typing import Any

from benchmarks.filers import database, doer_of, leave_database, one_key
from jiqun.base.credit_codes import check_character
from jiqun.base.days import CHINA, today_in_china
from jiqun.base.errors import Refused
from jiqun.base.readers import Office
from jiqun.web.opened import open_installation
from jiqun.workspace import Workspace

PATIENCE = 120.0
"""Seconds a round may take before its writers are said to hang."""
TRUE_TO_LOSERS = {"slots.taken", "slots.taken_meanwhile"}
OFFER = {
    "kind": "storage", "name": "共享库位", "firm": "甲仓储", "county": "330106",
    "audience": "all", "price": "100", "minutes": "30", "advance": "365",
    **{f"open_{day}": "00:00-24:00" for day in range(7)},
}  # fmt: skip


@dataclass
class Told:
    """What writers were told, round by round: the winners, and everything else by its code."""

    winners: list[list[str]]
    codes: list[Counter[str]]
    seconds: list[float] = field(default_factory=list)


def firm(number: int) -> Any:
    """Return somebody of a made-up firm."""
    from jiqun.web.accounts.offices import reader_of_office

    body = f"91330106MA28{number:05}"
    return doer_of(reader_of_office(Office.FIRM, body + check_character(body)))


def race(folder: Path, writers: int, rounds: int, seats: int = 1) -> list[str]:
    """Let writers race, print what it took, and return everything that does not hold."""
    one_key()
    Workspace.create(folder)
    open_installation(folder)
    from jiqun.web.slots.offering import offer

    row = offer({**OFFER, "seats": str(seats)}, firm(0))
    first = datetime.combine(today_in_china() + timedelta(days=1), clock(), CHINA)
    starts = [(first + timedelta(minutes=30 * turn)).isoformat() for turn in range(rounds)]
    told = Told([[] for _ in starts], [Counter() for _ in starts])
    line = threading.Barrier(writers)
    threads = [
        threading.Thread(target=_write, args=(row, starts, firm(number), line, told), daemon=True)
        for number in range(1, writers + 1)
    ]
    leave_database()
    began = time.monotonic()
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads) and not line.broken:
        threads[0].join(60)
        print(f"{sum(map(bool, told.winners))} rounds won", flush=True)
    for thread in threads:
        thread.join(PATIENCE)
    took = time.monotonic() - began
    hanging = sum(thread.is_alive() for thread in threads)
    counted = sum(told.codes, Counter())
    booked = sum(map(len, told.winners))
    print(
        f"{writers} writers, {seats} seats, {rounds} rounds, {took:.0f} s: {booked} booked, "
        f"{dict(counted)}"
    )
    return [*_faults(row, starts, told, writers), *([f"{hanging} hang"] if hanging else [])]


def _write(row: Any, starts: list[str], doer: Any, line: threading.Barrier, told: Told) -> None:
    from django.db import connection

    from jiqun.web.casework.row_policies import be_the_installation, seen_by
    from jiqun.web.slots.booking import book

    be_the_installation(own=False)  # as a site, which sees what its reader sees
    for turn, start in enumerate(starts):
        try:
            line.wait(PATIENCE)
        except threading.BrokenBarrierError:
            return
        try:
            with seen_by(doer.reader):
                book(row, [start], {"firm": doer.reader.credit_code}, doer)
            told.winners[turn].append(doer.reader.credit_code)
        except Refused as refused:
            told.codes[turn].update({problem.code for problem in refused.problems})
        except Exception as fault:  # counted and told: the others go on
            told.codes[turn][type(fault).__name__] += 1
    connection.close()


def _faults(row: Any, starts: list[str], told: Told, writers: int) -> list[str]:
    from jiqun.web.casework.row_policies import be_the_installation
    from jiqun.web.events.chain import verify
    from jiqun.web.events.models import Event
    from jiqun.web.slots.models import Slot

    be_the_installation(own=True)
    held, numbers = dict[datetime, list[str]](), dict[datetime, set[int]]()
    rows = Slot.objects.filter(offer=row).values_list("starts", "seat", "booking__renter")
    for starts_at, seat, renter in rows:
        held.setdefault(starts_at, []).append(renter)
        numbers.setdefault(starts_at, set()).add(seat)
    found, seats = [], min(row.seats, writers)
    for turn, start in enumerate(starts):
        winners, codes, at = told.winners[turn], told.codes[turn], datetime.fromisoformat(start)
        if len(winners) != seats or sorted(held.get(at, [])) != sorted(winners):
            found.append(f"{start}: told booked {winners}, held by {held.get(at)}")
        if numbers.get(at) != set(range(1, seats + 1)):
            found.append(f"{start}: seats {numbers.get(at)} of {seats}")
        if set(codes) - TRUE_TO_LOSERS or codes.total() != writers - len(winners):
            found.append(f"{start}: others were told {dict(codes)}")
    events = Event.objects.filter(verb="book").count()
    if events != seats * len(starts) or len(held) != len(starts):
        found.append(f"{len(starts)} rounds, {len(held)} slots held, {events} events")
    return [*found, *(problem.code for problem in verify().problems)]


def main() -> int:
    """Race; leave with 1 where a slot was had twice or somebody was told what is not so."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("what", choices=["race"])
    parser.add_argument("--database", choices=["sqlite", "postgresql"], default="sqlite")
    parser.add_argument("--writers", type=int, default=16)
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--seats", type=int, default=1, help="seats of each slot")
    said = parser.parse_args()
    with database(said.database), tempfile.TemporaryDirectory(prefix="slots-") as place:
        faults = race(Path(place) / "w", said.writers, said.rounds, said.seats)
        leave_database()
    print(f"race {said.database}: {len(faults)} faults", *faults[:20], sep="\n")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
