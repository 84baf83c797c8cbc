"""A report speaks one language in every format: its text, charts, sheets, notes and properties."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from html import unescape

import pytest
from pypdf import PdfReader

from jiqun.base.codes import MACRO_REGIONS, sectors
from jiqun.base.definitions import indicators
from jiqun.base.forms import YEARLY, form_for
from jiqun.base.language import Lang
from jiqun.base.readers import NATION
from jiqun.charts.entries import chart_entries
from jiqun.disclosure import Edition
from jiqun.reports import WRITERS
from jiqun.reports.content import compose
from jiqun.reports.coverage import coverage_of
from jiqun.reports.model import Report
from jiqun.reports.outline import outline
from jiqun.reports.policies import documents, instruments
from jiqun.reports.sources import clusters
from jiqun.workspace import Snapshot, Workspace

WRITTEN = [ending for ending in WRITERS if ending != ".json"]
"""A data file holds both languages."""
CHINESE = re.compile("[\u3000-\u303f\u3400-\u9fff\uff00-\uffef]+")
ENGLISH = re.compile(r"(?<![A-Za-z0-9_])[A-Za-z]?[a-z]{2,}(?![A-Za-z0-9_])")
"""A word, alone too; an abbreviation in capitals and the id of a field or vintage are none."""
NAMES_OF_FONTS = re.compile(r"theme|fontTable|docProps/app.xml")
"""Parts that name fonts, or the program a file is to be opened with."""
ADDRESS = re.compile(r"\S*[./]\S*")
NAMES = (
    "American Economic Review",
    "Noto Sans",
    "Silverman",
    "Microsoft YaHei",
    "The Paternity of an Index",
    "Hirschman",
    "Jiqun",
    "Typst",
)
"""Names in English that a Chinese text cites."""
Spoken = dict[str, Report]


@pytest.fixture(scope="module")
def spoken(report: Report, released: tuple[Workspace, Snapshot]) -> Spoken:
    """Return a report of the nation, of a province and of a cluster."""
    edition = Edition(released[1], NATION)
    found = {"nation": report}
    for name, region, cluster in (("province", "330000", ""), ("cluster", "", "test-001")):
        coverage = coverage_of(edition, 2022, region, cluster)
        found[name] = compose(released[1], 2022, NATION, coverage)
    return found


def texts(ending: str, content: bytes) -> Iterator[str]:
    """Yield every text of a file, attributes, embedded workbooks and properties too."""
    if ending == ".html":
        yield re.sub(r"base64,[^)]*", "", content.decode())
    elif ending == ".pdf":
        read = PdfReader(io.BytesIO(content))
        yield from (page.extract_text() for page in read.pages)
        yield str(read.metadata)
    else:
        yield from _packed(content)


def _packed(content: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith(".xlsx"):
                yield from _packed(package.read(name))
            elif name.endswith((".xml", ".rels")) and not NAMES_OF_FONTS.search(name):
                yield package.read(name).decode()


def proper_names(report: Report) -> list[str]:
    """Return what is Chinese in any language: clusters' names and numbers of documents."""
    names = {profile.name for profile in clusters(report.snapshot, [2021, 2022])}
    names |= {document.doc_no or "" for document in documents(report.year)}
    names |= {instrument.doc_no for instrument in instruments(report.year)}
    return sorted(names - {""}, key=len, reverse=True)


def without(text: str, names: list[str]) -> str:
    for name in names:
        text = text.replace(name, " ")
    return text


@pytest.mark.parametrize("of", ["nation", "province", "cluster"])
@pytest.mark.parametrize("ending", WRITTEN)
def test_an_english_report_has_no_chinese_but_proper_names(
    spoken: Spoken, ending: str, of: str
) -> None:
    report = replace(spoken[of], lang="en")
    names = proper_names(report)
    found = "\n".join(texts(ending, WRITERS[ending](report)))
    left = CHINESE.findall(without(unescape(found), names))
    if ending == ".pdf":  # a name may run over two lines
        letters = set("".join(names))
        left = [word for word in left if not set(word) <= letters]
    assert left == []


@pytest.mark.parametrize("of", ["nation", "province", "cluster"])
@pytest.mark.parametrize("ending", WRITTEN)
def test_a_chinese_report_has_no_english_words(spoken: Spoken, ending: str, of: str) -> None:
    content = WRITERS[ending](spoken[of])
    said = "\n".join(shown(ending, text) for text in texts(ending, content))
    words = set(ENGLISH.findall(ADDRESS.sub(" | ", without(said, list(NAMES)))))
    assert sorted(words - codes() - FORMATS) == []


FORMATS = {"General", "zh"}
"""Parts of a file for programs: a number's format, a language."""


def codes() -> set[str]:
    """Return the ids that tables carry for programs beside the titles for people."""
    form = form_for(YEARLY, 2022)
    of_figures = {entry.figure for entry in indicators().values()}
    levels = {"nation", "province", "sector", "cluster"}
    claims = {claim for page in outline().pages for claim in page.claims}
    places = {*MACRO_REGIONS, *sectors(), *levels}
    return {*form.fields, *form.dimensions, *of_figures, *places, *chart_entries(), *claims}


def shown(ending: str, text: str) -> str:
    """Return what a person reads of a part: between its tags, and alternative texts."""
    if ending == ".pdf":
        return text.replace("\n", " ")
    text = re.sub(r"<(style|script|code)\b.*?</\1>", " ", text, flags=re.DOTALL)
    said = re.findall(r' (?:title|descr|aria-label|alt)="([^"]*)"', text)
    return "\n".join([unescape(re.sub(r"<[^>]+>", "\n", text)), *map(unescape, said)])


@pytest.mark.parametrize(("lang", "spoken_as"), [("zh", "zh-CN"), ("en", "en-GB")])
@pytest.mark.parametrize("ending", [".pptx", ".docx", ".xlsx"])
def test_the_properties_of_an_office_file_name_its_language(
    report: Report, ending: str, lang: Lang, spoken_as: str
) -> None:
    content = WRITERS[ending](replace(report, lang=lang))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        core = package.read("docProps/core.xml").decode()
    assert re.search(rf"<dc:language[^>]*>{spoken_as}</dc:language>", core)
    assert report.title.in_(lang) in unescape(core)


def test_a_page_names_its_language_and_needs_no_word_that_it_does_not_carry(
    report: Report,
) -> None:
    page = WRITERS[".html"](replace(report, lang="en")).decode()
    assert '<html lang="en">' in page
    assert '"growth": "as growth uses it"' in page


def test_amounts_along_an_axis_are_said_as_english_says_them(report: Report) -> None:
    chart = report.charts["output"]
    assert chart.caption.en.endswith("(CNY billion)")
    assert chart.caption.zh.endswith("（亿元）")
    zh, en = (chart.series[-1].labels_in(lang)[0] for lang in ("zh", "en"))  # type: ignore[arg-type]
    billions, hundred_millions = chart.bare(en, "en"), chart.bare(zh, "zh")
    assert float(billions.replace(",", "")) * 10 == float(hundred_millions.replace(",", ""))
