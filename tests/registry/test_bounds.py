"""A damaged or hostile register is refused by name, leaves nothing behind, and the rest goes on."""

import gzip
import io
import os
import random
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from openpyxl import Workbook

from jiqun.base.errors import Problem, Refused
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
    errors = [problem for problem in result.problems if problem.severity == "error"]
    assert [error.where.file for error in errors] == [f"a-{name}"]
    store = RegistryStore(folder)
    assert [file["name"] for file in store.manifest()["files"]] == result.accepted
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
    folder = workspace(tmp_path)
    assert import_registers(folder, [inbox], workers=1).accepted == ["good.csv"]
    for name in ("pipe.csv", "zero.csv"):
        with pytest.raises(Refused) as refused:
            import_registers(folder, [inbox / name], workers=1)
        [problem] = refused.value.problems
        assert (problem.code, problem.where.file) == ("inputs.not_regular", str(inbox / name))


def short(number: int) -> bytes:
    """Return a number as XLSB writes it."""
    return number.to_bytes(4, "little")


def _cell(column: int) -> bytes:
    return b"\x02\x0c" + short(column) + short(0) + short(0x1A)


def _row(number: int) -> bytes:
    return b"\x00\x19" + short(number) + bytes(21)


def xlsb(last_row: int, last_column: int) -> bytes:
    """Return the least XLSB with a cell in the first place and one far out."""
    sheet = b"\x81\x01\x00" + b"\x94\x01\x10" + short(0) + short(last_row) + short(0)
    sheet += short(last_column) + b"\x91\x01\x00" + _row(0) + _cell(0)
    sheet += _row(last_row) + _cell(last_column) + b"\x92\x01\x00\x82\x01\x00"
    name, rid = "S".encode("utf-16-le"), "rId1".encode("utf-16-le")
    entry = short(0) + short(1) + short(4) + rid + short(1) + name
    book = b"\x83\x01\x00\x8f\x01\x00\x9c\x01" + bytes([len(entry)]) + entry
    book += b"\x90\x01\x00\x84\x01\x00"
    kind = "http://schemas.openxmlformats.org/package/2006/relationships"
    relation = (
        f'<Relationships xmlns="{kind}"><Relationship Id="rId1" Type="worksheet" '
        'Target="worksheets/sheet1.bin"/></Relationships>'
    )
    return packed({"xl/workbook.bin": book, "xl/_rels/workbook.bin.rels": relation.encode(),
                   "xl/worksheets/sheet1.bin": sheet})  # fmt: skip


def packed(parts: dict[str, bytes]) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return sink.getvalue()


def ods(rows: str) -> bytes:
    kind = "urn:oasis:names:tc:opendocument:xmlns:"
    content = (
        f'<office:document-content xmlns:office="{kind}office:1.0" xmlns:text="{kind}text:1.0" '
        f'xmlns:table="{kind}table:1.0"><office:body><office:spreadsheet><table:table '
        f'table:name="S">{rows}</table:table></office:spreadsheet></office:body>'
        "</office:document-content>"
    )
    media = b"application/vnd.oasis.opendocument.spreadsheet"
    manifest = b'<manifest:manifest xmlns:manifest="urn:x"/>'
    return packed({"mimetype": media, "META-INF/manifest.xml": manifest,
                   "content.xml": content.encode()})  # fmt: skip


def text_cell(text: str, times: int) -> str:
    said = f'table:number-columns-repeated="{times}" office:value-type="string"'
    return f"<table:table-cell {said}><text:p>{text}</text:p></table:table-cell>"


def repeated(text: str, rows: int, columns: int) -> bytes:
    cell = text_cell(text, columns)
    return ods(f'<table:table-row table:number-rows-repeated="{rows}">{cell}</table:table-row>')


def long_shared_text() -> bytes:
    """Return a workbook in which half a million cells share one text of 30,000 characters."""
    whole = zipfile.ZipFile(io.BytesIO(book([["x"]])))
    parts = {name: whole.read(name) for name in whole.namelist()}
    kind = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    shared = b'<sst xmlns="%s"><si><t>%s</t></si></sst>' % (kind, b"x" * 30_000)
    rows = b"".join(
        b'<row r="%d">%s</row>' % (number, b'<c t="s"><v>0</v></c>' * 50)
        for number in range(1, 10_001)
    )
    sheet = b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (kind, rows)
    return packed({**parts, "xl/sharedStrings.xml": shared, "xl/worksheets/sheet1.xml": sheet})


def long_parquet_text() -> bytes:
    sink = io.BytesIO()
    long = pa.DictionaryArray.from_arrays(pa.array([0] * 100_000, pa.int32()), ["x" * 900_000])
    columns = dict.fromkeys(HEADER[:2], long)
    pq.write_table(pa.table(columns), sink)
    return sink.getvalue()


FAR: dict[str, Callable[[], bytes]] = {
    "far.xlsb": lambda: xlsb(1_048_575, 16_383),
    "wide.ods": lambda: repeated("x", 1_000_000, 10_000),
    "long.ods": lambda: repeated("x" * 30_000, 100_000, 10),
    "shared.xlsx": long_shared_text,
    "long.parquet": long_parquet_text,
}  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a fork")
@pytest.mark.parametrize("name", FAR)
def test_what_would_fill_the_memory_is_refused_by_name_and_the_rest_goes_on(
    tmp_path: Path, name: str
) -> None:
    (tmp_path / name).write_bytes(FAR[name]())
    (tmp_path / "z.csv").write_bytes(as_csv(ROWS[:3]))
    paths = [tmp_path / name, tmp_path / "z.csv"]
    result = import_registers(workspace(tmp_path), paths, workers=1)
    assert result.accepted == ["z.csv"]
    codes = {problem.code for problem in result.problems if problem.severity == "error"}
    known = {"inputs.too_costly", "registry.unpacks_too_far", "registry.far_cell"}
    known |= {"registry.unreadable"}  # ODS: the library itself knows how wide a sheet may be
    assert codes
    assert codes <= known


def test_a_parquet_of_a_billion_rows_of_nothing_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bounds, "MOST_EMPTY_ROWS", 50_000)
    sink = io.BytesIO()
    pq.write_table(pa.table({name: pa.nulls(1_000_000, pa.string()) for name in HEADER}), sink)
    [problem] = refused(tmp_path, "empty.parquet", sink.getvalue())
    assert problem.code == "registry.empty_rows"


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
    assert (result.accepted, [problem.code for problem in result.problems]) == (
        [],
        ["inputs.changed"],
    )


def test_an_interrupt_is_no_damage() -> None:
    with pytest.raises(KeyboardInterrupt):
        damage(KeyboardInterrupt(), Path("r.csv"))
