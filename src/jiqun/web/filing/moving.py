"""The verbs that move a case: each asks the workflow, changes the row, and records one event."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.forms import Form, form_for
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.web.accounts.offices import Doer
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.clocks import clocks_of, kept, stepped, today
from jiqun.web.filing.drafts import checked, contents_of, problems_of
from jiqun.web.filing.models import Case, Submitted
from jiqun.workflow.cases import act, open_cells
from jiqun.workspace import Workspace

SEALED_SCAN = "sealed_scan"


def move(
    case: Case,
    verb: str,
    doer: Doer,
    reason: str = "",
    fields: Collection[str] = (),
    uid: UUID | None = None,
    **changes: Any,
) -> Case:
    """Do something with a case, and record it.

    Parameters
    ----------
    case
        The case; read anew under lock, so that an old page cannot do what is done already.
    verb
        What, by the workflow.
    doer
        Who.
    reason
        Why; some steps need it.
    fields
        The fields a return asks about.
    uid
        The event's own, where the workspace's journal names it.
    changes
        Further columns of the row that change with the step.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its reason.
    """
    reason = read_reason(reason)
    with transaction.atomic():
        case = Case.objects.select_for_update().select_related("definition").get(pk=case.pk)
        before, moved = case.standing, act(case.standing, verb, doer.party, reason)
        if moved.step.evidence == SEALED_SCAN and not case.evidence.exclude(signer="").exists():
            raise Refused([Problem("filing.scan_missing")])
        after = moved.case
        case.state, case.holder, case.revision = after.state, after.holder, after.revision
        case.clocks = kept(stepped(clocks_of(case.clocks), moved.step, after, today()))
        case.moved = timezone.now()
        if after.standing.open_cells == "named":
            case.asked, case.reason = sorted(fields), reason
        for name, value in changes.items():
            setattr(case, name, value)
        case.save()
        said = {"from": before.state, "to": after.state, "revision": after.revision}
        said |= {"fields": sorted(fields)} if fields else {}
        if "known_sha256" in changes:  # the document the event is about
            said["sha256"] = changes["known_sha256"]
        sealed = {"reason": reason} if reason else {}
        deed = Deed(verb, case.subject, doer.person, doer.office, said, sealed, uid or uuid4())
        record(deed)
    return case


def submit(case: Case, workspace: Workspace, doer: Doer) -> Case:
    """Submit a draft: what it says now is kept as it is, and the next office's turn begins.

    Raises
    ------
    Refused
        Where a value carried over was not confirmed, a check finds an error, or somebody changed
        a cell in the meantime: everything at once.
    """
    cells = list(case.cells.all())
    contents = contents_of(cells)
    found = problems_of(checked(case, contents, workspace))
    unsure = unconfirmed(case, cells)
    if unsure or errors_only(found):
        raise Refused([*unsure, *errors_only(found)])
    versions = {cell.pk: cell.version for cell in cells}
    with transaction.atomic():
        case = Case.objects.select_for_update().get(pk=case.pk)
        if dict(case.cells.values_list("pk", "version")) != versions:
            raise Refused([Problem("filing.changed_meanwhile")])
        number = case.submissions.count() + 1
        Submitted.objects.create(
            case=case,
            number=number,
            profile=case.profile,
            cells=contents,
            warnings=[problem.record() for problem in found],
            person=doer.person,
        )
        return move(case, "submit", doer)


def unconfirmed(case: Case, cells: Iterable[Any]) -> list[Problem]:
    """Return a problem for each value that somebody else supplied and nobody confirmed."""
    form = form_for(case.form, case.year)
    return [
        Problem(
            "filing.unconfirmed",
            Where(cluster=case.cluster, year=case.year, field=cell.field),
            _titles(form, cell.field),
        )
        for cell in cells
        if not cell.confirmed and not cell.empty
    ]


def writable(case: Case, doer: Doer) -> frozenset[str]:
    """Return the fields that somebody may change in a case now."""
    standing = case.standing
    if not standing.slots_of(doer.party) & standing.standing.writers:
        return frozenset()
    form = form_for(case.form, case.year)
    return open_cells(standing.standing, form.fields.keys(), case.asked, ties_of(form))


def ties_of(form: Form) -> list[tuple[str, ...]]:
    """Return the fields that one check of a form holds together, check by check."""
    distinct = [(field, *of) for field, of in form.distinct_counts]
    return [*form.parts, *form.nesting, *distinct]


def read_reason(reason: str) -> str:
    """Read a reason as a text may be.

    Raises
    ------
    Refused
        Where it is too long or cannot be shown.
    """
    text, problems = read_text(reason, Where(field="reason"), longest=LONGEST_REASON, lines=True)
    if errors_only(problems):
        raise Refused(problems)
    return text


def _titles(form: Form, name: str) -> dict[str, str]:
    title = form.fields[name].title if name in form.fields else None
    return {"title": title.zh if title else name, "title_en": title.en if title else name}
