"""An official document as a Word file, for the fonts of the office machine that opens it."""

from __future__ import annotations

import io
from math import floor
from typing import TYPE_CHECKING

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor

from jiqun.reports.packages import LANGUAGES, describe, settled
from jiqun.reports.papers import layout
from jiqun.reports.papers.model import Grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Word
    from docx.oxml.xmlchemy import BaseOxmlElement
    from docx.section import _Footer
    from docx.text.paragraph import Paragraph

    from jiqun.reports.papers.model import Paper, Part

MIDDLE, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT
FACES = {0: layout.FANG, 1: layout.HEI, 2: layout.KAI}
"""The face of a paragraph by its level (7.3.3)."""


def document(paper: Paper) -> bytes:
    """Return an official document as a Word file; the same paper gives the same bytes.

    Parameters
    ----------
    paper
        What it says.
    """
    made = Document()
    _set_page(made)
    _set_text(made)
    _fold(made, paper)
    if paper.mark:
        _head(made, paper)
    _title(made, paper.title)
    if paper.recipient:
        _line(made, "")
        _line(made, f"{paper.recipient}：")
    else:
        _line(made, "")
    _parts(made, paper.parts)
    for said in ("", *paper.listed) if paper.listed else ():
        line = _line(made, said)
        line.paragraph_format.keep_with_next = True
        indent = layout.listed_indent(len(paper.listed))
        _set_in(line, "left", indent)
        _set_in(line, "hanging", indent - 2)
    _sign(made, paper)
    for at, attachment in enumerate(paper.attachments):
        first = _line(made, paper.numbered(at), face=layout.HEI)
        first.paragraph_format.page_break_before = True
        _line(made, "")
        _title(made, attachment.title)
        _line(made, "")
        _parts(made, attachment.parts)
    if paper.imprint:
        _imprint(made, paper.imprint)
    describe(
        made.core_properties,
        paper.title.replace("\n", ""),
        paper.signed.strip() or paper.mark,
        "zh",
    )
    _name_fonts(made)
    sink = io.BytesIO()
    made.save(sink)
    return settled(sink.getvalue())


def _set_page(made: Word) -> None:
    """Set page, margins and the grid of 22 lines."""
    section = made.sections[0]
    section.page_width, section.page_height = Mm(layout.PAGE[0]), Mm(layout.PAGE[1])
    section.top_margin, section.bottom_margin = Mm(layout.TOP), Mm(layout.BOTTOM)
    section.left_margin, section.right_margin = Mm(layout.LEFT), Mm(layout.RIGHT)
    below = layout.points(layout.BOTTOM - layout.FOLIO_BELOW) - layout.FOLIO
    section.footer_distance, section.header_distance = Pt(below), Mm(22)
    grid = section._sectPr.find(qn("w:docGrid"))
    grid = OxmlElement("w:docGrid") if grid is None else grid
    grid.set(qn("w:type"), "lines")
    grid.set(qn("w:linePitch"), str(round(layout.line_pitch() * 20)))
    section._sectPr.append(grid)


def _set_text(made: Word) -> None:
    """Set the text's face and size in its style, so that whoever edits keeps them."""
    for spoken in made.styles.element.iter(qn("w:lang")):
        for key in ("w:val", "w:eastAsia"):
            spoken.set(qn(key), LANGUAGES["zh"])
    style = made.styles["Normal"]
    style.font.size = Pt(layout.TEXT)
    said = style.element.get_or_add_rPr()
    closer = OxmlElement("w:spacing")  # 28 characters of a line stand this much closer
    closer.set(qn("w:val"), str(floor((layout.character_pitch() - layout.TEXT) * 20)))
    said.insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
    fonts = said.get_or_add_rFonts()
    for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
        fonts.attrib.pop(qn(key), None)
    for key in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(key), layout.FANG)
    style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
    style.paragraph_format.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    style.paragraph_format.line_spacing = Pt(layout.line_pitch())
    style.paragraph_format.widow_control = False


def _line(
    made: Word,
    said: str,
    face: str = layout.FANG,
    size: float = layout.TEXT,
    indent: int = 0,
    colour: str = "",
) -> Paragraph:
    """Add a paragraph, its first line set in by so many characters."""
    paragraph = made.add_paragraph()
    _say(paragraph, said, face, size, colour)
    if indent:
        _set_in(paragraph, "firstLine", indent)
    return paragraph


def _say(paragraph: Paragraph, said: str, face: str, size: float, colour: str = "") -> None:
    run = paragraph.add_run(said)
    run.font.size = Pt(size)
    fonts = run._r.get_or_add_rPr().get_or_add_rFonts()
    for key in ("w:ascii", "w:hAnsi", "w:eastAsia"):
        fonts.set(qn(key), face)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)


