"""What a workbook may cost is told before a library opens it; usual ones need no process."""

from collections.abc import Callable
from pathlib import Path

import pytest

from jiqun.base.inputs import MEGABYTE
from jiqun.filings.workbook import costs, grid
from jiqun.filings.workbook.costs import Costs, has_long_text
from jiqun.filings.workbook.package import open_package
from tests.filings.workbook import workbooks

ROWS = b'<sheetData><row r="1"><c r="A%d"/></row></sheetData>'


def counted(*parts: tuple[bytes, bool]) -> Costs:
    found = Costs()
    for content, sheet in parts:
        if sheet:
            found.count_sheet(bytearray(content), 0, len(content))
        else:
            found.count(bytearray(content))
    return found


def test_a_filled_in_template_is_read_in_this_process(tmp_path: Path) -> None:
    package, _ = open_package(workbooks.filled(tmp_path))
    assert package is not None
    assert not package.costs.great


@pytest.mark.parametrize(
    "text", [b"<si><t>%s</t></si>", b"<x:si><x:t>%s</x:t></x:si>", b"<si ><t>%s</t></si >"]
)
def test_a_shared_text_costs_as_much_as_all_cells_that_may_name_it(text: bytes) -> None:
    shared, cells = text % (b"x" * 32_000), b"<c t = 's' >" * 1_100
    assert not counted((shared, False), (cells[:1000], True)).great
    assert counted((shared, False), (cells, True)).great
    assert counted((cells, True), (shared, False)).great


def test_sheets_cost_their_grids_however_few_cells_are_filled() -> None:
    low, tall = (ROWS % 9_999, True), (ROWS % 10_000, True)
    assert not counted(*[low] * 32).great
    assert counted(*[low] * 33).great
    assert not counted(*[tall] * 4).great
    assert counted(*[tall] * 5).great


@pytest.mark.parametrize("before", [0, 1, MEGABYTE - 1])
def test_a_text_of_two_megabytes_is_seen_wherever_it_stands(before: int) -> None:
    lead = b"<t/>".rjust(before, b"<")
    assert has_long_text(bytearray(lead + b"x" * 2 * MEGABYTE + b"</t>"))
    assert not has_long_text(bytearray((lead + b"x" * (MEGABYTE - 1) + b"<") * 2))


def test_a_picture_of_one_colour_refuses_nothing(tmp_path: Path) -> None:
    path = workbooks.filled(tmp_path)
    workbooks.rezipped(path, lambda parts: parts.update({"xl/media/a.bmp": bytes(3 * MEGABYTE)}))
    sheets, problems = grid.read_sheets(path)
    assert sheets
    assert problems == []


def test_a_costly_workbook_is_read_apart_as_any_other(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = workbooks.filled(tmp_path)
    usual, _ = grid.read_sheets(path)
    monkeypatch.setattr(costs, "MUCH", 0)
    apart, problems = grid.read_sheets(path)
    assert problems == []
    assert [vars(sheet) for sheet in apart] == [vars(sheet) for sheet in usual]


@pytest.mark.parametrize("much", [0, costs.MUCH])
def test_a_workbook_that_changes_while_it_is_read_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, much: int
) -> None:
    path = workbooks.filled(tmp_path)
    monkeypatch.setattr(costs, "MUCH", much)
    monkeypatch.setattr(grid, "open_package", _and_then(lambda: path.write_bytes(b"PK")))
    sheets, problems = grid.read_sheets(path)
    assert (sheets, [problem.code for problem in problems]) == ([], ["inputs.changed"])


def _and_then(change: Callable[[], object]) -> Callable[[Path], object]:
    def opened(path: Path) -> object:
        found = open_package(path)
        change()
        return found

    return opened
