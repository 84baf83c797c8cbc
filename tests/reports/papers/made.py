"""Papers as offices issue them, of made-up clusters."""

from datetime import date
from decimal import Decimal

from jiqun.reports.papers.recognition import (
    Named,
    Occasion,
    Particulars,
    Rules,
    Scored,
    announcement,
    notice,
    recommendation,
    score_sheet,
)

TODAY = date(2026, 11, 28)
RULES = Rules(
    "国家中小企业特色产业集群",
    "促进中小企业特色产业集群发展暂行办法",
    "工信部企业〔2022〕119号",
    "",
    "a1b2c3d4e5f60718",
)
OCCASION = Occasion(
    RULES, 2026, "工信厅企业函〔2026〕1号", "某省中小企业主管部门", demonstration=False
)
SHOWN = Occasion(RULES, 2026, "", "", demonstration=True)
NAMED = [
    Named(f"某区精密制造产业集群{n}", "某省", "某市某区", "仪器制造", "某集群促进中心", n)
    for n in range(1, 31)
]
SCORES = [
    Scored("核心竞争力", Decimal(60), Decimal(100), Decimal("80.5")),
    Scored("创新能力", Decimal(40), Decimal(10), Decimal(9)),
]
ISSUED = Particulars("某函〔2026〕5号", "各地市主管部门", date(2026, 11, 6))
WHOLE = Particulars(
    number="某函〔2026〕5号",
    recipient="工业和信息化部",
    dated=date(2026, 11, 6),
    copy="000012",
    signer="王某某",
    cc="某省发展和改革委员会、某省财政厅",
    printed_by="某省中小企业主管部门办公室",
    printed_on=date(2026, 11, 9),
)
PERIOD = (date(2026, 10, 8), date(2026, 10, 14))
PAPERS = {
    "whole": recommendation(OCCASION, NAMED, WHOLE, TODAY),
    "recommendation": recommendation(OCCASION, NAMED, ISSUED, TODAY),
    "notice": notice(OCCASION, NAMED, ISSUED, TODAY, PERIOD, real_name=True),
    "list": announcement(OCCASION, NAMED, ISSUED, TODAY, 3),
    "sheet": score_sheet(OCCASION, NAMED[0], "专家甲", SCORES, "产业链完整。", TODAY),
    "blank": notice(SHOWN, NAMED[:2], Particulars(), TODAY),
}
