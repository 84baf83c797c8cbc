"""Parts three and four: every sentence with its test, and what a reader may be told of them."""

import io
import json

import pytest
from docx import Document
from pptx import Presentation
from pptx.slide import Slides
from pypdf import PageObject, PdfReader
from tests.made import filing, written

from jiqun.base.readers import NATION, PUBLIC, Reader
from jiqun.chains.chain import Chain
from jiqun.chains.loading import chains
from jiqun.chains.picture import ChainPicture
from jiqun.clusters.recognised import recognised
from jiqun.diagnosis.board import Specialised
from jiqun.diagnosis.diagnose import diagnose
from jiqun.diagnosis.findings import DATA
from jiqun.disclosure import Edition, secret_figures
from jiqun.filings import import_files
from jiqun.reports import WRITERS
from jiqun.reports.content import compose
from jiqun.reports.coverage import coverage_of
from jiqun.reports.model import Report
from jiqun.reports.weighing import NOTHING_BESIDE, Beside
from jiqun.workspace import Snapshot, Workspace

Released = tuple[Workspace, Snapshot]
ONE = "test-001"


@pytest.fixture(scope="module")
def public(released: Released) -> Report:
    return compose(released[1], 2022, PUBLIC)


@pytest.fixture(scope="module")
def checkup(released: Released) -> Report:
    snapshot = released[1]
    coverage = coverage_of(Edition(snapshot, NATION), 2022, "", ONE)
    return compose(snapshot, 2022, NATION, coverage)


def part(report: Report, name: str) -> list[str]:
    """Return the sentences of a part."""
    [found] = [part for part in report.outline.parts if part.id == name]
    return [said for page in found.pages for said in report.sentences(page.claims)]


def test_the_four_parts_stand_in_order(report: Report) -> None:
    assert [part.id for part in report.outline.parts] == [
        "regime", "development", "weaknesses", "measures",
    ]  # fmt: skip


def test_who_is_far_behind_is_never_taken_for_a_weakness_of_the_whole(report: Report) -> None:
    """In every group somebody is last: dealing the values out anew finds as many."""
    for name, claim in report.claims.items():
        if name.startswith("behind_"):
            assert claim.caution
            assert "仅凭偶然" in claim.text.zh or "不说明整体偏弱" in claim.caution.zh


def test_how_often_clusters_are_far_behind_stands_beside_what_chance_makes(
    report: Report, public: Report
) -> None:
    """To who sees every cluster in full; of the others a sum could be taken apart."""
    found = diagnose(report.snapshot, NATION, 2022)
    assert report.weighed.chance == (
        len(found),
        sum(own.by_peers for own in found),
        sum(own.expected_by_chance for own in found),
    )
    assert "behind_total" in report.claims
    assert public.weighed.chance is None
    assert "behind_total" not in public.claims


def test_every_count_in_a_sentence_is_that_of_the_diagnoses(report: Report) -> None:
    found = diagnose(report.snapshot, NATION, 2022)
    for name, claim in report.claims.items():
        finding = name.removeprefix("weak_")
        verdicts = [
            said.verdict for own in found for said in own.findings if said.finding.id == finding
        ]
        if name.startswith("weak_") and verdicts:
            assert f"有 {verdicts.count('present')} 个" in claim.text.zh, name
            assert verdicts.count("present") >= 3


def test_no_sentence_stands_without_its_test(report: Report, checkup: Report) -> None:
    for composed in (report, checkup):
        pages = [page for page in composed.outline.pages if page.layout in ("findings", "measures")]
        claims = [composed.claims[name] for page in pages for name in page.claims]
        assert claims
        for claim in claims:
            assert claim.why.zh and claim.why.en, claim.id
            assert claim.text.zh and claim.text.en, claim.id
            assert set(claim.figures) <= composed.figures.keys()


def test_the_public_is_told_no_count_of_secret_findings_below_three(public: Report) -> None:
    for tally in public.weighed.tallies:
        secret = not secret_figures().isdisjoint(tally.finding.figures)
        if secret and not tally.withheld:
            assert min(tally.present, tally.absent) >= 3, tally.finding.id
        assert tally.groups == () or not secret


def test_a_withheld_finding_is_in_no_format(public: Report) -> None:
    hidden = {tally.finding.id for tally in public.weighed.tallies if tally.withheld}
    assert hidden
    content = json.loads(WRITERS[".json"](public))
    drawn = {
        name["zh"] for chart in content["charts"] if chart["kind"] == "found"
        for name in chart["categories"]
    }  # fmt: skip
    titles = {tally.finding.title.zh for tally in public.weighed.tallies if tally.withheld}
    assert drawn.isdisjoint(titles)
    said = {claim["id"] for claim in content["claims"]}
    assert said.isdisjoint(f"weak_{name}" for name in hidden)


def test_of_one_cluster_the_report_is_a_checkup_of_its_own(checkup: Report) -> None:
    [own] = diagnose(checkup.snapshot, NATION, 2022, ONE)
    assert checkup.title.zh.endswith("集群体检报告")
    present = {
        f"weak_{said.finding.id}"
        for said in own.findings
        if said.verdict == "present" and said.finding.group != DATA
    }
    assert {name for name in checkup.claims if name.startswith("weak_")} == present
    assert checkup.charts["place_among_peers"].categories


