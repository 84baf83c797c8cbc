"""The page as GB/T 9704-2012 has it, read back from the Word file and from the PDF."""

import io

import pytest
from docx import Document
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from pypdf import PdfReader
from tests.reports.papers.made import PAPERS

from jiqun.reports.papers.model import Paper
from jiqun.reports.papers.print import printed
from jiqun.reports.papers.word import document

A4 = (595.28, 841.89)
NEAR = Mm(1)
"""The standard allows a millimetre."""
each_paper = pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)


@each_paper
def test_the_type_area_is_156_by_225_with_37_above_and_28_at_the_fold(paper: Paper) -> None:
    (section,) = Document(io.BytesIO(document(paper))).sections
    assert abs(section.page_width - Mm(210)) <= NEAR
    assert abs(section.page_height - Mm(297)) <= NEAR
    assert abs(section.top_margin - Mm(37)) <= NEAR
    assert abs(section.left_margin - Mm(28)) <= NEAR
    wide = section.page_width - section.left_margin - section.right_margin
    high = section.page_height - section.top_margin - section.bottom_margin
    assert abs(wide - Mm(156)) <= NEAR
    assert abs(high - Mm(225)) <= NEAR


@each_paper
def test_a_page_has_22_lines_of_28_characters(paper: Paper) -> None:
    made = Document(io.BytesIO(document(paper)))
    grid = made.sections[0]._sectPr.find(qn("w:docGrid"))
    pitch = int(grid.get(qn("w:linePitch"))) / 20
    assert int(Mm(225).pt / pitch) == 22
    said = made.styles["Normal"].element.rPr
    closer = int(said.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert int(Mm(156).pt / (16 + closer)) == 28


def test_text_is_set_in_fang_song_of_size_three_and_the_title_in_size_two() -> None:
    made = Document(io.BytesIO(document(PAPERS["list"])))
    said = {paragraph.text: paragraph.runs[0] for paragraph in made.paragraphs if paragraph.runs}
    title = next(run for text, run in said.items() if text.startswith("关于公布"))
    text = next(run for text, run in said.items() if text.startswith("根据《"))
    mark = next(run for text, run in said.items() if text.endswith("文件"))
    faces = [run._r.rPr.rFonts.get(qn("w:eastAsia")) for run in (title, text, mark)]
    assert faces == ["方正小标宋简体", "仿宋", "方正小标宋简体"]
    assert (title.font.size, text.font.size) == (Pt(22), Pt(16))
    assert str(mark.font.color.rgb) == "FF0000"


def test_the_red_line_stands_4_mm_below_the_number_across_the_type_area() -> None:
    made = Document(io.BytesIO(document(PAPERS["list"])))
    number = next(paragraph for paragraph in made.paragraphs if "〔2026〕5号" in paragraph.text)
    edge = number._p.pPr.find(qn("w:pBdr")).find(qn("w:bottom"))
    assert edge.get(qn("w:color")) == "FF0000"
    assert Mm(3.5).pt <= int(edge.get(qn("w:space"))) <= Mm(4.5).pt


@each_paper
def test_pages_are_numbered_between_dashes_odd_ones_at_the_right(paper: Paper) -> None:
    made = Document(io.BytesIO(document(paper)))
    assert made.settings.odd_and_even_pages_header_footer
    section = made.sections[0]
    odd, even = section.footer.paragraphs[0], section.even_page_footer.paragraphs[0]
    assert (odd.text, even.text) == ("—  —", "—  —")  # the number is a field between them
    assert odd.alignment != even.alignment
    pages = PdfReader(io.BytesIO(printed(paper))).pages
    for number, page in enumerate(pages, 1):
        assert f"—{number}—" in page.extract_text().replace(" ", "")
        assert abs(float(page.mediabox.width) - A4[0]) < 1
        assert abs(float(page.mediabox.height) - A4[1]) < 1


def test_a_machine_without_a_face_is_told_its_other_name() -> None:
    made = Document(io.BytesIO(document(PAPERS["list"])))
    (table,) = [
        part.blob.decode()
        for part in made.part.package.iter_parts()
        if part.partname == "/word/fontTable.xml"
    ]
    assert '<w:font w:name="仿宋"><w:altName w:val="仿宋_GB2312"/>' in table


@each_paper
def test_the_same_paper_gives_the_same_bytes(paper: Paper) -> None:
    assert document(paper) == document(paper)
    assert printed(paper) == printed(paper)