def _off_grid(paragraph: Paragraph) -> Paragraph:
    """Let a paragraph's characters stand as their size has it, not in the page's grid."""
    mark = OxmlElement("w:snapToGrid")
    mark.set(qn("w:val"), "0")
    paragraph._p.get_or_add_pPr().insert_element_before(mark, "w:spacing", "w:ind", "w:jc", "w:rPr")
    return paragraph


def _set_in(paragraph: Paragraph, side: str, characters: float) -> None:
    """Set a paragraph in by characters, as Word counts them, and by as many points elsewhere."""
    indents = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indents.set(qn(f"w:{side}Chars"), str(round(characters * 100)))
    indents.set(qn(f"w:{side}"), str(round(characters * layout.character_pitch() * 20)))


def _head(made: Word, paper: Paper) -> None:
    """Set the red heading: the organ's mark, two lines down the number, and the red line."""
    above: float = layout.MARK_BELOW
    if paper.copy:  # in the type area's first line (7.2.1)
        _line(made, paper.copy)
        above -= layout.line_pitch() * 25.4 / 72
    size = layout.mark_size(paper.mark)
    mark = _line(made, paper.mark, layout.TITLE_SONG, size, colour=layout.RED)
    _off_grid(mark).alignment = MIDDLE
    mark.paragraph_format.space_before = Pt(layout.points(above))
    mark.paragraph_format.line_spacing = Pt(size * 1.1)
    _line(made, "")
    _line(made, "")
    number = _line(made, paper.number)
    if paper.signer:
        _at_both_ends(number, paper.signer)
    else:
        number.alignment = MIDDLE
    _underlined_in_red(number)
    _line(made, "")
    _line(made, "")


def _at_both_ends(line: Paragraph, right: str) -> None:
    """Set a line one character in at both ends, and say the rest at its right end (7.2.6)."""
    _set_in(line, "left", 1)
    _set_in(line, "right", 1)
    end = layout.points(layout.TYPE_AREA[0]) - layout.character_pitch()
    line.paragraph_format.tab_stops.add_tab_stop(Pt(end), WD_TAB_ALIGNMENT.RIGHT)
    _say(line, f"\t{right}", layout.FANG, layout.TEXT)


def _underlined_in_red(line: Paragraph) -> None:
    """Draw the red line beneath the document's number (7.2.7)."""
    edges = OxmlElement("w:pBdr")
    space = str(round(layout.points(layout.RULE_BELOW)))
    edges.append(_marked("w:bottom", val="single", sz="12", space=space, color=layout.RED))
    line._p.get_or_add_pPr().insert_element_before(
        edges, "w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr"
    )


def _imprint(made: Word, lines: Sequence[tuple[str, str]]) -> None:
    """Set the imprint as a table of lines alone, at the foot of the last page (7.4)."""
    table = made.add_table(rows=len(lines), cols=2)
    table.autofit = False
    said = table._tbl.tblPr
    place = {"vertAnchor": "margin", "horzAnchor": "margin", "tblpXSpec": "left"}
    said.insert(1, _marked("w:tblpPr", **place, tblpYSpec="bottom"))
    said.append(_ruled())
    size, end = layout.SIZES["四号"], layout.character_pitch()
    for (left, right), row in zip(lines, table.rows, strict=True):
        cells = list(row.cells)
        if not right:
            cells = [cells[0].merge(cells[1])]
        for text, cell in zip((left, right), cells, strict=False):
            line = _off_grid(cell.paragraphs[0])
            _say(line, text, layout.FANG, size)
        cells[0].paragraphs[0].paragraph_format.left_indent = Pt(end)
        if right:
            cells[1].paragraphs[0].alignment = RIGHT
            cells[1].paragraphs[0].paragraph_format.right_indent = Pt(end)
    _line(made, "")  # a table that floats needs a line to hang on


def _ruled() -> BaseOxmlElement:
    """Return the imprint's lines: thick ones above and beneath, thin ones between (7.4.1)."""
    borders = OxmlElement("w:tblBorders")
    widths = {"top": layout.THICK, "bottom": layout.THICK, "insideH": layout.THIN}
    for side, width in widths.items():
        eighths = str(round(layout.points(width) * 8))
        borders.append(_marked(f"w:{side}", val="single", sz=eighths, space="0", color="000000"))
    return borders


def _marked(name: str, **said: str) -> BaseOxmlElement:
    mark = OxmlElement(name)
    for key, value in said.items():
        mark.set(qn(f"w:{key}"), value)
    return mark


