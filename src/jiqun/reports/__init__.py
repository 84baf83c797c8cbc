"""Floor 6: figures become a page a person reads and files a program reads."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.files import write_atomically
from jiqun.base.language import Lang
from jiqun.base.readers import Reader
from jiqun.workspace import Snapshot

if TYPE_CHECKING:
    from jiqun.reports.coverage import Coverage
    from jiqun.reports.model import Report
    from jiqun.reports.weighing import Beside


def write_report(
    snapshot: Snapshot,
    year: int,
    path: Path,
    reader: Reader,
    coverage: "Coverage | None" = None,
    lang: Lang = "zh",
    known: "Beside | None" = None,
) -> "Report":
    """Write the development report in the format of the file's ending.

    Parameters
    ----------
    snapshot
        A vintage.
    year
        The data year.
    path
        Ending in one of :data:`WRITERS`.
    reader
        Who reads.
    coverage
        What it is of; None for the nation.
    lang
        The language it is written in; a JSON file holds both.
    known
        What is known of the one cluster it is of beside the vintage; None where nothing is.

    Returns
    -------
    Report
        What was written.

    Raises
    ------
    Refused
        Where the ending is none of these.
    """
    from jiqun.reports.content import compose
    from jiqun.reports.coverage import NATIONWIDE
    from jiqun.reports.weighing import NOTHING_BESIDE

    writer = WRITERS.get(path.suffix.lower())
    if writer is None:
        details = {"ending": path.suffix or "-", "known": " ".join(WRITERS)}
        raise Refused([Problem("reports.unknown_ending", Where(file=path.name), details)])
    report = compose(snapshot, year, reader, coverage or NATIONWIDE, lang, known or NOTHING_BESIDE)
    write_atomically(path, writer(report))
    return report


def _json(report: "Report") -> bytes:
    from jiqun.reports.json_writer import report_json

    return report_json(report)


def _page(report: "Report") -> bytes:
    from jiqun.reports.page import page

    return page(report).encode()


def _deck(report: "Report") -> bytes:
    from jiqun.reports.deck import deck

    return deck(report)


def _pdf(report: "Report") -> bytes:
    from jiqun.reports.pdf import pdf

    return pdf(report)


def _workbook(report: "Report") -> bytes:
    from jiqun.reports.workbook import workbook

    return workbook(report)


def _document(report: "Report") -> bytes:
    from jiqun.reports.document import document

    return document(report)


WRITERS: dict[str, Callable[["Report"], bytes]] = {
    ".json": _json,
    ".html": _page,
    ".pptx": _deck,
    ".pdf": _pdf,
    ".xlsx": _workbook,
    ".docx": _document,
}
"""What writes each ending."""
