"""What GB/T 9704-2012 says of an official document's page, and what follows from it.

党政机关公文格式 (GB/T 9704-2012): 5.2.1 page and type area, 5.2.2 faces and sizes, 5.2.3 lines and
characters, 7.2 the heading, 7.3 the body, 7.4 the imprint, 7.5 page numbers. Lengths are
millimetres, sizes points.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations, pairwise

PAGE = (210, 297)
"""A4 (5.1)."""
TOP, LEFT = 37, 28
"""The margins at the head and at the fold, each within 1 mm (5.2.1)."""
TYPE_AREA = (156, 225)
"""The type area (5.2.1)."""
RIGHT = PAGE[0] - LEFT - TYPE_AREA[0]
BOTTOM = PAGE[1] - TOP - TYPE_AREA[1]
LINES, CHARACTERS = 22, 28
"""Lines a page and characters a line (5.2.3)."""
SIZES: Mapping[str, float] = {"二号": 22.0, "三号": 16.0, "四号": 14.0, "小四": 12.0, "五号": 10.5}
"""Sizes of type by their Chinese names."""
TITLE, TEXT, FOLIO, CELL, MARK = (SIZES[name] for name in SIZES)
"""The title's, text's and page number's (5.2.2, 7.3.1, 7.5); of tables and warnings our own."""
MARK_BELOW = 35
"""From the type area's upper edge to the upper edge of the issuing organ's mark (7.2.4)."""
RULE_BELOW = 4
"""From the document's number to the red line (7.2.7)."""
FOLIO_BELOW = 7
"""From the type area's lower edge to the page number (7.5)."""
SEAL_LINES = 2
"""Lines above who signs: a seal of 42 mm over name and day begins within a line of the text."""
RED = "FF0000"
THICK, THIN = 0.35, 0.25
"""The lines of the imprint: the first and last, and those between (7.4.1)."""

FANG, SONG, HEI, KAI, TITLE_SONG = "仿宋", "宋体", "黑体", "楷体", "方正小标宋简体"
OTHER_NAMES: Mapping[str, str] = {
    FANG: "仿宋_GB2312",
    KAI: "楷体_GB2312",
    HEI: "SimHei",
    SONG: "SimSun",
    TITLE_SONG: "华文中宋",
}
"""Faces the text, the folio, levels one and two and the title are set in, and where a machine has
one under another name, that."""


def points(millimetres: float) -> float:
    """Return millimetres as points.

    Examples
    --------
    >>> round(points(TYPE_AREA[1]), 1)
    637.8
    """
    return millimetres * 72 / 25.4


def line_pitch() -> float:
    """Return the distance of lines in points: so many twentieths that all of a page fit.

    Examples
    --------
    >>> line_pitch(), line_pitch() * LINES <= points(TYPE_AREA[1])
    (28.95, True)
    """
    return int(points(TYPE_AREA[1]) / LINES * 20) / 20


def character_pitch() -> float:
    """Return the distance of characters in points: a little less than the size of the text.

    Examples
    --------
    >>> round(character_pitch(), 3)
    15.793
    """
    return points(TYPE_AREA[0]) / CHARACTERS


def mark_size(mark: str) -> float:
    """Return the size of the issuing organ's mark, which keeps to one line.

    Parameters
    ----------
    mark
        The mark.

    Examples
    --------
    >>> mark_size("某部文件"), mark_size("某某省工业和信息化厅中小企业局文件")
    (44.0, 25.5)
    """
    return min(44.0, int(points(TYPE_AREA[0]) / max(len(mark), 1) / 0.51) / 2)


def wide(text: str) -> float:
    """Return how many characters wide a text is; digits and Latin letters count a half.

    Examples
    --------
    >>> wide("2026年11月8日")
    6.5
    """
    return sum(0.5 if letter.isascii() else 1.0 for letter in text)


def signing_indents(signed: str, dated: str) -> tuple[float, float]:
    """Return how far name and day stand from the right, in characters (7.3.5.1).

    The day stands four characters from the right, the name centred above it; a long name keeps two
    characters free and moves the day.

    Examples
    --------
    >>> signing_indents("某厅", "2026年8月6日")
    (6.0, 4.0)
    >>> signing_indents("某某省工业和信息化厅", "2026年8月6日")
    (2.0, 4.0)
    """
    apart = (wide(dated) - wide(signed)) / 2
    name = 4.0 + apart
    less = max(2.0 - name, 0.0)
    return name + less, 4.0 + less


def listed_indent(count: int) -> int:
    """Return how far in the second line of an attachment's title begins, in characters (7.3.4).

    Examples
    --------
    >>> listed_indent(1), listed_indent(2)
    (5, 6)
    """
    return 2 + len("附件：") + (count > 1)


def title_lines(said: str) -> str:
    r"""Return a title on as few lines as hold it, which part where it says they may.

    Parameters
    ----------
    said
        With ``|`` where a line may end (7.3.1: whole words, lines of like length).

    Examples
    --------
    >>> title_lines("关于推荐2026年度|集群|的函")
    '关于推荐2026年度集群的函'
    >>> title_lines("关于推荐2026年度|国家中小企业特色产业集群|的函")
    '关于推荐2026年度\n国家中小企业特色产业集群的函'
    >>> title_lines("关于公布2026年度|某某某某某某某自治区中小企业特色产业集群|名单的通知")
    '关于公布2026年度\n某某某某某某某自治区中小企业特色产业集群\n名单的通知'
    """
    parts = said.split("|")
    best = parts
    for count in range(1, len(parts) + 1):
        best = min(_partings(parts, count), key=_longest)
        if _longest(best) * TITLE <= points(TYPE_AREA[0]):
            break
    return "\n".join(best)


def _partings(parts: Sequence[str], count: int) -> list[list[str]]:
    """Return every way to set the parts of a title on so many lines."""
    found = []
    for cuts in combinations(range(1, len(parts)), count - 1):
        edges = (0, *cuts, len(parts))
        found.append(["".join(parts[start:end]) for start, end in pairwise(edges)])
    return found


def _longest(lines: Sequence[str]) -> float:
    return max(map(wide, lines))