def _title(made: Word, said: str) -> None:
    title = _line(made, said, layout.TITLE_SONG, layout.TITLE)
    _off_grid(title).alignment = MIDDLE
    title.paragraph_format.line_spacing = Pt(layout.line_pitch() * 1.2)


def _parts(made: Word, parts: Sequence[Part]) -> None:
    for part in parts:
        if isinstance(part, Grid):
            _grid(made, part)
            _line(made, "", size=layout.CELL).paragraph_format.line_spacing = Pt(layout.CELL)
        else:
            _line(made, part.said, FACES[part.level], indent=2)


def _grid(made: Word, grid: Grid) -> None:
    """Set a table as wide as the type area; its heading is said again on every page."""
    rows = [*([grid.header] if grid.header else []), *grid.rows]
    table = made.add_table(rows=len(rows), cols=len(grid.widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    whole = sum(grid.widths)
    shares = [layout.TYPE_AREA[0] * width / whole for width in grid.widths]
    for column, share in zip(table.columns, shares, strict=True):
        column.width = Mm(share)
    for at, (said, row) in enumerate(zip(rows, table.rows, strict=True)):
        head = bool(grid.header) and at == 0
        _mark_row(row._tr, "w:tblHeader" if head else "w:cantSplit")
        for column, (text, cell) in enumerate(zip(said, row.cells, strict=True)):
            cell.width = Mm(shares[column])
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            paragraph = _off_grid(cell.paragraphs[0])
            paragraph.paragraph_format.line_spacing = Pt(layout.CELL * 1.5)
            named = head or (not grid.header and column == 0)
            _say(paragraph, text, layout.HEI if named else layout.FANG, layout.CELL)
            if head or column in grid.centred:
                paragraph.alignment = MIDDLE


def _mark_row(row: object, mark: str) -> None:
    said = OxmlElement(mark)
    said.set(qn("w:val"), "true")
    row.get_or_add_trPr().append(said)  # type: ignore[attr-defined]  # a row of python-docx


def _sign(made: Word, paper: Paper) -> None:
    """Set who signs above the day, with space for the seal, and beneath the rules' version."""
    for _ in range(layout.SEAL_LINES if paper.sealed else 1):
        _line(made, "").paragraph_format.keep_with_next = True
    for said, indent in zip(
        (paper.signed, paper.dated), layout.signing_indents(paper.signed, paper.dated), strict=True
    ):
        line = _line(made, said)
        line.alignment = RIGHT
        line.paragraph_format.keep_with_next = True
        _set_in(line, "right", indent)
    _off_grid(_line(made, f"（{paper.basis}）", size=layout.CELL, indent=2))


def _fold(made: Word, paper: Paper) -> None:
    """Set page numbers, odd ones at the right and even ones at the left, and the warning."""
    made.settings.odd_and_even_pages_header_footer = True
    section = made.sections[0]
    for footer, right in ((section.footer, True), (section.even_page_footer, False)):
        _folio(footer, right=right)
    for header in (section.header, section.even_page_header):
        header.is_linked_to_previous = False
        line = _off_grid(header.paragraphs[0])
        line.alignment = MIDDLE
        if paper.warning:
            _say(line, paper.warning, layout.HEI, layout.MARK, layout.RED)


def _folio(footer: _Footer, *, right: bool) -> None:
    footer.is_linked_to_previous = False
    line = _off_grid(footer.paragraphs[0])
    line.paragraph_format.line_spacing = Pt(layout.FOLIO)
    line.alignment = RIGHT if right else WD_ALIGN_PARAGRAPH.LEFT
    _set_in(line, "right" if right else "left", 1)
    _say(line, "— ", layout.SONG, layout.FOLIO)
    for kind in ("begin", "PAGE", "end"):
        run = line.add_run()
        run.font.size, run.font.name = Pt(layout.FOLIO), layout.SONG
        mark = OxmlElement("w:instrText" if kind == "PAGE" else "w:fldChar")
        if kind == "PAGE":
            mark.text = "PAGE"
        else:
            mark.set(qn("w:fldCharType"), kind)
        run._r.append(mark)
    _say(line, " —", layout.SONG, layout.FOLIO)


def _name_fonts(made: Word) -> None:
    """Say under which other name a machine may have a face, before it takes one of its own."""
    names = "".join(
        f'<w:font w:name="{name}"><w:altName w:val="{other}"/><w:charset w:val="86"/></w:font>'
        for name, other in layout.OTHER_NAMES.items()
    )
    said = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:fonts {nsdecls("w")}>{names}'
    for part in made.part.package.iter_parts():
        if part.partname == "/word/fontTable.xml":
            part._blob = f"{said}</w:fonts>".encode()
