"""Which encoding a text came in: the ones China's lists are kept in are read, others are named.

UTF-8, GB18030 and UTF-16 are read, with and without a byte-order mark. Big5 reads as GB18030
without a fault and says nonsense, so it is told by how rare the characters are that come out.
"""

import codecs
import re
from typing import NamedTuple

UTF8, GB18030 = "utf-8", "gb18030"
_MARKS = (
    (codecs.BOM_UTF8, UTF8),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
READ_AT_LEAST = 16
"""Fewer characters outside ASCII do not tell Big5 from GB18030."""
COMMON_SHARE = 0.7
"""Real GB18030 is nearly all GB 2312; below this share it is something else."""
_RARE_2022 = {
    0xE78D: 0xFE10, 0xE78E: 0xFE12, 0xE78F: 0xFE11, 0xE790: 0xFE13, 0xE791: 0xFE14,
    0xE792: 0xFE15, 0xE793: 0xFE16, 0xE794: 0xFE17, 0xE795: 0xFE18, 0xE796: 0xFE19,
    0xE7C7: 0x1E3F, 0xE816: 0x20087, 0xE817: 0x20089, 0xE818: 0x200CC, 0xE81E: 0x9FB4,
    0xE826: 0x9FB5, 0xE82B: 0x9FB6, 0xE82C: 0x9FB7, 0xE831: 0x215D7, 0xE832: 0x9FB8,
    0xE83B: 0x2298F, 0xE843: 0x9FB9, 0xE854: 0x9FBA, 0xE855: 0x241FE, 0xE864: 0x9FBB,
}  # fmt: skip
"""Characters older programs keep in Unicode's private area, and where GB18030-2022 has them."""


class Encoding(NamedTuple):
    """What a text is written in.

    Parameters
    ----------
    name
        The codec.
    mark
        How many bytes its byte-order mark takes.
    """

    name: str
    mark: int = 0


class OtherEncoding(ValueError):
    """A text in an encoding that is not read.

    Parameters
    ----------
    name
        What it seems to be; empty where that cannot be told.
    """

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


_WIDE_SEPARATORS = {
    "utf-16-le": re.compile(rb"[\r\n\t,;|]\0"),
    "utf-16-be": re.compile(rb"\0[\r\n\t,;|]"),
}


def encoding_of(head: bytes) -> Encoding:
    r"""Tell the encoding of a text by its first bytes.

    Parameters
    ----------
    head
        The text, or some kilobytes of its beginning.

    Raises
    ------
    OtherEncoding
        Where it is none of those read.

    Examples
    --------
    >>> text = "企业名称,注册地址\n甲一阀门有限公司,浙江省杭州市西湖区\n"
    >>> [encoding_of(text.encode(name)).name for name in ("utf-8", "gb18030", "utf-16-be")]
    ['utf-8', 'gb18030', 'utf-16-be']
    >>> encoding_of("企業名稱,註冊地址\n甲一閥門有限公司,台北市中正區".encode("big5"))
    Traceback (most recent call last):
    jiqun.base.encodings.OtherEncoding: Big5
    """
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        raise OtherEncoding("UTF-32")
    for mark, name in _MARKS:
        if head.startswith(mark):
            return Encoding(name, len(mark))
    if wide := _unmarked_utf16(head):
        return Encoding(wide)
    if _decodes(head, UTF8):
        return Encoding(UTF8)
    lines = [line for line in head.splitlines() if not line.isascii()]
    complete = lines[:-1] if len(lines) > 2 and not head.endswith((b"\n", b"\r")) else lines
    unicode = sum(_decodes(line, UTF8) for line in complete)
    if 2 * unicode >= len(complete):
        return Encoding(UTF8)
    if _is_big5(b"\n".join(complete)):
        raise OtherEncoding("Big5")
    return Encoding(GB18030)


def decoded(content: bytes) -> tuple[str, str]:
    """Decode a whole text; return it with the name of its encoding.

    Raises
    ------
    OtherEncoding
        Where it is none of those read, or some bytes are not of it.

    Examples
    --------
    >>> decoded("阀门".encode("gb18030"))
    ('阀门', 'gb18030')
    """
    found = encoding_of(content)
    body = content[found.mark :]
    for name in dict.fromkeys((found.name, GB18030) if found.name == UTF8 else (found.name,)):
        try:
            return rare_as_2022(body.decode(name)), name
        except UnicodeDecodeError:
            continue
    raise OtherEncoding("")


def rare_as_2022(text: str) -> str:
    r"""Return a text with the rare characters of GB18030 where its edition of 2022 has them.

    Examples
    --------
    >>> rare_as_2022(b"\xfe\x59\xa6\xd9".decode("gb18030")) == chr(0x9FB4) + chr(0xFE10)
    True
    """
    return text if text.isascii() or text.isprintable() else text.translate(_RARE_2022)


def _unmarked_utf16(head: bytes) -> str:
    """Return which UTF-16 a text without a mark is: each ASCII character has a NUL beside it."""
    if b"\0" not in head:
        return ""
    for name, separator in _WIDE_SEPARATORS.items():
        separators = sum(found.start() % 2 == 0 for found in separator.finditer(head))
        if separators and separators >= len(head) // 400 and not _block_of_nothing(head):
            return name
    return ""


def _block_of_nothing(head: bytes) -> bool:
    return b"\0\0\0\0" in head


def _decodes(line: bytes, name: str) -> bool:
    try:
        line.decode(name)
    except UnicodeDecodeError:
        return False
    return True


def _is_big5(content: bytes) -> bool:
    """Whether a text makes common characters in Big5 and rare ones in GB18030."""
    try:
        traditional = content.decode("big5hkscs")
    except UnicodeDecodeError:
        return False
    wide = [char for char in traditional if ord(char) > 0x7F]
    if len(wide) < READ_AT_LEAST:
        return False
    return _share(content.decode(GB18030, "replace"), "gb2312") < COMMON_SHARE


def _share(text: str, charset: str) -> float:
    wide = [char for char in text if ord(char) > 0x7F]
    return sum(bool(char.encode(charset, "ignore")) for char in wide) / max(len(wide), 1)
