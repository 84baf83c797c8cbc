"""The report as a Word document that can be edited: headings, tables, charts as pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, TypeAlias

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from jiqun.base.display import NO_NUMBER
from jiqun.drawing import palette
from jiqun.drawing.pictures import MARGIN
from jiqun.reports.book import book
from jiqun.reports.measuring import EDGE, POINTS, columns, one_line
from jiqun.reports.packages import LANGUAGES, describe, settled
from jiqun.reports.pdf import chart_size, spots_of, typeset
from jiqun.reports.picture_files import measured, picture_png

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docx.document import Document as Word
    from docx.table import _Cell, _Row
    from docx.text.paragraph import Paragraph

    from jiqun.base.language import Lang
    from jiqun.reports.book import Annex, Book, Entry, Note, Passage, ShownChart, ShownPicture, Tile
    from jiqun.reports.model import Report
    from jiqun.reports.tables import Table
    from jiqun.reports.words import Words

Cells: TypeAlias = "Sequence[str]"
LATIN, CHINESE = "Arial", "Microsoft YaHei"
ROOM = (25.2, 15.6)
"""Width and height for a picture on a page that lies across, centimetres."""
WIDTH = 16.6
"""Centimetres between the margins."""
INCH = 2.54
NUMBER, LEAST_NUMBER, CELL, MARK = 16.0, 13.0, 8.5, 9.0
"""Sizes of letters, points: a tile's number, a table's cells, what stands above and below pages."""


def document(report: Report) -> bytes:
    """Return the report as a Word file; the same report gives the same bytes.

    Parameters
    ----------
    report
        From :func:`jiqun.reports.content.compose`.
    """
    made = Document()
    _set_styles(made, report.lang)
    said = book(report)
    _mark_pages(made, said)
    _cover_logo(made, report)
    made.add_heading(said.title, 0)
    for line in filter(None, (said.issuer, said.of_year, *said.edition)):
        made.add_paragraph(line)
    if not said.brief:
        _contents(made, said)
    _begin_page(made.add_heading(said.words["summary"], 1))
    _tiles(made, said.hero, report.words)
    for line in said.headlines:
        made.add_paragraph(line)
    for part in said.parts:
        made.add_heading(part.heading, 1)
        for page in part.pages:
            _passage(made, report, page)
            _across(made, report, page.pictures)
    made.add_heading(said.words["coverage_and_method"], 1)
    for known in said.method:
        made.add_heading(known.title, 3)
        made.add_paragraph(known.text)
    _revision(made, said.revision, report.words)
    _passage(made, report, said.ending)
    if said.brief:
        _main_figures(made, said.annex, report.words)
    else:
        _annex(made, said.annex, report.words)
    describe(made.core_properties, said.titled, said.maker, report.lang)
    sink = io.BytesIO()
    made.save(sink)
    return settled(sink.getvalue())


def _set_styles(made: Word, lang: Lang) -> None:
    """Set fonts and colours in the styles, so that whoever edits keeps them."""
    for spoken in made.styles.element.iter(qn("w:lang")):
        for key in ("w:val", "w:eastAsia"):
            spoken.set(qn(key), LANGUAGES[lang] if key == "w:val" else LANGUAGES["zh"])
    section = made.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(2.2)
    sizes = {"Normal": 10.5, "Title": 26, "Heading 1": 18, "Heading 2": 13.5, "Heading 3": 11}
    for name, size in sizes.items():
        style = made.styles[name]
        style.font.name, style.font.size = LATIN, Pt(size)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for key in ("w:asciiTheme", "w:hAnsiTheme", "w:eastAsiaTheme", "w:cstheme"):
            fonts.attrib.pop(qn(key), None)
        fonts.set(qn("w:eastAsia"), CHINESE)
        fonts.set(qn("w:hAnsi"), LATIN)
        if name != "Normal":
            style.font.color.rgb = RGBColor.from_string(palette.NOW)
    for name in ("Header", "Footer"):
        made.styles[name].font.size = Pt(MARK)
    for level in (1, 2):
        entry = made.styles.add_style(f"toc {level}", WD_STYLE_TYPE.PARAGRAPH)
        entry.base_style = made.styles["Normal"]
        entry.paragraph_format.left_indent = Cm(0.6 * (level - 1))
        entry.font.size = Pt(9.5)
        entry.paragraph_format.line_spacing, entry.paragraph_format.space_after = 1.05, Pt(1)
    made.styles["Heading 1"].paragraph_format.space_before = Pt(26)
    made.styles["Normal"].paragraph_format.line_spacing = 1.35
    made.styles["Normal"].paragraph_format.space_after = Pt(5)


def _mark_pages(made: Word, said: Book) -> None:
    """Write the mark and the edition on every page."""
    section = made.sections[0]
    head, foot = section.header.paragraphs[0], section.footer.paragraphs[0]
    head.text = said.headed
    if said.mark:
        run = head.add_run(f"  {said.mark}")
        run.font.color.rgb = RGBColor.from_string(palette.WARM)
        run.bold = True
    foot.text = " · ".join(filter(None, (said.vintage, said.issuer))) + "  "
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    foot._p.append(field)


def _cover_logo(made: Word, report: Report) -> None:
    """Put the issuer's logo above the title and into the header."""
    logo = report.issuer and report.issuer.logo
    if not logo:
        return
    picture = spots_of(logo)
    head = made.sections[0].header.paragraphs[0]
    head.add_run("  ")
    for run, box in ((made.add_paragraph().add_run(), (6.0, 2.0)), (head.add_run(), (2.4, 0.6))):
        width, height = logo.within(*box)
        shape = run.add_picture(io.BytesIO(picture), width=Cm(width), height=Cm(height))
        shape._inline.docPr.set("descr", report.issued_by)


