"""Issue a document: what it says is frozen then, and changes by corrections alone."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

from django.db import transaction
from pydantic import TypeAdapter

from jiqun.base.canonical import content_hash
from jiqun.base.errors import Problem, Refused
from jiqun.reports.papers.model import Paper
from jiqun.reports.papers.recognition import Particulars
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.moving import locked, read_reason
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.explore.shelf import shelf
from jiqun.web.recognition.models import RECOMMENDED, Call, Issued
from jiqun.web.recognition.paper_rows import Entered
from jiqun.web.recognition.papers import (
    Content,
    Kind,
    content_of,
    of_document,
    own_kind,
    read_entered,
    told,
)

ISSUED_BY: Mapping[str, Kind] = {"give_notice": "notice", "announce": "list"}
"""A call's steps, and the document each makes public."""
RECOMMENDED_UNTIL = "start_review"
"""The step after which no recommendation changes."""


def paper_of(call: Call, kind: Kind, of: str = "", number: int | None = None) -> Paper | None:
    """Return a document as it was issued; before, as it would be made now.

    Parameters
    ----------
    call
        The call.
    kind, of
        Which document; that the reader may have it was asked before.
    number
        Which of its issues; the last one where none is asked for.

    Returns
    -------
    Paper or None
        None where there is no issue of that number.
    """
    issues = call.issued_papers.filter(kind=kind, of=of)
    found = issues.filter(number=number).first() if number is not None else issues.last()
    if found is not None:
        return _papers().validate_python(found.paper)
    if number is not None:
        return None
    return content_of(call, kind, of, demonstration=shelf().demonstration).paper


def changed_since(issued: Issued) -> bool:
    """Tell whether a document would name other clusters if it were made now."""
    call, kind = issued.call, _contents().validate_python(issued.content).kind
    now = content_of(call, kind, issued.of, demonstration=shelf().demonstration)
    return now.named != _contents().validate_python(issued.content).named


def issue(call: Call, kind: str, doer: Doer) -> Issued:
    """Issue one of an office's own documents: from then on it says what it says now.

    Raises
    ------
    Refused
        Where it is not the office's, or issued already.
    """
    known = own_kind(call, kind, doer)
    with transaction.atomic():
        call = locked(call)
        found = _issued(call, known, of_document(known, doer), doer)
    if found is None:
        raise Refused([Problem("recognition.paper_issued")])
    return found


def issue_along(call: Call, verb: str, doer: Doer) -> None:
    """Issue what a step of a call makes public, or final, where its office did not before."""
    if verb in ISSUED_BY:
        _issued(call, ISSUED_BY[verb], "", doer)
    if verb == RECOMMENDED_UNTIL:
        with seen_whole():
            rows = call.applications.filter(state__in=RECOMMENDED).order_by()
            places = sorted(set(rows.values_list("province", flat=True)))
        for province in places:
            _issued(call, "recommendation", province, doer)


def _issued(call: Call, kind: Kind, of: str, doer: Doer) -> Issued | None:
    if call.issued_papers.filter(kind=kind, of=of).exists():
        return None
    content = content_of(call, kind, of, demonstration=shelf().demonstration)
    return _kept(call, of, content, 1, Deed("issue_paper", call.subject, doer.person, doer.office))


def correct(
    call: Call, kind: str, typed: Mapping[str, str], reason: str, doer: Doer, *, rows: bool = False
) -> Issued:
    """Correct a document that was issued, by an event of its own; what was issued stays readable.

    Parameters
    ----------
    call
        The call.
    kind
        Which document.
    typed
        What is entered from now on.
    reason
        Why.
    doer
        Who: the office whose document it is.
    rows
        Whether it names the clusters of now; else those it was issued with.

    Raises
    ------
    Refused
        Where it is not the office's, was never issued, nothing changes, or no reason is given.
    """
    known, said, reason = own_kind(call, kind, doer), read_entered(typed), read_reason(reason)
    with transaction.atomic():
        call, of = locked(call), of_document(known, doer)
        last = call.issued_papers.filter(kind=known, of=of).last()
        if last is None:
            raise Refused([Problem("recognition.paper_not_issued")])
        before = _contents().validate_python(last.content)
        base = content_of(call, known, of, demonstration=shelf().demonstration) if rows else before
        content = replace(base, particulars=Particulars(**said), corrected=before.corrected)
        if content == replace(before, today=content.today):
            raise Refused([Problem("recognition.nothing_corrected")])
        if not reason:
            raise Refused([Problem("recognition.correct_by_reason")])
        Entered.objects.update_or_create(call=call, kind=known, of=of, defaults=said)
        content = replace(content, corrected=(last.number, today()))
        change = {**told(said), "rows": rows, "was": last.sha256}
        by = (call.subject, doer.person, doer.office)
        deed = Deed("correct_paper", *by, change, {"reason": reason})
        return _kept(call, of, content, last.number + 1, deed)


def _kept(call: Call, of: str, content: Content, number: int, deed: Deed) -> Issued:
    """Keep a document as it is issued, and record its hash."""
    paper = _papers().dump_python(content.paper, mode="json")
    sha256 = content_hash(paper)
    found = Issued.objects.create(
        call=call,
        kind=content.kind,
        of=of,
        number=number,
        content=_contents().dump_python(content, mode="json"),
        paper=paper,
        sha256=sha256,
        day=today(),
    )
    said: dict[str, Any] = {"kind": content.kind, "of": of, "number": number, "sha256": sha256}
    record(replace(deed, said={**deed.said, **said, "clusters": len(content.named)}))
    return found


@cache
def _contents() -> TypeAdapter[Content]:
    return TypeAdapter(Content)


@cache
def _papers() -> TypeAdapter[Paper]:
    return TypeAdapter(Paper)
