"""How wide and tall words of Office files are, in the widest font they may be shown in.

Whoever opens a deck or a document may not have its fonts and be given wider ones, so that there is
room for those.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiqun.drawing.canvas import reach

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LINE, LINE_OF_HAN = 1.28, 1.45
"""A line's height, of its letters': of Latin ones, and where a Chinese one stands among them."""
WIDER, WIDEST, BOLDER = 1.1, 1.15, 1.25
"""How much wider than the font that comes along DejaVu Sans is, which Linux puts in for Arial: its
words on the whole, its digits, and its bold letters."""
POINTS = 72
"""To an inch."""
SMALLEST = 8.0
"""Letters are never printed smaller, points."""
HAN = ("\u2e80", "\uffef")
"""From the first to the last Chinese letter or sign."""
EDGE = 6.0
"""Between a cell's words and its edge, points."""


def tall(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """Return about how tall a paragraph is, inches, in the widest font it may be shown in.

    Parameters
    ----------
    text, size
        Its words, and their size in points.
    width
        Of its lines, inches.
    bold
        Whether its letters are, and so wider.

    Examples
    --------
    >>> round(tall("no word is cut " * 6, 10, 4), 2), round(tall("no word is cut " * 6, 10, 10), 2)
    (0.36, 0.18)
    """
    height = LINE_OF_HAN if any(map(_is_han, text)) else LINE
    lines = _lines(text, width * POINTS / size, BOLDER if bold else WIDER)
    return lines * size * height / POINTS


def _lines(text: str, width: float, wider: float) -> int:
    """Count lines that break between words, of a width in sizes of the letters."""
    lines, along = 1, 0.0
    for word in _words(text):
        bare = word.rstrip()
        latin = 1.0 if _is_han(word[0]) else wider
        if along and along + reach(bare, latin) > width:
            lines, along = lines + 1, 0.0
        along += reach(word, latin)
        if along > width:  # a word longer than a line goes on over several
            further = int(reach(bare, latin) / width)
            lines, along = lines + further, along - further * width
    return lines


def _words(text: str) -> Iterator[str]:
    """Yield what no line is broken within: a Chinese letter, or a word with the blank after it."""
    word = ""
    for letter in text:
        if word and (_is_han(letter) or (word[-1].isspace() and not letter.isspace())):
            yield word
            word = ""
        word += letter
        if _is_han(letter):
            yield word
            word = ""
    if word:
        yield word


def _is_han(letter: str) -> bool:
    return HAN[0] <= letter <= HAN[1]


def broad(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how wide a text's longest word is, points.

    Parameters
    ----------
    text, size
        Its words, and their size in points.
    bold
        Whether its letters are, and so wider.

    Examples
    --------
    >>> round(broad("Clusters by province", 10)), round(broad("各省集群", 10))
    (47, 10)
    """
    words = [word.rstrip() for word in _words(text)]
    wider = BOLDER if bold else WIDEST
    wide = (reach(word, size * (1.0 if _is_han(word[:1]) else wider)) for word in words)
    return max(wide, default=0.0)


def one_line(text: str, size: float, width: float, *, bold: bool = False) -> float:
    """Return the size in points, at most the one given, in which a text stays on one line.

    Parameters
    ----------
    text, size
        Its words, and their usual size in points.
    width
        Of the line, points.
    bold
        Whether its letters are, and so wider.

    Examples
    --------
    >>> one_line("17.3%", 16, 140), one_line("134.8 patents/100 firms", 16, 140, bold=True)
    (16, 10.0)
    """
    wide = reach(text, size * (BOLDER if bold else WIDER))
    return size if wide <= width else max(round(2 * size * width / wide) / 2, SMALLEST)


def columns(
    texts: Sequence[Sequence[str]], shares: Sequence[float], width: float, size: float
) -> list[float]:
    """Return how wide a table's columns are, so that no word is broken where that is possible.

    Parameters
    ----------
    texts
        Its rows, the heading first, which is bold.
    shares
        How the columns divide the table's width where every word fits.
    width, size
        Of the table, and of its letters, in points.

    Returns
    -------
    list of float
        Points; they add up to the width.

    Examples
    --------
    >>> rows = [("Kind", "Title"), ("recognition", "a b")]
    >>> [round(wide) for wide in columns(rows, (1, 4), 200, 10)]
    [74, 126]
    """
    columnwise = [[row[at] for row in texts] for at in range(len(shares))]
    least = [
        max(broad(text, size, bold=row == 0) for row, text in enumerate(column)) + 2 * EDGE
        for column in columnwise
    ]
    if sum(least) > width:
        return [low * width / sum(least) for low in least]
    whole = sum(shares)
    wanted = [max(width * share / whole, low) for share, low in zip(shares, least, strict=True)]
    part = (sum(wanted) - width) / ((sum(wanted) - sum(least)) or 1.0)
    return [wide - (wide - low) * part for wide, low in zip(wanted, least, strict=True)]
