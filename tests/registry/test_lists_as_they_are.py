"""Lists as people keep them: places, parsers, identity, headings, and rows that are no firms."""

import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from jiqun.registry import HeadingMapping, read_mapping
from tests.old_workbooks import locked, locked_xls, xls
from tests.registry.made_up import as_csv, code, valve_maker
from tests.registry.test_importing import Import, adds_up, imported, ledger, table

__all__ = ["imported"]
HEADER = ["企业名称", "统一社会信用代码", "经营范围", "注册地址"]
PLACE = "乐清市柳市镇甲路{}号"


def firm(number: int) -> list[str]:
    return [
        f"乐清市甲{number}阀门厂",
        code("330382", number),
        "阀门、水泵制造",
        PLACE.format(number),
    ]


def book(rows: list[list[Any]], *sheets: tuple[str, list[list[Any]]], **options: Any) -> bytes:
    """Return a workbook; ``merge`` and ``hide`` are done to its first sheet."""
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for cells in rows:
        sheet.append(cells)
    for place in options.get("merge", ()):
        sheet.merge_cells(place)
    for number in options.get("hide", ()):
        sheet.row_dimensions[number].hidden = True
    for name, cells_of in sheets:
        more = made.create_sheet(name)
        for cells in cells_of:
            more.append(cells)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


def names(store: Any) -> list[str]:
    return sorted(one["name"] for one in table(store))


FIRMS = [firm(number) for number in range(1, 4)]
NAMES = sorted(cells[0] for cells in FIRMS)


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，", "；", "｜"])
def test_lines_may_end_and_cells_be_separated_as_they_like(
    imported: Import, line_end: str, separator: str
) -> None:
    text = line_end.join(separator.join(cells) for cells in [HEADER, *FIRMS])
    result, store = imported(text.encode())
    assert (names(store), result.problems, adds_up(result)) == (NAMES, [], True)


def test_a_lone_cr_among_other_line_ends_ends_a_line_between_whole_records(
    imported: Import,
) -> None:
    lines = [",".join(cells) for cells in [HEADER, *FIRMS]]
    broken = firm(9)
    broken[2] = "阀门\r水泵制造"
    text = lines[0] + "\n" + lines[1] + "\r" + lines[2] + "\n" + ",".join(broken) + "\n" + lines[3]
    _, store = imported(text.encode())
    assert names(store) == sorted([*NAMES, broken[0]])


def test_a_file_of_headings_alone_says_so_and_can_be_imported_when_it_is_whole(
    imported: Import,
) -> None:
    result, store = imported(as_csv([], HEADER))
    assert [one.code for one in result.problems] == ["registry.no_rows"]
    assert (result.accepted, store.manifest()["batches"]) == ([], [])


def test_a_file_without_a_firm_says_so_even_where_nothing_was_imported_before(
    imported: Import,
) -> None:
    result, store = imported(as_csv([["合计", "", "", ""], ["注：无", "", "", ""]], HEADER))
    assert [one.code for one in result.problems] == ["registry.no_firms"]
    assert result.profile is not None
    assert result.profile.rejected == {"note": 1, "total": 1}
    assert table(store) == []


@pytest.mark.parametrize("length", [64, 3 << 20])
@pytest.mark.parametrize("before", [b"", b"\n"])
def test_a_block_of_nuls_is_one_rejected_record_and_the_rows_around_it_are_read(
    imported: Import, length: int, before: bytes
) -> None:
    header, *lines = as_csv(FIRMS, HEADER).split(b"\n")[:4]
    content = b"\n".join([header, lines[0], b"\0" * length + before + lines[1], lines[2]])
    result, store = imported(content)
    assert names(store) == NAMES
    assert result.profile is not None
    assert result.profile.rejected == {"nul_block": 1}
    assert [one["line"] for one in ledger(store) if one["outcome"] == "rejected"] == [3]


def test_a_record_cut_by_a_block_of_nuls_is_rejected(imported: Import) -> None:
    header, *lines = as_csv(FIRMS, HEADER).split(b"\n")[:4]
    content = b"\n".join([header, lines[0], lines[1][:40] + b"\0" * 64 + lines[2]])
    result, store = imported(content)
    assert names(store) == [FIRMS[0][0], FIRMS[2][0]]
    assert result.profile is not None
    assert result.profile.rejected == {"beside_nul_block": 1, "nul_block": 1}


