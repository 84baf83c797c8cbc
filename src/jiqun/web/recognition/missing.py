"""Evidence that the event log says an application has and the database lacks."""

from collections.abc import Iterator

from jiqun.base.errors import Problem, Where
from jiqun.web.casework.missing import files_missing
from jiqun.web.recognition.models import Application, Exhibit


def missing_exhibits() -> Iterator[Problem]:
    """Yield a problem for every file of evidence that has no row."""
    beginning = f"{Application.about}:"
    rows = Exhibit.objects.select_related("application__call")
    there = ((kept.application.subject, kept.sha256) for kept in rows)
    for subject, sha256 in files_missing(beginning, there):
        cluster, _, call = subject.removeprefix(beginning).partition("/")
        details = {"sha256": sha256, "call": call}
        yield Problem("recognition.evidence_row_missing", Where(cluster=cluster), details)