def _contents(made: Word, said: Book) -> None:
    """Write the contents: a field that Word fills with page numbers, its entries there already."""
    made.add_paragraph(said.words["contents"], style="TOC Heading")
    parts = [(part.heading, [page.title for page in part.pages]) for part in said.parts]
    annexes = [said.words["coverage_and_method"], said.words["all_figures"]]
    entries = [(said.words["summary"], 1)]
    for heading, titles in parts:
        entries += [(heading, 1), *((title, 2) for title in titles)]
    entries += [(title, 1) for title in annexes]
    for at, (title, level) in enumerate(entries):
        line = made.add_paragraph(style=f"toc {level}")
        if at == 0:
            _field(line, "begin", 'TOC \\o "1-2" \\h \\z \\u')
        line.add_run(title)
        if at == len(entries) - 1:
            _field(line, "end")


def _begin_page(heading: Paragraph) -> None:
    """Begin a page with a heading: after the contents and before the annex; chapters run on."""
    heading.paragraph_format.page_break_before = True


def _field(paragraph: Paragraph, kind: str, instruction: str = "") -> None:
    """Open a field with its instruction, or close it."""
    steps = (kind, "separate") if instruction else (kind,)
    for step in steps:
        mark = OxmlElement("w:fldChar")
        mark.set(qn("w:fldCharType"), step)
        paragraph.add_run()._r.append(mark)
        if step == "begin":
            said = OxmlElement("w:instrText")
            said.set(qn("xml:space"), "preserve")
            said.text = instruction
            paragraph.add_run()._r.append(said)


def _revision(made: Word, note: Note | None, said: Words) -> None:
    """Write what changed since the vintage before."""
    if note is None:
        return
    made.add_heading(said["revision"], 2)
    for line in note.sentences:
        made.add_paragraph(line)
    for table in note.tables:
        _table(made, table)


def _passage(made: Word, report: Report, page: Passage) -> None:
    made.add_heading(page.title, 2)
    for line in page.lead:
        said = made.add_paragraph(line)
        said.runs[0].bold = True
        said.paragraph_format.keep_with_next = True
    for card in page.cards:
        made.add_heading(card.title, 3)
        for line in card.points:
            made.add_paragraph(line)
    _charts(made, report, page.charts)
    _tiles(made, page.tiles, report.words)
    for line in (*page.claims, *page.notes):
        made.add_paragraph(line)
    for table in page.tables:
        _table(made, table)


def _charts(made: Word, report: Report, charts: Sequence[ShownChart]) -> None:
    """Set a chart across the page, two side by side, as the PDF has them."""
    paired = len(charts) == 2
    if not paired:
        for chart in charts:
            _picture(report, chart, made.add_paragraph(), made.add_paragraph(), WIDTH)
        return
    grid = made.add_table(rows=1, cols=2)
    _close(grid.rows[0])
    for chart, cell in zip(charts, grid.rows[0].cells, strict=True):
        _picture(report, chart, cell.paragraphs[0], cell.add_paragraph(), WIDTH / 2 - 0.4)
    _gap(made)


def _picture(
    report: Report, shown: ShownChart, above: Paragraph, below: Paragraph, width: float
) -> None:
    """Write a chart's caption, and the chart as a picture with its alternative text."""
    caption = above.add_run(shown.caption)
    caption.font.color.rgb = RGBColor.from_string(palette.NOW)
    above.paragraph_format.keep_with_next = True
    if shown.empty:
        below.add_run(shown.alternative)
        return
    size = chart_size(report.charts[shown.id], paired=width < WIDTH)
    source = (
        f"#set page(width: {size[0]}pt, height: {size[1]}pt, margin: 0pt)\n"
        '#image("chart.svg", width: 100%)'
    )
    drawing = report.charts[shown.id].svg(*size, report.lang).encode()
    picture = typeset({"main": source.encode(), "chart.svg": drawing}, "png")
    shape = below.add_run().add_picture(io.BytesIO(picture), width=Cm(width))
    shape._inline.docPr.set("descr", shown.alternative)


