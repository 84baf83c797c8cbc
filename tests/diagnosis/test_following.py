"""A measure's indicators beside matched peers without one: what is told, and what is not."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests import made
from tests.diagnosis.responses import taken

from jiqun.base.readers import NATION, Reader, reader_named
from jiqun.diagnosis.following import LEVEL, Trace, beside, follow
from jiqun.diagnosis.responding import Taken
from jiqun.disclosure import Compared
from jiqun.filings import import_files
from jiqun.workspace import Workspace, release

PEERS = 9
MONEY_MEASURE = "go_abroad_together"
COUNTY, ELSEWHERE = "330106", "330203"
FAR_APART = ("320104", "370102", "440103", "410102", "420102")
"""Counties of as many provinces: a block hides three from any two of them."""


def filed(
    cluster: str, county: str, before: int, now: int, field: str = "cloud_users"
) -> list[dict[str, Any]]:
    """Return two years of a cluster in which only one field moves."""
    return [
        made.filing(cluster, year, county, **{field: value})
        for year, value in ((2021, before), (2022, now))
    ]


def world(
    folder: Path,
    now: int,
    peers: int = PEERS,
    level: int = 100,
    field: str = "cloud_users",
    counties: Sequence[str] = (ELSEWHERE,),
    moves: Sequence[int] = (8, 9, 10, 11, 12),
) -> Compared:
    """Return a cluster that went from 100 to so many, beside peers that moved by some."""
    folder.mkdir()
    filings = filed("own-001", COUNTY, 100, now, field)
    for place in range(peers):
        county = counties[place % len(counties)]
        filings += filed(
            f"peer-{place:03}", county, level, level + moves[place % len(moves)], field
        )
    workspace = Workspace.create(folder / "w")
    outcomes = import_files(made.written(folder, *filings), workspace)
    assert not [outcome.file for outcome in outcomes if outcome.refused]
    release(workspace, 2022)
    return Compared(workspace.latest(), NATION)


def trace(
    compared: Compared,
    reader: Reader = NATION,
    others: Sequence[Taken] = (),
    of: str = "cloud_share",
    **said: Any,
) -> Trace:
    """Return what one figure did since the measure."""
    seen = Compared(compared.snapshot, reader)
    [followed] = follow(seen, "own-001", 2022, [taken(**said), *others])
    return next(told for told in followed.traces if told.moved.figure == of)


@pytest.fixture(scope="module")
def moved(tmp_path_factory: pytest.TempPathFactory) -> Compared:
    return world(tmp_path_factory.mktemp("moved") / "f", now=200)


def test_a_cluster_that_moved_far_more_than_its_peers_is_told_so(moved: Compared) -> None:
    found = trace(moved)
    assert (found.reading, found.peers, found.since, found.year) == ("as_hoped", PEERS, 2021, 2022)
    sme = Decimal(made.VALUES["sme_total"])
    mean = sum(Decimal(8 + place % 5) for place in range(PEERS)) / PEERS / sme
    assert found.change is not None
    assert abs(found.change - Decimal(100) / sme) < Decimal("1e-20")
    assert found.difference is not None
    assert abs(found.difference - (Decimal(100) / sme - mean)) < Decimal("0.000002")
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.difference < found.high


def test_one_that_moved_as_its_peers_did_shows_no_difference(tmp_path: Path) -> None:
    found = trace(world(tmp_path / "f", now=110))
    assert (found.reading, found.peers) == ("no_difference", PEERS)


def test_one_that_fell_behind_is_told_so_as_well(tmp_path: Path) -> None:
    assert trace(world(tmp_path / "f", now=20)).reading == "other_way"


def test_fewer_than_five_matched_peers_cannot_tell(tmp_path: Path) -> None:
    found = trace(world(tmp_path / "few", now=200, peers=4))
    assert (found.reading, found.why, found.peers, found.difference) == (
        "cannot_tell", "few_peers", 4, None,
    )  # fmt: skip


def test_peers_that_stood_elsewhere_before_are_not_matched(tmp_path: Path) -> None:
    far = trace(world(tmp_path / "far", now=200, level=40))
    assert (far.why, far.peers) == ("few_peers", 0)


def test_peers_that_took_a_measure_for_the_same_figure_are_not_matched(moved: Compared) -> None:
    others = [
        taken("peer-000"),
        taken("peer-001", measure="light_solutions"),
        taken("peer-002", since="2023-02-01"),  # later than what is asked
        taken("peer-003", measure="open_bidding"),  # moves nothing of this
    ]
    assert trace(moved, others=others).peers == PEERS - 2


def test_before_there_is_a_filing_nothing_is_told(moved: Compared) -> None:
    assert trace(moved, since="2023-05-01").why == "not_yet"
    assert trace(moved, since="2020-05-01").why == "no_figure"


def test_money_is_followed_by_how_many_times_it_grew_and_blurred_for_who_sees_no_peer(
    tmp_path: Path,
) -> None:
    compared = world(tmp_path / "f", now=200, peers=26, field="exports", counties=FAR_APART)
    whole, blurred = (
        trace(compared, reader, of="exports", measure=MONEY_MEASURE)
        for reader in (NATION, reader_named(COUNTY))
    )
    assert (whole.change, whole.reading, blurred.reading) == (1, "as_hoped", "as_hoped")
    assert whole.difference is not None
    for told in (blurred.difference, blurred.low, blurred.high):
        assert told is not None
        assert len(told.normalize().as_tuple().digits) <= 3
    assert blurred.difference is not None
    assert abs(blurred.difference - whole.difference) <= whole.difference / 4


def test_what_is_told_of_hidden_peers_is_made_of_whole_blocks(tmp_path: Path) -> None:
    """The attack: of two clusters of one block one is left out, and what is told is subtracted.

    With the figures of the two exchanged the nation is told something else, and the county the
    same to the last digit: it cannot work out whose is which, let alone how much.
    """
    moves = [8 + place for place in range(26)]
    given = world(tmp_path / "a", 200, 26, field="exports", counties=FAR_APART, moves=moves)
    first, second = _of_one_block(given, moves)
    moves[first], moves[second] = moves[second], moves[first]
    exchanged = world(tmp_path / "b", 200, 26, field="exports", counties=FAR_APART, moves=moves)
    left_out = [taken(f"peer-{first:03}", measure=MONEY_MEASURE)]
    nation, county = (
        [
            trace(compared, reader, left_out, of="exports", measure=MONEY_MEASURE)
            for compared in (given, exchanged)
        ]
        for reader in (NATION, reader_named(COUNTY))
    )
    assert nation[0].difference != nation[1].difference
    assert county[0].difference is not None
    assert county[0] == county[1]


def _of_one_block(compared: Compared, moves: Sequence[int]) -> tuple[int, int]:
    """Return two of the clusters that moved differently and share a block."""
    changes = {
        f"peer-{place:03}": Decimal(repr(float(np.log((100 + move) / 100))))
        for place, move in enumerate(moves)
    }
    changes["own-001"] = Decimal(repr(float(np.log(2))))
    found = compared.stand_ins_of("exports", 2022, "of the attack", lambda _: changes).values
    others = range(1, len(moves))
    return 0, next(at for at in others if found["peer-000"] == found[f"peer-{at:03}"])


def test_who_does_not_see_the_cluster_s_own_figure_is_told_nothing_of_it(tmp_path: Path) -> None:
    compared = world(tmp_path / "f", now=200, field="exports")
    seen = Compared(compared.snapshot, reader_named(ELSEWHERE))
    [followed] = follow(seen, "own-001", 2022, [taken(measure=MONEY_MEASURE)])
    assert "exports" not in {told.moved.figure for told in followed.traces}


def test_hidden_peers_that_are_in_no_block_are_left_out(
    moved: Compared, monkeypatch: pytest.MonkeyPatch
) -> None:
    hidden = {"peer-000", "peer-001"}

    def seen(_: Compared, *said: Any) -> bool:
        return said[-1] not in hidden

    monkeypatch.setattr(Compared, "tells", seen)
    found = trace(moved)
    assert (found.why, found.peers) == ("", PEERS - len(hidden))


@pytest.mark.parametrize("count", [5, 8, 15, 30])
@pytest.mark.parametrize("effect", [0.0, 0.7])
def test_the_interval_holds_the_effect_as_often_as_it_says(count: int, effect: float) -> None:
    draws = np.random.default_rng(count)
    worlds = [draws.normal(0.1, 0.3, count + 1) for _ in range(300)]
    found = [beside(float(world[0]) + effect, world[1:], seed) for seed, world in enumerate(worlds)]
    held = float(np.mean([interval.low <= effect <= interval.high for interval in found]))
    assert LEVEL - 0.05 <= held <= LEVEL + 0.07


def test_of_a_large_effect_most_are_told_apart_from_chance_and_of_none_few() -> None:
    draws = np.random.default_rng(7)
    told = {}
    for effect in (0.0, 1.5):
        worlds = [draws.normal(0.1, 0.3, 21) for _ in range(200)]
        found = [beside(float(world[0]) + effect, world[1:]) for world in worlds]
        told[effect] = float(np.mean([interval.low > 0 for interval in found]))
    assert told[0.0] < 0.1
    assert told[1.5] > 0.95


def test_the_same_numbers_give_the_same_interval() -> None:
    others = np.array([0.1, 0.2, 0.15, 0.3, 0.05, 0.12])
    assert beside(0.4, others) == beside(0.4, others)


def test_peers_that_all_moved_alike_leave_no_room_for_chance() -> None:
    found = beside(0.4, np.full(6, 0.1))
    assert (found.low, found.high) == (pytest.approx(0.3), pytest.approx(0.3))
