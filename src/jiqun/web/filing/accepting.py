"""Accept what was submitted into the workspace, release a year, and notice what was imported.

Two stores, no transaction over both: the workspace is written to first, under an event's id that
the case has already noted. After a crash between the two the same step is done again; it finds the
submission there, word for word, and goes on.
"""

from uuid import UUID, uuid4

from jiqun.base.errors import Problem, Refused, errors_only
from jiqun.base.readers import Office, Reader
from jiqun.filings.accept import accept as accept_entries
from jiqun.web.accounts.offices import Doer
from jiqun.web.filing.drafts import raw_file
from jiqun.web.filing.models import Case
from jiqun.web.filing.moving import move, read_reason
from jiqun.web.filing.row_policies import seen_whole
from jiqun.workflow.cases import act
from jiqun.workspace import Vintage, Workspace
from jiqun.workspace import release as freeze
from jiqun.workspace.journal import lines, read_entry, signed

INSTALLATION = Doer(Reader(Office.SYSTEM))
IMPORTED = "命令行导入了新的版本 imported by the command line"
ELSEWHERE = ("release", "import", "open")
"""Steps that are not taken on a case's own page."""


def accept(case: Case, workspace: Workspace, doer: Doer) -> Case:
    """Accept the last submission of a case: it becomes a document of the workspace.

    Raises
    ------
    Refused
        Where the workflow does not allow it, an import has to be reconciled first, or a check that
        sees the whole workspace refuses it.
    """
    case = notice_import(case, workspace)
    act(case.standing, "accept", doer.party)
    submitted = case.submissions.first()
    if submitted is None:
        raise Refused([Problem("filing.nothing_submitted")])
    uid = case.accepting or uuid4()
    Case.objects.filter(pk=case.pk).update(accepting=uid)
    entry = raw_file(case, submitted.cells, case.reason or "")
    (outcome,) = accept_entries([entry], workspace, signed(doer.person or doer.office, str(uid)))
    if outcome.refused:
        Case.objects.filter(pk=case.pk).update(accepting=None)
        raise Refused(errors_only(outcome.problems))
    document = workspace.accepted()[case.cluster, case.year]
    return move(case, "accept", doer, uid=uid, known_sha256=document.sha256, accepting=None)


def release(year: int, workspace: Workspace, doer: Doer, note: str = "") -> tuple[Vintage, int]:
    """Freeze a year's accepted filings as a vintage, and move their cases.

    Returns
    -------
    Vintage
        The new one, or the newest where nothing has changed since.
    int
        How many cases were released by it.

    Raises
    ------
    Refused
        Where the doer holds no accepted case, or others' accepted filings would be released too.
    """
    note = read_reason(note)
    accepted = Case.objects.filter(state="accepted", year__lte=year).select_related("definition")
    with seen_whole():  # what others accepted would be released too: it has to be known
        waiting = list(accepted)
    own = [case for case in waiting if "release" in case.standing.verbs_for(doer.party)]
    others = [case for case in waiting if case not in own]
    if not own:
        raise Refused([Problem("filing.nothing_to_release", details={"year": year})])
    if others:
        seen = Case.objects.for_reader(doer.reader).filter(pk__in=[case.pk for case in others])
        named = ", ".join(map(str, seen[:10]))  # what the doer does not see is only counted
        details = {"year": year, "cases": named or "…", "count": len(others)}
        raise Refused([Problem("filing.others_would_be_released", details=details)])
    vintage, _ = freeze(workspace, year, note)
    for case in own:
        move(case, "release", doer)
    return vintage, len(own)


def notice_import(case: Case, workspace: Workspace) -> Case:
    """Move a case on where the command line brought in a filing it does not know of.

    Returns
    -------
    Case
        The case; one to be reconciled where there was an import.
    """
    stored = workspace.accepted().get((case.cluster, case.year))
    if stored is None or stored.sha256 == case.known_sha256:
        return case
    if case.accepting and _accepted_by(workspace, case, stored.revision) == case.accepting:
        return case
    if "import" not in case.standing.verbs_for(INSTALLATION.party):
        return case
    return move(case, "import", INSTALLATION, IMPORTED, known_sha256=stored.sha256, accepting=None)


def _accepted_by(workspace: Workspace, case: Case, revision: int) -> UUID | None:
    """Return the event that the journal says accepted a revision, where it is one of ours."""
    said = workspace.manifest().get("journal")
    wanted = ("filing", case.cluster, case.year, revision)
    for line in reversed(list(lines(workspace.folder, said)) if said else []):
        entry = read_entry(line.content)
        if (
            entry
            and tuple(entry[name] for name in ("kind", "cluster", "year", "revision")) == wanted
        ):
            try:
                return UUID(entry["event"])
            except ValueError:
                return None
    return None
