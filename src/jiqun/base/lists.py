"""Lists of firms as people keep them: headings however dressed, and rows that are no firms."""

import re
import unicodedata
from functools import cache, lru_cache
from typing import Any

from jiqun.base.files import catalogue_path
from jiqun.base.texts import UNSEEN
from jiqun.base.yaml_files import read_yaml

SEPARATORS = {
    ",": ("逗号", "comma"),
    "\t": ("制表符", "tab"),
    ";": ("分号", "semicolon"),
    "|": ("竖线", "vertical bar"),
    "，": ("全角逗号", "full-width comma"),
    "；": ("全角分号", "full-width semicolon"),
    "｜": ("全角竖线", "full-width vertical bar"),
}
"""What separates the cells of text tables, with its name in both languages."""
NOTHING = frozenset(
    {
        *("", "-", "--", "---", "—", "——", "–", "/", "//", "\\", "\\N", "*"),
        *("N/A", "NA", "n/a", "NULL", "Null", "null", "None", "none", "NaN", "nan", "nil"),
        *("无", "暂无", "没有", "不详", "未知", "未填", "空", "空白", "(空)", "暂缺", "待补"),
        *("不公示", "企业选择不公示", "未公示", "未公布"),
    }
)
"""What stands in a cell of which nothing is said."""
_ASIDE = re.compile(
    r"[(\[【<](?:必填|选填|必选|可选|非必填|可不填|选择|下拉|单选|多选|文本|日期|数字|数值|格式|请|如|例|示例|全称|required|optional)"
    r"[^()\[\]【】<>]*[)\]】>]",
    re.IGNORECASE,
)
_MARKS = str.maketrans("", "", "*★☆●▲△※√'\"`")
_NUMBERED = re.compile(r"^(?:\d{1,2}[.、)]|\(\d{1,2}\))(?=\D)")
_PLACE_ALONE = re.compile(r".{1,12}(?:省|市|区|县|旗|镇|乡|街道|园)(?:[(（].*)?")
_COUNT = r"[:]?\(?(?:[\d,.]*\d(?:家|户|个|条|项|人|万元|元)?(?:企业|单位|公司|记录)?)?\)?[。.]?"


@lru_cache(maxsize=4096)
def plain_heading(heading: str) -> str:
    """Return a heading as it is compared: no spaces, marks or asides, letters half-width and small.

    Examples
    --------
    >>> plain_heading("*企业 名称（必填）"), plain_heading("注册资本（万元）")
    ('企业名称', '注册资本(万元)')
    """
    text = "".join(unicodedata.normalize("NFKC", UNSEEN.sub("", heading)).split())
    text = _ASIDE.sub("", text.translate(_MARKS)).strip(":").lower().replace("_", "")
    return _NUMBERED.sub("", text)


_LAST = frozenset(word[-1:] for word in NOTHING)
"""What a word for nothing may end with."""
_LONGEST_NOTHING = 20
"""Characters beyond which a cell says something, or is padded beyond all measure."""


def says_nothing(cell: object) -> bool:
    """Whether a cell is empty, or holds what people write for empty.

    Examples
    --------
    >>> [says_nothing(cell) for cell in (None, " — ", "N/A", "／", "无锡", 0)]
    [True, True, True, True, False, False]
    """
    if not isinstance(cell, str):
        return cell is None
    if not cell:
        return True
    last = cell[-1]
    if last not in _LAST and ("0" <= last <= "z" or "一" <= last <= "龥"):
        return False  # these signs are what they seem
    if cell in NOTHING or len(cell) > _LONGEST_NOTHING:
        return cell in NOTHING
    if cell.isascii():
        return cell.strip() in NOTHING
    return unicodedata.normalize("NFKC", UNSEEN.sub("", cell)).strip() in NOTHING


@lru_cache(maxsize=4096)
def no_firm(text: str) -> str:
    """Say why a cell that should name a firm names none, or "".

    Parameters
    ----------
    text
        The cell.

    Returns
    -------
    str
        ``total``, ``note``, ``signature``, ``section`` or ``error_value``, as
        ``catalog/registry/no_firms.yaml`` has it.

    Examples
    --------
    >>> no_firm("合　计"), no_firm("注：本表由各县填报"), no_firm("总计食品有限公司")
    ('total', 'note', '')
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    for reason, pattern in _reasons():
        if pattern.fullmatch(plain):
            return reason
    return ""


def place_alone(text: str) -> bool:
    """Whether a cell names a place: alone in its row it heads the firms of that place.

    Examples
    --------
    >>> place_alone("西湖区"), place_alone("柳市镇（12家）"), place_alone("西湖区示例厂")
    (True, True, False)
    """
    return _PLACE_ALONE.fullmatch(text) is not None


def may_be_no_firm(text: str) -> bool:
    """Whether a cell begins or ends as one that is no firm: nearly all names do not."""
    return text[:1] in _firsts() or text[-1:] == "计"


@cache
def _catalogue() -> dict[str, Any]:
    path = catalogue_path("registry", "no_firms.yaml")
    loaded: dict[str, Any] = read_yaml(path)
    return loaded


@cache
def _reasons() -> tuple[tuple[str, re.Pattern[str]], ...]:
    said = _catalogue()
    ends = "|".join(map(re.escape, said["firm_ends"]))
    return tuple(
        (reason, re.compile("|".join(_patterns(words, ends)), re.IGNORECASE | re.DOTALL))
        for reason, words in said.items()
        if reason != "firm_ends"
    )


def _patterns(words: dict[str, list[str]], ends: str) -> list[str]:
    found = list(words.get("like", []))
    if whole := words.get("whole"):
        found.append(f"(?:{'|'.join(map(re.escape, whole))}){_COUNT}")
    if colon := words.get("colon"):
        found.append(rf"(?:{'|'.join(map(re.escape, colon))})(?:\([^()]*\))?:.*")
    if begins := words.get("begins"):
        found.append(
            rf"(?:{'|'.join(map(re.escape, begins))}).*(?<!{')(?<!'.join(ends.split('|'))})"
        )
    return found


@cache
def _firsts() -> frozenset[str]:
    said = _catalogue()
    words = [
        word
        for reason, groups in said.items()
        if reason != "firm_ends"
        for kind, group in groups.items()
        if kind != "like"
        for word in group
    ]
    firsts = {word[0] for word in words}
    return frozenset(
        firsts
        | {first.upper() for first in firsts}
        | set("注第按与营全(（*＊※#＃错E一二三四五六七八九十 \u3000")
    )
