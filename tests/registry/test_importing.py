"""Registers as people have them: every row is kept, repaired, merged or rejected with a reason."""

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jiqun.base.errors import Refused
from jiqun.registry import ImportResult, RegistryStore, import_registers, read_mapping
from tests.registry.made_up import HEADER, as_csv, row, valve_maker, workspace

Import = Callable[..., tuple[ImportResult, RegistryStore]]


@pytest.fixture
def imported(tmp_path: Path) -> Import:
    folder = workspace(tmp_path)

    def run(
        content: bytes, name: str = "r.csv", **options: Any
    ) -> tuple[ImportResult, RegistryStore]:
        path = tmp_path / name
        path.write_bytes(content)
        return import_registers(folder, [path], workers=1, **options), RegistryStore(folder)

    return run


def table(store: RegistryStore) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    found: list[dict[str, Any]] = pq.read_table(store.enterprises).to_pylist()
    return found


def ledger(store: RegistryStore) -> list[dict[str, Any]]:
    import pyarrow.parquet as pq

    found: list[dict[str, Any]] = pq.read_table(store.ledger).to_pylist()
    return found


def adds_up(result: ImportResult) -> bool:
    profile = result.profile
    assert profile is not None
    return profile.rows_read == profile.kept + sum(profile.merged.values()) + sum(
        profile.rejected.values()
    )


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_encodings_are_recognised(imported: Import, encoding: str) -> None:
    result, store = imported(as_csv([valve_maker(n) for n in range(3)], encoding=encoding))
    assert adds_up(result)
    assert [firm["county_code"] for firm in table(store)] == ["330382"] * 3
    assert {firm["town"] for firm in table(store)} == {"柳市镇"}


def test_a_line_in_another_encoding_is_repaired_and_said_so(imported: Import) -> None:
    lines = as_csv([valve_maker(1), valve_maker(2)]).split(b"\n")
    lines[2] = lines[2].decode().encode("gb18030")
    _, store = imported(b"\n".join(lines))
    assert table(store)[1]["name"] == "乐清市甲2阀门厂"
    assert [(row["line"], row["reason"]) for row in ledger(store)] == [(3, "gb18030")]


def test_the_same_code_and_the_same_name_and_place_are_merged_with_a_trace(
    imported: Import,
) -> None:
    again = valve_maker(1)
    without_code = [*valve_maker(1)]
    without_code[1] = ""
    result, store = imported(as_csv([valve_maker(1), again, without_code]), "r.csv")
    assert result.profile is not None
    assert result.profile.merged == {"same_code": 1, "same_name_place": 1}
    assert {row["into"] for row in ledger(store)} == {"r.csv:2"}


def test_swapped_columns_are_put_right_by_what_they_hold(imported: Import) -> None:
    name, credit, date, _, _, _, scope, province, city, address = valve_maker(1)
    swapped = [name, address, credit, city, date, scope, "N/A", "3", "000(万元)", "N/A", province]
    result, store = imported(as_csv([valve_maker(2), swapped]))
    assert adds_up(result)
    found = table(store)[1]
    assert (found["code"], found["scope"], found["capital"]) == (
        credit,
        scope.replace("、", "、"),
        "3,000(万元)",
    )
    assert ledger(store)[0]["reason"] == "columns_shifted"


def test_broken_quotes_lose_no_other_row(imported: Import) -> None:
    content = (
        as_csv([valve_maker(1)]) + '"乐清市乙阀门厂,x"y,,,,,阀门"制造,浙江,温州,乐清市\n'.encode()
    )
    result, _ = imported(content + as_csv([valve_maker(3)]).split(b"\n", 1)[1])
    assert adds_up(result)
    assert result.profile is not None
    assert result.profile.rows_read == 3
    assert result.profile.kept >= 2


def test_a_quoted_field_may_run_over_lines(imported: Import) -> None:
    firm = valve_maker(1)
    firm[6] = "阀门制造;\n水泵制造"
    result, store = imported(as_csv([firm, valve_maker(2)]))
    assert result.profile is not None
    assert result.profile.kept == 2
    assert table(store)[0]["made"] == ["阀门", "水泵"]


