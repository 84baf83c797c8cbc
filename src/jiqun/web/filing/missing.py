"""Rows that the event log says are there and the database lacks."""

from collections import defaultdict
from collections.abc import Iterator

from jiqun.base.errors import Problem, Where
from jiqun.web.casework.missing import files_missing
from jiqun.web.events.models import Event
from jiqun.web.filing.models import Case, Cell, Evidence

ABOUT = f"{Case.about}:"


def missing_rows() -> Iterator[Problem]:
    """Yield a problem for every case that was opened, every cell and every file that has no row."""
    cases = {case.subject: case for case in Case.objects.all()}
    opened = Event.objects.filter(verb="open", subject__startswith=ABOUT)
    for subject in sorted(set(opened.values_list("subject", flat=True)) - cases.keys()):
        yield Problem("filing.case_missing", _place(subject))
    filled = defaultdict[int, set[str]](set)
    cells = Cell.objects.filter(period="values").values_list("case_id", "field")
    for number, name in cells.iterator():
        filled[number].add(name)
    for subject, case in cases.items():
        if lacking := sorted(set(case.fields) - filled[case.pk]):
            details = {"fields": ", ".join(lacking)}
            yield Problem("filing.cells_missing", _place(subject), details)
    yield from _files(cases)


def _files(cases: dict[str, Case]) -> Iterator[Problem]:
    """Hold the rows of files against those attached and not removed again."""
    subjects = {case.pk: subject for subject, case in cases.items()}
    rows = Evidence.objects.values_list("case_id", "sha256")
    there = ((subjects[case], sha256) for case, sha256 in rows)
    for subject, sha256 in files_missing(ABOUT, there):
        yield Problem("filing.evidence_row_missing", _place(subject), {"sha256": sha256})


def _place(subject: str) -> Where:
    cluster, _, year = subject.removeprefix(ABOUT).rpartition("/")
    return Where(cluster=cluster, year=int(year) if year.isdigit() else None)
