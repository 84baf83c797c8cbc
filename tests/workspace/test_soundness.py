"""What was changed behind the program's back is noticed when it is read, and made whole again."""

import json
import os
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from jiqun.base.errors import Refused
from jiqun.filings import Outcome
from jiqun.workspace import Workspace, release
from jiqun.workspace.vintages import vintage_snapshot
from tests.made import filing

Put = Callable[..., list[Outcome]]
Change = Callable[[Path], object]


@pytest.fixture
def filled(workspace: Workspace, put: Put) -> Workspace:
    put(filing("a"), filing("b"))
    release(workspace, 2022)
    return workspace


def times_ten(file: Path) -> None:
    """Multiply one cell by ten, keeping the file's time."""
    before = file.stat()
    table = pq.read_table(file)
    values = table.column("value").to_pylist()
    place = next(n for n, value in enumerate(values) if value and value < 10**6)
    values[place] *= Decimal(10)
    column = table.schema.get_field_index("value")
    table = table.set_column(
        column, table.schema.field("value"), pa.array(values, table.schema.field("value").type)
    )
    pq.write_table(table, file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))


def one_row_less(file: Path) -> None:
    pq.write_table(pq.read_table(file).slice(1), file)


def emptied(file: Path) -> None:
    file.write_bytes(b"")


def gone(file: Path) -> None:
    file.unlink()


