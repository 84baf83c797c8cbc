"""Words learned from a register: products, not what stands before them."""

from jiqun.discovery.vocabulary import Vocabulary


def test_a_word_that_mostly_begins_longer_ones_is_no_line() -> None:
    words = Vocabulary({"控制": 3, "控制设备": 9, "控制柜": 8})
    assert words.terms("控制") == ()
    assert words.terms("控制设备") == ("控制设备",)


def test_a_product_stays_one_however_often_it_stands_in_front() -> None:
    assert Vocabulary({"汽车": 3, "汽车配件": 20}).terms("汽车") == ("汽车",)


def test_a_word_that_also_ends_longer_ones_stays() -> None:
    words = Vocabulary({"甲乙": 3, "甲乙丙丁": 20, "丙丁甲乙": 9})
    assert words.terms("甲乙") == ("甲乙",)


def test_words_are_learned_where_firms_write_them_and_places_never_are() -> None:
    words = Vocabulary.learn({"轴承": 3, "滚针": 2, "温州": 50, "所需的设备": 9})
    assert set(words.counts) == {"轴承"}
