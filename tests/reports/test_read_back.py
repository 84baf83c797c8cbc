"""Every number in deck, PDF, workbook, document and page is a number of report.json."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pypdf import PdfReader

from jiqun.base.definitions import indicators
from jiqun.base.language import Bilingual
from jiqun.charts import Chart
from jiqun.reports import WRITERS
from jiqun.reports.model import Report
from jiqun.reports.policies import documents, instruments, tasks

NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?%?")
PERCENT = re.compile(r"(-?\d+(?:\.\d+)?)%")
EDITION = re.compile(r"sha256\s*[0-9a-f]{16,64}|2022-v\d")
Files = dict[str, bytes]
FROM_DIAGNOSIS = ("fits_", "behind_total")
"""Claims whose numbers a diagnosis counts: no figure has them."""


def tokens(text: str) -> set[str]:
    """Return the numbers of a text, hashes and vintage names left out."""
    return set(NUMBER.findall(EDITION.sub(" ", text)))


@pytest.fixture(scope="module")
def known(report: Report, files: Files) -> set[str]:
    """Return every number report.json and the policy catalogue print."""
    content = json.loads(files[".json"])
    said = [f"{report.year} {report.year - 1}", content["derived_form"]["zh"]]
    for one in content["figures"]:
        value = one["value"]
        plain = indicators()[one["id"]].printed.plain(Decimal(value)) if value else ""
        said += [one["display"], one["previous_display"], plain, one["title"]["zh"]]
    for chart in content["charts"]:
        said += [chart["title"]["zh"], chart["note"]["zh"] if chart["note"] else ""]
        said += [label for series in chart["series"] for label in series["labels"]]
        said += [one["zh"] for one in chart["categories"]]
        said += [series["name"]["zh"] for series in chart["series"]]
        said += [chart["finding"]["zh"] if chart["finding"] else ""]
        said += [chart["reference"]["label"]["zh"] if chart["reference"] else ""]
        said += [label for axis in chart["axes"] for label in (axis["name"]["zh"], *axis["labels"])]
        said += [link["label"] for link in chart["links"]]
    for one in content["comparators"]:
        said += [one["display"], str(one["year"]), one["caution"]["zh"] if one["caution"] else ""]
    coverage = next(one for one in content["tables"] if one["id"] == "coverage")
    said += [str(coverage["known"]), str(coverage["filed"])]
    said += [str(len(coverage["entrants"])), str(len(coverage["leavers"]))]
    for table in content["tables"]:
        said += [cell for row in table.get("zh", {}).get("rows", ()) for cell in row]
    said += [claim["text"] for claim in content["claims"] if claim["id"].startswith(FROM_DIAGNOSIS)]
    for document in documents(report.year):
        issued = document.issued.zh if document.issued else ""
        said += [document.title.zh, document.doc_no or "", issued]
    for instrument in instruments(report.year):
        said += [instrument.title.zh, instrument.doc_no, instrument.issued, instrument.role.zh]
    for task in tasks():
        said += [point.zh for point in task.points]
    return set().union(*(tokens(text) for text in said))


def test_a_printed_share_or_rate_is_the_value_rounded(report: Report) -> None:
    checked = 0
    for shown in report.figures.values():
        found = PERCENT.fullmatch(shown.display.zh)
        if shown.figure.value is None or found is None:
            continue
        digits = len(found[1].partition(".")[2])
        exact = shown.figure.value * 100
        assert abs(Decimal(found[1]) - exact) <= Decimal(5).scaleb(-digits - 1), shown.id
        checked += 1
    assert checked > 40


def test_a_chart_s_numbers_are_the_figures_themselves(report: Report) -> None:
    for chart in report.charts.values():
        if chart.kind not in ("two_years", "shares", "growth", "parts"):
            continue
        figures = [report.figures[name].figure for name in chart.figures]
        for series in chart.series:
            for value in series.values:
                assert value is None or any(
                    value in (figure.value, figure.previous) for figure in figures
                ), chart.id


def test_the_deck_prints_no_number_of_its_own(files: Files, known: set[str]) -> None:
    deck = Presentation(io.BytesIO(files[".pptx"]))
    count = len(deck.slides)
    pages = {str(number) for number in range(1, count + 1)}
    for number, slide in enumerate(deck.slides, start=1):
        found = tokens("\n".join(texts(slide)))
        assert found - known - pages == set(), number


def texts(slide: Any) -> Iterator[str]:
    """Yield every text of a slide: placeholders, tables, the labels of charts."""
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield shape.text_frame.text
        if getattr(shape, "has_table", False) and shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        if getattr(shape, "has_chart", False) and shape.has_chart:
            drawing = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"
            yield from (one.text or "" for one in shape.chart._chartSpace.iter(drawing))


def test_the_deck_s_native_charts_hold_the_exact_values(report: Report, files: Files) -> None:
    deck = Presentation(io.BytesIO(files[".pptx"]))
    titles = {one.title.zh: one for one in report.charts.values()}
    seen = 0
    for slide in deck.slides:
        for shape in slide.shapes:
            if not getattr(shape, "has_chart", False) or not shape.has_chart:
                continue
            name = shape._element.nvGraphicFramePr.cNvPr.get("title")
            chart = titles[name]
            seen += 1
            if chart.kind in ON_A_PLANE:
                assert plotted_points(shape.chart, chart.kind) == points_of(chart), chart.id
            if chart.kind in ("two_years", "shares", "growth", "ranked", "parts"):
                plotted = shape.chart.plots[0].series
                for series, drawn in zip(chart.series, plotted, strict=False):
                    exact = [None if v is None else float(v) for v in series.values]
                    assert list(drawn.values) == exact, chart.id
    assert seen >= 12


ON_A_PLANE = ("distance_density", "specialisation_bubble", "product_space")


def points_of(chart: Chart) -> list[tuple[float | None, ...]]:
    """Return the marks of a chart on a plane: along and up, and of bubbles the size."""
    columns = [[None if v is None else float(v) for v in one.values] for one in chart.series]
    if chart.kind == "distance_density":
        return [*zip(columns[0], columns[1], strict=True)]
    return [*zip(*columns[: 3 if chart.kind == "specialisation_bubble" else 2], strict=True)]


def plotted_points(chart: Any, kind: str) -> list[tuple[float | None, ...]]:
    """Return the same marks from the native chart's XML."""
    series = {"distance_density": -1, "specialisation_bubble": 0, "product_space": 1}[kind]
    drawn = chart.plots[0].series[series]._element
    spaces = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
    sides = ["xVal", "yVal", *(["bubbleSize"] if kind == "specialisation_bubble" else [])]
    columns = [
        [float(point.text) for point in drawn.find(f"{spaces}{side}").iter(f"{spaces}v")]
        for side in sides
    ]
    return [*zip(*columns, strict=True)]