def another_figure(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"exports":"300000"', b'"exports":"900000"'))


def refusal(read: Callable[[], object]) -> list[str]:
    with pytest.raises(Refused) as refused:
        read()
    return [problem.code for problem in refused.value.problems]


@pytest.mark.parametrize("change", [times_ten, one_row_less, emptied, gone])
def test_a_vintage_whose_cells_were_changed_is_refused_and_restored(
    filled: Workspace, change: Change, jiqun: Callable[..., Any]
) -> None:
    file = filled.folder / "vintages" / "2022-v1" / "cells.parquet"
    before = vintage_snapshot(filled, "2022-v1").sha256
    change(file)
    expected = {gone: "part_missing", emptied: "part_damaged"}.get(change, "vintage_changed")
    assert refusal(lambda: vintage_snapshot(filled, "2022-v1")) == [f"workspace.{expected}"]
    out = filled.folder.parent / "r.json"
    ran = jiqun("report", "-w", filled.folder, "--year", 2022, "-o", out)
    assert (ran.code, "Traceback" in ran.err, out.exists()) == (2, False, False)
    assert jiqun("doctor", "--deep", "-w", filled.folder).code == 2
    assert jiqun("doctor", "--rebuild", "-w", filled.folder).code == 0
    assert vintage_snapshot(filled, "2022-v1").sha256 == before
    assert jiqun("doctor", "--deep", "-w", filled.folder).code == 0


@pytest.mark.parametrize("change", [times_ten, one_row_less, emptied, gone])
def test_a_table_that_does_not_say_what_its_filings_say_is_refused_and_made_again(
    filled: Workspace, change: Change, jiqun: Callable[..., Any]
) -> None:
    change(filled.folder / "tables" / "cells-000001-000001.parquet")
    [code] = refusal(filled.latest)
    assert code in {"workspace.table_changed", "workspace.part_damaged", "workspace.part_missing"}
    assert jiqun("audit", "verify", "-w", filled.folder).code == 2
    assert jiqun("doctor", "--rebuild", "-w", filled.folder).code == 0
    assert filled.latest().years() == [2022]
    assert jiqun("audit", "verify", "-w", filled.folder).code == 0


def test_a_changed_document_is_refused_and_not_made_right_by_a_rebuild(
    filled: Workspace, jiqun: Callable[..., Any]
) -> None:
    another_figure(filled.folder / "submissions" / "000001.jsonl")
    assert set(refusal(filled.accepted)) == {"workspace.document_changed"}
    assert jiqun("doctor", "--rebuild", "-w", filled.folder).code == 2
    assert jiqun("audit", "verify", "-w", filled.folder).code == 2


@pytest.mark.parametrize("key", ["sha256", "submissions", "id"])
def test_a_forged_manifest_of_a_vintage_is_refused(filled: Workspace, key: str) -> None:
    file = filled.folder / "vintages" / "2022-v1" / "manifest.json"
    forged = {"sha256": "0" * 64, "submissions": 7, "id": "2022-v9"}[key]
    file.write_text(json.dumps({**json.loads(file.read_bytes()), key: forged}))
    assert len(refusal(lambda: vintage_snapshot(filled, "2022-v1"))) == 1


def test_a_vintage_and_its_hash_changed_together_are_found_by_the_deep_check(
    filled: Workspace, jiqun: Callable[..., Any]
) -> None:
    from jiqun.workspace.vintages import rows_sha256

    folder = filled.folder / "vintages" / "2022-v1"
    times_ten(folder / "cells.parquet")
    tables = [pq.read_table(folder / f"{name}.parquet") for name in ("headers", "cells")]
    said = json.loads((folder / "manifest.json").read_bytes())
    (folder / "manifest.json").write_text(json.dumps({**said, "sha256": rows_sha256(*tables)}))
    ran = jiqun("doctor", "--deep", "-w", filled.folder, "--json")
    found = [problem["code"] for problem in ran.document["problems"]]
    assert (ran.code, found) == (2, ["workspace.vintage_not_filed"])


def test_a_memory_that_claims_everything_is_right_is_not_believed_by_the_full_checks(
    filled: Workspace, jiqun: Callable[..., Any]
) -> None:
    from jiqun.workspace.checked import remember

    cells = filled.folder / "tables" / "cells-000001-000001.parquet"
    times_ten(cells)
    remember(filled.folder, [cells], ("", "tables"))
    assert jiqun("audit", "verify", "-w", filled.folder).code == 2
    assert jiqun("doctor", "--deep", "-w", filled.folder).code == 2


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "damaged_manifest"),
        (b"{", "damaged_manifest"),
        (b"[1]", "damaged_manifest"),
        (b"\xff\xfe", "damaged_manifest"),
        (b"[" * 100_000, "damaged_manifest"),
        (b'{"format": 2}', "damaged_manifest"),
        (b'{"format": "2", "batches": 0, "tables": []}', "damaged_manifest"),
        (b'{"format": 1, "batches": 1, "tables": [[1, 7]]}', "damaged_manifest"),
        (b'{"format": 2, "batches": 0, "tables": []}', "damaged_manifest"),
        (b'{"format": 99, "anything": 1}', "later_format"),
    ],
)
def test_a_damaged_manifest_and_one_from_the_future_are_one_sentence(
    filled: Workspace, jiqun: Callable[..., Any], content: bytes, code: str
) -> None:
    (filled.folder / "workspace.json").write_bytes(content)
    for words in (["release", "--year", 2022], ["audit", "verify"], ["doctor", "--deep"],
                  ["filings", "import", "none.json"], ["assess"]):  # fmt: skip
        ran = jiqun(*words, "-w", filled.folder)
        assert (ran.code, "Traceback" in ran.err) == (2, False), words
    assert refusal(lambda: Workspace.open(filled.folder)) == [f"workspace.{code}"]


@pytest.mark.parametrize("store", ["registry", "vintage", "roster"])
def test_every_store_refuses_a_format_from_the_future(filled: Workspace, store: str) -> None:
    from jiqun.clusters.roster_store import RosterStore
    from jiqun.registry import RegistryStore

    place, read = {
        "registry": ("registry/manifest.json", RegistryStore(filled.folder).require),
        "vintage": (
            "vintages/2022-v1/manifest.json", lambda: vintage_snapshot(filled, "2022-v1"),
        ),
        "roster": ("roster/manifest.json", RosterStore(filled).firms),
    }[store]  # fmt: skip
    (filled.folder / place).parent.mkdir(exist_ok=True)
    (filled.folder / place).write_text('{"format": 7}')
    assert refusal(read) == ["workspace.later_format"]
