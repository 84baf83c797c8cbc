"""Which words name a line of trade: by kind, and what stands in where no word does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jiqun.base.codes import industries
from jiqun.discovery.line_words import (
    industry_name,
    is_no_line,
    is_phrase,
    is_stutter,
    line_name,
    names_line,
    no_lines,
)
from jiqun.discovery.vocabulary import Vocabulary
from jiqun.registry.industries import classifier

KINDS = {
    "places": ["城市", "农村", "地下", "石灰石露天", "超级市场", "高新区社区"],
    "qualities": ["简单", "平面", "易燃", "高低压", "各种高"],
    "acts": ["增加", "承接机械", "贩运大米", "模具设计", "利用自有媒介", "提取"],
    "rules": ["许可项目", "除外", "债务", "生猪定点", "涉案财产"],
    "organisations": ["公司", "行业协会", "研究中心", "某某学校"],
    "brands": ["麦当劳食品"],
    "numbers": ["边长80米", "三类机电产品", "医疗器械二", "医疗器械II", "年产"],
    "services": ["物流", "火车票业务", "广告"],
    "fragments": ["其产品", "计算机软", "汽车零部", "麻纤维纺前", "各款包"],
    "bare_nouns": ["产品", "生活资料", "设施", "工业产品"],
}
BARE = ["自用产品", "重要工业产品", "配套设备", "相关原辅材料", "社会杂件", "附属产品"]
LINES = [
    "断路器",
    "起重机",
    "箱包",
    "印染",
    "电饭锅",
    "白酒",
    "生猪",
    "污水处理",
    "磨料磨具",
    "娃娃",
]


@pytest.mark.parametrize("word", [word for words in KINDS.values() for word in words])
def test_no_kind_of_word_that_is_no_line_names_one(word: str) -> None:
    assert is_no_line(word) or is_phrase(word)
    assert not names_line(word)


@pytest.mark.parametrize("word", BARE)
def test_a_general_head_needs_a_telling_word_before_it(word: str) -> None:
    assert is_no_line(word)
    assert not names_line(word)


@pytest.mark.parametrize("word", LINES)
def test_products_and_industries_name_a_line(word: str) -> None:
    assert names_line(word)


@pytest.mark.parametrize("word", ["联络联络联络", "印刷品印刷", "塑料制品塑料", "好好好"])
def test_a_stutter_names_nothing(word: str) -> None:
    assert is_stutter(word)
    assert not names_line(word)


@given(st.text("甲乙丙丁戊己庚辛", min_size=2, max_size=4), st.integers(2, 4))
def test_any_word_said_again_is_a_stutter(word: str, times: int) -> None:
    assert is_stutter(word * times)


def test_a_word_cut_off_from_its_head_names_nothing() -> None:
    assert not any(map(names_line, ["铁原", "电子计算机软", "开关制", "谷物粉类制", "社会"]))


def test_what_the_lexicon_lists_word_for_word_is_read_whole() -> None:
    listed = [word for word in classifier().products.codes if word.endswith(("加工", "处理"))]
    assert "木材加工" in listed
    assert not any(map(is_phrase, listed))


def test_a_phrase_is_read_as_its_parts() -> None:
    words = Vocabulary.learn(
        {"模具": 9, "模具设计": 9, "承接机械": 9, "印刷品": 3, "印刷品印刷": 5}
    )
    assert set(words.counts) == {"模具", "印刷品"}
    assert words.terms("模具设计") == ("模具",)


def test_a_later_word_names_a_line_only_where_enough_of_its_firms_use_it() -> None:
    words = ["注塑", "玩具", "塑料制品"]
    assert line_name(words, [1.0, 0.1, 0.3].__getitem__, "292") == "塑料制品"
    assert line_name(words, [1.0, 0.1, 0.1].__getitem__, "292") == "塑料制品业"


def test_without_a_word_the_industry_names_a_line() -> None:
    assert line_name(["城市", "简单"], [1.0, 1.0].__getitem__, "3391") == "黑色金属铸造"
    assert line_name(["城市"], [1.0].__getitem__, "") == ""


@given(st.sampled_from(sorted(code for code in industries() if code[0].isdigit())))
def test_no_industry_for_what_is_left_over_names_a_line(code: str) -> None:
    name = industry_name(code)
    assert not name.startswith("其他")
    assert "未列明" not in name


def test_a_product_is_of_no_kind_that_names_no_line() -> None:
    assert "轴承" not in no_lines().words
    assert not no_lines().has_phrase("轴承")
