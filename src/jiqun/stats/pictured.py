"""Results that draw themselves: in a notebook by our own marks, and on axes of Matplotlib."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import fields
from typing import TYPE_CHECKING, Any

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

    def __repr__(self) -> str:
        """Say the single numbers, and of curves and tables how large they are."""
        said = ((each.name, getattr(self, each.name)) for each in fields(self) if each.repr)  # type: ignore[arg-type]
        parts = [f"{name}={_brief(value)}" for name, value in said if value is not None]
        return f"{type(self).__name__}({', '.join(parts)})"

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


def _brief(value: Any) -> str:
    """Return a number or a word as it is, anything with a shape by its size.

    Examples
    --------
    >>> import numpy as np
    >>> _brief(0.05), _brief(np.zeros((12, 8)))
    ('0.05', '<12 x 8>')
    """
    shape = getattr(value, "shape", ())
    return f"<{' x '.join(str(side) for side in shape)}>" if shape else repr(value)
