"""Generate the demonstration and write it to files."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jiqun.base.files import write_atomically
from jiqun.demo import roster as lists
from jiqun.demo.documents import Filing, filings
from jiqun.demo.figures import figures
from jiqun.demo.firms import firms
from jiqun.demo.places import places
from jiqun.demo.roster import RosterRow
from jiqun.demo.services import services
from jiqun.demo.settings import settings
from jiqun.demo.sizes import sizes
from jiqun.demo.tiers import careers
from jiqun.demo.years import history


@dataclass(frozen=True, slots=True)
class Demonstration:
    """A fictional world: 演示数据.

    Parameters
    ----------
    clusters
        The ``cluster`` object of every cluster.
    filings
        Every filing, year after year.
    roster
        Every firm.
    """

    clusters: list[dict[str, Any]]
    filings: list[Filing]
    roster: list[RosterRow]


def generate(seed: int = 2022) -> Demonstration:
    """Generate the demonstration: the same seed gives the same world.

    Parameters
    ----------
    seed
        Any whole number not below nought. Every seed meets the published figures.

    Returns
    -------
    Demonstration
        100 clusters, their filings for 2020 to 2022 and their 31,600 firms.

    Examples
    --------
    >>> world = generate()
    >>> len(world.clusters), len(world.roster), world.clusters[0]["name"]
    (100, 31600, '示例集群001')
    >>> of_2022 = [filing["values"] for filing in world.filings if filing["year"] == 2022]
    >>> sum(values["standards_joined"] for values in of_2022)
    1035
    """
    place = places(settings(), seed)
    size = sizes(place, seed)
    firm = firms(place, size, seed)
    career = careers(place, size, firm, seed)
    figure = figures(place, size, firm, seed)
    past = history(place, figure, firm, career, seed)
    flags = services(place, figure, seed)
    return Demonstration(
        clusters=place.profiles(),
        filings=filings(place, figure, past, flags, seed),
        roster=lists.roster(place, firm, career, seed),
    )


def write_filings(world: Demonstration, folder: Path) -> list[Path]:
    """Write each filing as a JSON file ``<year>/<cluster>.json``.

    Parameters
    ----------
    world
        The demonstration.
    folder
        Made if missing.

    Returns
    -------
    list of Path
        The files, in the order of the filings.
    """
    paths = []
    for filing in world.filings:
        path = folder / str(filing["year"]) / f"{filing['cluster']['id']}.json"
        text = json.dumps(filing, ensure_ascii=False, indent=1) + "\n"
        write_atomically(path, text.encode())
        paths.append(path)
    return paths


def write_roster(world: Demonstration, path: Path) -> None:
    """Write the firms as one CSV, UTF-8 with a byte-order mark.

    Parameters
    ----------
    world
        The demonstration.
    path
        The file; its folder is made if missing.
    """
    lists.write_roster(world.roster, path)
