"""Drawn at random: how a list of firms is written down changes nothing of what is read."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.base.days import EPOCH_1900
from jiqun.clusters.roster import Firm
from jiqun.filings.roster_files import read_roster_file
from jiqun.filings.roster_reading import Known
from tests.clusters.rosters import code
from tests.old_workbooks import xls

KNOWN = Known("demo-001", {"demo-001": ["330106", "330110"]})
KEYS = ("credit_code", "name", "county_code", "industry", "size", "output", "employment", "from")
HEADINGS = {
    "credit_code": ("统一社会信用代码", "*信用代码（必填）", "credit_code"),
    "name": ("企业名称", "单位 名称", "NAME"),
    "county_code": ("县级区划代码", "区县", "所在县（市、区）"),
    "industry": ("国民经济行业小类", "行业代码", "所属行业："),
    "size": ("规模", "企业规模", "size"),
    "output": ("产值（万元）", "工业总产值", "2022年产值(万元)"),
    "employment": ("从业人员", "年末从业人员（人）", "employment"),
    "from": ("纳入日期", "纳入时间", "from"),
}
UNITS = {"元": 4, "千元": 1, "万元": 0, "百万元": -2, "亿元": -4}
DAYS: tuple[Callable[[date], Any], ...] = (
    date.isoformat,
    lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日",
    lambda day: f"{day.year}/{day.month}/{day.day} 0:00",
    lambda day: str((day - EPOCH_1900).days),
    lambda day: f"{day.year}.{day.month}.{day.day}",
)
COUNTIES = {"330106": ("330106", "西湖区", "杭州市西湖区"), "330110": ("330110", "余杭区", "余杭")}
INDUSTRIES = {"3962": ("3962", "C3962", "智能车载设备制造"), "3872": ("3872", "C3872", "3872.0")}
SIZES = {
    "small": ("小型", "small", "小"),
    "micro": ("微型", "微型企业", "micro"),
    "": ("", "-", "无"),
}
TEXTS = st.tuples(
    st.sampled_from(["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"]),
    st.sampled_from([",", "\t", ";", "|"]),
    st.sampled_from(["\n", "\r\n", "\r"]),
)


@st.composite
def firms(draw: st.DrawFn) -> list[dict[str, Any]]:
    numbers = draw(st.lists(st.integers(1, 99), min_size=1, max_size=8, unique=True))
    return [
        {
            "credit_code": code(number),
            "name": f"示例企业{number}",
            "county_code": draw(st.sampled_from([*COUNTIES])),
            "industry": draw(st.sampled_from([*INDUSTRIES])),
            "size": draw(st.sampled_from([*SIZES])),
            "output": draw(st.one_of(st.none(), st.decimals(0, 99999, places=2))),
            "employment": draw(st.one_of(st.none(), st.integers(0, 5000))),
            "from": draw(st.one_of(st.none(), st.dates(date(1990, 1, 1), date(2022, 12, 31)))),
        }
        for number in numbers
    ]


def read(content: bytes, name: str, folder: Path) -> list[Firm]:
    path = folder / name
    path.write_bytes(content)
    [roster], problems = read_roster_file(path, KNOWN)
    wrong = [
        problem.text("en")
        for problem in [*problems, *roster.problems]
        if problem.severity == "error"
    ]
    assert wrong == []
    return sorted((replace(firm, row=0) for firm in roster.firms), key=lambda firm: firm.name)


def wanted(said: list[dict[str, Any]]) -> list[Firm]:
    found = [
        Firm(
            one["credit_code"], one["name"], one["county_code"], one["industry"], one["size"], (),
            "", one["output"], one["employment"], "demo-001", one["from"], None,
        )
        for one in said
    ]  # fmt: skip
    return sorted(found, key=lambda firm: firm.name)


def written(draw: st.DrawFn, one: dict[str, Any], power: int) -> dict[str, str]:
    """Write a firm's cells in one of the ways in which people do."""
    nothing = draw(st.sampled_from(["", "-", "—", "无", "N/A"]))
    said = draw(st.sampled_from(["{}", " {} ", "'{}", "\u200b{}", "{}\u00a0"]))
    output, employment, day = one["output"], one["employment"], one["from"]
    around = draw(st.sampled_from([str.upper, str.lower]))
    return {
        "credit_code": said.format(around(one["credit_code"])),
        "name": one["name"],
        "county_code": draw(st.sampled_from(COUNTIES[one["county_code"]])),
        "industry": draw(st.sampled_from(INDUSTRIES[one["industry"]])),
        "size": draw(st.sampled_from(SIZES[one["size"]])),
        "output": nothing if output is None else format(Decimal(output).scaleb(power), "f"),
        "employment": nothing if employment is None else draw(
            st.sampled_from([str(employment), f"{employment}人", f"{employment}.0"])
        ),
        "from": nothing if day is None else draw(st.sampled_from(DAYS))(day),
    }  # fmt: skip


