"""Industries from names and scopes, with the words that decided."""

import pytest

from jiqun.registry.industries import classifier
from jiqun.registry.names import read_name
from jiqun.registry.scopes import scope_reader


def judge(name: str, scope: str):  # type: ignore[no-untyped-def]
    return classifier().classify(read_name(name), scope_reader().items(scope), scope)


@pytest.mark.parametrize(
    ("name", "scope", "code", "activity"),
    [
        ("甲县乙丙阀门厂", "阀门、水泵制造；钢材销售", "344", "making"),
        ("甲县乙丙阀门销售有限公司", "阀门、水暖配件销售", "517", "trading"),
        ("甲县乙丙电气有限公司", "销售：电线电缆、仪器仪表", "517", "trading"),
        ("甲银行股份有限公司乙县支行", "吸收公众存款；代理保险业务", "662", "serving"),
        ("甲县乙丙起重机械有限公司", "起重机、电动葫芦制造", "343", "making"),
        ("甲县供销合作社乙门市部", "化肥、农药零售", "528", "trading"),
        ("甲县乙丙养殖场", "生猪养殖", "031", "growing"),
        ("甲县乙丙房地产开发有限公司", "房地产开发", "701", "serving"),
    ],
)
def test_makers_sellers_and_servers_are_told_apart(
    name: str, scope: str, code: str, activity: str
) -> None:
    verdict = judge(name, scope)
    assert (verdict.code[:2], verdict.activity) == (code[:2], activity)
    assert verdict.words
    assert 0 < verdict.confidence <= 1


def test_a_side_line_is_named_beside_the_main_one() -> None:
    verdict = judge("甲县乙丙制衣厂", "服装制造；塑料制品制造")
    assert verdict.code[:2] == "18"
    assert "29" in verdict.side


def test_a_firm_that_says_nothing_gets_no_industry() -> None:
    assert judge("甲乙丙", "").code == ""
