"""A picture that stands alone as a file: SVG, PDF, or a slide whose shapes can be edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from jiqun.drawing.canvas import Canvas
from jiqun.drawing.pictures import MARGIN

if TYPE_CHECKING:
    from jiqun.base.language import Lang
    from jiqun.drawing.pictures import Picture

ENDINGS = (".svg", ".pdf", ".pptx")
POINTS = 0.75
"""To a pixel."""


def picture_file(picture: Picture, ending: str, lang: Lang) -> bytes:
    r"""Return a picture as a file; the same picture gives the same bytes.

    Parameters
    ----------
    picture
        Which.
    ending
        One of :data:`ENDINGS`.
    lang
        Of its words.

    Examples
    --------
    >>> from jiqun.chains.loading import chains
    >>> from jiqun.chains.picture import ChainPicture
    >>> picture = ChainPicture.of(chains()["cranes"])
    >>> [picture_file(picture, ending, "en")[:4] for ending in ENDINGS]
    [b'<svg', b'%PDF', b'PK\x03\x04']
    """
    if ending == ".svg":
        return picture.svg(lang).encode()
    if ending == ".pdf":
        return _typeset(picture, lang, "pdf")
    from jiqun.reports.deck.alone import picture_deck

    return picture_deck(picture, lang, measured(picture, lang))


def measured(picture: Picture, lang: Lang) -> Canvas:
    """Return the picture painted on a canvas, which has the height the picture needs."""
    canvas = Canvas(picture.width - 2 * MARGIN, picture.height - 2 * MARGIN, lang)
    picture.paint(canvas)
    return canvas


def picture_png(picture: Picture, lang: Lang) -> bytes:
    """Return the picture drawn in pixels, for files that take no SVG.

    Parameters
    ----------
    picture, lang
        As of :func:`picture_file`.
    """
    return _typeset(picture, lang, "png")


def _typeset(picture: Picture, lang: Lang, form: str) -> bytes:
    from jiqun.reports.pdf import typeset

    canvas = measured(picture, lang)
    width, height = (POINTS * (side + 2 * MARGIN) for side in (canvas.width, canvas.height))
    source = (
        f"#set page(width: {width}pt, height: {height}pt, margin: 0pt)\n"
        '#image("picture.svg", width: 100%)'
    )
    drawn = picture.svg(lang).encode()
    return typeset({"main": source.encode(), "picture.svg": drawn}, form)