@st.composite
def lists(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[list[str]]]:
    """Draw firms, and a table of them with its rows, columns, headings and units as they come."""
    said = draw(firms())
    keys = draw(st.permutations(KEYS))
    unit = draw(st.sampled_from([*UNITS]))
    headings = {key: draw(st.sampled_from(HEADINGS[key])) for key in KEYS}
    headings["output"] = f"产值（{unit}）"
    rows = [written(draw, one, UNITS[unit]) for one in draw(st.permutations(said))]
    above: list[list[str]] = draw(st.sampled_from([[], [["企业名单"]], [["附件1"], ["2022年"]]]))
    below: list[list[str]] = draw(st.sampled_from([[], [["合计"]], [["注：无"], ["填表人：某"]]]))
    table = [*above, [headings[key] for key in keys], *([row[key] for key in keys] for row in rows)]
    return said, [[*cells, *[""] * (len(keys) - len(cells))] for cells in [*table, *below]]


@given(lists(), TEXTS)
@settings(max_examples=40, deadline=None)
def test_a_text_says_the_same_however_it_is_written(
    tmp_path_factory: Any, drawn: tuple[list[dict[str, Any]], list[list[str]]], how: Any
) -> None:
    (said, table), (encoding, separator, line_end) = drawn, how
    text = line_end.join(separator.join(cells) for cells in table)
    folder = tmp_path_factory.mktemp("r")
    assert read(text.encode(encoding), "r.csv", folder) == wanted(said)


@given(lists())
@settings(max_examples=20, deadline=None)
def test_workbooks_old_and_new_say_what_the_text_says(
    tmp_path_factory: Any, drawn: tuple[list[dict[str, Any]], list[list[str]]]
) -> None:
    said, table = drawn
    folder = tmp_path_factory.mktemp("r")
    assert read(book(table), "r.xlsx", folder) == wanted(said)
    assert read(xls(table), "r.et", folder) == wanted(said)


@given(firms(), st.booleans())
@settings(max_examples=20, deadline=None)
def test_the_type_of_a_cell_changes_nothing(
    tmp_path_factory: Any, said: list[dict[str, Any]], whole: bool
) -> None:
    kind = int if whole else float
    rows = [
        [
            one["credit_code"], one["name"], kind(one["county_code"]), kind(one["industry"]),
            one["size"] or None, None if one["output"] is None else float(one["output"]),
            None if one["employment"] is None else kind(one["employment"]), one["from"],
        ]
        for one in said
    ]  # fmt: skip
    folder = tmp_path_factory.mktemp("r")
    assert read(book([[*KEYS], *rows]), "r.xlsx", folder) == wanted(said)


def book(rows: list[list[Any]]) -> bytes:
    made = openpyxl.Workbook(write_only=True)
    sheet = made.create_sheet("名单")
    for cells in rows:
        sheet.append(cells)
    content = io.BytesIO()
    made.save(content)
    return content.getvalue()
