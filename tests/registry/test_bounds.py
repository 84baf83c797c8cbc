"""A damaged or hostile register is refused by name, leaves nothing behind, and the rest goes on."""

import gzip
import io
import os
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from jiqun.base.errors import Problem
from jiqun.registry import RegistryStore, bounds, import_registers
from jiqun.registry.importing import damage
from tests.registry.made_up import HEADER, as_csv, valve_maker, workspace

ROWS = [valve_maker(number) for number in range(4000)]


def parquet() -> bytes:
    sink = io.BytesIO()
    columns = [pa.array(list(column)) for column in zip(*ROWS, strict=True)]
    pq.write_table(pa.table(columns, names=HEADER), sink, row_group_size=500)
    return sink.getvalue()


def book(rows: list[list[str]], change: Callable[[Any], None] = id) -> bytes:
    made = Workbook()
    sheet = made.active
    for cells in [HEADER, *rows]:
        sheet.append(cells)
    change(sheet)
    sink = io.BytesIO()
    made.save(sink)
    return sink.getvalue()


def cut(content: bytes) -> bytes:
    return content[: len(content) * 3 // 5]


def spoilt(content: bytes) -> bytes:
    """Return the content with a hundred bytes of its middle changed."""
    middle = len(content) // 2
    noise = random.Random(1).randbytes(100)  # no secret
    return content[:middle] + noise + content[middle + 100 :]


WHOLE = {
    "r.csv.gz": lambda: gzip.compress(as_csv(ROWS)),
    "r.xlsx": lambda: book(ROWS[:300]),
    "r.parquet": parquet,
}


@pytest.mark.parametrize("harm", [cut, spoilt])
@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_file_is_refused_by_name_and_the_rest_goes_on(
    tmp_path: Path, name: str, harm: Callable[[bytes], bytes]
) -> None:
    folder, inbox = workspace(tmp_path), tmp_path / "inbox"
    inbox.mkdir()
    (inbox / f"a-{name}").write_bytes(harm(WHOLE[name]()))
    (inbox / "b-good.csv").write_bytes(as_csv([valve_maker(9000 + n) for n in range(3)]))
    (inbox / f"c-{name}").write_bytes(WHOLE[name]())
    result = import_registers(folder, [inbox], workers=1)
    assert result.accepted == ["b-good.csv", f"c-{name}"]
    errors = [one for one in result.problems if one.severity == "error"]
    assert [one.where.file for one in errors] == [f"a-{name}"]
    store = RegistryStore(folder)
    assert [one["name"] for one in store.manifest()["files"]] == result.accepted
    sources = {row["source"] for row in pq.read_table(store.enterprises).to_pylist()}
    assert sources == {"b-good.csv", f"c-{name}"}


def test_where_every_file_is_damaged_nothing_is_stored(tmp_path: Path) -> None:
    folder = workspace(tmp_path)
    (tmp_path / "r.csv.gz").write_bytes(cut(WHOLE["r.csv.gz"]()))
    result = import_registers(folder, [tmp_path / "r.csv.gz"], workers=1)
    assert (result.accepted, result.profile) == ([], None)
    assert RegistryStore(folder).manifest()["files"] == []
    assert not list((folder / "registry" / "parts").glob("*"))


def refused(tmp_path: Path, name: str, content: bytes) -> list[Problem]:
    path = tmp_path / name
    path.write_bytes(content)
    result = import_registers(workspace(tmp_path), [path], workers=1)
    assert result.accepted == []
    return result.problems


def far(sheet: Any) -> None:
    sheet["XFD1048576"] = "远"


def test_a_far_cell_is_refused_before_a_grid_is_made(tmp_path: Path) -> None:
    [problem] = refused(tmp_path, "far.xlsx", book(ROWS[:3], far))
    assert problem.code == "registry.far_cell"
    assert "1048576" in problem.text("en")


def test_far_cells_without_a_value_are_no_fault(tmp_path: Path) -> None:
    from openpyxl.styles import Font

    def styled(sheet: Any) -> None:
        sheet["XFD1048576"].font = Font(bold=True)

    path = tmp_path / "styled.xlsx"
    path.write_bytes(book(ROWS[:3], styled))
    assert import_registers(workspace(tmp_path), [path], workers=1).accepted == ["styled.xlsx"]


def test_a_bomb_of_shared_texts_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounds, "SMALL_UNPACKED", 1 << 20)
    sink = io.BytesIO(book(ROWS[:3]))
    with zipfile.ZipFile(sink, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/more.xml", b"<si/>" * 1_000_000)
    [problem] = refused(tmp_path, "bomb.xlsx", sink.getvalue())
    assert problem.code == "registry.unpacks_too_far"


@pytest.mark.parametrize("line", [b"\n", b"a\n", b",,\r\n"])
def test_millions_of_lines_of_nothing_are_refused(tmp_path: Path, line: bytes) -> None:
    content = as_csv(ROWS[:3]) + line * 3_000_000
    [problem] = refused(tmp_path, "blank.csv.gz", gzip.compress(content, 1))
    assert problem.code == "registry.lines_too_short"


def test_what_is_packed_may_unpack_to_sixty_times_its_size(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "SMALL_UNPACKED", 1 << 20)
    content = as_csv(ROWS[:3]) + b"x" * 100 * 1000 + b"\n"
    [problem] = refused(tmp_path, "bomb.csv.gz", gzip.compress(content * 200))
    assert problem.code == "registry.unpacks_too_far"


def test_short_lines_are_cut_into_parts_without_losing_any(tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_bytes(as_csv(ROWS[:1]) + b"\n".join(b"a,b,c,d,e,%d" % n for n in range(70_000)))
    result = import_registers(workspace(tmp_path), [path], workers=1)
    assert result.profile is not None
    assert result.profile.rows_read == 70_001


def test_a_pipe_named_on_the_command_line_or_lying_in_a_folder_is_not_waited_for(
    tmp_path: Path,
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    os.mkfifo(inbox / "pipe.csv")
    (inbox / "zero.csv").symlink_to("/dev/zero")
    (inbox / "good.csv").write_bytes(as_csv(ROWS[:3]))
    assert import_registers(workspace(tmp_path), [inbox], workers=1).accepted == ["good.csv"]


def test_a_file_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "growing.csv"
    path.write_bytes(as_csv(ROWS[:3]))

    def growing(register: Any, blocks: Any) -> Any:
        yield from blocks
        path.write_bytes(as_csv(ROWS[:4]))

    monkeypatch.setattr("jiqun.registry.importing.bounded", growing)
    result = import_registers(workspace(tmp_path), [path], workers=1)
    assert (result.accepted, [one.code for one in result.problems]) == ([], ["inputs.changed"])


def test_an_interrupt_is_no_damage() -> None:
    with pytest.raises(KeyboardInterrupt):
        damage(KeyboardInterrupt(), Path("r.csv"))
