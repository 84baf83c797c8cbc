"""Evidence of applications as a table: added, removed again, replaced after it was handed in."""

import hashlib
from collections.abc import Iterable
from typing import Any

from benchmarks.call_steps import Row, application
from benchmarks.steps import Step, Table
from benchmarks.verbs import doer_at

EVIDENCE = "/recognition/{row.pk}/evidence/"
KEPT = EVIDENCE + "{row.file}/"


def content(row: Any, what: str) -> bytes:
    """Return a file of an application's own: no other has the same content."""
    return b"%PDF-1.7 " + f"{what} {row.pk} ".encode() * 5000


def with_file(state: str, since: int | None) -> Row:
    """Put an application with a file, which went on with a handing-in where one is said."""

    def put(table: Table, case: Any) -> Any:
        from django.core.files.uploadedfile import SimpleUploadedFile

        from jiqun.web.recognition.exhibits import attach

        row = application("draft")(table, case)
        file = SimpleUploadedFile("a.pdf", content(row, "before"))
        kept = attach(row, file, "", doer_at(row, "county"))
        row.exhibits.update(since=since)
        type(row).objects.filter(pk=row.pk).update(state=state)
        row.state, row.file = state, kept.pk
        return row

    return put


def _is_kept(table: Table, row: Any, what: str) -> bool:
    """Tell whether a file has its row and is stored as it was sent."""
    sha256 = hashlib.sha256(content(row, what)).hexdigest()
    path = table.folder / "evidence" / sha256[:2] / sha256
    whole = path.is_file() and path.read_bytes() == content(row, what)
    return whole and row.exhibits.filter(sha256=sha256).count() == 1


def _added(table: Table, row: Any) -> Iterable[bool]:
    yield row.exhibits.count() == 1
    if row.exhibits.exists():
        yield _is_kept(table, row, "after")


def _removed(table: Table, row: Any) -> Iterable[bool]:
    yield not row.exhibits.exists()
    if row.exhibits.exists() and not _is_kept(table, row, "before"):
        yield True  # it is half


def _replaced(table: Table, row: Any) -> Iterable[bool]:
    """Tell whether the new file is there and names the one before, which is kept either way."""
    yield row.exhibits.filter(replaces__since=1).count() == 1
    if row.exhibits.count() > 1:
        yield _is_kept(table, row, "after")
    if not _is_kept(table, row, "before"):
        yield row.exhibits.count() == 1  # it is half


def _after(row: Any) -> bytes:
    return content(row, "after")


class EvidenceSteps(Table):
    """What a county does with the evidence of its application."""

    STEPS = (
        Step("attach", "county", application("draft"), EVIDENCE, said={"heading": ""},
             file=_after, signs=_added),
        Step("attach", "county", application("returned_for_correction"), EVIDENCE,
             said={"heading": ""}, file=_after, signs=_added),
        Step("detach", "county", with_file("draft", None), KEPT + "remove/", signs=_removed),
        Step("replace_file", "county", with_file("returned_for_correction", 1), KEPT + "replace/",
             file=_after, signs=_replaced),
    )  # fmt: skip


VERBS = {"evidence-steps": EvidenceSteps}
