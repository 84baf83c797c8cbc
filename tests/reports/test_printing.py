"""A number stays a decimal until it is printed, and is printed once: the same text everywhere."""

import io
import zipfile
from dataclasses import replace
from decimal import Decimal, localcontext
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from pypdf import PdfReader

from jiqun.base.canonical import decimal_text
from jiqun.base.definitions import indicators
from jiqun.base.display import NO_NUMBER
from jiqun.base.quantities import Status
from jiqun.indicators import Figure
from jiqun.reports import WRITERS
from jiqun.reports.json_writer import report_record
from jiqun.reports.model import Report
from jiqun.reports.printing import in_table, reported

EXACT = Decimal("0.3000000000000000444089209851")
"""Twenty-eight digits; the float 0.1 + 0.2 has none of them beyond the seventeenth."""
NUMBERS = st.decimals(-(10**6), 10**9, places=20)
NAMES = st.sampled_from(sorted(indicators()))


def figure(name: str, value: Decimal | None, status: Status = Status.REPORTED) -> Figure:
    entry = indicators()[name]
    return Figure(
        id=name, indicator=entry.id, level="nation", key="CN", year=2022, value=value,
        unit=entry.unit, status=status, numerator=value, denominator=None, reporting=10,
        expected=10, not_applicable=0, method=entry.definition.form, previous=value,
    )  # fmt: skip


@given(name=NAMES, value=NUMBERS)
def test_a_figure_is_the_same_text_as_itself_in_a_table_and_as_last_years(
    name: str, value: Decimal
) -> None:
    shown = reported(figure(name, value))
    assert shown.plain == shown.previous
    for lang in ("zh", "en"):
        assert shown.plain.in_(lang) == in_table(shown.figure, lang)
        assert shown.plain.in_(lang) == indicators()[name].printed.plain(value, lang)


@given(value=st.decimals(0, 1, places=27))
def test_a_share_is_rounded_from_all_its_digits(value: Decimal) -> None:
    said = reported(figure("output_leading_share", value)).plain.zh
    with localcontext(prec=60):
        assert abs(Decimal(said.removesuffix("%")) - value * 100) <= Decimal("0.05")


@pytest.mark.parametrize("status", [Status.MISSING, Status.NOT_APPLICABLE, Status.SUPPRESSED])
def test_no_number_is_a_dash_and_not_a_nought(status: Status) -> None:
    shown = reported(figure("rd_intensity", None, status))
    assert {shown.display.zh, shown.display.en, shown.plain.zh, shown.previous.zh} == {NO_NUMBER}


def test_what_is_withheld_is_not_printed_even_where_its_number_is_at_hand() -> None:
    hidden = figure("rd_intensity", EXACT, Status.SUPPRESSED)
    assert reported(hidden).display.zh == in_table(hidden, "zh") == NO_NUMBER


def texts(ending: str, content: bytes) -> str:
    """Return what a file says, without the blanks a line may be broken at."""
    if ending == ".pdf":
        said = "".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
    elif ending in (".html", ".json"):
        said = unescape(content.decode())
    elif ending == ".xlsx":
        pages = load_workbook(io.BytesIO(content)).worksheets
        said = "|".join(str(cell.value) for page in pages for row in page for cell in row)
    else:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = (name for name in package.namelist() if name.endswith(".xml"))
            said = "".join(package.read(name).decode() for name in parts)
    return "".join(said.split())


@pytest.fixture(scope="module")
def odd(report: Report) -> Report:
    """Return the report with one share that no float holds."""
    own = report.figures["rd_intensity"].figure._replace(value=EXACT, numerator=None)
    return replace(report, figures={**report.figures, "rd_intensity": reported(own)})


@pytest.mark.parametrize("ending", sorted(WRITERS))
def test_every_format_prints_the_one_text_of_a_figure(odd: Report, ending: str) -> None:
    shown = odd.figures["rd_intensity"]
    assert shown.display.zh == "30.0%"
    assert shown.display.zh in texts(ending, WRITERS[ending](odd))


def test_the_file_of_numbers_holds_every_digit(odd: Report) -> None:
    found = report_record(odd)["figures"]
    assert isinstance(found, list)
    (value,) = [one["value"] for one in found if one["id"] == "rd_intensity"]
    assert value == decimal_text(EXACT)
    assert Decimal(value) != Decimal(float(value))


def test_nothing_between_cell_and_writer_is_a_float(report: Report) -> None:
    for shown in report.figures.values():
        numbers = (shown.figure.value, shown.figure.numerator, shown.figure.denominator)
        assert all(number is None or type(number) is Decimal for number in numbers), shown.id
    for chart in report.charts.values():
        for series in chart.series:
            assert all(type(value) is Decimal for value in series.values if value is not None)
    for table in report.bridges.values():
        assert all(type(amount) is Decimal for _, amount, _ in table.steps)