def test_the_deck_s_matrix_holds_every_pair_as_printed(report: Report, files: Files) -> None:
    chart = report.charts["coagglomeration"]
    deck = Presentation(io.BytesIO(files[".pptx"]))
    ((grid,),) = [
        [one.table for one in slide.shapes if getattr(one, "has_table", False) and one.has_table]
        for slide in deck.slides
        if slide.slide_layout.name == "一矩阵"
    ]
    assert [grid.cell(at, 0).text for at in range(len(grid.rows))] == [
        one.zh for one in chart.categories
    ]
    for column, series in enumerate(chart.series[:-1]):
        for row in range(column + 1, len(chart.categories)):
            assert grid.cell(row, column + 1).text == series.labels[row]


def test_the_notes_give_the_source_of_every_figure_on_a_slide(files: Files) -> None:
    deck = Presentation(io.BytesIO(files[".pptx"]))
    with_charts = [
        slide
        for slide in deck.slides
        if any(getattr(shape, "has_chart", False) and shape.has_chart for shape in slide.shapes)
    ]
    for slide in with_charts:
        note = slide.notes_slide.notes_text_frame.text
        assert "数据来源" in note and "定义：" in note and "覆盖" in note and "sha256" in note


def test_the_pdf_prints_no_number_of_its_own(report: Report, files: Files, known: set[str]) -> None:
    reader = PdfReader(io.BytesIO(files[".pdf"]))
    pages = {str(number) for number in range(1, len(reader.pages) + 1)}
    defined = tokens(" ".join(_annex(report)))
    for number, page in enumerate(reader.pages, start=1):
        # One way of reading runs together numbers of one line, the other those of two columns.
        readings = (page.extract_text(), page.extract_text(extraction_mode="layout"))
        unknown = [tokens(text) - known - pages - defined for text in readings]
        assert set() in unknown, (number, unknown)


def _annex(report: Report) -> Iterator[str]:
    from jiqun.indicators.words import definition_words

    for name, one in report.figures.items():
        yield definition_words(indicators()[name].definition, "zh")
        yield f"{one.figure.reporting} {one.figure.expected}"


def test_the_document_prints_no_number_of_its_own(
    report: Report, files: Files, known: set[str]
) -> None:
    from docx import Document

    document = Document(io.BytesIO(files[".docx"]))
    said = [one.text for one in document.paragraphs]
    said += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    assert tokens("\n".join(said)) - known - tokens(" ".join(_annex(report))) == set()


