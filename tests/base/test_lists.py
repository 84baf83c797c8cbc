"""What lists of firms hold besides firms, and headings as people dress them."""

import pytest

from jiqun.base.lists import may_be_no_firm, no_firm, plain_heading


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("合计", "total"),
        ("合　计", "total"),
        ("小计：", "total"),
        ("总计4家", "total"),
        ("共 12 户", "total"),
        ("小计（3家）", "total"),
        ("西湖区小计", "total"),
        ("与营业执照一致", "note"),
        ("（示例）某公司", "note"),
        ("以上合计", "total"),
        ("Total", "total"),
        ("注：本表由各县（市、区）填报", "note"),
        ("备注:", "note"),
        ("数据来源：市场监管局", "note"),
        ("以上企业均已核实", "note"),
        ("第1页 共2页", "note"),
        ("单位：万元", "note"),
        ("填表人：张某", "signature"),
        ("审核人:", "signature"),
        ("填报单位（盖章）：某局", "signature"),
        ("#REF!", "error_value"),
        ("#N/A", "error_value"),
        ("#####", "error_value"),
        ("一、制造业", "section"),
    ],
)
def test_rows_that_are_no_firms_have_their_reason(cell: str, reason: str) -> None:
    assert may_be_no_firm(cell)
    assert no_firm(cell) == reason


@pytest.mark.parametrize(
    "name",
    [
        "合计食品厂",
        "总统酒店",
        "注册会计师事务所",
        "说明书印刷厂",
        "一品阁有限公司",
        "三一重工股份有限公司",
        "以上人家餐饮店",
        "单位后勤服务部",
        "共享科技有限公司",
        "备注文具有限公司",
    ],
)
def test_a_firm_whose_name_begins_so_is_a_firm(name: str) -> None:
    assert no_firm(name) == ""


@pytest.mark.parametrize(
    "heading",
    [
        "企业名称",
        "*企业名称",
        "企业 名称",
        "企业\n名称",
        "企业名称（必填）",
        "★企业名称：",
        "１．企业名称",
        "企业名称(全称)",
        "\ufeff企业名称",
        "企业\u3000名称[必填项]",
    ],
)
def test_headings_are_compared_without_their_dress(heading: str) -> None:
    assert plain_heading(heading) == "企业名称"
