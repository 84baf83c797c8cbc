"""Rows nobody registered: made-up firms of real counties, enough for every path."""

import csv
import io
from pathlib import Path

from jiqun.base.credit_codes import check_character
from jiqun.workspace import Workspace

HEADER = [
    "企业名称",
    "统一社会信用代码",
    "注册日期",
    "企业类型",
    "法人代表",
    "注册资金",
    "经营范围",
    "所在省份",
    "地区",
    "注册地址",
]


def code(region: str, number: int) -> str:
    """Return a credit code that holds, for a firm that does not exist."""
    body = f"91{region}{number:09d}"
    return body + check_character(body)


def row(number: int, name: str, scope: str, region: str = "330382", address: str = "") -> list[str]:
    """Return a row of a register."""
    return [
        name,
        code(region, number),
        "2001-02-03",
        "N/A",
        "N/A",
        "50(万元)",
        scope,
        "浙江",
        "温州",
        address,
    ]


def valve_maker(number: int) -> list[str]:
    """Return a maker of valves in Yueqing."""
    return row(
        number,
        f"乐清市甲{number}阀门厂",
        "阀门、水泵制造、销售",
        address=f"乐清市柳市镇甲路{number}号",
    )


def as_csv(
    rows: list[list[str]], header: list[str] | None = None, encoding: str = "utf-8"
) -> bytes:
    """Return rows as the bytes of a CSV."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows([HEADER if header is None else header, *rows])
    return text.getvalue().encode(encoding)


def workspace(folder: Path) -> Path:
    """Return an empty workspace."""
    Workspace.create(folder / "w")
    return folder / "w"