def test_a_checkup_is_about_four_pages(checkup: Report) -> None:
    pages = len(PdfReader(io.BytesIO(WRITERS[".pdf"](checkup))).pages)
    assert 3 <= pages <= 6


def words_on(slides: Slides) -> str:
    """Return what stands in the placeholders of slides."""
    return "\n".join(
        shape.text_frame.text
        for slide in slides
        for shape in slide.placeholders
        if shape.has_text_frame
    )


def test_every_sentence_of_a_checkup_stands_on_a_slide(checkup: Report) -> None:
    shown = words_on(Presentation(io.BytesIO(WRITERS[".pptx"](checkup))).slides)
    for page in checkup.outline.pages:
        if page.layout in ("findings", "measures"):
            for said in checkup.sentences(page.claims):
                assert said in shown


def test_the_public_checkup_tells_nothing_it_may_not_see(released: Released) -> None:
    snapshot = released[1]
    coverage = coverage_of(Edition(snapshot, PUBLIC), 2022, "", ONE)
    report = compose(snapshot, 2022, PUBLIC, coverage)
    whole = compose(snapshot, 2022, NATION, coverage)
    said = {name for name in report.claims if name.startswith("weak_")}
    assert said <= {name for name in whole.claims if name.startswith("weak_")}
    own = report.weighed.own
    assert own is not None
    assert not any("rd_intensity" in found.finding.figures for found in own.findings)


@pytest.fixture(scope="module")
def mapped(tmp_path_factory: pytest.TempPathFactory) -> tuple[Snapshot, str, Chain]:
    """A recognised cluster whose chain is mapped, beside a made-up one."""
    folder = tmp_path_factory.mktemp("mapped")
    chain = chains()["cranes"]
    found = recognised()[chain.clusters[0]]
    said = filing(found.id, 2022, found.county_code)
    said["cluster"] |= {"name": found.name, "demo": False}
    workspace = Workspace.create(folder / "w")
    outcomes = import_files(written(folder, said, filing("test-002")), workspace)
    assert not any(outcome.refused for outcome in outcomes)
    return workspace.latest(), found.id, chain


def checked(snapshot: Snapshot, key: str, known: Beside, reader: Reader = NATION) -> Report:
    coverage = coverage_of(Edition(snapshot, reader), 2022, "", key)
    return compose(snapshot, 2022, reader, coverage, known=known)


def test_a_checkup_says_where_the_chain_of_its_lead_industry_is_drawn(
    mapped: tuple[Snapshot, str, Chain],
) -> None:
    """Of a recognised cluster whose chain is mapped; a made-up cluster has none."""
    snapshot, key, chain = mapped
    claim = checked(snapshot, key, NOTHING_BESIDE).claims["own_chain"]
    assert f"/chains/{chain.id}/" in claim.text.zh
    assert str(len(chain.nodes)) in claim.text.en
    assert chain.core[0].title.en in claim.text.en
    other = checked(snapshot, "test-002", NOTHING_BESIDE)
    assert "own_chain" not in other.claims
    assert not other.pictures


def test_a_checkup_has_the_picture_of_the_chain_with_what_the_register_shows(
    mapped: tuple[Snapshot, str, Chain],
) -> None:
    """The site's own drawing, byte for byte, in every form."""
    snapshot, key, chain = mapped
    firms: dict[str, int | None] = {node.id: at for at, node in enumerate(chain.nodes)}
    report = checked(snapshot, key, Beside(firms=firms))
    drawn = ChainPicture.of(chain, firms)
    assert report.pictures["own_chain"].svg("zh") == drawn.svg("zh")
    plain = checked(snapshot, key, NOTHING_BESIDE)
    assert plain.pictures["own_chain"].svg("en") == ChainPicture.of(chain).svg("en")
    assert report.claims["own_chain"].text != plain.claims["own_chain"].text

    assert drawn.svg("zh") in WRITERS[".html"](report).decode()
    across = [page for page in PdfReader(io.BytesIO(WRITERS[".pdf"](report))).pages if _lies(page)]
    [page] = across
    assert chain.nodes[0].title.zh in "".join(page.extract_text().split())
    slides = Presentation(io.BytesIO(WRITERS[".pptx"](report))).slides
    [slide] = [
        slide for slide in slides if drawn.title.zh in [shape.name for shape in slide.shapes]
    ]
    assert slide.shapes.title.text == drawn.title.zh
    assert report.claims["own_chain"].text.zh in words_on(slides)
    document = Document(io.BytesIO(WRITERS[".docx"](report)))
    assert [section.page_width > section.page_height for section in document.sections] == [
        False,
        True,
        False,
    ]


def _lies(page: PageObject) -> bool:
    return bool(page.mediabox.width > page.mediabox.height)


def test_what_discovery_shows_is_told_to_the_offices_of_the_place_alone(
    mapped: tuple[Snapshot, str, Chain],
) -> None:
    snapshot, key, _ = mapped
    known = Beside({key: Specialised(among=False, others=0.4)})
    for reader, told in ((NATION, ["present"]), (PUBLIC, [])):
        own = checked(snapshot, key, known, reader).weighed.own
        assert own is not None
        found = [said.verdict for said in own.findings if said.finding.reads_candidates]
        assert found == told