def test_two_codes_are_two_firms_and_a_name_alone_is_none(imported: Import) -> None:
    there = [*valve_maker(1)]
    there[1] = code("330382", 99)
    result, _ = imported(as_csv([valve_maker(1), there]))
    assert result.profile is not None
    assert result.profile.merged == {}
    result, _ = imported(as_csv([["利民五金店"], ["利民五金店"]], ["企业名称"]), "b.csv")
    assert result.profile is not None
    assert result.profile.kept == 4


def test_a_row_without_a_code_joins_no_firm_where_two_could_be_meant(imported: Import) -> None:
    rows = [valve_maker(1), [*valve_maker(1)], [*valve_maker(1)]]
    rows[1][1], rows[2][1] = code("330382", 99), ""
    result, _ = imported(as_csv(rows))
    assert result.profile is not None
    assert (result.profile.kept, result.profile.merged) == (3, {})


@pytest.mark.parametrize("said", ["9.13303820000000E+17", "9.1330382E+17", "913303820000000000.00"])
def test_a_code_that_was_a_number_identifies_nobody(imported: Import, said: str) -> None:
    rows = [[cells[0], said, *cells[2:]] for cells in FIRMS]
    result, store = imported(as_csv(rows, HEADER))
    assert names(store) == NAMES
    assert result.profile is not None
    assert result.profile.code["by"] == {"number": 3}
    assert result.profile.code["known"] == 0


def test_number_cells_of_a_workbook_invent_no_digits(imported: Import) -> None:
    rows = [[cells[0], 913303820000000123, *cells[2:]] for cells in FIRMS]
    _, store = imported(book([HEADER, *rows]), "r.xlsx")
    assert {one["code_status"] for one in table(store)} == {"number"}
    assert {one["code"] for one in table(store)} == {"9.1330382E+17"}


@pytest.mark.parametrize(
    "above",
    [
        [["附件1", "", "", ""], ["2022年企业名单", "", "", ""], ["", "", "", ""]],
        [["填报单位：某局", "", "单位：万元", ""]],
    ],
)
def test_headings_are_found_below_a_title(imported: Import, above: list[list[str]]) -> None:
    result, store = imported(as_csv([*above[1:], HEADER, *FIRMS], above[0]))
    assert names(store) == NAMES
    assert [one.code for one in result.problems] == ["registry.headings_below"]
    first = len(above) + 2
    assert [one["line"] for one in table(store)] == [first, first + 1, first + 2]


def test_headings_may_run_over_lines_and_wear_stars(imported: Import) -> None:
    dressed = ["*企业名称（必填）", "统一社会\n信用代码", "经营　范围", "注册地址："]
    _, store = imported(as_csv(FIRMS, dressed))
    assert (names(store), table(store)[0]["code"]) == (NAMES, FIRMS[0][1])


def test_two_rows_of_headings_are_joined(imported: Import) -> None:
    rows = [
        ["企业名称", "基本情况", "", ""],
        ["", "统一社会信用代码", "经营范围", "注册地址"],
        *FIRMS,
    ]
    _, store = imported(book(rows, merge=["A1:A2", "B1:D1"]), "r.xlsx")
    assert (names(store), table(store)[0]["code"]) == (NAMES, FIRMS[0][1])


