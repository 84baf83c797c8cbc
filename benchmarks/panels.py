"""How fast experts are assigned: 3,000 applications, 300 experts, three each.

Run it with ``python benchmarks/panels.py``. The limit is that of the issue: under 5 s, no conflict
violated. One expert who drops out midway, and a panel too small for its load, are timed too.
"""

import random
import time
from collections.abc import Callable

from jiqun.workflow.panels.assignment import Assignment, Panel, assign, reassign

APPLICATIONS = [f"a{number:04}" for number in range(3000)]
EXPERTS = [f"e{number:03}" for number in range(300)]
CONFLICTS = 20_000
LIMIT_S = 5.0


def panel(load: int, *, without: str = "") -> Panel:
    chance = random.Random(1)  # noqa: S311  # made-up conflicts need no cryptography
    apart = {(chance.choice(APPLICATIONS), chance.choice(EXPERTS)) for _ in range(CONFLICTS)}
    loads = {expert: load for expert in EXPERTS if expert != without}
    return Panel(APPLICATIONS, loads, frozenset(apart), seed="2026")


def timed(what: str, panel: Panel, work: Callable[[], Assignment]) -> Assignment:
    start, used = time.perf_counter(), time.process_time()
    found = work()
    took, used = time.perf_counter() - start, time.process_time() - used
    if found.pairs & set(panel.conflicts):
        raise SystemExit("a conflict was violated")
    open_places = sum(shortfall.lacking for shortfall in found.shortfalls)
    verdict = "ok" if took < LIMIT_S else "TOO SLOW"
    print(f"{what}: {took:.2f} s ({used:.2f} s of processor time), {open_places} open: {verdict}")
    return found


def main() -> None:
    roomy, tight = panel(32), panel(29)
    standing = timed("three experts each", roomy, lambda: assign(roomy)).pairs
    smaller = panel(33, without=EXPERTS[7])
    mended = timed("one drops out", smaller, lambda: reassign(smaller, standing)).pairs
    print(f"  changed: {len(mended - standing)} of {len(standing)}")
    timed("too few hands", tight, lambda: assign(tight))


if __name__ == "__main__":
    main()
