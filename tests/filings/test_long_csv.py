"""Long CSV files: for clusters already known, in UTF-8 or GB18030, rows in any order."""

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.filings import Outcome, import_files
from jiqun.filings.long_csv import read_long_csv
from jiqun.workspace import Workspace
from tests.made import filing, written

HEADER = "cluster_id,year,field,value,status"


def rows_of(made: dict[str, Any]) -> list[str]:
    """Return a filing as rows of a long CSV."""
    cluster, year = made["cluster"]["id"], made["year"]
    rows = []
    for prefix, part in (("", "values"), ("previous.", "previous")):
        for name, said in made[part].items():
            status = said["status"] if isinstance(said, dict) else ""
            value = "" if isinstance(said, dict) else said
            rows.append(f"{cluster},{year},{prefix}{name},{value},{status}")
    return rows


def document(*rows: str, header: str = HEADER, end: str = "\n") -> str:
    return end.join([header, *rows, ""])


@pytest.fixture
def take(workspace: Workspace, tmp_path: Path) -> Callable[..., Outcome]:
    """Import one CSV into the workspace."""

    def into(content: str | bytes, name: str = "long.csv") -> Outcome:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return import_files([path], workspace)[0]

    return into


def codes(outcome: Outcome) -> set[str]:
    return {problem.code.removeprefix("filings.") for problem in outcome.problems}


def test_a_long_csv_says_the_same_as_json(
    take: Callable[..., Outcome], put: Callable[..., Any], workspace: Workspace
) -> None:
    put(filing(year=2021))
    made = filing(previous={"output_total": "2150000.00"})
    assert len(take(document(*rows_of(made))).submissions) == 1
    by_csv = workspace.accepted()["test-001", 2022]
    (again,) = put(made)
    assert again.unchanged == 1
    assert by_csv.document["previous"] == {"output_total": "2150000"}


def test_the_rows_of_a_filing_need_not_stand_together(
    take: Callable[..., Outcome], put: Callable[..., Any], workspace: Workspace
) -> None:
    put(filing("test-001", 2021), filing("test-002", 2021))
    rows = rows_of(filing("test-001")) + rows_of(filing("test-002"))
    random.Random(0).shuffle(rows)  # no secret is made of it
    assert len(take(document(*rows)).submissions) == 2
    assert len(workspace.accepted()) == 4


def test_a_long_csv_registers_no_cluster(
    take: Callable[..., Outcome], workspace: Workspace
) -> None:
    outcome = take(document(*rows_of(filing())))
    assert codes(outcome) == {"unknown_cluster"}
    assert "长表 CSV 不登记新集群" in outcome.problems[0].text("zh")
    assert len(workspace.accepted()) == 0


def test_one_unknown_cluster_refuses_the_whole_file(
    take: Callable[..., Outcome], put: Callable[..., Any], workspace: Workspace
) -> None:
    put(filing("test-001", 2021))
    outcome = take(document(*rows_of(filing("test-001")), *rows_of(filing("test-002"))))
    assert outcome.refused
    assert list(workspace.accepted()) == [("test-001", 2021)]


def test_gb18030_is_read_and_the_reading_is_told(
    take: Callable[..., Outcome], put: Callable[..., Any], workspace: Workspace
) -> None:
    put(filing(year=2021))
    rows = [
        f"{row},{reason}"
        for row in rows_of(filing(exports={"status": "missing"}))
        for reason in ("海关数未出" if ",exports," in row else "",)
    ]
    outcome = take(document(*rows, header=f"{HEADER},reason").encode("gb18030"))
    assert codes(outcome) >= {"read_as_gb18030", "required_missing"}
    stored = workspace.accepted()["test-001", 2022].document["values"]["exports"]
    assert stored == {"status": "missing", "reason": "海关数未出"}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_byte_order_mark_and_line_ends_make_no_difference(
    take: Callable[..., Outcome], put: Callable[..., Any], end: str, mark: bytes
) -> None:
    put(filing(year=2021))
    outcome = take(mark + document(*rows_of(filing()), end=end).encode())
    assert not outcome.refused


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty_file", "文件是空的"),
        (b"\n \n", "empty_file", "文件是空的"),
        (HEADER.encode(), "empty_file", "没有任何内容"),
        ("cluster_id,year,field,value\n", "csv_header", "缺少 status"),
        (f"{HEADER},remark\n", "csv_header", "多出 remark"),
        (f"{HEADER},\n", "csv_header", "多出 (空)"),
        ("year,cluster_id,field,value,status\n", "csv_header", "列名应依次为 cluster_id,year"),
        (f"{HEADER},reason,reason\n", "csv_header", "列名应依次为"),
        ("test-001,2022,exports,5,\n", "csv_header", "第一行的列名不对"),
        (f"{HEADER}\ntest-001,2022,exports,1,200.5,\n", "csv_width", "这一行有 6 列，应为 5 列"),
        (f"{HEADER}\ntest-001,2022,exp", "csv_width", "这一行有 3 列"),
        (f'{HEADER}\ntest-001,2022,exports,"5', "bad_csv", "文件可能被截断"),
        (f"{HEADER}\n{'9' * 200_000},2022,exports,5,\n", "bad_csv", "CSV 格式有误"),
        (b"\xff\xfe\x80\x80\xff", "not_utf8", "既不是 UTF-8 也不是 GB18030"),
    ],
)
def test_a_broken_csv_is_refused_as_a_whole(
    take: Callable[..., Outcome], workspace: Workspace, content: str | bytes, code: str, words: str
) -> None:
    outcome = take(content)
    assert code in codes(outcome)
    assert words in "\n".join(problem.text("zh") for problem in outcome.problems)
    assert outcome.refused
    assert len(workspace.accepted()) == 0