@pytest.mark.parametrize(
    ("name", "outcome"),
    [
        ('=HYPERLINK("http://x","某厂")', "formula"),
        ("@SUM(A1)", "formula"),
        ("12345", "no_name"),
        ("N/A", "no_name"),
        ("甲\x00\x07乙\u202e阀门厂", "kept"),
        ("\ufffd\ufffd\ufffd厂", "unreadable"),
    ],
)
def test_odd_names_are_cleaned_or_rejected_and_never_lost(
    imported: Import, name: str, outcome: str
) -> None:
    result, store = imported(as_csv([valve_maker(1), row(2, name, "阀门制造")]))
    assert adds_up(result)
    assert result.profile is not None
    if outcome == "kept":
        assert table(store)[1]["name"] == "甲乙阀门厂"
        assert "control_characters" in result.profile.repaired
    else:
        assert result.profile.rejected == {outcome: 1}


def test_a_line_of_50_mb_is_rejected_and_the_rest_is_read(imported: Import) -> None:
    start = as_csv([valve_maker(1)])
    rest = as_csv([valve_maker(2)]).split(b"\n", 1)[1]
    result, store = imported(start + b"x" * (50 << 20) + b"\n" + rest)
    assert adds_up(result)
    assert result.profile is not None
    assert result.profile.rejected == {"line_too_long": 1}
    assert [firm["line"] for firm in table(store)] == [2, 4]


@pytest.mark.parametrize(
    ("content", "name", "problem"),
    [
        (b"", "r.csv", "registry.empty_file"),
        (b"%PDF-1.7 ...", "r.csv", "registry.other_kind"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "r.csv", "registry.other_kind"),
        (b"PK\x03\x04xxxx", "r.csv", "registry.other_kind"),
        (
            gzip.compress(b"\x89PNG\r\n\x1a\n" + bytes(64), mtime=0),
            "r.csv.gz",
            "registry.other_kind",
        ),
        (b"PK\x03\x04xxxx", "r.xlsx", "registry.unreadable"),
        (b"not gzip", "r.csv.gz", "registry.unreadable"),
        (b"a,b,c\n1,2,3\n", "r.csv", "registry.no_name_column"),
        (b"x" * (2 << 20), "r.csv", "registry.no_header"),
        (b"PAR1xxxx", "r.parquet", "registry.unreadable"),
    ],
)
def test_what_is_no_register_is_refused_saying_why(
    imported: Import, content: bytes, name: str, problem: str
) -> None:
    result, store = imported(content, name)
    assert [problem.code for problem in result.problems] == [problem]
    assert result.problems[0].todo("zh")
    assert store.manifest()["batches"] == []


@pytest.mark.parametrize("left_out", ["统一社会信用代码", "经营范围"])
def test_a_register_without_codes_or_without_scopes_is_read_and_says_what_it_cannot_know(
    imported: Import, left_out: str
) -> None:
    at = HEADER.index(left_out)
    rows = [[*one[:at], *one[at + 1 :]] for one in map(valve_maker, range(3))]
    result, store = imported(as_csv(rows, [*HEADER[:at], *HEADER[at + 1 :]]))
    assert adds_up(result)
    field = "code" if at == 1 else "scope"
    assert [problem.code for problem in result.problems] == [f"registry.without_{field}"]
    assert [firm["county_code"] for firm in table(store)] == ["330382"] * 3
    assert {firm["industry_code"][:2] for firm in table(store)} == {"34"}
    assert {firm["code_status"] for firm in table(store)} == {"missing" if at == 1 else "valid"}


def test_a_register_without_codes_scopes_and_addresses_is_read_with_warnings(
    imported: Import,
) -> None:
    result, store = imported(as_csv([["乐清市甲阀门厂"], ["乐清市乙水泵厂"]], ["企业名称"]))
    assert [problem.code.removeprefix("registry.without_") for problem in result.problems] == [
        "code",
        "scope",
        "address",
    ]
    assert [firm["industry_code"] for firm in table(store)] == ["344", "344"]


