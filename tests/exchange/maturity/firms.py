"""Answers of made-up firms."""

from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from jiqun.exchange.maturity.answers import Answers
from jiqun.exchange.maturity.table import Question, digital_table

WORKSHOP: dict[str, Any] = {
    "credit_code": "91350100M000100Y43",  # the example printed with GB 32100-2015
    "year": 2026,
    "answers": {
        "1": [1, 2],
        "2": "55.0",
        "3": "20",
        "4": [7, 12, 13],
        "5": 2,
        "6": [1, 2],
        "7": [1],
        "8": 2,
        "9": [1, 2],
        "10": [1, 3],
        "11": "4.2",
        "12": ["4.10", "4.35"],
        "13": ["97.1", "97.1"],
        "14": ["80", "75"],
        "15": ["82.1", "81.0"],
    },
    "scenes": {
        "产品设计": 2,
        "工艺设计": 1,
        "营销管理": 2,
        "售后服务": 1,
        "计划排程": 1,
        "生产管控": 2,
        "质量管理": 2,
        "设备管理": 1,
        "安全生产": 1,
        "能耗管理": 1,
        "采购管理": 2,
        "仓储物流": 2,
        "财务管理": 2,
        "人力资源": 1,
        "协同办公": 1,
        "决策支持": 0,
    },
}
"""A workshop; its points are reckoned by hand from services_facts.md in test_standing.py."""
TENTHS = st.integers(0, 1000).map(lambda tenths: Decimal(tenths) / 10)


def answer_to(question: Question) -> st.SearchStrategy[Any]:
    """Return any answer to a question."""
    if question.kind == "multi":
        return st.frozensets(st.integers(1, len(question.options)))
    if question.kind == "single":
        return st.integers(0, len(question.options))
    return TENTHS if question.kind == "band" else st.tuples(TENTHS, TENTHS)


@st.composite
def firms(draw: st.DrawFn, *, whole: bool = False) -> Answers:
    """Draw a firm's answers; where it need not be whole, some are missing."""
    table = digital_table()
    said = {number: draw(answer_to(asked)) for number, asked in table.questions.items()}
    scenes = {name: draw(st.integers(0, 4)) for name in table.scenes}
    if not whole:
        for number in draw(st.sets(st.sampled_from(sorted(said)))):
            del said[number]
        for name in draw(st.sets(st.sampled_from(sorted(scenes)))):
            del scenes[name]
    return Answers(said=said, scenes=scenes)
