"""What a vintage publishes is queried, rebuilt where it is damaged, and nobody else's."""

from pathlib import Path

import pyarrow.parquet as pq
import pytest
from tests.publications.conftest import source_of

from jiqun.base.definitions import LEVELS
from jiqun.base.readers import NATION, PUBLIC, Reader, reader_named
from jiqun.disclosure import Edition, field_is_secret, secret_figures
from jiqun.indicators import beside
from jiqun.publications import Publication
from jiqun.publications.contents import ANSWERS, FIGURES, PARTS, PLACES
from jiqun.publications.parts import MANIFEST
from jiqun.publications.publication import Chosen
from jiqun.workspace import Vintage, Workspace
from jiqun.workspace.vintages import vintage_snapshot

Released = tuple[Path, Vintage]
ZHEJIANG = reader_named("330000")


@pytest.fixture(params=[PUBLIC, ZHEJIANG, NATION], ids=lambda reader: str(reader.office))
def reader(request: pytest.FixtureRequest) -> Reader:
    return request.param  # type: ignore[no-any-return]  # as said above


@pytest.mark.usefixtures("makings")
def test_every_figure_is_published_as_the_gate_shows_it(released: Released, reader: Reader) -> None:
    publication = Publication(source_of(released, reader))
    snapshot = vintage_snapshot(Workspace.open(released[0]), released[1].id)
    shown = Edition(snapshot, reader).figures([2021, 2022], LEVELS)
    now = [figure for figure in shown if figure.year == 2022]
    figures = beside(now, [figure for figure in shown if figure.year == 2021])
    assert publication.years == [2022]
    for figure in figures:
        assert publication.at(figure.level, figure.key)[figure.id] == figure
        assert figure in publication.across(figure.level, figure.id)
    records = [row for level in LEVELS for row in publication.records(level, 2022, Chosen())]
    assert records == [figure.record() for figure in figures]


@pytest.mark.usefixtures("makings")
def test_nothing_secret_of_a_single_cluster_lies_on_the_disk_for_the_public(
    released: Released,
) -> None:
    folder = Publication(source_of(released, PUBLIC)).source.folder
    for name in (PLACES, FIGURES):
        rows = pq.read_table(folder / name).to_pylist()
        secret = [
            row for row in rows if row["level"] == "cluster" and row["id"] in secret_figures()
        ]
        assert secret
        assert {row["value"] for row in secret} == {None}
        assert {row["numerator"] for row in secret} == {None}
    answers = pq.read_table(folder / ANSWERS).to_pylist()
    assert answers
    assert not [row for row in answers if field_is_secret(row["field"])]
    assert b"300.0002" not in b"".join((folder / name).read_bytes() for name in PARTS)


def test_a_publication_is_made_once_and_then_read(released: Released, makings: list[str]) -> None:
    source = source_of(released, reader_named("410000"))
    first, again = Publication(source), Publication(source)
    assert first.at("nation", "CN") == again.at("nation", "CN") != {}
    assert first.report(".json") == again.report(".json")
    assert makings == ["tables", "report.json"]


@pytest.mark.parametrize("name", [*PARTS, MANIFEST])
@pytest.mark.parametrize("damage", ["gone", "changed"])
def test_what_is_missing_or_damaged_is_made_again(
    released: Released, makings: list[str], name: str, damage: str
) -> None:
    source = source_of(released, PUBLIC)
    held = Publication(source)
    before = held.at("province", "330000")
    makings.clear()
    path = source.folder / name
    if damage == "gone":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[:-1] + b"?")
    assert held.unchanged == (name == MANIFEST)
    assert Publication(source).at("province", "330000") == before
    assert makings == ["tables"]


@pytest.mark.usefixtures("makings")
def test_all_files_of_a_publication_are_as_readable_as_each_other(released: Released) -> None:
    folder = Publication(source_of(released, PUBLIC)).source.folder
    assert len({(folder / name).stat().st_mode for name in (*PARTS, MANIFEST)}) == 1


def test_a_damaged_report_is_never_given_out(released: Released, makings: list[str]) -> None:
    publication = Publication(source_of(released, PUBLIC))
    report = publication.report(".json")
    makings.clear()
    (publication.source.folder / "report.json").write_bytes(b"{}")
    assert publication.report(".json") == report
    assert makings == ["report.json"]


@pytest.mark.usefixtures("makings")
def test_a_place_nobody_knows_has_no_figures(released: Released) -> None:
    publication = Publication(source_of(released, PUBLIC))
    assert publication.at("cluster", "nobody") == {}
    assert publication.at("nation", "CN", 1999) == {}
    assert publication.across("cluster", "nothing") == []
    assert publication.answers("nobody", 2022) == {}


@pytest.mark.usefixtures("makings")
def test_a_page_of_a_list_is_the_same_part_of_the_whole_list(released: Released) -> None:
    publication = Publication(source_of(released, NATION))
    for chosen in (
        Chosen(),
        Chosen(key="real-2"),
        Chosen(ids=frozenset({"rd_intensity", "output_total"})),
        Chosen(status="zero"),
        Chosen(key="nobody"),
    ):
        whole = list(publication.records("cluster", 2022, chosen))
        assert publication.count("cluster", 2022, chosen) == len(whole)
        for start in (0, 1, 7, len(whole)):
            page = list(publication.records("cluster", 2022, chosen, start, 5))
            assert page == whole[start : start + 5]
