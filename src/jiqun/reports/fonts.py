"""The Chinese fonts that come with the build, so that no report prints a box on any machine."""

import unicodedata
from functools import cache
from pathlib import Path

import pylopdf_fonts_zh_cn

SANS, SERIF = "Noto Sans SC", "Noto Serif SC"
"""The families' names; both are under the SIL Open Font License."""


def font_folder() -> Path:
    """Return the folder of the font files.

    Examples
    --------
    >>> sorted(file.name for file in font_folder().glob("*.otf"))
    ['NotoSansSC-Regular.otf', 'NotoSerifSC-Regular.otf']
    """
    return Path(pylopdf_fonts_zh_cn.sans_path()).parent


@cache
def drawn_by_sans() -> frozenset[int]:
    """Return every code point the sans font has a glyph for.

    Examples
    --------
    >>> {ord("集"), ord("群"), ord("〔")} <= drawn_by_sans()
    True
    """
    from fontTools.ttLib import TTFont

    with TTFont(pylopdf_fonts_zh_cn.sans_path(), lazy=True) as font:
        return frozenset(font.getBestCmap())


def named_where_not_drawn(text: str) -> str:
    """Return a text with every character the fonts have no glyph for named by its number.

    An empty box says nothing; its number says which character of a name is meant. A small digit is
    drawn as a plain one.

    Examples
    --------
    >>> named_where_not_drawn("𠮷山集团"), named_where_not_drawn("集团\U0001f3ed")
    ('〔U+20BB7〕山集团', '集团〔U+1F3ED〕')
    >>> named_where_not_drawn("tCO₂")
    'tCO2'
    """
    unknown = {
        letter
        for letter in set(text)
        if letter.isprintable() and ord(letter) not in drawn_by_sans()
    }
    return text.translate({ord(letter): _named(letter) for letter in unknown})


def _named(letter: str) -> str:
    plain = unicodedata.normalize("NFKC", letter)
    return plain if plain.isascii() and plain.isdigit() else f"〔U+{ord(letter):04X}〕"


def page_font(text: str) -> bytes:
    """Return the sans font cut down to what a text needs, as WOFF.

    Parameters
    ----------
    text
        Everything a page may show.

    Returns
    -------
    bytes
        The same text gives the same bytes.
    """
    from io import BytesIO

    from fontTools.subset import Options, Subsetter, save_font
    from fontTools.ttLib import TTFont

    options = Options(flavor="woff", layout_features=[], hinting=False)
    options.recalc_timestamp = False
    options.drop_tables += ["GSUB", "GPOS", "BASE", "VORG", "vmtx", "vhea"]
    # The whole font's bounding box bounds its part too; measuring every glyph anew takes a while.
    kept = {"recalcTimestamp": False, "recalcBBoxes": False}
    with TTFont(pylopdf_fonts_zh_cn.sans_path(), lazy=True, **kept) as font:
        cutter = Subsetter(options)
        cutter.populate(text="".join(sorted(set(text))))
        cutter.subset(font)
        sink = BytesIO()
        save_font(font, sink, options)
    return sink.getvalue()