def test_a_mapping_can_say_the_heading_row_and_the_county(imported: Import, tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_text("heading_row: 2\ncolumns: {name: 单位, county: 属地}", encoding="utf-8")
    mapping = read_mapping(path)
    assert mapping == HeadingMapping({"name": "单位", "county": "属地"}, 2)
    content = as_csv([["单位", "属地"], ["甲阀门厂", "乐清市"]], ["名称", "某"])
    _, store = imported(content, mapping=mapping)
    assert [(one["name"], one["county_code"]) for one in table(store)] == [("甲阀门厂", "330382")]


@pytest.mark.parametrize(
    ("places", "county"),
    [
        (["浙江省", "杭州市", "西湖区"], "330106"),
        (["浙江", "杭州", "西湖"], "330106"),
        (["", "杭州市", "西湖区"], "330106"),
        (["", "", "330106"], "330106"),
        (["", "", "浙江省杭州市西湖区"], "330106"),
        (["", "", "乐清市"], "330382"),
        (["", "", "西湖区"], None),
        (["江苏省", "", "鼓楼区"], None),
    ],
)
def test_a_column_of_counties_is_read(
    imported: Import, places: list[str], county: str | None
) -> None:
    _, store = imported(as_csv([["甲阀门厂", *places]], ["企业名称", "省份", "城市", "区县"]))
    assert table(store)[0]["county_code"] == county
    assert table(store)[0]["county_basis"] == ("column" if county else "unknown")


@pytest.mark.parametrize("name", ["R.CSV", "r.TXT", "R.Csv.Gz", "R.XLSX", "r.ET", "r.XLSM"])
def test_endings_are_read_in_any_case(imported: Import, name: str) -> None:
    import gzip

    content = as_csv(FIRMS, HEADER) if name[-4:].upper() not in ("XLSX", "R.ET", "XLSM") else b""
    content = content or book([HEADER, *FIRMS])
    _, store = imported(gzip.compress(content) if name.endswith("Gz") else content, name)
    assert names(store) == NAMES


def test_sheets_without_firms_are_passed_over_with_a_note(imported: Import) -> None:
    result, store = imported(book([HEADER, *FIRMS], ("说明", [["请填全称"]])), "r.xlsx")
    assert names(store) == NAMES
    assert [one.code for one in result.problems] == ["registry.sheet_passed_over"]


def test_hidden_rows_are_read_and_said_so(imported: Import) -> None:
    result, store = imported(book([HEADER, *FIRMS], hide=[2, 4]), "r.xlsx")
    assert names(store) == NAMES
    assert [(one.code, one.details) for one in result.problems] == [
        ("registry.hidden_rows_read", {"count": "2"})
    ]


def test_a_merged_place_belongs_to_its_rows_and_a_merged_name_does_not(imported: Import) -> None:
    rows = [
        ["区县", "企业名称"],
        ["乐清市", "甲阀门厂"],
        ["", "乙阀门厂"],
        ["", ""],
        ["永嘉县", "丁阀门厂"],
    ]
    _, store = imported(book(rows, merge=["A2:A3", "B3:B4"]), "r.xlsx")
    assert [(one["name"], one["county_code"]) for one in table(store)] == [
        ("甲阀门厂", "330382"),
        ("乙阀门厂", "330382"),
        ("丁阀门厂", "330324"),
    ]


@pytest.mark.parametrize("name", ["r.xlsx", "r.xls", "r.et"])
def test_a_workbook_with_a_password_is_refused_in_plain_words(imported: Import, name: str) -> None:
    for content in (locked(book([HEADER, *FIRMS])), locked_xls(xls([HEADER, *FIRMS]))):
        result, _ = imported(content, name)
        assert [one.code for one in result.problems] == ["registry.password"]
        assert "密码" in result.problems[0].text("zh")


@pytest.mark.parametrize("name", ["r.xls", "r.et", "R.XLS"])
@pytest.mark.parametrize("mac", [False, True])
def test_a_workbook_of_1997_is_read(imported: Import, name: str, mac: bool) -> None:
    rows = [[*cells, date(2022, 6, 1)] for cells in FIRMS]
    content = xls([[*HEADER, "成立日期"], *rows], [["填表说明"]], mac=mac, hide=True)
    result, store = imported(content, name)
    assert names(store) == NAMES
    assert {one["registered_on"] for one in table(store)} == {"2022-06-01"}
    assert sorted(one.code for one in result.problems) == [
        "registry.hidden_sheet_read",
        "registry.sheet_passed_over",
    ]


@pytest.mark.parametrize("said", [datetime(2022, 6, 1), 43251])
def test_days_of_a_workbook_of_1904(imported: Import, said: Any) -> None:
    made = openpyxl.Workbook()
    made.epoch = CALENDAR_MAC_1904
    sheet = made.active
    assert sheet is not None
    sheet.append(["企业名称", "成立日期"])
    sheet.append(["甲阀门厂", said])
    content = io.BytesIO()
    made.save(content)
    _, store = imported(content.getvalue(), "r.xlsx")
    assert [one["registered_on"] for one in table(store)] == ["2022-06-01"]


@pytest.mark.parametrize("content", [b"<html><table></table></html>", b"a,b\n1,2\n", b"%PDF-1.7"])
def test_what_only_calls_itself_a_workbook_is_refused(imported: Import, content: bytes) -> None:
    result, _ = imported(content, "r.xls")
    assert [one.code for one in result.problems] == ["registry.no_workbook"]


def test_big5_is_named(imported: Import) -> None:
    text = "企業名稱,註冊地址\n甲一閥門有限公司,台北市中正區忠孝東路一段1號\n"
    result, _ = imported(text.encode("big5"))
    assert [one.code for one in result.problems] == ["registry.other_encoding"]
    assert "Big5" in result.problems[0].text("zh")


def test_totals_notes_and_signatures_are_rejected_with_their_reason(imported: Import) -> None:
    below = ["合计", "总计3家", "注：本表由各县填报", "填表人：张某", "#REF!", "以上企业均已核实"]
    rows = [*FIRMS, *([text, "", "", ""] for text in below)]
    result, store = imported(as_csv(rows, HEADER) + "小计\n".encode())
    assert names(store) == NAMES
    assert result.profile is not None
    assert result.profile.rejected == {"error_value": 1, "note": 2, "signature": 1, "total": 3}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["乐清市", "", "", ""], "section"),
        (["", "柳市镇（3家）", "", ""], "no_name"),
        (["柳市镇小计", "", "", ""], "total"),
        (["小计（3家）", "", "", ""], "total"),
        (["总计（家）", "", "", ""], "total"),
        (["合计：（万元）", "", "", ""], "total"),
        (["营业执照全称", "18位", "", ""], "note"),
        (["（全称）", "（18位）", "", ""], "note"),
        (["（以下无正文）", "", "", ""], "note"),
        (["（示例）某某公司", "9133", "", ""], "note"),
        (["打印日期：2022-11-01", "", "", ""], "signature"),
        (["企业名称", "统一社会信用代码", "经营范围", "注册地址"], "header_again"),
        (["统一社会信用代码", "企业名称", "注册地址", "经营范围"], "header_again"),
    ],
)
def test_rows_that_group_explain_or_repeat_are_rejected_with_their_reason(
    imported: Import, cells: list[str], reason: str
) -> None:
    result, store = imported(as_csv([FIRMS[0], cells, *FIRMS[1:]], HEADER))
    assert names(store) == NAMES
    assert result.profile is not None
    assert result.profile.rejected == {reason: 1}