def _across(made: Word, report: Report, pictures: Sequence[ShownPicture]) -> None:
    """Set each picture on a page of its own that lies across; what follows stands upright."""
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


def _close(row: _Row) -> None:
    """Keep a row of a table on one page."""
    kept = OxmlElement("w:cantSplit")
    kept.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(kept)


def _gap(made: Word) -> None:
    """Leave a little room below a table, which has none of its own."""
    room = made.add_paragraph().paragraph_format
    room.line_spacing, room.space_after = Pt(6), Pt(0)


def _tiles(made: Word, tiles: Sequence[Tile], said: Words) -> None:
    """Set figures side by side in a table, number above title."""
    if not tiles:
        return
    grid = made.add_table(rows=-(-len(tiles) // 3), cols=3)
    room = WIDTH / 3 / INCH * POINTS - 2 * EDGE
    fitting = min(one_line(tile.display, NUMBER, room, bold=True) for tile in tiles)
    size = max(fitting, LEAST_NUMBER)
    for row in grid.rows:
        _close(row)
    for at, tile in enumerate(tiles):
        paragraph = grid.cell(at // 3, at % 3).paragraphs[0]
        number = paragraph.add_run(tile.display)
        number.font.size, number.bold = Pt(size), True
        number.font.color.rgb = RGBColor.from_string(palette.NOW)
        last = ""
        if tile.previous:
            last = said.aside(said.fill("last_year_was", display=tile.previous))
        last += f"\n{tile.beside}" if tile.beside else ""
        last += f"\n{tile.caveat}" if tile.caveat else ""
        paragraph.add_run(f"\n{tile.title}{last}").font.size = Pt(9)
    _gap(made)


def _table(made: Word, table: Table) -> None:
    if table.title:
        made.add_heading(table.title, 3)
    if table.note:
        made.add_paragraph(table.note)
    _grid(made, table.header, table.rows, table.widths)


def _grid(made: Word, header: Cells, rows: Sequence[Cells], widths: Sequence[float]) -> None:
    grid = made.add_table(rows=1, cols=len(header), style="Normal Table")
    grid.autofit = False
    for _ in rows:
        grid.add_row()
    across = columns([header, *rows], widths, WIDTH / INCH * POINTS, CELL)
    for column, wide in zip(grid.columns, across, strict=True):
        column.width = Pt(wide)
    for at, (cells, made_row) in enumerate(zip((header, *rows), grid.rows, strict=True)):
        _close(made_row)
        for text, cell, wide in zip(cells, made_row.cells, across, strict=True):
            cell.width = Pt(wide)
            _write(cell, text, at)
    repeated = OxmlElement("w:tblHeader")
    repeated.set(qn("w:val"), "true")
    grid.rows[0]._tr.get_or_add_trPr().append(repeated)
    _gap(made)


def _write(cell: _Cell, text: str, row: int) -> None:
    """Write a cell of a table whose first row is its heading; the others are shaded by turns."""
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    paragraph.paragraph_format.line_spacing = 1.0
    paragraph.alignment = WD_ALIGN_PARAGRAPH.LEFT
    run = paragraph.add_run(text)
    run.font.size = Pt(CELL)
    if row == 0:
        _shade(cell, palette.NOW)
        run.font.bold = True
        run.font.color.rgb = RGBColor.from_string(palette.PAPER)
    elif row % 2 == 0:
        _shade(cell, palette.PALE)


def _shade(cell: _Cell, colour: str) -> None:
    """Fill a cell's ground, as the PDF's tables have it."""
    shade = OxmlElement("w:shd")
    shade.set(qn("w:val"), "clear")
    shade.set(qn("w:fill"), colour)
    cell._tc.get_or_add_tcPr().append(shade)


def _annex(made: Word, annex: Sequence[Annex], said: Words) -> None:
    _begin_page(made.add_heading(said["all_figures"], 1))
    header = tuple(said[name] for name in ("figure", "this_year", "last_year", "coverage"))
    for section in annex:
        made.add_heading(section.title, 2)
        rows = [
            (
                entry.title,
                "\n".join(filter(None, (entry.display, entry.beside))),
                _last_year(entry),
                entry.coverage,
            )
            for entry in section.rows
        ]
        _grid(made, header, rows, (5, 2.4, 2.4, 1.4))


def _last_year(entry: Entry) -> str:
    return "\n".join(filter(None, (entry.previous or NO_NUMBER, entry.caveat)))


def _main_figures(made: Word, annex: Sequence[Annex], said: Words) -> None:
    """Write the figures of a brief report in one table, those of wider places beside them."""
    made.add_heading(said["key_figures"], 1)
    header = tuple(said[name] for name in ("figure", "this_year", "last_year", "beside"))
    rows = [
        (entry.title, entry.display, _last_year(entry), entry.beside)
        for section in annex
        for entry in section.rows
    ]
    _grid(made, header, rows, (3.4, 1.8, 2, 3.6))
