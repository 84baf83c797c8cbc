"""One palette: told apart by lightness before hue, so that it reads in print and without colour.

Neighbours in a chart differ by at least 1.6 to 1 in luminance (tests hold it), and every mark
carries its number, so that no reader depends on a colour.
"""

import math

INK = "1B2733"
"""Text."""
SOFT = "566575"
"""Captions and axes."""
LINE = "C9D3DD"
"""Rules and grids."""
PAPER = "FFFFFF"
BAND = "DCE6F0"
"""A band round a null hypothesis."""
PALE = "F1F5F9"
"""The ground of tiles."""

NOW = "0B3C6F"
"""The year reported, and every single series."""
BEFORE = "9DB9D6"
"""The year before."""
WARM = "C2551A"
"""What is marked: medians, targets, a fall, 演示数据."""
TEAL = "2E8B8B"
"""A rise between two totals."""

PARTS = (NOW, "E3B35C", "5B87B0", "C9D3DD", "8A5A12")
"""Parts of a whole, in order."""

HEAT = {
    -3: "B5530F",
    -2: "E39A63",
    -1: "F7DEC8",
    0: "F1F5F9",
    1: "D3E1EF",
    2: "86AFD6",
    3: "1F5F9E",
}
"""Shades of a heat map, from far below nought to far above it."""


def on(ground: str) -> tuple[str, str]:
    """Return the ink that reads on a ground, and the class of words in it.

    Examples
    --------
    >>> on("F1F5F9"), on("0B3C6F")
    (('1B2733', 'on-light'), ('FFFFFF', 'on-dark'))
    """
    pale = contrast(INK, ground) >= contrast(PAPER, ground)
    return (INK, "on-light") if pale else (PAPER, "on-dark")


def luminance(colour: str) -> float:
    """Return the relative luminance of a colour as WCAG 2.1 defines it.

    Parameters
    ----------
    colour
        Six hexadecimal digits.

    Examples
    --------
    >>> luminance("FFFFFF"), luminance("000000")
    (1.0, 0.0)
    """
    channels = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else math.pow((c + 0.055) / 1.055, 2.4) for c in channels]
    return round(0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2], 6)


def contrast(one: str, other: str) -> float:
    """Return how far two colours are apart, from 1 (alike) to 21 (black and white).

    Examples
    --------
    >>> contrast("000000", "FFFFFF")
    21.0
    """
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return round((light + 0.05) / (dark + 0.05), 4)