def test_a_short_row_is_named_by_its_line(take: Callable[..., Outcome]) -> None:
    outcome = take(document("test-001,2022,exports,5,", "test-001,2022"))
    assert [
        problem.where.line for problem in outcome.problems if problem.code == "filings.csv_width"
    ] == [3]


def test_a_cell_is_named_by_its_line_cluster_year_and_field(
    take: Callable[..., Outcome], put: Callable[..., Any]
) -> None:
    put(filing(year=2021))
    rows = rows_of(filing())
    place = next(n for n, row in enumerate(rows) if ",exports," in row)
    rows[place] = "test-001,2022,exports,many,"
    (problem,) = take(document(*rows)).problems
    assert problem.where.text("zh") == f"long.csv · 第 {place + 2} 行 · test-001 · 2022 · exports"


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("test-001,2022,exports,1.2亿,", "numeral_bare_multiplier"),
        ("test-001,2022,exports,-5,", "negative"),
        ("test-001,2022,exports,,", "empty"),
        ("test-001,2022,exports,5,zero", "value_beside_status"),
        ("test-001,2022,exports,5,missing", "value_beside_status"),
        ("test-001,2022,exports,5,sure", "unknown_status"),
        ("test-001,2022,exports,5\x00,", "numeral_not_a_number"),
        ("test-001,2022,exports,,not_applicable", "cannot_be_not_applicable"),
        ("test-001,2022,export,5,", "unknown_field"),
    ],
)
def test_a_wrong_cell_is_refused(
    take: Callable[..., Outcome], put: Callable[..., Any], row: str, code: str
) -> None:
    put(filing(year=2021))
    rows = [row for row in rows_of(filing()) if ",exports," not in row]
    outcome = take(document(*rows, row))
    assert code in codes(outcome)
    assert outcome.refused


def test_a_field_given_twice_is_refused(
    take: Callable[..., Outcome], put: Callable[..., Any]
) -> None:
    put(filing(year=2021))
    rows = rows_of(filing(previous={"exports": 5}))
    assert not take(document(*rows)).refused, "this year's and last year's are two fields"
    assert codes(take(document(*rows, rows[-1]))) == {"field_twice"}
    assert "field_twice" in codes(take(document(*rows, rows[0])))


@pytest.mark.parametrize(
    "year", ["2018", "2031", "22", "20222", "２０２２", "二〇二二", "", "9" * 5000]
)
def test_a_year_out_of_range_is_refused(
    take: Callable[..., Outcome], put: Callable[..., Any], year: str
) -> None:
    put(filing(year=2021))
    outcome = take(document(f"test-001,{year},exports,5,"))
    assert codes(outcome) == {"year_out_of_range"}


def test_spaces_around_cluster_and_year_do_not_make_another_filing(
    take: Callable[..., Outcome], put: Callable[..., Any]
) -> None:
    put(filing(year=2021))
    rows = rows_of(filing())
    rows[3] = rows[3].replace("test-001,2022", " test-001 , 2022 ")
    assert not take(document(*rows)).refused


def test_missing_needs_no_reason_where_the_file_has_no_column_for_it(
    take: Callable[..., Outcome], put: Callable[..., Any]
) -> None:
    put(filing(year=2021))
    rows = rows_of(filing(exports={"status": "missing"}))
    outcome = take(document(*rows))
    assert not outcome.refused
    assert "required_missing" in codes(outcome)
    with_reasons = [f"{row}," for row in rows]
    outcome = take(document(*with_reasons, header=f"{HEADER},reason"))
    assert "missing_without_reason" in codes(outcome)


def test_filings_come_in_the_order_in_which_they_first_appear(tmp_path: Path) -> None:
    path = tmp_path / "long.csv"
    path.write_text(document("b,2022,exports,1,", "a,2022,exports,1,", "b,2022,employment,1,"))
    assert [filing.cluster_id for filing in read_long_csv(path).filings] == ["b", "a"]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [";", "\t", "|", "；"])
@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_separators_line_ends_and_encodings_are_found_out_and_named(
    take: Callable[..., Outcome], workspace: Workspace, separator: str, line_end: str, encoding: str
) -> None:
    made = filing()
    import_files(written(workspace.folder.parent, made), workspace)
    text = document(*rows_of(made), end=line_end).replace(",", separator)
    outcome = take(text.encode(encoding))
    assert not outcome.refused
    assert "roster.separator" in {problem.code for problem in outcome.problems}


@pytest.mark.parametrize(("encoding", "name"), [("utf-32", "UTF-32"), ("big5", "Big5")])
def test_an_encoding_that_is_not_read_is_named(
    take: Callable[..., Outcome], encoding: str, name: str
) -> None:
    text = f"{HEADER}\n臺灣閥門製造股份有限公司,2022,企業總數與從業人員,1,\n"
    [problem] = take(text.encode(encoding)).problems
    assert (problem.code, problem.details) == ("registry.other_encoding", {"encoding": name})