def test_two_tables_side_by_side_are_not_lost_in_silence(imported: Import) -> None:
    rows = [[*FIRMS[0], "", *FIRMS[1]]]
    result, _ = imported(as_csv(rows, [*HEADER, "", *HEADER]))
    assert [one.code for one in result.problems] == ["registry.heading_twice"]


@pytest.mark.parametrize(
    ("said", "county"),
    [
        ("350182", "350112"),
        ("330382000000", "330382"),
        ("410728", None),
        ("市辖区", None),
        ("开发区", None),
        ("石河子市", "659001"),
        ("仙桃市", "429004"),
        ("东莞市", "441900"),
        ("福建省福州市长乐市", "350112"),
    ],
)
def test_a_county_is_read_as_it_was_and_as_it_is_called(
    imported: Import, said: str, county: str | None
) -> None:
    _, store = imported(as_csv([["甲阀门厂", said]], ["企业名称", "区县"]))
    assert table(store)[0]["county_code"] == county


@pytest.mark.parametrize(
    ("heading", "said", "capital"),
    [
        ("注册资本（万元）", "500", "500万元"),
        ("注册资本(元)", "5,000,000", "5,000,000元"),
        ("注册资本（万元）", "500万美元", "500万美元"),
        ("注册资本", "500", "500"),
        ("注册资本（万元）", "-", ""),
    ],
)
def test_an_amount_keeps_the_unit_its_heading_states(
    imported: Import, heading: str, said: str, capital: str
) -> None:
    _, store = imported(as_csv([["甲阀门厂", said]], ["企业名称", heading]))
    assert table(store)[0]["capital"] == capital


@pytest.mark.parametrize("header", [["Company Name", "USCC"], ["单位名称", "信用代码"]])
def test_usual_headings_are_known(imported: Import, header: list[str]) -> None:
    _, store = imported(as_csv([cells[:2] for cells in FIRMS], header))
    assert [one["code"] for one in table(store)] == [cells[1] for cells in FIRMS]


def test_utf_32_is_named(imported: Import) -> None:
    result, _ = imported(as_csv(FIRMS, HEADER, "utf-32"))
    assert [one.details for one in result.problems] == [{"encoding": "UTF-32"}]


