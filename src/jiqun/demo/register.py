"""A made register of the fictional firms, so that candidates have something to show."""

from collections.abc import Sequence
from pathlib import Path

from jiqun.base.codes import industries
from jiqun.base.csv_files import csv_bytes
from jiqun.base.files import write_atomically
from jiqun.demo.roster import RosterRow

HEADINGS = ("企业名称", "统一社会信用代码", "区县代码", "经营范围", "从业人数")


def write_register(firms: Sequence[RosterRow], path: Path) -> None:
    """Write the fictional firms as a business register has them.

    Parameters
    ----------
    firms
        The list of firms.
    path
        The file; its folder is made if missing.
    """
    rows = [
        {
            "企业名称": firm["name"],
            "统一社会信用代码": firm["credit_code"],
            "区县代码": firm["county_code"],
            "经营范围": _scope(firm),
            "从业人数": firm["employment"],
        }
        for firm in firms
    ]
    write_atomically(path, csv_bytes(rows, HEADINGS))


def _scope(firm: RosterRow) -> str:
    """Say what a firm does in the words of its industry."""
    known = industries()
    name = known[firm["industry"]].name if firm["industry"] in known else "一般项目"
    return f"{name}；{name.removesuffix('制造')}销售"
