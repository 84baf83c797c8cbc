"""Lists of firms as offices keep them are read rightly, or refused with the fault by name."""

import io
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from jiqun.clusters.roster import Roster
from jiqun.filings.roster_files import read_roster_file
from jiqun.filings.roster_reading import Known
from tests.clusters.rosters import code
from tests.old_workbooks import locked, locked_xls, xls

HEADER = [
    "统一社会信用代码",
    "企业名称",
    "区县",
    "行业代码",
    "产值（万元）",
    "从业人员",
    "纳入日期",
]
KNOWN = Known("demo-001", {"demo-001": ["330106"]})
Read = Callable[..., tuple[Roster, list[str]]]


def firm(number: int) -> list[Any]:
    place, industry = "330106", "3962"
    return [code(number), f"示例企业{number}", place, industry, "1200.5", "50", "2022-06-01"]


FIRMS = [firm(number) for number in (1, 2, 3)]


def as_text(rows: Sequence[Sequence[Any]], separator: str = ",", line_end: str = "\n") -> str:
    return line_end.join(separator.join(map(str, cells)) for cells in rows)


def book(rows: Sequence[Sequence[Any]], *more: Sequence[Sequence[Any]], **options: Any) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for cells in rows:
        sheet.append(list(cells))
    for place in options.get("merge", ()):
        sheet.merge_cells(place)
    for number in options.get("hide", ()):
        sheet.row_dimensions[number].hidden = True
    for number, rows_of in enumerate(more):
        other = made.create_sheet(f"表{number}", options.get("at"))
        for cells in rows_of:
            other.append(list(cells))
        other.sheet_state = options.get("state", "visible")
    if options.get("mac"):
        made.epoch = CALENDAR_MAC_1904
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Read a list; return it with the codes of everything said of it."""

    def reading(content: bytes | str, name: str = "r.csv", known: Known = KNOWN) -> Any:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        rosters, problems = read_roster_file(path, known)
        roster = rosters[0] if rosters else Roster(name, "")
        return roster, [problem.code for problem in [*problems, *roster.problems]]

    return reading


def names(roster: Roster) -> list[str]:
    return [firm.name for firm in roster.firms]


ALL = [cells[1] for cells in FIRMS]


@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [",", "\t", ";", "|", "，", "；"])
def test_cells_may_be_separated_and_lines_end_as_they_like(
    read: Read, separator: str, line_end: str
) -> None:
    roster, codes = read(as_text([HEADER, *FIRMS], separator, line_end))
    assert (names(roster), codes) == (ALL, [] if separator == "," else ["roster.separator"])


@pytest.mark.parametrize(
    ("encoding", "codes"),
    [
        ("utf-8", []),
        ("utf-8-sig", []),
        ("utf-16", []),
        ("utf-16-le", []),
        ("utf-16-be", []),
        ("gb18030", ["filings.read_as_gb18030"]),
    ],
)
def test_encodings_are_found_out(read: Read, encoding: str, codes: list[str]) -> None:
    roster, said = read(as_text([HEADER, *FIRMS]).encode(encoding))
    assert (names(roster), said) == (ALL, codes)


def test_big5_is_named(read: Read) -> None:
    text = "統一社會信用代碼,企業名稱,縣區,行業代碼\n1,台灣閥門製造股份有限公司,1,2\n"
    roster, codes = read(text.encode("big5"))
    assert (roster.firms, codes) == ([], ["registry.other_encoding"])


DRESSED = [
    ["*统一社会信用代码", "*企业名称（必填）", "区县", "行业代码", "产值（万元）", "从业人员",
     "纳入日期"],
    ["统一社会\n信用代码", "企业　名称", " 区县 ", "行业代码：", "产值(万元)", "从业人数（人）",
     "纳入时间"],
    ["CREDIT_CODE", "Name", "county_code", "Industry", "output", "employment", "from"],
    ["信用代码", "单位名称", "县(市、区)", "国民经济行业代码", "2022年工业总产值", "年末从业人员",
     "入群日期"],
]  # fmt: skip


@pytest.mark.parametrize("header", DRESSED)
def test_headings_are_known_however_they_are_dressed(read: Read, header: list[str]) -> None:
    plain, _ = read(as_text([HEADER, *FIRMS]))
    for content, name in ((book([header, *FIRMS]), "r.xlsx"), (_quoted([header, *FIRMS]), "r.csv")):
        roster, codes = read(content, name)
        unplaced = [replace(firm, row=0) for firm in roster.firms]
        assert (unplaced, codes) == ([replace(firm, row=0) for firm in plain.firms], [])


def _quoted(rows: Sequence[Sequence[Any]]) -> str:
    return "\n".join(",".join(f'"{cell}"' for cell in cells) for cells in rows)


ABOVE = [["附件1"], ["2022年集群企业名单"], []]


@pytest.mark.parametrize("name", ["r.csv", "r.xlsx"])
def test_a_title_above_and_totals_notes_and_signatures_below_are_no_firms(
    read: Read, name: str
) -> None:
    below = [
        ["合计", "3家", "", "", "3601.5"],
        ["注：产值为现价"],
        ["填表人：张某", "", "审核人：李某"],
    ]
    rows = [[*cells, *[""] * (7 - len(cells))] for cells in [*ABOVE, HEADER, *FIRMS, *below]]
    plain = [cells for cells in rows if any(cells) or name == "r.xlsx"]
    content = as_text(plain) if name == "r.csv" else book(rows)
    roster, codes = read(content, name)
    assert (names(roster), codes) == (ALL, ["roster.headings_below", "roster.rows_passed_over"])


def test_two_rows_of_headings_are_joined(read: Read) -> None:
    above = ["统一社会信用代码", "企业名称", "基本情况", "", "", "", ""]
    roster, codes = read(book([above, ["", "", *HEADER[2:]], *FIRMS], merge=["C1:G1"]), "r.xlsx")
    assert (names(roster), codes) == (ALL, [])


def test_headings_said_again_on_every_page_are_no_firm(read: Read) -> None:
    roster, codes = read(as_text([HEADER, FIRMS[0], HEADER, *FIRMS[1:]]))
    assert (names(roster), codes) == (ALL, [])


def test_a_second_table_below_with_its_columns_otherwise_is_read_by_its_own_headings(
    read: Read,
) -> None:
    turned = [[*reversed(cells)] for cells in [HEADER, *FIRMS[1:]]]
    roster, codes = read(book([HEADER, FIRMS[0], [], ["二、新增企业"], *turned]), "r.xlsx")
    assert (names(roster), codes) == (ALL, ["roster.rows_passed_over"])
    assert {firm.output for firm in roster.firms} == {Decimal("1200.5")}


@pytest.mark.parametrize(
    ("heading", "above", "said"),
    [
        ("产值（元）", "", "12005000"),
        ("产值（亿元）", "", "0.12005"),
        ("产值/亿元", "", "0.12005"),
        ("产值（千元）", "", "12,005"),
        ("产值", "单位：亿元", "0.12005"),
        ("产值", "金额单位: 亿 元", "1200.5万元"),
        ("产值（亿元）", "", "1200.5万元"),
        ("产值（现价）", "", "1200.5"),
    ],
)
def test_the_unit_a_heading_or_title_states_changes_no_amount(
    read: Read, heading: str, above: str, said: str
) -> None:
    header = [heading if name == "产值（万元）" else name for name in HEADER]
    cells = [said if at == 4 else cell for at, cell in enumerate(firm(1))]
    rows = [*([[above]] if above else []), header, cells]
    roster, _ = read(book(rows), "r.xlsx")
    assert [firm.output for firm in roster.firms] == [Decimal("1200.5")]


def test_two_columns_of_one_heading_are_refused(read: Read) -> None:
    header = [*HEADER, "2021年产值（万元）"]
    roster, codes = read(as_text([header, [*firm(1), "1000"]]))
    assert (roster.firms, codes) == ([], ["roster.heading_twice"])


def test_columns_nobody_asked_for_are_passed_over_and_named(read: Read) -> None:
    rows = [["序号", *HEADER, "备注", "党组织"], ["1", *firm(1), "", "有"]]
    roster, codes = read(as_text(rows))
    assert (names(roster), codes) == (ALL[:1], ["roster.columns_passed_over"])


def test_headings_that_lack_a_column_are_refused_and_name_it(read: Read, tmp_path: Path) -> None:
    _, codes = read(as_text([HEADER[1:], FIRMS[0][1:]]))
    assert codes == ["roster.csv_header"]
    _, problems = read_roster_file(tmp_path / "r.csv", KNOWN)
    assert "统一社会信用代码" in problems[0].text("zh")


@pytest.mark.parametrize(
    "said",
    ["浙江省杭州市西湖区", "西湖区", "西湖", "杭州市西湖区", "330106000000", 330106,
     "330106 西湖区", "西湖区（330106）"],
)  # fmt: skip
def test_a_county_is_known_by_its_name_or_a_longer_code(read: Read, said: Any) -> None:
    cells = [said if at == 2 else cell for at, cell in enumerate(firm(1))]
    roster, _ = read(book([HEADER, cells]), "r.xlsx")
    assert [firm.county_code for firm in roster.firms] == ["330106"]


@pytest.mark.parametrize("said", ["鼓楼区", "市辖区", "经济技术开发区", "330100", "某地"])
def test_a_county_that_could_be_two_or_none_is_refused(read: Read, said: str) -> None:
    cells = [said if at == 2 else cell for at, cell in enumerate(firm(1))]
    roster, codes = read(as_text([HEADER, cells]), known=Known("demo-001"))
    assert (roster.firms, codes) == ([], ["roster.unknown_county"])


def test_an_older_code_is_todays_county_where_the_cluster_lies_there(read: Read) -> None:
    cells = ["410728" if at == 2 else cell for at, cell in enumerate(firm(1))]
    known = Known("demo-001", {"demo-001": ["410783"]})
    roster, codes = read(as_text([HEADER, cells]), known=known)
    assert [firm.county_code for firm in roster.firms] == ["410783"]
    assert codes == ["roster.county_by_name"]
    assert read(as_text([HEADER, cells]))[1] == ["roster.unknown_county"]


def test_a_county_merged_downwards_belongs_to_its_firms(read: Read) -> None:
    rows = [[*cells[:2], "" if at else cells[2], *cells[3:]] for at, cells in enumerate(FIRMS)]
    roster, codes = read(book([HEADER, *rows], merge=["C2:C4"]), "r.xlsx")
    assert ([firm.county_code for firm in roster.firms], codes) == (["330106"] * 3, [])


def test_an_amount_merged_over_firms_is_nobodys(read: Read) -> None:
    rows = [[*cells[:4], "" if at else 3000, *cells[5:]] for at, cells in enumerate(FIRMS)]
    roster, codes = read(book([HEADER, *rows], merge=["E2:E4"]), "r.xlsx")
    assert codes == ["roster.merged"] * 2
    assert [problem.where.cell for problem in roster.problems] == ["Sheet!E3", "Sheet!E4"]


def test_hidden_rows_and_sheets_are_read_and_said_so(read: Read) -> None:
    roster, codes = read(book([HEADER, *FIRMS], hide=[2, 3]), "r.xlsx")
    assert (names(roster), codes) == (ALL, ["workbooks.hidden_rows_read"])
    content = book([HEADER, *FIRMS[:2]], [HEADER, FIRMS[2]], state="hidden")
    roster, codes = read(content, "r.xlsx")
    assert (names(roster), codes) == (ALL, ["workbooks.hidden_sheet_read"])


def test_firms_on_several_sheets_are_one_list_with_each_place_its_own(read: Read) -> None:
    wrong = [*firm(3)]
    wrong[2] = "999999"
    roster, codes = read(book([HEADER, *FIRMS[:2]], [["附表"], HEADER, wrong]), "R.XLSX")
    assert (names(roster), codes) == (ALL[:2], ["roster.headings_below", "roster.unknown_county"])
    assert roster.problems[-1].where.cell == "表0!C3"
    assert [roster.where(firm.row, "name").cell for firm in roster.firms] == [
        "Sheet!B2",
        "Sheet!B3",
    ]


def test_a_help_sheet_first_is_passed_over_with_a_note(read: Read) -> None:
    content = book([HEADER, *FIRMS], [["填表说明"], ["企业名称请填全称"]], at=0)
    roster, codes = read(content, "r.xlsx")
    assert (names(roster), codes) == (ALL, ["roster.sheet_passed_over"])


def test_a_workbook_without_a_list_is_refused(read: Read) -> None:
    assert read(book([["品名", "数量"], ["阀门", 3]]), "r.xlsx")[1] == ["roster.not_a_roster"]


def test_codes_and_days_that_a_workbook_keeps_as_numbers(read: Read) -> None:
    cells = [*firm(1)]
    cells[2:] = [330106, 3962, 1200.5, 50.0, datetime(2022, 6, 1)]
    roster, codes = read(book([HEADER, cells]), "r.xlsx")
    [one] = roster.firms
    assert (one.county_code, one.industry, one.since, codes) == (
        "330106",
        "3962",
        date(2022, 6, 1),
        [],
    )
    cells[0] = 913301060000000000
    assert read(book([HEADER, cells]), "r.xlsx")[1] == ["roster.code_as_number"]
    cells[0], cells[3] = code(1), 170
    assert read(book([HEADER, cells]), "r.xlsx")[1] == ["roster.industry_as_number"]


@pytest.mark.parametrize("said", [datetime(2022, 6, 1), 43251])
def test_days_of_a_workbook_of_1904(read: Read, said: Any) -> None:
    content = book([HEADER, [*firm(1)[:6], said]], mac=True)
    roster, codes = read(content, "r.xlsx")
    assert ([firm.since for firm in roster.firms], codes) == ([date(2022, 6, 1)], [])


def test_one_broken_row_is_that_rows_fault(read: Read) -> None:
    lines = as_text([HEADER, *FIRMS]).encode().split(b"\n")
    lines[2] = lines[2][:30] + b"\xff\xfe" + lines[2][30:]
    roster, codes = read(b"\n".join(lines))
    assert (names(roster), codes) == ([ALL[0], ALL[2]], ["roster.unreadable_row"])


def test_empty_cells_at_the_end_of_a_row_are_no_columns(read: Read) -> None:
    roster, codes = read("\n".join(f"{line},,," for line in as_text([HEADER, *FIRMS]).split("\n")))
    assert (names(roster), codes) == (ALL, [])
    roster, codes = read(f"{as_text([HEADER, *FIRMS])},多,余\n,,,,,,\n\n")
    assert (names(roster), codes) == (ALL[:2], ["roster.csv_width"])


def test_a_row_that_names_no_cluster_is_refused_where_none_is_given(read: Read) -> None:
    rows = [[*HEADER, "所属集群"], [*firm(1), "示例集群"], [*firm(2), "-"]]
    known = Known(names={"示例集群": "demo-001"})
    roster, codes = read(as_text(rows), known=known)
    assert (roster.cluster_id, names(roster), codes) == ("demo-001", ALL[:1], ["roster.no_cluster"])


@pytest.mark.parametrize("name", ["r.xls", "r.et", "r.xlsx", "R.XLS"])
@pytest.mark.parametrize("mac", [False, True])
def test_a_workbook_of_1997_is_read_whatever_it_is_called(read: Read, name: str, mac: bool) -> None:
    rows = [[*cells[:6], date(2022, 6, 1)] for cells in FIRMS]
    rows[1][2] = ""
    content = xls([HEADER, *rows], [["填表说明"]], mac=mac, merge=[(1, 2, 2, 2)])
    roster, codes = read(content, name)
    assert (names(roster), codes) == (ALL, ["roster.sheet_passed_over"])
    assert {(firm.county_code, firm.since) for firm in roster.firms} == {
        ("330106", date(2022, 6, 1))
    }


def test_a_hidden_sheet_of_a_workbook_of_1997_is_read_and_said_so(read: Read) -> None:
    roster, codes = read(xls([HEADER, *FIRMS], [["填表说明"]], hide=True), "r.xls")
    assert (names(roster), sorted(codes)) == (
        ALL,
        ["roster.sheet_passed_over", "workbooks.hidden_sheet_read"],
    )


@pytest.mark.parametrize("name", ["r.xlsx", "r.xls", "r.et"])
def test_a_workbook_locked_with_a_password_is_refused_in_plain_words(read: Read, name: str) -> None:
    for content in (locked(book([HEADER, *FIRMS])), locked_xls(xls([HEADER, *FIRMS]))):
        assert read(content, name)[1] == ["workbooks.encrypted"]


@pytest.mark.parametrize(
    "said",
    ["C3962", "c3962", "3962.0", "3962智能车载设备制造", "C3962-智能车载设备制造",
     "智能车载设备制造", "智能车载设备制造（3962）"],
)  # fmt: skip
def test_an_industry_is_known_by_its_code_its_name_or_both(read: Read, said: str) -> None:
    cells = [said if at == 3 else cell for at, cell in enumerate(firm(1))]
    roster, _ = read(as_text([HEADER, cells]))
    assert [firm.industry for firm in roster.firms] == ["3962"]


@pytest.mark.parametrize("said", ["3962/3563", "9999", "机械", "2022年新增"])
def test_an_industry_that_could_be_two_or_none_is_refused(read: Read, said: str) -> None:
    cells = [said if at == 3 else cell for at, cell in enumerate(firm(1))]
    assert read(as_text([HEADER, cells]))[1] == ["roster.unknown_industry"]


NO_FIRMS = [
    ["", "小计（1家）", "", "", "1200.5", "50", ""],
    ["", "西湖区合计", "", "", "1200.5", "50", ""],
    ["一、规上企业", "", "", "", "", "", ""],
    ["西湖区", "", "", "", "", "", ""],
    ["（示例）", "某某公司", "330106", "3962", "1", "1", "2022-01-01"],
    ["示例：91330106XN0000012Q", "示例公司", "", "", "", "", ""],
    ["18位", "营业执照全称", "六位代码", "四位", "万元", "人", "如2022-01-01"],
    ["本表一式两份", "", "", "", "", "", ""],
    ["#REF!", "", "", "", "", "", ""],
]


@pytest.mark.parametrize("cells", NO_FIRMS, ids=lambda cells: "".join(cells)[:12])
def test_rows_that_group_explain_or_add_up_are_no_firms(read: Read, cells: list[str]) -> None:
    roster, codes = read(as_text([HEADER, cells, *FIRMS]))
    assert (names(roster), codes) == (ALL, ["roster.rows_passed_over"])


@pytest.mark.parametrize("name", ["总计食品有限公司", "示例会计设计", "共计家具厂", "一、二机械厂"])
def test_a_firm_whose_name_begins_like_a_total_is_a_firm(read: Read, name: str) -> None:
    cells = [name if at == 1 else cell for at, cell in enumerate(firm(1))]
    assert names(read(as_text([HEADER, cells]))[0]) == [name]


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("330106000012345", "15 位的工商注册号"),
        ("9133O106XN0000001R", "含有 O"),
        ("91330106XN000001", "有 16 位"),
        ("91330A06XN0000001R", "第 3 至 8 位不是数字"),
        ("9.13301E+17", "末几位已丢失"),
        ("913301060012345000", "末几位已丢失"),
    ],
)
def test_what_is_wrong_with_a_credit_code_is_named(read: Read, said: str, word: str) -> None:
    cells = [said if at == 0 else cell for at, cell in enumerate(firm(1))]
    roster, _ = read(as_text([HEADER, cells]))
    assert word in roster.problems[0].text("zh")


def test_a_name_broken_over_lines_is_one_name(read: Read) -> None:
    cells = ["示例\n智能\r\n有限公司" if at == 1 else cell for at, cell in enumerate(firm(1))]
    roster, codes = read(book([HEADER, cells]), "r.xlsx")
    assert (names(roster), codes) == (["示例智能有限公司"], [])


def test_a_formula_nobody_calculated_and_an_error_value_are_named(read: Read) -> None:
    wrong = ["=C9" if at == 2 else cell for at, cell in enumerate(firm(1))]
    rows = [["序号", *HEADER], ["=ROW()-1", *wrong], [2, *firm(2)[:5], "#REF!", ""]]
    roster, codes = read(book(rows), "r.xlsx")
    assert codes == ["workbooks.formula", "workbooks.error_value"]
    assert [problem.where.cell for problem in roster.problems] == ["Sheet!D2", "Sheet!G3"]
