"""How fast rules are: one assessment, and all clusters under national and provincial rules.

Run it with ``python benchmarks/rules.py``. Limits are those of the issue: one assessment within
20 ms, 2,900 clusters x (national + own province) x 5 dates within 5 s.
"""

import random
import statistics
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from jiqun.base.codes import regions
from jiqun.base.quantities import Quantity
from jiqun.rules import Facts, assess, assess_all, programme, programmes
from jiqun.rules.loading import fields_read
from jiqun.rules.records import record

CLUSTERS = 2900
DATES = tuple(date(year, 12, 15) for year in (2022, 2023, 2024, 2025, 2026))
ROUNDS = 5
ONE_LIMIT_MS = 20.0
ALL_LIMIT_S = 5.0


def median_seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def made_up_clusters(count: int, seed: int = 0) -> list[Facts]:
    """Return made-up clusters spread over the counties, some cells missing."""
    chance = random.Random(seed)  # noqa: S311  # made-up figures need no cryptography
    fields = sorted(fields_read())
    counties = [county.code for county in regions().counties if county.code[:2] < "70"]
    return [
        Facts(
            f"made-{number:04}",
            counties[number % len(counties)],
            {
                year: {
                    name: Quantity.of(Decimal(chance.randrange(1, 900000)))
                    for name in fields
                    if chance.random() > 0.03
                }
                for year in range(2019, 2026)
            },
        )
        for number in range(count)
    ]


def main() -> None:
    clusters = made_up_clusters(CLUSTERS)
    every = list(programmes().values())
    national = programme("national/sme-cluster")
    one = median_seconds(lambda: assess(national, clusters[0], DATES[1]), 200) * 1000
    found = assess(national, clusters[0], DATES[1])
    text = median_seconds(lambda: record(found), 50) * 1000

    def whole() -> int:
        return sum(1 for day in DATES for _ in assess_all(every, clusters, day))

    count = whole()
    seconds = median_seconds(whole)
    read = median_seconds(
        lambda: [a.known_criteria for d in DATES for a in assess_all(every, clusters, d)]
    )
    print("| work | median | limit | share of the limit |")
    print("|---|---|---|---|")
    print(line("one assessment", one, "ms", ONE_LIMIT_MS))
    print(f"| its record, with texts in both languages | {text:.2f} ms | - | - |")
    print(line(f"{count} assessments of {CLUSTERS} clusters", seconds, "s", ALL_LIMIT_S))
    print(line("the same with the verdict over the known criteria", read, "s", ALL_LIMIT_S))


def line(work: str, median: float, unit: str, limit: float) -> str:
    return f"| {work} | {median:.2f} {unit} | {limit:.0f} {unit} | {median / limit:.1%} |"


if __name__ == "__main__":
    main()
