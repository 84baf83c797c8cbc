"""JSON files: one filing or a list; what is no JSON, or no filing, is refused as a whole."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from jiqun.filings import import_files
from jiqun.filings.json_files import read_json
from jiqun.filings.read import read_file
from jiqun.workspace import Workspace
from tests.made import filing

Write = Callable[[bytes], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def into(content: bytes) -> Path:
        path = tmp_path / "filing.json"
        path.write_bytes(content)
        return path

    return into


def text(**changes: Any) -> str:
    return json.dumps(filing(**changes), ensure_ascii=False)


@pytest.mark.parametrize(
    ("content", "code", "words"),
    [
        (b"", "empty_file", "文件是空的"),
        (b"\xef\xbb\xbf", "empty_file", "文件是空的"),
        (b" \n\t ", "empty_file", "文件是空的"),
        (b"[]", "empty_file", "没有任何内容"),
        (text().encode()[:500], "not_json", "可能传输中被截断"),
        (text().encode()[:-1], "not_json", "可能传输中被截断"),
        (text().encode() + b"}", "not_json", "不是完整的 JSON"),
        (b"cluster_id,year,field,value,status\n", "not_json", "不是完整的 JSON"),
        (b"\x00\x01\x02", "not_json", "不是完整的 JSON"),
        (text().encode("gb18030"), "json_not_utf8", "JSON 只能用 UTF-8"),
        (text().encode("utf-16"), "json_not_utf8", "JSON 只能用 UTF-8"),
        (b"[" * 100_000, "nested_too_deep", "层级深得不可能是填报"),
        (text(exports="DEEP").encode().replace(b'"DEEP"', b"[" * 5000 + b"]" * 5000),
         "nested_too_deep", "层级深得不可能"),
        (text(exports="HALF").encode().replace(b"HALF", b"\\ud83d"), "half_a_character",
         "不完整的字符"),
        (text(exports="5").encode().replace(b'"exports"', b'"\\udc00"'), "half_a_character",
         "不完整的字符"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_json_is_refused_as_a_whole(
    write: Write, content: bytes, code: str, words: str
) -> None:
    read = read_file(write(content))
    assert [problem.code for problem in read.problems] == [f"filings.{code}"]
    assert words in read.problems[0].text("zh")
    assert read.filings == []


@pytest.mark.parametrize("depth", [100, 300, 900])
def test_a_value_nested_deep_is_refused_without_a_crash(
    write: Write, workspace: Workspace, depth: int
) -> None:
    deep = text(exports="DEEP").replace('"DEEP"', "[" * depth + "]" * depth)
    (outcome,) = import_files([write(deep.encode())], workspace)
    assert outcome.refused
    assert all(problem.text("zh") and problem.record() for problem in outcome.problems)


def test_a_syntax_error_names_its_line(write: Write) -> None:
    read = read_json(write(b'{\n "form": "sme-cluster-annual",\n "year": 2022,,\n}'))
    assert read.problems[0].where.line == 3


@pytest.mark.parametrize("content", [b"null", b"7", b'"filing"', b"[null]", b"[[]]", b"true"])
def test_json_that_is_no_filing_is_refused(write: Write, content: bytes) -> None:
    (found,) = read_json(write(content)).filings
    assert [problem.code for problem in found.problems] == ["filings.not_a_filing"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('"exports": ', '"exports": 1, "exports": '),
        ('"year": 2022', '"year": 2021, "year": 2022'),
        ('"sector": ', '"sector": "轻工", "sector": '),
        ('"coal_used": 20000', '"coal_used": {"status": "zero", "status": "missing"}'),
    ],
)
def test_a_key_written_twice_is_refused_wherever_it_stands(
    write: Write, workspace: Workspace, before: str, after: str
) -> None:
    twice = text().replace(before, after)
    assert twice != text()
    (outcome,) = import_files([write(twice.encode())], workspace)
    assert "filings.field_twice" in {problem.code for problem in outcome.problems}
    assert outcome.refused


def test_a_byte_order_mark_and_windows_line_ends_are_read(
    write: Write, workspace: Workspace
) -> None:
    content = b"\xef\xbb\xbf" + json.dumps(filing(), indent=1).replace("\n", "\r\n").encode()
    (outcome,) = import_files([write(content)], workspace)
    assert not outcome.refused


def test_numbers_are_read_exactly_and_not_as_floats(write: Write) -> None:
    content = text(output_total="N").replace('"N"', "2520000.10")
    (found,) = read_json(write(content.encode())).filings
    assert found.values["output_total"].said == Decimal("2520000.10")


@pytest.mark.parametrize(
    "number", ["1e400", "1E+999999999999999999999", "9" * 5000, "-" + "9" * 5000, "1" + "0" * 12]
)
def test_an_enormous_number_is_refused_as_its_cell(
    write: Write, workspace: Workspace, number: str
) -> None:
    content = text(output_total="N").replace('"N"', number)
    (outcome,) = import_files([write(content.encode())], workspace)
    assert {problem.where.field for problem in outcome.problems} == {"output_total"}
    assert all(len(problem.text("zh")) < 400 for problem in outcome.problems)
    assert outcome.refused


def test_a_list_of_filings_is_all_or_nothing(write: Write, workspace: Workspace) -> None:
    filings = [filing("test-001"), filing("test-002", exports="-1"), filing("test-003")]
    (outcome,) = import_files([write(json.dumps(filings).encode())], workspace)
    assert outcome.refused
    assert len(workspace.accepted()) == 0


def test_all_problems_come_together_and_not_the_first_only(
    write: Write, workspace: Workspace
) -> None:
    bad = filing(exports="-1", employment="many", sme_total=None, output_sme="9999999")
    bad["cluster"]["sector"] = "nothing"
    (outcome,) = import_files([write(json.dumps(bad).encode())], workspace)
    assert {problem.code for problem in outcome.problems} >= {
        "filings.negative",
        "filings.numeral_not_a_number",
        "filings.field_missing",
        "filings.part_above_whole",
        "clusters.unknown_sector",
    }


def test_a_file_that_may_not_be_read_is_refused(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write(text().encode())
    monkeypatch.setattr("os.access", lambda *_: False)
    assert [problem.code for problem in read_file(path).problems] == ["filings.not_readable"]


def test_other_kinds_of_files_are_refused_by_their_ending(tmp_path: Path) -> None:
    (tmp_path / "filing.doc").write_bytes(b"x")
    codes = [problem.code for problem in read_file(tmp_path / "filing.doc").problems]
    assert codes == ["filings.unknown_ending"]
    assert [problem.code for problem in read_file(tmp_path / "none.json").problems] == [
        "filings.no_file"
    ]
