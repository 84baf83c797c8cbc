"""An installation's issuer, titles and logo stand in every format; without them nothing changes."""

import io
import json
import re
import struct
import zipfile
import zlib
from dataclasses import replace

import pytest
from pypdf import PdfReader
from tests.reports.test_languages import texts

from jiqun.base.errors import Refused, Where
from jiqun.base.language import Lang
from jiqun.base.own_catalogue import NONE, OwnCatalogue, under
from jiqun.base.readers import NATION
from jiqun.disclosure import Edition
from jiqun.reports import WRITERS
from jiqun.reports.content import compose
from jiqun.reports.coverage import NATIONWIDE, Coverage, coverage_of
from jiqun.reports.issuers import issuer_of
from jiqun.reports.logos import read_logo
from jiqun.reports.model import Report
from jiqun.workspace import Snapshot, Workspace

ENTERED = 'entered: {by: 处内 张三, date: "2026-03-01", document: 某工信〔2026〕1号}\n'
SVG = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 48">'
    b'<linearGradient id="a"><stop stop-color="#0b3c6f"/></linearGradient>'
    b'<circle cx="24" cy="24" r="20" fill="url(#a)"/></svg>'
)


def png(width: int = 30, height: int = 20, *, rows: bytes | None = None) -> bytes:
    """Return a picture of one grey, made by the format's own rules."""

    def part(name: bytes, content: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(name + content))
        return struct.pack(">I", len(content)) + name + content + check

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    packed = zlib.compress((b"\0" + b"\x80" * width) * height if rows is None else rows)
    body = part(b"IHDR", head) + part(b"IDAT", packed) + part(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


FILES = {
    "issuers/nation.yaml": (
        ENTERED + "name: {zh: 某部中小企业局, en: SME Bureau of a Ministry}\n"
        "titles:\n"
        '  nation: {zh: "{place}集群年报（{year}）", en: "Clusters in {place}, {year}"}\n'
        '  province: {zh: "{place}集群年报（{year}）", en: "Clusters in {place}, {year}"}\n'
        '  cluster: {zh: "{place}体检报告", en: "Check-up of {place}"}\n'
        "logo: logo.png\n"
    ).encode(),
    "issuers/330000.yaml": (
        ENTERED + "name: {zh: 某省主管部门, en: Authority of a Province}\nlogo: logo.svg\n"
    ).encode(),
    "issuers/330106.yaml": (ENTERED + "name: {zh: 某区主管部门, en: District Office}\n").encode(),
    "issuers/logo.png": png(),
    "issuers/logo.svg": SVG,
}
OWN = OwnCatalogue(FILES)
PLACES = {"nation": ("", ""), "province": ("330000", ""), "cluster": ("", "test-001")}
EXPECTED = {
    "nation": (
        *("某部中小企业局", "SME Bureau of a Ministry"),
        *("全国集群年报（2022）", "Clusters in China, 2022"),
    ),
    "province": (
        *("某省主管部门", "Authority of a Province"),
        *("浙江省集群年报（2022）", "Clusters in Zhejiang, 2022"),
    ),
    "cluster": (*("某区主管部门", "District Office"), *("体检报告", "Check-up of ")),
}
"""Name and title of each report, in Chinese and in English."""
Issued = dict[str, Report]


@pytest.fixture(scope="module")
def issued(released: tuple[Workspace, Snapshot]) -> Issued:
    """Return reports of the nation, a province and a cluster, each issued by another office."""
    edition, found = Edition(released[1], NATION), {}
    with under(OWN):
        for of, (region, cluster) in PLACES.items():
            coverage = coverage_of(edition, 2022, region, cluster)
            found[of] = compose(released[1], 2022, NATION, coverage)
    return found


def plain(found: str) -> str:
    """Return a text without the breaks of its lines."""
    return re.sub(r"\s+", "", found)


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("of", list(PLACES))
@pytest.mark.parametrize("ending", [ending for ending in WRITERS if ending != ".json"])
def test_every_format_names_issuer_and_title(
    issued: Issued, ending: str, of: str, lang: Lang
) -> None:
    said = plain("\n".join(texts(ending, WRITERS[ending](replace(issued[of], lang=lang)))))
    name, title = EXPECTED[of][lang == "en"], EXPECTED[of][2 + (lang == "en")]
    assert plain(name) in said
    assert plain(title) in said
    other = EXPECTED[of][lang == "zh"]
    assert plain(other) not in said


@pytest.mark.parametrize("of", list(PLACES))
def test_the_data_name_issuer_title_and_logo_in_both_languages(issued: Issued, of: str) -> None:
    found = json.loads(WRITERS[".json"](issued[of]))
    assert (found["issuer"]["name"]["zh"], found["issuer"]["name"]["en"]) == EXPECTED[of][:2]
    assert EXPECTED[of][2] in found["title"]["zh"]
    logo = {"nation": "issuers/logo.png", "province": "issuers/logo.svg"}.get(of)
    assert found["issuer"].get("logo", {}).get("file") == logo
    assert found["issuer"]["entered"]["document"] == "某工信〔2026〕1号"


@pytest.mark.parametrize("of", ["nation", "province"])
def test_every_format_shows_the_logo(issued: Issued, of: str) -> None:
    report = issued[of]
    assert report.issuer is not None
    assert report.issuer.logo is not None
    assert report.issuer.logo.address in WRITERS[".html"](report).decode()
    for ending in (".pptx", ".docx", ".xlsx"):
        with_logo, without = (
            pictures(ending, report),
            pictures(ending, replace(report, issuer=None)),
        )
        assert len(with_logo) == len(without) + 1, ending


def pictures(ending: str, report: Report) -> list[str]:
    """Return the pictures a file carries."""
    with zipfile.ZipFile(io.BytesIO(WRITERS[ending](report))) as package:
        return [name for name in package.namelist() if "/media/" in name]


def test_the_properties_of_a_file_name_the_issuer(issued: Issued) -> None:
    report = issued["province"]
    for ending in (".pptx", ".docx", ".xlsx"):
        with zipfile.ZipFile(io.BytesIO(WRITERS[ending](report))) as package:
            core = package.read("docProps/core.xml").decode()
        assert re.search("<dc:creator[^>]*>某省主管部门</dc:creator>", core), ending
        assert "浙江省集群年报（2022）" in core, ending
    meta = PdfReader(io.BytesIO(WRITERS[".pdf"](report))).metadata
    assert meta is not None
    assert (meta.author, meta.title) == ("某省主管部门", "浙江省集群年报（2022）")


def test_the_same_report_issued_twice_has_the_same_bytes(issued: Issued) -> None:
    for ending in (".pptx", ".docx", ".xlsx", ".pdf"):
        made = {WRITERS[ending](issued["cluster"]) for _ in range(2)}
        assert len(made) == 1, ending


def test_without_a_file_of_its_own_a_report_is_as_it_was(report: Report) -> None:
    assert report.issuer is None
    assert report.maker == "Jiqun 集群"
    found = json.loads(WRITERS[".json"](report))
    assert "issuer" not in found
    assert "title" not in found


def test_a_place_without_a_file_takes_the_next_wider_one_s() -> None:
    anhui = Coverage("province", "340000", NATIONWIDE.name, "340000", (("x", "340102"),))
    with under(OWN):
        found = issuer_of(anhui, 2022)
    assert found is not None
    assert found.name.zh == "某部中小企业局"
    with under(NONE):
        assert issuer_of(anhui, 2022) is None


def svg(inside: str = "", attributes: str = 'viewBox="0 0 4 2"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>{inside}</svg>'.encode()


XLINK = 'xmlns:xlink="http://www.w3.org/1999/xlink"'
UNSAFE = {
    "script": svg("<script>alert(1)</script>"),
    "handler": svg('<rect onclick="alert(1)"/>'),
    "handler of the root": svg(attributes='viewBox="0 0 4 2" onload="alert(1)"'),
    "page inside": svg("<foreignObject><p/></foreignObject>"),
    "other names": svg('<h:script xmlns:h="http://www.w3.org/1999/xhtml">1</h:script>'),
    "picture": svg('<image href="data:image/png;base64,"/>'),
    "picture from elsewhere": svg(f'<image {XLINK} xlink:href="https://example.org/a.png"/>'),
    "link": svg(f'<a {XLINK} xlink:href="javascript:alert(1)"><rect/></a>'),
    "gradient from elsewhere": svg('<linearGradient href="other.svg#a"/>'),
    "fill from elsewhere": svg('<rect fill="url(https://example.org/a.svg#b)"/>'),
    "style from elsewhere": svg("<style>@import 'https://example.org/a.css';</style>"),
    "style in pieces": svg("<style>rect{fill:<![CDATA[url(]]>//example.org/a)}</style>"),
    "style attribute": svg("<rect style=\"fill:URL( '//example.org/a')\"/>"),
    "escapes": svg("<style>rect{fill:\\75rl(//example.org)}</style>"),
    "base": svg('<g xml:base="https://example.org/"><rect/></g>'),
    "reuse": svg('<g id="a"/><use href="#a"/>'),
    "animation": svg('<set attributeName="href" to="https://example.org"/>'),
    "entities": b'<!DOCTYPE svg [<!ENTITY a "b">]>' + svg("&a;"),
    "another root": b'<html xmlns="http://www.w3.org/1999/xhtml"/>',
    "style sheet": b'<?xml-stylesheet href="a.css"?>' + svg(),
    "cut off": svg()[:-3],
    "other letters": svg().decode().encode("utf-16"),
    "no size": svg(attributes=""),
    "no number": svg(attributes='viewBox="0 0 nan 1"'),
    "negative": svg(attributes='width="-4" height="2"'),
    "a line": svg(attributes='viewBox="0 0 400 2"'),
    "too many parts": svg("<rect/>" * 5001),
    "too deep": svg("<g>" * 50 + "</g>" * 50),
    "too large": svg(" " * (513 * 1024)),
}


@pytest.mark.parametrize("content", UNSAFE.values(), ids=list(UNSAFE))
def test_a_drawing_that_is_not_harmless_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_logo("issuers/logo.svg", content, Where("w/catalog/issuers/logo.svg"))
    for lang in ("zh", "en"):
        assert "logo.svg" in refused.value.problems[0].text(lang)


@pytest.mark.parametrize(
    "content",
    [
        svg(attributes='width="40mm" height="20mm"'),
        svg("<style>.a{fill:url(#b)}</style><clipPath id='c'><rect/></clipPath>"),
        b'<?xml version="1.0" encoding="utf-8"?><!-- made -->' + svg("<title>标志</title>"),
        svg('<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata>'),
    ],
)
def test_a_drawing_of_shapes_is_taken(content: bytes) -> None:
    assert read_logo("issuers/logo.svg", content, Where()).ratio == 2


WHOLE = png()
BROKEN = {
    "another kind": b"GIF89a",
    "cut off": WHOLE[:-6],
    "changed": WHOLE.replace(b"IDAT", b"IDAU"),
    "spots missing": png(rows=b"\0" * 31),
    "spots too many": png(rows=b"\0" * 31 * 40),
    "no way to write a row": png(rows=b"\x09" * 31 * 20),
    "too wide": png(2001, 400),
    "nothing": png(0, 0),
    "a line": png(200, 2),
    "a drawing": SVG,
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=list(BROKEN))
def test_a_picture_that_is_not_whole_is_refused_with_a_sentence(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_logo("issuers/logo.png", content, Where("w/catalog/issuers/logo.png"))
    assert refused.value.problems[0].where.file == "w/catalog/issuers/logo.png"
