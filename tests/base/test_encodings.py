"""Encodings are told by their bytes: read, or named."""

import pytest

from jiqun.base.encodings import OtherEncoding, decoded, encoding_of

TEXT = "企业名称,注册地址\n甲一阀门有限公司,浙江省杭州市西湖区三墩镇1号\n"
TRADITIONAL = "企業名稱,註冊地址\n甲一閥門有限公司,台北市中正區忠孝東路一段1號\n"


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16", "utf-16-le", "utf-16-be"]
)
def test_the_encodings_of_chinese_lists_are_read(name: str) -> None:
    text, _ = decoded(TEXT.encode(name))
    assert text == TEXT


def test_big5_is_named() -> None:
    with pytest.raises(OtherEncoding) as other:
        encoding_of(TRADITIONAL.encode("big5"))
    assert other.value.name == "Big5"


@pytest.mark.parametrize("name", ["utf-8", "gb18030"])
def test_traditional_characters_in_a_readable_encoding_are_read(name: str) -> None:
    assert decoded(TRADITIONAL.encode(name))[0] == TRADITIONAL


@pytest.mark.parametrize("character", ["𠮷", "㳇", "𬒈", "\u9fb4", "\ue000", "€"])
def test_rare_characters_of_gb18030_are_read(character: str) -> None:
    text = TEXT + character
    assert decoded(text.encode("gb18030"))[0] == text


@pytest.mark.parametrize(
    ("content", "character"),
    [
        (b"\xfe\x59", "\u9fb4"),
        (b"\xa6\xd9", "\ufe10"),
        (b"\xa8\xbc", "\u1e3f"),
        (b"\xfe\x51", "\U00020087"),
    ],
)
def test_characters_that_moved_in_2022_are_where_the_new_edition_has_them(
    content: bytes, character: str
) -> None:
    assert decoded(TEXT.encode("gb18030") + content)[0] == TEXT + character


def test_bytes_of_no_encoding_are_said_to_be_none() -> None:
    with pytest.raises(OtherEncoding):
        decoded(b"\xff\x80\x80\xff")
