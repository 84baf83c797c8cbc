"""Submit a draft."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.forms import Form, form_for
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import locked, move
from jiqun.web.filing.drafts import checked, contents_of, problems_of
from jiqun.web.filing.models import Case, Submitted
from jiqun.workspace import Workspace


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
    firms = draft_lines(case)
    found = problems_of(checked(case, contents, workspace, firms))
    unsure = unconfirmed(case, cells)
    if unsure or errors_only(found):
        raise Refused([*unsure, *errors_only(found)])
    versions = {cell.pk: cell.version for cell in cells}
    with transaction.atomic():
        case = locked(case)
        cells_now = dict(case.cells.values_list("pk", "version"))
        if cells_now != versions or draft_lines(case) != firms:
            raise Refused([Problem("filing.changed_meanwhile")])
        number = case.submissions.count() + 1
        Submitted.objects.create(
            case=case,
            number=number,
            profile=case.profile,
            cells=contents,
            firms=firms,
            warnings=[problem.record() for problem in found],
            person=doer.person,
        )
        return move(case, "submit", doer)


def draft_lines(case: Case) -> list[dict[str, str]] | None:
    """Return the draft's own list of firms; None where it has none and the stored one stands."""
    if not case.listed:
        return None
    return [line.said for line in case.firms.all() if line.said]


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


def _titles(form: Form, name: str) -> dict[str, str]:
    title = form.fields[name].title if name in form.fields else None
    return {"title": title.zh if title else name, "title_en": title.en if title else name}
