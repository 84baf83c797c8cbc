"""A released workspace of four clusters said to be real, and what it publishes."""

from pathlib import Path

import pytest
from tests.made import filing, written

from jiqun.base.readers import Reader
from jiqun.filings import import_files
from jiqun.publications import Source, making
from jiqun.publications.contents import make
from jiqun.workspace import Vintage, Workspace, release

CLUSTERS = (("110108", "电子"), ("330106", "电子"), ("330110", "轻工"), ("410783", "机械"))


@pytest.fixture(scope="session")
def released(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Vintage]:
    folder = tmp_path_factory.mktemp("released")
    filings = []
    for number, (county, sector) in enumerate(CLUSTERS, start=1):
        made = filing(f"real-{number}", 2022, county, sector, output_total=str(3_000_000 + number))
        made["cluster"]["demo"] = False
        filings.append(made)
    workspace = Workspace.create(folder / "w")
    import_files(written(folder, *filings), workspace)
    vintage, _ = release(workspace, 2022)
    return workspace.folder, vintage


def source_of(released: tuple[Path, Vintage], reader: Reader) -> Source:
    """Return what a publication to a reader is made from; made-up clusters are not opened."""
    return Source(*released, reader, opened=False)


@pytest.fixture
def makings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Make publications in this process, and note what was made."""
    made: list[str] = []

    def here(source: Source, what: str, lock: int) -> None:
        made.append(what)
        make(source, what)

    monkeypatch.setattr(making, "made_apart", here)
    return made
