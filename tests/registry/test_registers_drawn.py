"""Drawn at random: how a register is kept changes neither its firms nor what is found in it."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from jiqun.discovery import discover, row
from jiqun.registry import RegistryStore, import_registers
from tests.registry.made_up import as_csv, code, workspace
from tests.registry.test_importing import table
from tests.registry.test_lists_as_they_are import book

CAPITAL = {"元": 4, "万元": 0, "亿元": -4}
LINE_ENDS = st.sampled_from(["\n", "\r\n", "\r"])
MADE = ("阀门、水泵制造", "阀门制造、销售", "水泵制造", "灯具制造")
FIRM_ROWS = st.lists(
    st.tuples(
        st.integers(1, 99),
        st.sampled_from(MADE),
        st.sampled_from(["330382", "330106"]),
        st.one_of(st.none(), st.integers(1, 9999)),
        st.one_of(st.none(), st.integers(0, 5000)),
    ),
    min_size=8,
    max_size=40,
    unique_by=lambda firm: firm[0],
)
TITLES = ["企业名称", "统一社会信用代码", "经营范围", "注册地址", "注册资本", "从业人数"]
TOWNS = {"330382": "浙江省乐清市柳市镇", "330106": "浙江省杭州市西湖区转塘街道"}


def drawn(rows: Any, unit: str = "万元") -> list[list[Any]]:
    """Return the firms' cells, their capital in a unit."""
    return [
        [
            f"甲{number}阀门厂",
            code(county, number),
            made,
            f"{TOWNS[county]}甲路{number}号",
            None if capital is None else Decimal(capital).scaleb(CAPITAL[unit]),
            people,
        ]
        for number, made, county, capital, people in rows
    ]


def read_and_found(folder: Path, content: bytes, name: str) -> tuple[Any, Any]:
    """Return what becomes of a register's firms, and what is discovered in it."""
    folder.mkdir()
    (folder / name).write_bytes(content)
    where = workspace(folder)
    result = import_registers(where, [folder / name], workers=1)
    assert result.profile is not None, [problem.text("en") for problem in result.problems]
    hidden = {"row", "source", "line"}
    firms = [
        {key: said for key, said in one.items() if key not in hidden}
        | {"capital": amount(one["capital"])}
        for one in table(RegistryStore(where))
    ]
    return sorted(map(str, firms)), [row(candidate) for candidate in discover(where)]


def amount(said: str) -> Decimal | None:
    """Return an amount in 万元, whatever its unit."""
    for unit, power in sorted(CAPITAL.items(), key=lambda pair: -len(pair[0])):
        if said.endswith(unit):
            return Decimal(said.removesuffix(unit)).scaleb(-power).normalize()
    assert not said
    return None


@given(FIRM_ROWS, st.randoms(use_true_random=False), st.sampled_from([*CAPITAL]), LINE_ENDS)
@settings(max_examples=6, deadline=None)
def test_however_a_register_is_kept_its_firms_and_candidates_are_the_same(
    tmp_path_factory: pytest.TempPathFactory, rows: Any, dice: Any, unit: str, line_end: str
) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("w")
    titles = [*TITLES[:4], "注册资本（万元）", TITLES[5]]
    wanted = read_and_found(folder / "0", as_csv([*map(texts, drawn(rows))], titles), "r.csv")
    assert wanted[0]
    cells = drawn(rows, unit)
    dice.shuffle(cells)
    titles = [*TITLES[:4], f"注册资本（{unit}）", TITLES[5]]
    for number, encoding in enumerate(("utf-8", "utf-8-sig", "gb18030"), 1):
        text = line_end.join(",".join(line) for line in [titles, *map(texts, cells)])
        assert read_and_found(folder / f"{number}", text.encode(encoding), "r.csv") == wanted
    for number, kind in enumerate((str, float), 4):
        typed = [
            [*line[:4], *(None if said is None else kind(said) for said in line[4:])]
            for line in cells
        ]
        assert read_and_found(folder / f"{number}", book([titles, *typed]), "r.xlsx") == wanted
        columns = [pa.array(column) for column in zip(*typed, strict=True)]
        sink = io.BytesIO()
        pq.write_table(pa.table(columns, names=titles), sink)
        assert read_and_found(folder / f"{number}p", sink.getvalue(), "r.parquet") == wanted


def texts(line: list[Any]) -> list[str]:
    """Return cells as a text file has them."""
    return ["" if said is None else f"{said:f}" if isinstance(said, Decimal) else str(said)
            for said in line]  # fmt: skip
