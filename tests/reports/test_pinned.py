"""A report under another catalogue than the first says so; under the same it says nothing."""

import json
import shutil
from pathlib import Path

import pytest

from jiqun.base.own_catalogue import OwnCatalogue, under
from jiqun.base.readers import NATION
from jiqun.reports.content import catalogue_hash, compose
from jiqun.reports.json_writer import report_record
from jiqun.reports.pinned import PIN, pinned
from jiqun.workspace import Workspace
from jiqun.workspace.snapshots import Snapshot
from jiqun.workspace.vintages import vintage_snapshot

ENTERED = b'entered: {by: tester, date: "2026-03-01", document: a document}\n'
AMENDED = OwnCatalogue(
    {"indicators/leading_industry/output_total.yaml": ENTERED + b'plausible: {from: "2", to: "5"}'}
)


@pytest.fixture
def snapshot(demonstration: Path, tmp_path: Path) -> Snapshot:
    """Return the demonstration's vintage, in a workspace of its own and never reported."""
    folder = Path(shutil.copytree(demonstration, tmp_path / "w"))
    (folder / "vintages" / "2022-v1" / PIN).unlink(missing_ok=True)
    return vintage_snapshot(Workspace.open(folder), "2022-v1")


def test_the_first_report_pins_its_catalogue_and_the_next_under_it_says_nothing(
    snapshot: Snapshot,
) -> None:
    first = report_record(compose(snapshot, 2022, NATION))
    pin = json.loads((snapshot.header_files[0].parent / PIN).read_bytes())
    assert pin == {"catalogue_sha256": first["catalogue_sha256"]}
    assert "first_catalogue" not in report_record(compose(snapshot, 2022, NATION))


def test_a_report_under_another_catalogue_says_so(snapshot: Snapshot) -> None:
    first = report_record(compose(snapshot, 2022, NATION))
    with under(AMENDED):
        other = report_record(compose(snapshot, 2022, NATION))
    assert other["first_catalogue"]["sha256"] == first["catalogue_sha256"]
    assert first["catalogue_sha256"][:12] in other["first_catalogue"]["zh"]


def test_a_damaged_pin_is_replaced(snapshot: Snapshot) -> None:
    path = snapshot.header_files[0].parent / PIN
    path.write_bytes(b"{")
    assert pinned(snapshot, "ab") == "ab"
    assert json.loads(path.read_bytes()) == {"catalogue_sha256": "ab"}


def test_what_is_not_released_has_no_pin(demonstration: Path) -> None:
    assert pinned(Workspace.open(demonstration).latest(), "ab") == "ab"


def test_another_outline_is_another_catalogue() -> None:
    outline = ENTERED + b"title: {zh: \xe5\x88\xab\xe7\x9a\x84, en: other}\n"
    with under(OwnCatalogue({"reports/development.yaml": outline})):
        other = catalogue_hash()
    assert other != catalogue_hash()
