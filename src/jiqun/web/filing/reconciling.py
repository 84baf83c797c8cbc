"""After an import by the command line: the imported or one's own, cell by cell, then go on."""

from collections.abc import Sequence

from django.db import transaction

from jiqun.base.forms import family
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.moving import move
from jiqun.web.casework.saving import Change, save
from jiqun.web.filing.comparing import Difference, differences
from jiqun.web.filing.models import Case
from jiqun.web.filing.opening import known_about
from jiqun.web.filing.seen import Seen
from jiqun.workspace import Workspace

STATE, VERB, IMPORTED = "to_reconcile", "reconcile", "imported"


def imported_differences(seen: Seen, workspace: Workspace) -> list[Difference]:
    """Return where the draft and the filing that was imported differ; none where there is none."""
    case = seen.case
    if case.state != STATE or (case.cluster, case.year) not in workspace.accepted():
        return []
    theirs = known_about(workspace, seen.profile, case.year, seen.doer)
    before = family(seen.form.family).form_around(case.year - 1)
    every = frozenset(seen.form.fields) | frozenset(before.fields)
    return differences(case, seen.form, seen.cells, theirs, every, blanks=True)


def reconcile(case: Case, changes: Sequence[Change], doer: Doer) -> Case:
    """Take the chosen cells of the import, keep the others, and go on with the draft.

    Raises
    ------
    Refused
        Where the case is not to be reconciled by the doer, or a cell was changed meanwhile: then
        nothing is done at all.
    """
    with transaction.atomic():
        case = move(case, VERB, doer)
        if changes:
            save(case, changes, doer, source=IMPORTED)
    return case
