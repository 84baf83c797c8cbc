"""Several releases under attack: what of the told one late or corrected filing changes."""

from decimal import Decimal
from pathlib import Path
from random import Random

import pytest

from jiqun.base.readers import PUBLIC, reader_named
from jiqun.diagnosis.places import Place, places
from jiqun.disclosure import Compared
from jiqun.disclosure.blocks import blocks
from jiqun.disclosure.subtraction import told_by
from jiqun.filings import import_files
from jiqun.workspace import Snapshot, Workspace, release
from jiqun.workspace.vintages import vintage_snapshot
from tests import made
from tests.disclosure.test_comparing import COUNTIES, RD, column, sets_of_peers, told

YEAR = 2022
LATE, OWN = "test-047", "test-000"
PROVINCES = {key: f"{key[:2]}0000" for key in COUNTIES}
ZHEJIANG = reader_named("330000")
READERS = (PUBLIC, ZHEJIANG, reader_named("320000"), reader_named("330106"))


def amounts(clusters: int = 48) -> dict[str, int]:
    chance = Random(3)
    return {f"test-{number:03}": chance.randint(81000, 160000) for number in range(clusters)}


def county(cluster: str) -> str:
    return COUNTIES[int(cluster[-3:]) % len(COUNTIES)]


def file(workspace: Workspace, given: dict[str, int], reason: str = "") -> None:
    filings = [
        made.filing(cluster, YEAR, county(cluster), rd_spend_total=str(amount))
        for cluster, amount in given.items()
    ]
    folder = workspace.folder.parent / f"{len(list(workspace.folder.parent.iterdir()))}"
    folder.mkdir()
    outcomes = import_files(made.written(folder, *filings), workspace, reason)
    assert not any(outcome.refused for outcome in outcomes)


def released(workspace: Workspace) -> Snapshot:
    vintage, new = release(workspace, YEAR)
    assert new
    return vintage_snapshot(workspace, vintage.id)


def two_releases(folder: Path, then: dict[str, int]) -> tuple[Snapshot, Snapshot]:
    """Return what is released of all clusters but the late one, and then with further filings."""
    folder.mkdir()
    workspace = Workspace.create(folder / "w")
    given = amounts()
    file(workspace, {cluster: amount for cluster, amount in given.items() if cluster != LATE})
    before = released(workspace)
    file(workspace, then, "更正")
    return before, released(workspace)


@pytest.fixture(scope="module")
def late(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, Snapshot]:
    return two_releases(tmp_path_factory.mktemp("late") / "f", {LATE: amounts()[LATE]})


def everything_told(snapshot: Snapshot) -> list[object]:
    """Return the medians of very many sets and the places of every cluster, for each reader."""
    found: list[object] = []
    for reader in READERS:
        compared = Compared(snapshot, reader)
        names = [name for name in sorted(column(compared, YEAR)) if name != LATE]
        found += [told(compared, YEAR, peers) for peers in sets_of_peers(names)]
    return found


def seats(snapshot: Snapshot) -> dict[str, list[Place]]:
    found = places(Compared(snapshot, ZHEJIANG))
    return {
        key: [place for place in placed if place.figure == RD]
        for key, placed in found.items()
        if county(key) == "330106"
    }


def test_blocks_made_anew_for_each_release_give_a_late_filer_away(
    late: tuple[Snapshot, Snapshot],
) -> None:
    """The attack that holds where they are: sums over both releases' blocks are subtracted."""
    groups = []
    for snapshot in late:
        values = column(Compared(snapshot, PUBLIC), YEAR)
        provinces = {cluster: PROVINCES[county(cluster)] for cluster in values}
        groups.append([frozenset(block) for block in blocks(values, provinces)])
    assert told_by([*groups[0], *groups[1]])
    assert not told_by(groups[0])
    assert not told_by(groups[1])


def test_one_who_comes_late_moves_nothing_that_is_told_of_the_others(
    late: tuple[Snapshot, Snapshot],
) -> None:
    before, after = map(everything_told, late)
    assert before == after
    assert any(middle is not None for middle in before)


def test_of_who_comes_late_no_more_is_told_than_the_block_it_falls_into(
    late: tuple[Snapshot, Snapshot], tmp_path: Path
) -> None:
    """Two worlds in which it filed another figure of one block look the same to everybody."""
    stands = Compared(late[1], ZHEJIANG).stand_ins(RD, YEAR).values
    own = amounts()[LATE]
    other = next(
        amount
        for amount in range(own - 400, own + 401, 100)
        if amount != own and nearest(amount, set(stands.values())) == stands[LATE]
    )
    _, changed = two_releases(tmp_path / "f", {LATE: other})
    assert (
        column(Compared(changed, PUBLIC), YEAR)[LATE]
        != column(Compared(late[1], PUBLIC), YEAR)[LATE]
    )
    assert everything_told(changed) == everything_told(late[1])
    assert seats(changed) == seats(late[1])
    with_it = [*sorted(amounts())[1:9], LATE]
    assert told(Compared(changed, ZHEJIANG), YEAR, with_it) == told(
        Compared(late[1], ZHEJIANG), YEAR, with_it
    )


def nearest(amount: int, means: set[Decimal]) -> Decimal:
    revenue = Decimal(made.VALUES["revenue_total"])
    return min(means, key=lambda mean: abs(mean - amount / revenue))


def test_a_correction_moves_nothing_that_is_told_of_the_others(tmp_path: Path) -> None:
    corrected = "test-009"
    before, after = two_releases(tmp_path / "f", {corrected: 159000})
    stood = [
        Compared(snapshot, ZHEJIANG).stand_ins(RD, YEAR).values for snapshot in (before, after)
    ]
    assert {key for key in stood[0] if stood[0][key] != stood[1][key]} <= {corrected}
    assert set(stood[1].values()) <= set(stood[0].values())


def test_filings_told_one_by_one_before_a_release_tell_nothing(tmp_path: Path) -> None:
    """The latest filings are looked at every day: a median would move with each that comes in."""
    workspace = Workspace.create(tmp_path / "w")
    file(workspace, amounts())
    compared = Compared(workspace.latest(), ZHEJIANG)
    names = sorted(column(compared, YEAR))
    assert {told(compared, YEAR, peers) for peers in sets_of_peers(names)} == {None}
    assert {place.why for placed in seats(workspace.latest()).values() for place in placed} == {
        "few_hidden"
    }
    released(workspace)
    assert told(Compared(workspace.latest(), ZHEJIANG), YEAR, names) is not None


def test_the_release_of_the_next_year_tells_a_year_by_the_blocks_of_its_own(
    tmp_path: Path,
) -> None:
    """Who files the year before late, together with the next one, moves nothing either."""
    workspace = Workspace.create(tmp_path / "w")
    file(workspace, {cluster: amount for cluster, amount in amounts().items() if cluster != LATE})
    before = released(workspace)
    (tmp_path / "next").mkdir()
    filings = [
        made.filing(cluster, year, county(cluster), rd_spend_total=str(amount))
        for cluster, amount in amounts().items()
        for year in ([YEAR, YEAR + 1] if cluster == LATE else [YEAR + 1])
    ]
    assert not any(
        outcome.refused
        for outcome in import_files(made.written(tmp_path / "next", *filings), workspace)
    )
    vintage, _ = release(workspace, YEAR + 1)
    assert everything_told(vintage_snapshot(workspace, vintage.id)) == everything_told(before)
