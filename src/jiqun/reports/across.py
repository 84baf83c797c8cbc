"""Pictures that take a page of their own in a Word document, lying across."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.shared import Cm

from jiqun.drawing.pictures import MARGIN
from jiqun.reports.picture_files import measured, picture_png

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Word

    from jiqun.reports.book import ShownPicture
    from jiqun.reports.model import Report

ROOM = (25.2, 15.6)
"""Width and height for a picture on a page that lies across, centimetres."""


def set_across(made: Word, report: Report, pictures: Sequence[ShownPicture]) -> None:
    """Set each picture on a page of its own; what follows stands upright again.

    Parameters
    ----------
    made
        The document, at its end.
    report
        Has the pictures.
    pictures
        Their words.
    """
    for shown in pictures:
        picture = report.pictures[shown.id]
        canvas = measured(picture, report.lang)
        sides = canvas.width + 2 * MARGIN, canvas.height + 2 * MARGIN
        scale = min(room / side for room, side in zip(ROOM, sides, strict=True))
        _turn(made, WD_ORIENT.LANDSCAPE)
        drawn = io.BytesIO(picture_png(picture, report.lang))
        run = made.add_paragraph().add_run()
        shape = run.add_picture(drawn, *(Cm(scale * side) for side in sides))
        shape._inline.docPr.set("descr", shown.alternative)
        shape._inline.docPr.set("title", shown.caption)
        _turn(made, WD_ORIENT.PORTRAIT)


def _turn(made: Word, lies: WD_ORIENT) -> None:
    """Begin a page that lies so; its margins, and what stands above and below, stay."""
    section = made.add_section(WD_SECTION.NEW_PAGE)
    if section.orientation != lies:
        section.orientation = lies
        section.page_width, section.page_height = section.page_height, section.page_width
