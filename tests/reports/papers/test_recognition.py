"""What the documents of recognition say: both formats the same, with the rules' version."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph
from pypdf import PdfReader
from tests.reports.papers.made import NAMED, OCCASION, PAPERS, SCORES, SHOWN, TODAY

from jiqun.base.files import catalogue_path
from jiqun.base.yaml_files import read_yaml
from jiqun.reports.papers import recognition as module
from jiqun.reports.papers.model import Paper
from jiqun.reports.papers.print import printed
from jiqun.reports.papers.recognition import Particulars, announcement, notice, score_sheet
from jiqun.reports.papers.word import document

WHOLE = PAPERS["whole"]
each_paper = pytest.mark.parametrize("paper", PAPERS.values(), ids=PAPERS)


def bare(text: str) -> str:
    """Return a text without blanks, which each format sets in its own way."""
    return re.sub(r"\s", "", text)


def said_in_word(paper: Paper) -> Iterator[str]:
    """Yield every paragraph and cell of the Word file, in its order."""
    made = Document(io.BytesIO(document(paper)))
    for block in made.iter_inner_content():
        if isinstance(block, Table):
            for row in block.rows:
                cells = {cell._tc: cell.text for cell in row.cells}  # a merged one once
                yield from cells.values()
        elif isinstance(block, Paragraph):
            yield block.text


def said_in_pdf(paper: Paper) -> str:
    """Return the PDF's text, page after page, without numbers of pages and headings said again."""
    pages = PdfReader(io.BytesIO(printed(paper))).pages
    texts = [bare(page.extract_text()) for page in pages]
    return "".join(
        text.replace(f"—{number}—", "").replace(bare(paper.warning) or "—" * 9, "")
        for number, text in enumerate(texts, 1)
    )


@each_paper
def test_both_formats_say_the_same_in_the_same_order(paper: Paper) -> None:
    whole, at = said_in_pdf(paper), 0
    for said in filter(None, map(bare, said_in_word(paper))):
        found = whole.find(said, at)
        assert found >= 0, said
        at = found + len(said)
    written = "".join(map(bare, said_in_word(paper)))
    assert set(whole) == set(written)


@each_paper
def test_every_document_says_by_which_version_of_the_rules_it_is_made(paper: Paper) -> None:
    for text in ("".join(said_in_word(paper)), said_in_pdf(paper)):
        assert "工信部企业〔2022〕119号" in text
        assert "a1b2c3d4e5f6" in text


def test_a_rule_an_installation_amended_names_its_document() -> None:
    amended = replace(OCCASION, rules=replace(OCCASION.rules, entered="某通知"))
    assert "经某通知补充" in announcement(amended, NAMED, Particulars(), TODAY).basis


def test_what_nobody_entered_is_a_blank_to_fill_in() -> None:
    paper = PAPERS["blank"]
    said = list(said_in_word(paper))
    assert "（机关代字）〔2026〕　　号" in said
    assert "公示期为2026年　　月　　日至2026年　　月　　日。" in said
    assert paper.dated == "2026年　　月　　日"


def test_a_letter_to_a_higher_organ_names_who_signed_it_off_and_others_do_not() -> None:
    for name, said in (("whole", "签发人：王某某"), ("recommendation", "签发人：　　　")):
        assert PAPERS[name].signer == said
        assert bare(said) in said_in_pdf(PAPERS[name])
    assert not PAPERS["notice"].signer
    assert not PAPERS["list"].signer


def test_the_imprint_says_who_has_a_copy_and_who_printed_it_on_the_last_even_page() -> None:
    lines = [
        "抄送：某省发展和改革委员会、某省财政厅。",
        "某省中小企业主管部门办公室2026年11月9日印发",
    ]
    pages = [bare(page.extract_text()) for page in PdfReader(io.BytesIO(printed(WHOLE))).pages]
    assert len(pages) % 2 == 0
    assert all(line in pages[-1] for line in lines)
    assert not any(line in page for line in lines for page in pages[:-1])
    assert bare("".join(said_in_word(WHOLE))).endswith("".join(lines))
    assert "（印发机关）2026年月日印发" in bare("".join(said_in_word(PAPERS["blank"])))
    assert not any("抄送" in line for line in said_in_word(PAPERS["blank"]))


def test_the_number_of_a_copy_stands_first_where_it_was_entered() -> None:
    assert next(said_in_word(WHOLE)) == "000012"
    assert said_in_pdf(WHOLE).startswith("000012")
    assert "000012" not in said_in_pdf(PAPERS["list"])


def test_demonstration_data_is_marked_on_every_page() -> None:
    pages = PdfReader(io.BytesIO(printed(PAPERS["blank"]))).pages
    assert len(pages) > 1
    assert all("演示数据" in page.extract_text() for page in pages)
    made = Document(io.BytesIO(document(PAPERS["blank"])))
    for header in (made.sections[0].header, made.sections[0].even_page_header):
        assert "演示数据" in header.paragraphs[0].text
    assert "演示数据" not in said_in_pdf(PAPERS["list"])


def test_a_real_name_is_asked_for_only_where_the_programme_does() -> None:
    for real_name, asked in ((True, True), (False, False), (None, False)):
        paper = notice(SHOWN, NAMED, Particulars(), TODAY, real_name=real_name)
        assert ("真实姓名" in "".join(said_in_word(paper))) is asked


def test_a_sheet_sums_up_only_when_every_score_is_given() -> None:
    given = score_sheet(OCCASION, NAMED[0], "专家甲", SCORES, "", TODAY)
    assert "84.30" in list(said_in_word(given))  # 60 x 80.5/100 + 40 x 9/10
    blank = [replace(SCORES[0], score=None), SCORES[1]]
    missing = score_sheet(OCCASION, NAMED[0], "专家甲", blank, "", TODAY)
    assert list(said_in_word(missing)).count("36.00") == 0
    assert missing.mark == missing.number == ""


def test_every_word_is_used_and_every_use_has_its_word() -> None:
    words = read_yaml(catalogue_path("words", "papers.yaml"))
    source = Path(module.__file__).read_text("utf-8")
    named = set(re.findall(r'"([a-z_]+)"', source))
    put_together = {name for name in words if name.startswith("sheet_")}
    assert set(words) - named - put_together == set()
