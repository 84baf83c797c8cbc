"""The issuer's logo on a deck's layouts: large on the cover, small at the foot of every slide."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from pptx.oxml import parse_xml

from jiqun.drawing import palette
from jiqun.reports.deck.master import LAYOUTS, NAMESPACES, frame, layout_of, rectangle
from jiqun.reports.pdf import spots_of

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

    from jiqun.reports.logos import Logo

Box = tuple[float, float, float, float]
COVER: Box = (9.3, 0.75, 3.4, 1.1)
"""The box the cover's logo lies in, to the right: left, top, width and height in inches."""
FOOT: Box = (10.3, 7.02, 1.38, 0.3)
PLATE = 0.12
"""Inches of white round a logo on the cover's dark ground."""
NUMBERS = (90, 91)
"""Of the shapes in a layout."""


def show_logo(made: Deck, logo: Logo, issuer: str) -> None:
    """Put a logo on every layout.

    Parameters
    ----------
    made
        A deck of our layouts, without slides.
    logo, issuer
        The picture, and whose it is.
    """
    picture = spots_of(logo)
    for name in LAYOUTS:
        layout = layout_of(made, name)
        box = _right(logo, COVER if name == "cover" else FOOT)
        if name == "cover":
            layout.shapes._spTree.append(parse_xml(_plate(box, issuer)))
        _, link = layout.part.get_or_add_image_part(io.BytesIO(picture))
        layout.shapes._spTree.append(parse_xml(_picture(box, link, issuer)))


def _right(logo: Logo, box: Box) -> Box:
    """Return the place of a logo inside a box: to the right, half way up."""
    left, top, width, height = box
    wide, high = logo.within(width, height)
    return left + width - wide, top + (height - high) / 2, wide, high


def _plate(box: Box, issuer: str) -> str:
    left, top, width, height = box
    around = (left - PLATE, top - PLATE, width + 2 * PLATE, height + 2 * PLATE)
    return rectangle(NUMBERS[0], issuer, around, palette.PAPER)


def _picture(box: Box, link: str, issuer: str) -> str:
    named = quoteattr(issuer)
    return (
        f'<p:pic {NAMESPACES}><p:nvPicPr><p:cNvPr id="{NUMBERS[1]}" name={named} descr={named}/>'
        '<p:cNvPicPr><a:picLocks noChangeAspect="1"/></p:cNvPicPr><p:nvPr userDrawn="1"/>'
        f'</p:nvPicPr><p:blipFill><a:blip r:embed="{link}"/><a:stretch><a:fillRect/></a:stretch>'
        f'</p:blipFill><p:spPr>{frame(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</p:spPr></p:pic>"
    )