def test_the_workbook_holds_every_figure_exactly_and_its_formulas_compute_it(
    report: Report, files: Files
) -> None:
    live = load_workbook(io.BytesIO(files[".xlsx"]))["指标"]
    shown = load_workbook(io.BytesIO(files[".xlsx"]), data_only=True)["指标"]
    formulas = 0
    for row in range(3, live.max_row + 1):
        figure = report.figures[live.cell(row, 1).value]
        value = shown.cell(row, 4).value
        assert (value is None) == (figure.figure.value is None)
        if value is None:
            continue
        assert float(value) == pytest.approx(float(figure.figure.value), rel=1e-15)
        assert shown.cell(row, 6).value == figure.display.zh
        if (text := live.cell(row, 4).value) and str(text).startswith("="):
            formulas += 1
            assert calculated(live, str(text)) == pytest.approx(float(value), rel=1e-12)
    assert formulas > 60


def calculated(sheet: Any, formula: str) -> float:
    """Calculate ``=G3/H3`` or ``=G3/H3-1`` from the sheet's cells."""
    found = re.fullmatch(r"=(\w+)/(\w+)(-1)?", formula)
    assert found is not None, formula
    return float(sheet[found[1]].value) / float(sheet[found[2]].value) - bool(found[3])


def test_the_page_shows_every_published_figure_as_printed(report: Report, files: Files) -> None:
    page = files[".html"].decode()
    for shown in report.figures.values():
        if shown.entry.published:
            assert f'id="{shown.id}"' in page
            assert shown.display.zh in page


@pytest.mark.parametrize("ending", [".pptx", ".pdf", ".xlsx", ".docx", ".html"])
def test_demonstration_data_is_marked_on_every_slide_page_and_sheet(
    files: Files, ending: str
) -> None:
    content = files[ending]
    if ending == ".pptx":
        marked = ["\n".join(texts(one)) for one in Presentation(io.BytesIO(content)).slides]
    elif ending == ".pdf":
        marked = [one.extract_text() for one in PdfReader(io.BytesIO(content)).pages]
    elif ending == ".xlsx":
        marked = [str(one["A1"].value) for one in load_workbook(io.BytesIO(content))]
    elif ending == ".docx":
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            marked = [package.read("word/header1.xml").decode()]
    else:
        marked = [content.decode()]
    assert all("演示数据" in one for one in marked)


def test_a_break_in_a_series_is_said_beside_last_years_number_in_report_and_tables(
    report: Report, files: Files
) -> None:
    caveat = report.figures["quality_sme_share"].caveat
    assert caveat is not None
    said = caveat.zh
    assert "2022 年起" in said
    assert report.figures["rd_intensity"].caveat is None
    assert said in files[".html"].decode()
    sheet = load_workbook(io.BytesIO(files[".xlsx"]))
    cells = {str(c.value) for page in sheet for row in page.iter_rows() for c in row}
    assert said in cells
    with zipfile.ZipFile(io.BytesIO(files[".docx"])) as package:
        assert said in package.read("word/document.xml").decode()
    pages = (page.extract_text() for page in PdfReader(io.BytesIO(files[".pdf"])).pages)
    assert "".join(said.split()) in "".join("".join(pages).split())


def test_a_slide_that_shows_last_years_number_says_where_the_series_breaks(report: Report) -> None:
    caveat = Bilingual("口径在此有变。", "The series breaks here.")
    shown = replace(report.figures["output_growth"], caveat=caveat)
    broken = replace(report, figures={**report.figures, "output_growth": shown})
    deck = Presentation(io.BytesIO(WRITERS[".pptx"](broken)))
    texts = [
        shape.text_frame.text for s in deck.slides for shape in s.shapes if shape.has_text_frame
    ]
    warned = [text for text in texts if "口径在此有变。" in text]
    assert warned
    assert all(shown.title.zh in text for text in warned)


@pytest.fixture(scope="module")
def read_document(files: dict[str, bytes]) -> Any:
    from docx import Document

    return Document(io.BytesIO(files[".docx"]))


def test_chapters_of_the_document_run_on_and_its_tables_hold_their_words(
    read_document: Any,
) -> None:
    breaks = [
        paragraph.text
        for paragraph in read_document.paragraphs
        if paragraph.paragraph_format.page_break_before
    ]
    assert breaks == ["摘要", "附录：全部指标"]
    assert not read_document.styles["Heading 1"].paragraph_format.page_break_before
    for table in read_document.tables:
        if table._tbl.xpath("./w:tr/w:trPr/w:tblHeader"):
            rows = table._tbl.xpath("./w:tr")
            assert len(table._tbl.xpath("./w:tr/w:trPr/w:cantSplit")) == len(rows)
            room = sum(column.width.cm for column in table.columns)
            assert abs(room - 16.6) < 0.1


def test_two_charts_of_a_page_stand_side_by_side_in_the_document(read_document: Any) -> None:
    paired = [
        table
        for table in read_document.tables
        if len(table._tbl.xpath(".//w:drawing")) == 2 and len(table.rows) == 1
    ]
    assert len(paired) >= 5
