"""Medians of comparable clusters under attack: what is told of many sets, put together."""

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from jiqun.base.definitions import indicators
from jiqun.base.readers import NATION, PUBLIC, Reader, reader_named
from jiqun.disclosure import Compared
from jiqun.disclosure.figures import to_digits
from jiqun.filings import import_files
from jiqun.workspace import Snapshot, Workspace, release
from tests import made

COUNTIES = ("330106", "320104", "370102", "440103", "410102", "420102")
RD = "rd_intensity"
YEARS = (2021, 2022)


@pytest.fixture(scope="module")
def filed(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    folder = tmp_path_factory.mktemp("filed")
    chance = Random(0)
    filings = [
        made.filing(
            f"test-{number:03}",
            year,
            COUNTIES[number % len(COUNTIES)],
            rd_spend_total=str(chance.randint(81000, 160000)),
        )
        for number in range(48)
        for year in YEARS
    ]
    workspace = Workspace.create(folder / "w")
    assert not any(
        outcome.refused for outcome in import_files(made.written(folder, *filings), workspace)
    )
    release(workspace, 2022)
    return workspace.latest()


def column(compared: Compared, year: int) -> dict[str, Decimal]:
    return compared.column(indicators()[RD], year).values


def told(compared: Compared, year: int, peers: list[str]) -> Decimal | None:
    every = column(compared, year)
    return compared.middle(RD, year, {name: every[name] for name in peers})


def sets_of_peers(names: list[str]) -> list[list[str]]:
    """Return sets that differ by one cluster, and sets of which the middle one is known."""
    chance = Random(1)
    found = []
    for size in (5, 6, 9, 12, 20):
        for _ in range(40):
            peers = chance.sample(names, size)
            found += [peers, peers[:-1], peers[1:]]
    return found


READERS = (PUBLIC, reader_named("330000"), reader_named("320000"), reader_named("330106"))


def test_who_sees_every_peer_is_told_the_median_itself(filed: Snapshot) -> None:
    compared = Compared(filed, NATION)
    names = sorted(column(compared, 2022))[:7]
    ordered = sorted(column(compared, 2022)[name] for name in names)
    assert told(compared, 2022, names) == ordered[3]


@pytest.mark.parametrize("year", YEARS)
def test_all_that_readers_are_told_of_any_sets_is_made_of_the_same_blocks(
    filed: Snapshot, year: int
) -> None:
    """The attack: two readers of two provinces ask for every set, and subtract."""
    whole = Compared(filed, NATION)._blurred(RD, year)
    means = set(whole.values())
    possible = {to_digits((mean + other) / 2, 2) for mean in means for other in means}
    for reader in READERS:
        compared = Compared(filed, reader)
        assert compared._blurred(RD, year) == whole
        for peers in sets_of_peers(sorted(column(compared, year))):
            if not compared.sees_all(RD, peers):
                assert told(compared, year, peers) in possible


def test_sets_that_differ_by_a_cluster_do_not_give_it_away(filed: Snapshot) -> None:
    """Means over peers, which were told before, gave it to within their rounding."""
    compared = Compared(filed, reader_named("330000"))
    every = column(compared, 2022)
    hidden = [name for name in every if not compared.sees_all(RD, [name])]
    for name in hidden:
        others = sorted(hidden, key=lambda other: abs(every[other] - every[name]))[1:7]
        with_it, without = (told(compared, 2022, peers) for peers in ([*others, name], others))
        assert with_it is not None
        assert without is not None
        guess = 7 * with_it - 6 * without
        # No nearer than a guess by somebody who knows the middle alone would be by luck.
        assert guess == with_it or abs(guess / every[name] - 1) > Decimal("0.001")


def test_where_no_block_can_be_made_nothing_is_told(tmp_path: Path) -> None:
    workspace = Workspace.create(tmp_path / "w")
    import_files(
        made.written(tmp_path, *(made.filing(f"test-{n:03}") for n in range(6))), workspace
    )
    compared = Compared(workspace.latest(), PUBLIC)
    assert told(compared, 2022, [f"test-{n:03}" for n in range(6)]) is None


def test_readers_of_a_cluster_alone_are_told_no_more_than_its_province(filed: Snapshot) -> None:
    agency = Reader(office=PUBLIC.office, clusters=frozenset({"test-000"}))
    compared = Compared(filed, agency)
    peers = [name for name in sorted(column(compared, 2022)) if name != "test-000"][:9]
    province = Compared(filed, reader_named("330000"))
    assert told(compared, 2022, peers) == told(province, 2022, peers)
