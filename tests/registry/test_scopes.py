"""Business scopes cut into what is made, grown, sold and serviced."""

import pytest

from jiqun.registry.scopes import scope_reader


def read(scope: str) -> list[tuple[str, str]]:
    return [(item.text, item.activity) for item in scope_reader().items(scope)]


@pytest.mark.parametrize(
    ("scope", "items"),
    [
        ("生产、销售：甲阀、乙泵", [("甲阀", "making"), ("乙泵", "making")]),
        ("阀门、水泵制造", [("阀门", "making"), ("水泵", "making")]),
        ("销售：钢材，塑料制品加工", [("钢材", "trading"), ("塑料制品", "making")]),
        ("研发、生产、销售起重机及配件", [("起重机", "making"), ("配件", "making")]),
        ("农业生产资料零售", [("农业生产资料", "trading")]),
        ("水果种植;生猪饲养", [("水果", "growing"), ("生猪", "growing")]),
        ("汽车维修；房屋租赁", [("汽车维修", "serving"), ("房屋租赁", "trading")]),
        ("包装装潢、其他印刷品印刷", [("包装装潢", "making"), ("印刷品印刷", "making")]),
        ("百货、五金", [("百货", ""), ("五金", "")]),
    ],
)
def test_a_verb_governs_what_stands_before_or_after_it(
    scope: str, items: list[tuple[str, str]]
) -> None:
    assert read(scope) == items


def test_licences_limits_and_parentheses_say_nothing_about_products() -> None:
    assert read(
        "许可经营项目：阀门制造（不含特种设备）(依法须经批准的项目，方可开展经营活动)〓"
    ) == [("阀门", "making")]


@pytest.mark.parametrize("scope", ["", "制造、销售", "。；，", "（" * 50, "、" * 5000, "N/A"])
def test_a_scope_without_things_gives_none(scope: str) -> None:
    assert read(scope) == []
