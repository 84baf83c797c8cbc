"""An official is told at least what the public is told, in every figure, bridge and crossing."""

from pathlib import Path

import pytest

from jiqun.base.definitions import LEVELS
from jiqun.base.readers import PUBLIC, Reader, reader_named
from jiqun.disclosure import Edition
from jiqun.indicators import Figure
from jiqun.workspace import Snapshot, Workspace
from jiqun.workspace.vintages import newest_vintage

YEAR = 2022
FIELD = "output_total"
OFFICIALS = [
    reader_named("330000"),  # Zhejiang without Ningbo: its total is its own and a few more
    reader_named("330200"),
    reader_named("130000"),
    reader_named("440000"),
]


@pytest.fixture(scope="module")
def snapshot(demonstration: Path) -> Snapshot:
    return newest_vintage(Workspace.open(demonstration), YEAR)


def figures(snapshot: Snapshot, reader: Reader) -> dict[tuple[str, ...], Figure]:
    edition = Edition(snapshot, reader)
    return {
        (figure.id, str(figure.year), figure.level, figure.key): figure
        for figure in edition.figures([YEAR - 1, YEAR], LEVELS)
    }


@pytest.fixture(scope="module")
def public(snapshot: Snapshot) -> dict[tuple[str, ...], Figure]:
    return figures(snapshot, PUBLIC)


@pytest.mark.parametrize("reader", OFFICIALS, ids=lambda reader: reader.name)
def test_every_figure_of_every_level_is_told_as_exactly(
    snapshot: Snapshot, public: dict[tuple[str, ...], Figure], reader: Reader
) -> None:
    own = figures(snapshot, reader)
    shown = {cell: figure for cell, figure in public.items() if figure.value is not None}
    assert {cell for cell in shown if own[cell].value is None} == set()
    for cell, figure in shown.items():
        if figure.numerator is not None or own[cell].numerator is None:
            assert own[cell] == figure
    more = [cell for cell in own if own[cell].value is not None and public[cell].value is None]
    assert more, "and its own beside it"


@pytest.mark.parametrize("reader", OFFICIALS, ids=lambda reader: reader.name)
def test_every_step_of_a_bridge_and_cell_of_a_crossing_is_told(
    snapshot: Snapshot, reader: Reader
) -> None:
    public, own = (Edition(snapshot, audience) for audience in (PUBLIC, reader))
    told, seen = (edition.bridge(YEAR, FIELD) for edition in (public, own))
    for step, amount in told.steps.items():
        assert amount is None or seen.steps[step] == amount
    sectors = {row["cluster_id"]: row for row in profiles(snapshot)}
    members = {
        level: {key: row[level] for key, row in sectors.items()}
        for level in ("sector", "macro_region")
    }
    crossed = [
        edition.crossing(YEAR, FIELD, members, ("sector", "macro_region"))
        for edition in (public, own)
    ]
    assert crossed[1].withheld <= crossed[0].withheld


def profiles(snapshot: Snapshot) -> list[dict[str, str]]:
    from jiqun.workspace.questions import filed_headers

    return snapshot.rows(filed_headers, columns=("cluster_id", "sector", "macro_region"))
