"""A register counted: makers by county, industry and year, and what of it is known."""

from pathlib import Path

import pytest

from jiqun.base.errors import NotFound
from jiqun.planning.register import Held, Register, read_register
from jiqun.registry import import_registers
from tests.registry.made_up import as_csv, row, valve_maker, workspace

YUEQING, CHANGYUAN = "330382", "410783"


def dated(line: list[str], day: str) -> list[str]:
    return [*line[:2], day, *line[3:]]


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Register:
    tmp = tmp_path_factory.mktemp("counted")
    folder: Path = workspace(tmp)
    rows = [
        *(valve_maker(number) for number in range(3)),
        dated(valve_maker(3), "1998-05-06"),
        dated(row(4, "甲县乙起重机械厂", "桥式起重机制造", CHANGYUAN, "甲街1"), ""),
        row(5, "甲县丙贸易公司", "钢材销售", CHANGYUAN, "甲街2"),
        row(6, "甲县丁实业公司", "", CHANGYUAN, "甲街3"),
    ]
    (tmp / "r.csv").write_bytes(as_csv(rows))
    import_registers(folder, [tmp / "r.csv"], workers=1)
    return read_register(folder)


def test_makers_are_counted_by_county_industry_and_year(counted: Register) -> None:
    rows = counted.cells.astype(object).where(counted.cells.notna(), None).to_numpy().tolist()
    assert rows == [
        [YUEQING, "344", 1998, 1],
        [YUEQING, "344", 2001, 3],
        [CHANGYUAN, "343", None, 1],
    ]


def test_sellers_and_the_unknown_stand_in_what_is_held_and_in_no_cell(counted: Register) -> None:
    assert counted.counties[CHANGYUAN] == Held(firms=3, makers=1, known=1)
    assert counted.coverage.provinces["330000"] == Held(4, 4, 4)
    assert (counted.coverage.first_year, counted.coverage.last_year) == (1998, 2001)
    assert counted.coverage.without_year == 1


def test_what_came_later_is_hidden_and_so_is_what_has_no_year(counted: Register) -> None:
    assert counted.until(1998).to_dict("index") == {YUEQING: {"344": 1}}
    assert counted.until(None).loc[CHANGYUAN, "343"] == 1


def test_without_a_register_there_is_nothing_to_plan_by(tmp_path: Path) -> None:
    with pytest.raises(NotFound, match="jiqun registry import"):
        read_register(workspace(tmp_path))