def test_other_headings_come_with_a_mapping(imported: Import, tmp_path: Path) -> None:
    mapping = tmp_path / "m.yaml"
    mapping.write_text("columns: {name: 甲, scope: 乙}", encoding="utf-8")
    content = as_csv([["丙县丁阀门厂", "阀门制造"]], ["甲", "乙"])
    result, store = imported(content, mapping=read_mapping(mapping))
    assert adds_up(result)
    assert table(store)[0]["made"] == ["阀门"]


def test_a_mapping_to_a_heading_that_is_not_there_is_refused(imported: Import) -> None:
    result, _ = imported(as_csv([valve_maker(1)]), mapping={"name": "没有"})
    assert [problem.code for problem in result.problems] == ["registry.heading_missing"]


def test_an_unknown_field_in_a_mapping_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("columns: {nmae: 甲}", encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_mapping(path)
    assert refused.value.problems[0].code == "registry.mapping_unknown_field"


def test_the_same_file_again_changes_nothing(imported: Import) -> None:
    content = as_csv([valve_maker(1)])
    imported(content)
    result, store = imported(content)
    assert [problem.code for problem in result.problems] == ["registry.imported_before"]
    assert len(table(store)) == 1


def test_a_second_file_joins_the_first(imported: Import) -> None:
    imported(as_csv([valve_maker(1)]), "a.csv")
    result, store = imported(as_csv([valve_maker(1), valve_maker(2)]), "b.csv")
    assert result.profile is not None
    assert (result.profile.rows_read, result.profile.kept) == (3, 2)
    assert len(table(store)) == 2


def test_compressed_files_workbooks_and_parquet_are_read_alike(
    imported: Import, tmp_path: Path
) -> None:
    import openpyxl
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = [valve_maker(n) for n in range(3)]
    book = openpyxl.Workbook()
    for line in [HEADER, *rows]:
        book.active.append(line)  # type: ignore[union-attr]
    book.save(tmp_path / "x.xlsx")
    pq.write_table(
        pa.table({name: [line[at] for line in rows] for at, name in enumerate(HEADER)}),
        tmp_path / "x.parquet",
    )
    packed = gzip.compress(as_csv(rows))
    seen = []
    for name, content in (
        ("a.csv.gz", packed),
        ("b.xlsx", (tmp_path / "x.xlsx").read_bytes()),
        ("c.parquet", (tmp_path / "x.parquet").read_bytes()),
    ):
        result, _ = imported(content, name)
        assert result.profile is not None
        seen.append((result.profile.rows_read, result.profile.kept))
    assert seen == [(3, 3), (6, 3), (9, 3)]


def test_a_county_is_learned_from_towns_of_other_rows(imported: Import) -> None:
    rows = [valve_maker(n) for n in range(8)]
    rows.append(row(50, "甲乙阀门厂", "阀门制造", "330300", "柳市镇后街村"))
    _, store = imported(as_csv(rows))
    found = table(store)[-1]
    assert (found["county_code"], found["county_basis"]) == ("330382", "locality")


def test_an_old_code_is_read_as_todays_county(imported: Import) -> None:
    _, store = imported(as_csv([row(1, "甲阀门厂", "阀门制造", "410728", "某村")]))
    found = table(store)[0]
    assert found["county_code"] in ("410783", None)
    _, store = imported(as_csv([row(2, "乙阀门厂", "阀门制造", "330283", "某村")]), "b.csv")
    assert table(store)[1]["county_code"] == "330213"
    assert table(store)[1]["county_basis"] == "code_mapped"


@pytest.mark.slow
def test_a_million_identical_rows_become_one_enterprise_and_none_is_lost(
    imported: Import,
) -> None:
    header, line = as_csv([valve_maker(1)]).split(b"\n")[:2]
    result, store = imported(header + b"\n" + (line + b"\n") * 1_000_000)
    assert result.profile is not None
    assert result.profile.rows_read == 1_000_000
    assert (result.profile.kept, result.profile.merged) == (1, {"same_code": 999_999})
    assert len(table(store)) == 1
