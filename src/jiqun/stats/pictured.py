"""Results that draw themselves: in a notebook by our own marks, and on axes of Matplotlib."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from jiqun.base.language import Lang
    from jiqun.drawing.pictures import Picture


class Pictured(ABC):
    """A result that has a picture."""

    __slots__ = ()

    @abstractmethod
    def picture(self) -> Picture:
        """Return the picture; its ``svg(lang)`` is the text of a file."""

    def _repr_svg_(self) -> str:
        """Show the picture in a notebook, in the language of ``JIQUN_LANG`` or the locale."""
        return self.picture().svg()

    def plot(self, ax: Axes | None = None, lang: Lang | None = None) -> Axes:
        """Draw the picture with Matplotlib (``pip install 'jiqun[plots]'``).

        Parameters
        ----------
        ax
            The axes to draw on; those of a new figure when not given.
        lang
            ``zh`` or ``en``; as ``JIQUN_LANG`` or the locale says when not given.

        Returns
        -------
        matplotlib.axes.Axes
            To go on with.
        """
        return self.picture().plot(ax, lang)
