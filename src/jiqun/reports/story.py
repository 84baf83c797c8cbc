"""What several writers say in the same words: the edition, the method, the tables of documents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from jiqun.base.distinct import distinct
from jiqun.reports.judged import tables
from jiqun.reports.policies import documents, instruments
from jiqun.reports.tables import Table

if TYPE_CHECKING:
    from jiqun.reports.model import Report
    from jiqun.reports.outline import Page

MOST_NAMED = 3
"""Files of a local catalogue that are named."""
MOST_MISSING = 6
"""Clusters that did not file that are named."""
LOCAL = "local_edition"


@dataclass(frozen=True, slots=True)
class Method:
    """Something a reader must know, with its title."""

    title: str
    text: str


def edition(report: Report) -> list[str]:
    """Return the lines that say which edition this is, and of what."""
    said = report.words
    lines = [said["demo_mark"] + said["colon"] + said["demo_note"]] if report.demo else []
    who = said[f"{report.audience}_edition" if report.audience in ("public", "nation") else LOCAL]
    vintage = said.fill("vintage", vintage=report.vintage)
    return [*lines, f"{who} · {vintage} · sha256 {report.sha256[:16]}"]


def mark_of(report: Report) -> str:
    """Return what stands on every page of made-up figures; nothing on one of real ones."""
    return report.words["demo_mark"] if report.demo else ""


def method(report: Report) -> list[Method]:
    """Return what a reader must know: four of them, and of another catalogue where there is one."""
    said, other = report.words, report.catalogue.said
    return [
        Method(said["filing_coverage"], filed_words(report)),
        Method(said["shares_and_growth"], said["shares_and_growth_text"]),
        Method(said["zero_and_missing"], said["zero_and_missing_text"]),
        Method(said["form"], report.derived_form.in_(report.lang)),
        *([Method(said["catalogue"], other.in_(report.lang))] if other else []),
        *refused_files(report),
    ]


def refused_files(report: Report) -> list[Method]:
    """Say which files of the installation's catalogue are not in this report, if any."""
    said = report.words
    files = distinct(problem.where.file for problem in report.catalogue.refused)
    if not files:
        return []
    named = said.listed(files[:MOST_NAMED])
    if len(files) > MOST_NAMED:
        named = said.fill("and_more", names=named)
    return [Method(said["local_catalogue"], said.fill("local_catalogue_refused", files=named))]


def filed_words(report: Report) -> str:
    """Say how many clusters filed, and name those that did not."""
    said, filed = report.words, report.filed
    missing = said.listed(filed.not_filed[:MOST_MISSING])
    if len(filed.not_filed) > MOST_MISSING:
        missing = said.fill("and_more", names=missing)
    known = said.fill(
        "filed",
        known=filed.known,
        filed=filed.filed,
        entrants=len(filed.entrants),
        leavers=len(filed.leavers),
    )
    return known + (said.fill("not_filed", names=missing) if missing else said["all_filed"])


def tables_of(page: Page, report: Report) -> list[Table]:
    """Return the tables of a page: of policy documents, of findings, of measures."""
    if page.layout in ("findings", "measures"):
        return tables(page, report.weighed, report.lang)
    return [_instruments(report) if page.layout == "instruments" else _documents(report)]


def _instruments(report: Report) -> Table:
    said, lang = report.words, report.lang
    rows = tuple(
        (found.title.in_(lang), found.doc_no, found.issued, found.role.in_(lang))
        for found in instruments(report.year)
    )
    header = tuple(said[name] for name in ("document", "doc_no", "issued", "role"))
    return Table("", said["summarised"], header, rows, (4.2, 2.9, 1.3, 5.2))


def _documents(report: Report) -> Table:
    said, lang = report.words, report.lang
    rows = tuple(
        (
            found.place.in_(lang),
            found.title.in_(lang),
            found.doc_no or said["not_seen"],
            found.issued.in_(lang) if found.issued else said["not_seen"],
            found.kind.in_(lang),
            found.seen.in_(lang),
        )
        for found in documents(report.year, report.coverage.province)
    )
    header = ("place", "document", "doc_no", "issued", "kind", "seen")
    heads = tuple(said[name] for name in header)
    return Table("", said["not_seen_means"], heads, rows, (1.7, 4.7, 2.4, 2.3, 1.6, 1.4))
