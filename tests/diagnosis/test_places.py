"""Places among peers in every indicator and year, and what of them can be worked out."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from random import Random

import pytest
from tests import made

from jiqun.base.definitions import indicators
from jiqun.base.readers import NATION, PUBLIC, Reader, reader_named
from jiqun.diagnosis.places import WAYS, Place, placed, places
from jiqun.disclosure import Compared
from jiqun.filings import import_files
from jiqun.workspace import Snapshot, Workspace, release

COUNTIES = ("330106", "320104", "370102", "440103", "410102", "420102")
ZHEJIANG = reader_named("330000")
YEARS = (2021, 2022)
RD = ("rd_intensity", "rd_spend_total")
"""What stands and falls with the one field that clusters differ in, in the same order."""


def spent(clusters: int = 48, seed: int = 0) -> dict[tuple[str, int], int]:
    chance = Random(seed)
    return {
        (f"test-{number:03}", year): chance.randint(81000, 160000)
        for number in range(clusters)
        for year in YEARS
    }


def filed(folder: Path, amounts: dict[tuple[str, int], int]) -> Snapshot:
    folder.mkdir()
    filings = [
        made.filing(key, year, county_of(key), rd_spend_total=str(amount))
        for (key, year), amount in amounts.items()
    ]
    workspace = Workspace.create(folder / "w")
    outcomes = import_files(made.written(folder, *filings), workspace)
    assert not any(outcome.refused for outcome in outcomes)
    release(workspace, 2022)
    return workspace.latest()


def county_of(key: str) -> str:
    return COUNTIES[int(key[-3:]) % len(COUNTIES)]


def told(snapshot: Snapshot, reader: Reader, figures: Sequence[str] = RD) -> dict[str, list[Place]]:
    found = places(Compared(snapshot, reader))
    return {
        key: chosen
        for key, every in found.items()
        if (chosen := [place for place in every if place.figure in figures])
    }


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return filed(tmp_path_factory.mktemp("places") / "f", spent())


def test_every_indicator_of_single_clusters_and_every_year_has_a_row(snapshot: Snapshot) -> None:
    found = places(Compared(snapshot, NATION), "test-000")
    rows = [(place.figure, place.year) for place in found["test-000"]]
    assert rows == [(entry.figure, year) for entry in placed() for year in YEARS]
    assert list(found) == ["test-000"]
    for place in found["test-000"]:
        assert (place.share is None) == bool(place.why)


def test_a_place_is_counted_by_hand(tmp_path: Path) -> None:
    """Seven clusters alike but in research: 3 spend less, 1 the same, 2 more."""
    amounts = [100, 90, 90, 90, 100, 120, 130]
    given = {(f"test-{at:03}", 2022): 1000 * amount for at, amount in enumerate(amounts)}
    [place] = [
        place
        for place in places(Compared(filed(tmp_path / "f", given), NATION), "test-000")["test-000"]
        if place.figure == "rd_intensity"
    ]
    assert (place.first, place.last, place.of) == (3, 4, 7)
    assert place.share == round((3 + 0.5) / 6, 3)
    assert (place.least, place.most) == (round(3 / 6, 3), place.share)  # equals counted as ahead
    assert place.step == 2  # of one sector and size, in several macro-regions
    assert place.low is not None
    assert place.high is not None
    assert place.low < place.share < place.high


def test_few_peers_and_missing_values_cannot_be_told(tmp_path: Path) -> None:
    few = {(f"test-{at:03}", 2022): 100000 + at for at in range(5)}
    whys = {place.why for place in told(filed(tmp_path / "few", few), NATION)["test-000"]}
    assert whys == {"no_peers"}
    [before] = [
        place
        for place in places(Compared(filed(tmp_path / "f", spent(8)), NATION), "test-000")[
            "test-000"
        ]
        if (place.figure, place.year) == ("rd_spend_growth", 2021)
    ]
    assert (before.why, before.share, before.value) == ("no_value", None, None)


def test_the_span_over_methods_holds_the_place_and_moves(snapshot: Snapshot) -> None:
    every = [place for rows in told(snapshot, NATION).values() for place in rows]
    for place in every:
        assert place.least is not None
        assert place.share is not None
        assert place.most is not None
        assert place.least <= place.share <= place.most
    assert any(place.least != place.most for place in every)
    assert len({way.id for way in WAYS}) == len(WAYS)


def test_the_public_is_told_places_in_open_figures_alone(snapshot: Snapshot) -> None:
    found = places(Compared(snapshot, PUBLIC))
    figures = {place.figure for rows in found.values() for place in rows}
    assert figures
    assert not figures & set(RD)


def exchanged(
    snapshot: Snapshot, amounts: dict[tuple[str, int], int]
) -> dict[tuple[str, int], int]:
    """Return the amounts with those of two hidden clusters of each block exchanged, every year."""
    compared, changed = Compared(snapshot, ZHEJIANG), dict(amounts)
    for year in YEARS:
        found = compared.stand_ins("rd_intensity", year)
        blocks: dict[Decimal, list[str]] = {}
        for key, mean in found.values.items():
            if key in found.hidden:
                blocks.setdefault(mean, []).append(key)
        for first, second, *_ in blocks.values():
            changed[first, year], changed[second, year] = (
                amounts[second, year],
                amounts[first, year],
            )
    return changed


def test_what_hidden_clusters_of_a_block_filed_changes_nothing_that_is_told(
    snapshot: Snapshot, tmp_path: Path
) -> None:
    """The attack: every year, every method, every own cluster, put together.

    Two worlds in which hidden clusters of one block have each other's figures look the same to the
    province, and not to the nation: it cannot tell which of them filed what.
    """
    other = filed(tmp_path / "g", exchanged(snapshot, spent()))
    assert told(snapshot, ZHEJIANG) == told(other, ZHEJIANG)
    assert any(place.share is not None for rows in told(other, ZHEJIANG).values() for place in rows)
    own = [key for key in told(snapshot, ZHEJIANG) if county_of(key) == "330106"]
    seen = [{key: told(chosen, NATION)[key] for key in own} for chosen in (snapshot, other)]
    assert seen[0] != seen[1]


def test_where_no_block_can_be_made_no_place_is_told(tmp_path: Path) -> None:
    """Clusters of two provinces alone: whoever reads both knows all but too few."""
    amounts = {key: amount for key, amount in spent().items() if int(key[0][-3:]) % 6 < 2}
    snapshot = filed(tmp_path / "f", amounts)
    found = told(snapshot, ZHEJIANG)
    assert {place.why for rows in found.values() for place in rows} == {"few_hidden"}
    assert {place.why for place in told(snapshot, NATION)["test-000"]} == {""}


def test_less_energy_is_the_better_place(tmp_path: Path) -> None:
    assert indicators()["rd_intensity"].direction == "higher_is_better"
    assert indicators()["energy_intensity"].direction == "lower_is_better"
    folder = tmp_path / "f"
    folder.mkdir()
    filings = [
        made.filing(f"test-{at:03}", 2022, COUNTIES[at % 6], coal_used=20000 + 100 * at)
        for at in range(7)
    ]
    workspace = Workspace.create(folder / "w")
    import_files(made.written(folder, *filings), workspace)
    found = told(workspace.latest(), NATION, ["energy_intensity"])
    assert [found[f"test-{at:03}"][0].first for at in range(7)] == list(range(1, 8))
