"""What a vintage publishes is published to somebody: an office's edition is nobody else's."""

import json
import shutil
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.test import Client
from tests.web.cast import CAST, COOKIE
from tests.web.samples import address

from jiqun.base.readers import PUBLIC, Office, Reader, reader_named
from jiqun.publications import contents, making
from jiqun.publications.answers import answers
from jiqun.web.explore import shelf as shelves
from jiqun.web.rights import right_of
from jiqun.web.routes import routes

OWN = "/clusters/real-2/"
"""The page of Hangzhou's cluster; what it filed as output is confidential."""
PAGES = (
    *(address(route) for route in routes() if "GET" in right_of(route.functions[0]).methods),
    "/clusters/?tab=filed",
    "/search/?q=real",
)
"""An address of every page, and what a query turns one into."""
FIGURE = "/api/v1/figures?level=cluster&id=output_total"


def as_reader(name: str) -> dict[str, str]:
    return {"HTTP_COOKIE": f"{COOKIE}={name}"} if name != "public" else {}


def asked(site: Client, address: str, name: str) -> Any:
    """Return an answer of the API or a report.json, without for whom it says it was made."""
    text = site.get(address, **as_reader(name)).content.decode()
    return json.loads(text.partition("<!--")[0])


def withheld(site: Client, name: str) -> int:
    """Return how often the page of Hangzhou's cluster says that a figure is withheld."""
    return site.get(OWN, **as_reader(name)).content.decode().count("不公开")


@pytest.mark.parametrize(
    ("name", "seen"),
    [
        ("public", set()),
        ("firm", set()),
        ("audit", set()),
        ("county", {"real-2"}),
        ("neighbour", {"real-3"}),
        ("agency", {"real-2"}),
        ("province", {"real-2", "real-3"}),
        ("nation", {"real-1", "real-2", "real-3", "real-4"}),
    ],
)
def test_each_reader_sees_their_own_clusters_figures_and_no_others(
    cast_site: Client, name: str, seen: set[str]
) -> None:
    found = asked(cast_site, FIGURE, name)["results"]
    assert {row["key"] for row in found if row["value"] is not None} == seen


def test_a_cluster_s_page_shows_its_figures_to_those_who_cover_it_alone(cast_site: Client) -> None:
    hidden = {name: withheld(cast_site, name) for name in CAST}
    assert hidden["public"] > 5
    told = {name for name, times in hidden.items() if times < hidden["public"]}
    assert told == {"county", "agency", "prefecture", "province", "nation"}


def test_a_report_is_each_reader_s_own_edition(cast_site: Client) -> None:
    read = {"public": "public", "firm": "public", "county": "330106", "nation": "nation"}
    for name, audience in read.items():
        assert asked(cast_site, "/reports/2022/report.json", name)["audience"] == audience


@pytest.mark.parametrize("page", PAGES)
def test_every_page_asks_the_shelf_for_who_reads(
    cast_site: Client, page: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_for = []
    unwatched = shelves.Shelf.published

    def noted(shelf: shelves.Shelf, vintage: str, reader: Reader) -> object:
        asked_for.append(reader)
        return unwatched(shelf, vintage, reader)

    monkeypatch.setattr(shelves.Shelf, "published", noted)
    for name in ("county", "nation"):
        asked_for.clear()
        cast_site.get(page, **as_reader(name))
        assert set(asked_for) <= {CAST[name]}


def test_who_sees_no_cluster_in_full_reads_the_public_s_edition(filed: Path) -> None:
    shelf = shelves.open_shelf(filed)
    public = shelf.newest(PUBLIC)
    for office in (Office.FIRM, Office.EXPERT, Office.SYSTEM, Office.SECURITY, Office.AUDIT):
        assert shelf.newest(Reader(office, credit_code="x", cases=frozenset({"y"}))) is public


def test_a_secret_answer_is_shown_to_those_who_cover_the_cluster_alone(
    filed: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = shutil.copytree(filed, tmp_path / "w", ignore=shutil.ignore_patterns("publications"))
    monkeypatch.setattr(making, "made_apart", lambda source, what, _: contents.make(source, what))
    monkeypatch.setattr("jiqun.disclosure.cells.field_is_secret", lambda _: True)
    shelf = shelves.open_shelf(here)
    public, county = shelf.newest(PUBLIC), shelf.newest(CAST["county"])
    assert public is not None
    assert county is not None
    assert answers(public, "real-2", 2022) == []
    assert answers(county, "real-2", 2022) != []
    assert answers(county, "real-1", 2022) == []


def test_every_edition_has_a_folder_of_its_own(filed: Path) -> None:
    shelf = shelves.open_shelf(filed)
    (vintage,) = shelf.vintages
    editions = {reader.audience for reader in CAST.values()}
    assert len(editions) == 7
    assert len({shelf.source(vintage.id, reader).folder for reader in editions}) == 7
    zhejiang = reader_named("330000")
    whole = Reader(Office.PROVINCE, within=("33",))
    assert zhejiang.name == whole.name
    folders = [shelf.source(vintage.id, reader).folder for reader in (zhejiang, whole)]
    assert folders[0] != folders[1]


def test_a_process_keeps_only_the_editions_read_last(
    filed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "Published", lambda source: SimpleNamespace(unchanged=source))
    shelf = shelves.open_shelf(filed)
    for number in range(1, 30):
        shelf.newest(Reader(Office.COUNTY, within=(f"3301{number:02}",)))
        shelf.newest(PUBLIC)
    kept = [reader for _, reader in shelf._published]
    assert len(kept) == shelves.MOST_EDITIONS
    assert kept[-1] == PUBLIC
    assert [reader.within for reader in kept[:-1]] == [
        (f"3301{number}",) for number in range(23, 30)
    ]
