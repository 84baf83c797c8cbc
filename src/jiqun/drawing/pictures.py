"""What a result draws of itself: one description, drawn as SVG by us and on axes by Matplotlib.

A picture stands alone: it has its title, what it finds in a sentence, its own size and ground.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from jiqun.base.language import Bilingual, Lang, locale_language
from jiqun.drawing import palette
from jiqun.drawing.canvas import SMALL, USUAL, Canvas, breadth, legend

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARGIN = 14.0
TITLE = 15.0
CJK = (
    "Noto Sans SC", "Noto Sans CJK SC", "Source Han Sans SC", "PingFang SC", "Microsoft YaHei",
    "SimHei", "Noto Serif CJK SC", "WenQuanYi Zen Hei", "WenQuanYi Micro Hei",
    "WenQuanYi Micro Hei Mono",
)  # fmt: skip
"""Fonts with Chinese characters, the first that is there is taken."""
Named = tuple[Bilingual, str]
"""What a colour means."""


class PlotsWanted(ImportError):
    """Matplotlib is not installed."""


@dataclass(frozen=True, kw_only=True)
class Picture(ABC):
    """A picture that stands alone.

    Parameters
    ----------
    title, finding
        What it shows, and what is found, in a sentence.
    width, height
        In pixels.
    """

    title: Bilingual
    finding: Bilingual | None = None
    width: float = field(default=640.0, repr=False)
    height: float = field(default=380.0, repr=False)

    def svg(self, lang: Lang | None = None) -> str:
        """Return the picture as an SVG element.

        Parameters
        ----------
        lang
            ``zh`` or ``en``; as ``JIQUN_LANG`` or the locale says when not given.
        """
        canvas = Canvas(
            self.width - 2 * MARGIN, self.height - 2 * MARGIN, lang or locale_language()
        )
        self.paint(canvas)
        return canvas.svg_on_paper(self.alternative.in_(canvas.lang), MARGIN)

    def paint(self, canvas: Canvas) -> None:
        """Draw the whole on a canvas: title, finding, colours and every mark."""
        self.draw_on(canvas, self._head(canvas))

    def _repr_svg_(self) -> str:
        """Show the picture in a notebook."""
        return self.svg()

    def plot(self, ax: Axes | None = None, lang: Lang | None = None) -> Axes:
        """Draw the picture with Matplotlib.

        Parameters
        ----------
        ax
            The axes to draw on; those of a new figure when not given.
        lang
            As of :meth:`svg`. Where no font has Chinese characters, words are English.

        Returns
        -------
        matplotlib.axes.Axes
            To go on with.

        Raises
        ------
        PlotsWanted
            If Matplotlib is not installed; the message says what to run.
        """
        try:
            from matplotlib import pyplot
        except ModuleNotFoundError as fault:
            words = "plot() needs Matplotlib, which is not installed: pip install 'jiqun[plots]'"
            raise PlotsWanted(words) from fault
        if ax is None:
            size = (self.width / 100.0, self.height / 100.0)
            _, ax = pyplot.subplots(figsize=size, layout="constrained")
        speaks, font = _spoken(lang or locale_language())
        ax.set_title(self.title.in_(speaks), loc="left")
        self.plot_on(ax, speaks)
        _in_font(ax, font, speaks)
        return ax

    @property
    def alternative(self) -> Bilingual:
        """What the picture shows, in words."""
        if self.finding is None:
            return self.title
        title, finding = self.title, self.finding
        return Bilingual(f"{title.zh}。{finding.zh}", f"{title.en}. {finding.en}")

    def _head(self, canvas: Canvas) -> float:
        """Write title, finding and colours, and return how far down they reach."""
        top = 0.0
        for line in wrapped(self.title.in_(canvas.lang), canvas.width, TITLE):
            top += TITLE if not top else TITLE + 4.0
            canvas.text((0, top), line, size=TITLE, kind="title", weight="600")
        top += 9.0
        if self.finding is not None:
            for line in wrapped(self.finding.in_(canvas.lang), canvas.width, USUAL):
                top += USUAL + 3.0
                canvas.text((0, top), line, colour=palette.SOFT, size=USUAL, kind="finding")
            top += 9.0
        if self.colours:
            shown = [(name.in_(canvas.lang), colour, "key") for name, colour in self.colours]
            legend(canvas, shown, top)
            top += 18.0
        return top

    @property
    def colours(self) -> Sequence[Named]:
        """What each colour means, where a picture has several."""
        return ()

    @abstractmethod
    def draw_on(self, canvas: Canvas, top: float) -> None:
        """Draw every mark below a height."""

    @abstractmethod
    def plot_on(self, ax: Axes, lang: Lang) -> None:
        """Draw every mark on axes of Matplotlib."""


def wrapped(words: str, room: float, size: float) -> list[str]:
    """Return words in lines no wider than the room, Latin words whole.

    Examples
    --------
    >>> wrapped("one two three", 45, 10)
    ['one two', 'three']
    >>> wrapped("高于总体上限", 30, 10)
    ['高于总', '体上限']
    """
    lines, line = [], ""
    for piece in _pieces(words):
        if line and breadth((line + piece).rstrip(), size) > room:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def _pieces(words: str) -> list[str]:
    """Return what may not be broken: a Latin word with the space behind it, a character.

    A closing mark stays with what it closes.
    """
    found: list[str] = []
    for letter in words:
        wide = ord(letter) > 0x2E7F
        if found and (letter in "，。；：、）”》" or (not wide and _goes_on(found[-1]))):
            found[-1] += letter
        else:
            found.append(letter)
    return found


def _goes_on(piece: str) -> bool:
    return ord(piece[-1]) <= 0x2E7F and not piece.endswith(" ")


def _spoken(lang: Lang) -> tuple[Lang, str | None]:
    """Return the language Matplotlib can write in, and the font that has Chinese characters."""
    from matplotlib.font_manager import fontManager

    there = {font.name for font in fontManager.ttflist}
    font = next((name for name in CJK if name in there), None)
    return ("en" if font is None else lang), font


def _in_font(ax: Axes, font: str | None, lang: Lang) -> None:
    """Set every text in fonts that have its characters: a place's name may be of any script."""
    if font is not None:
        from matplotlib.text import Text

        families = [font, "sans-serif"] if lang == "zh" else ["sans-serif", font]
        for text in ax.findobj(Text):
            if isinstance(text, Text):
                text.set_fontfamily(families)


def short(words: str, room: float) -> str:
    """Return words, cut with … where they take more than the room.

    Examples
    --------
    >>> short("county of lamps", 50), short("灯", 50)
    ('county …', '灯')
    """
    if breadth(words, SMALL) <= room:
        return words
    while words and breadth(words + "…", SMALL) > room:
        words = words[:-1]
    return words + "…"