def test_days_and_people_that_cannot_be_read_are_counted(imported: Import) -> None:
    said = [
        ("20220601", "35.0"),
        ("44713", "1200人"),
        ("2022年6月1日", "1，200"),
        ("2022-02-31", "约200"),
        ("06/01/2022", "200-499"),
        ("2022-06-01 00:00:00", "０"),
    ]
    rows = [[f"甲{number}阀门厂", *cells] for number, cells in enumerate(said)]
    result, store = imported(as_csv(rows, ["企业名称", "成立日期", "从业人数"]))
    assert [one["registered_on"] for one in table(store)] == [
        "2022-06-01",
        "2022-06-01",
        "2022-06-01",
        "",
        "",
        "2022-06-01",
    ]
    assert [one["employees"] for one in table(store)] == [35, 1200, 1200, None, None, 0]
    assert result.profile is not None
    assert result.profile.unread == {"employees": 2, "registered_on": 2}
    assert adds_up(result)


FULL = ["企业名称", "统一社会信用代码", "经营范围", "城市", "从业人数"]
ROWS = st.lists(
    st.tuples(
        st.integers(1, 4),
        st.booleans(),
        st.sampled_from(["阀门制造", "水泵制造、销售", ""]),
        st.sampled_from(["温州市", "杭州市", ""]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=12,
)


def told(imported: Import, content: bytes, name: str) -> tuple[Any, Any]:
    result, store = imported(content, name)
    keep = set(table(store)[0]) - {"row", "source", "line"} if table(store) else set()
    firms = sorted(str(sorted((key, one[key]) for key in keep)) for one in table(store))
    assert result.profile is not None
    return result.profile.record(), firms


@given(
    ROWS,
    st.randoms(use_true_random=False),
    st.sampled_from(["utf-8-sig", "gb18030", "utf-16", "utf-16-le"]),
    st.sampled_from("\t;|"),
    st.sampled_from(["\r\n", "\r"]),
)
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_order_encoding_separator_and_line_ends_change_no_result(
    tmp_path_factory: pytest.TempPathFactory,
    rows: Any,
    dice: Any,
    encoding: str,
    separator: str,
    line_end: str,
) -> None:
    from jiqun.registry import RegistryStore, import_registers
    from tests.registry.made_up import workspace

    cells = [
        [f"乐清市甲{n}阀门厂", code("330382", n) if coded else "", scope, city, str(people)]
        for n, coded, scope, city, people in rows
    ]
    shuffled = [*cells]
    dice.shuffle(shuffled)
    seen = []
    for lines, ends, cut, how in (
        (cells, "\n", ",", "utf-8"),
        (shuffled, line_end, separator, encoding),
    ):
        folder = tmp_path_factory.mktemp("w")
        path = folder / "r.csv"
        path.write_bytes(ends.join(cut.join(line) for line in [FULL, *lines]).encode(how))
        where = workspace(folder)

        def run(_: bytes, __: str, path: Path = path, where: Path = where) -> Any:
            return import_registers(where, [path], workers=1), RegistryStore(where)

        seen.append(told(run, b"", ""))
    assert seen[0] == seen[1]


@pytest.mark.parametrize("kind", ["text", "number", "float"])
def test_the_type_of_a_column_changes_no_result(
    imported: Import, tmp_path: Path, kind: str
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    said: dict[str, Any] = {"text": "35", "number": 35, "float": 35.0}
    people = [said[kind], None]
    pq.write_table(
        pa.table({"企业名称": ["甲阀门厂", "乙阀门厂"], "从业人数": people}), tmp_path / "x.parquet"
    )
    _, store = imported((tmp_path / "x.parquet").read_bytes(), "r.parquet")
    assert [one["employees"] for one in table(store)] == [35, None]


def test_a_firm_with_a_rare_character_is_the_same_in_either_encoding(imported: Import) -> None:
    rows = [["\u9fb4𠮷阀门厂", "阀门制造", PLACE.format(1)]]
    header = ["企业名称", "经营范围", "注册地址"]
    old = as_csv(rows, header, "gb18030")
    imported(old.replace("\u9fb4".encode("gb18030"), b"\xfe\x59"), "a.csv")
    result, store = imported(as_csv(rows, header), "b.csv")
    assert result.profile is not None
    assert (names(store), result.profile.merged) == (["\u9fb4𠮷阀门厂"], {"same_name_place": 1})
