"""The list of fictional firms behind the filings, as the roster's columns have them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any, TypedDict

from jiqun.base.csv_files import csv_bytes
from jiqun.base.files import write_atomically
from jiqun.demo.allotment import stream
from jiqun.demo.credit_codes import fictional_code
from jiqun.demo.documents import money_text
from jiqun.demo.firms import Firms
from jiqun.demo.places import Places
from jiqun.demo.tiers import NEVER, TIERS, Careers, year_end

VALIDITY = 3  # years, of every title
KEY_SUPPLIERS = 0.03  # share of firms

Tier = TypedDict("Tier", {"tier": str, "from": str, "until": str})
RosterRow = TypedDict(
    "RosterRow",
    {
        "credit_code": str,
        "name": str,
        "county_code": str,
        "industry": str,
        "size": str,
        "tiers": list[Tier],
        "key_supplier": str,
        "output": str,
        "employment": int,
        "cluster_id": str,
        "from": str,
        "until": str,
    },
)
COLUMNS = tuple(RosterRow.__annotations__)


def roster(place: Places, firm: Firms, career: Careers, seed: int) -> list[RosterRow]:
    """Write one row a firm, cluster after cluster.

    Parameters
    ----------
    place, firm, career
        The clusters and their firms.
    seed
        Of the demonstration.
    """
    rng = stream(seed, "suppliers")
    links = [*place.aims.links]
    link = rng.integers(0, len(links), len(firm.cluster)).tolist()
    supplies = (rng.random(len(firm.cluster)) < KEY_SUPPLIERS) & firm.leading
    ids = [place.identifier(index) for index in range(len(place))]
    output, people = firm.output.tolist(), firm.employment.tolist()
    since, awarded = career.included.tolist(), _tiers(career)
    return [
        {
            "credit_code": fictional_code(place.counties[home], number + 1),
            "name": f"示例企业{number + 1:05d}",
            "county_code": place.counties[home],
            "industry": firm.industry[number],
            "size": firm.size[number],
            "tiers": awarded[number],
            "key_supplier": links[link[number]] if supplies[number] else "",
            "output": money_text(output[number]),
            "employment": people[number],
            "cluster_id": ids[home],
            "from": _day(since[number]),
            "until": "",
        }
        for number, home in enumerate(firm.cluster.tolist())
    ]


def write_roster(rows: list[RosterRow], path: Path) -> None:
    """Write the roster as CSV, UTF-8 with a byte-order mark, so that spreadsheets read it.

    Parameters
    ----------
    rows
        The firms. Titles are written ``tier:from/until`` with ``|`` between.
    path
        The file.
    """
    written = ({**row, "tiers": _written(row["tiers"])} for row in rows)
    write_atomically(path, csv_bytes(written, COLUMNS, line_end="\r\n"))


def _written(tiers: list[Tier]) -> str:
    return "|".join(f"{tier['tier']}:{tier['from']}/{tier['until']}" for tier in tiers)


def _tiers(career: Careers) -> list[list[Tier]]:
    """Return the titles of each firm: the first award, and the end of the present validity."""
    held: list[list[Tier]] = [[] for _ in range(len(career.included))]
    periods: dict[int, Any] = {}
    for tier in TIERS:
        for number, day in enumerate(career.awarded[tier].tolist()):
            if day == NEVER:
                continue
            first, last = periods.setdefault(day, (_day(day), _valid_until(day)))
            held[number].append({"tier": tier, "from": first, "until": last})
    return held


def _valid_until(awarded: int) -> str:
    """Renew a title every three years, until it is valid beyond 2022."""
    start = date.fromordinal(awarded)
    end = start
    while end.toordinal() <= year_end(2022):
        end = end.replace(year=end.year + VALIDITY)
    return _day(end.toordinal() - 1)


def _day(ordinal: int) -> str:
    return date.fromordinal(ordinal).isoformat()
