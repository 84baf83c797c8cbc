"""Accept what was submitted into the workspace, release a year, and notice what was imported.

Two stores, no transaction over both: the workspace is written to first, under an event's id that
the case has already noted. What a crash cuts off between the two is finished afterwards
(:mod:`jiqun.web.filing.finishing`).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from jiqun.base.errors import Problem, Refused, errors_only
from jiqun.base.readers import Office, Reader
from jiqun.filings.accept import accept as accept_entries
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.moving import move, read_reason
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.filing.drafts import raw_file
from jiqun.web.filing.models import Case
from jiqun.workflow.cases import act
from jiqun.workspace import Submission, Vintage, Workspace
from jiqun.workspace import release as freeze
from jiqun.workspace.journal import FILING, lines, read_entry, signed

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
    noted = case.accepting
    case = notice_import(case, workspace)
    if noted and case.accepting is None and case.standing.standing.acceptance:
        return case  # it was cut off after the workspace had taken it: now it is finished
    act(case.standing, "accept", doer.party)
    submitted = case.submissions.first()
    if submitted is None:
        raise Refused([Problem("filing.nothing_submitted")])
    uid = _noted(case)
    entry = raw_file(case, submitted.cells, case.reason or "", submitted.firms)
    (outcome,) = accept_entries([entry], workspace, signed(doer.person or doer.office, str(uid)))
    if outcome.refused:
        Case.objects.filter(pk=case.pk).update(accepting=None)
        raise Refused(errors_only(outcome.problems))
    document = workspace.accepted()[case.cluster, case.year]
    try:
        return _known(case, "accept", doer, document.sha256, uid=uid)
    except Refused:  # a second click, or a page opened meanwhile, has finished it
        now = Case.objects.select_related("definition").get(pk=case.pk)
        if now.known_sha256 == document.sha256 and now.standing.standing.acceptance:
            return now
        raise


def _noted(case: Case) -> UUID:
    """Note on a case by which event it is being accepted; of two who accept, both by the same."""
    Case.objects.filter(pk=case.pk, accepting=None).update(accepting=uuid4())
    noted = Case.objects.values_list("accepting", flat=True).get(pk=case.pk)
    if noted is None:  # whoever was first is through with it
        raise Refused([Problem("filing.changed_meanwhile")])
    return noted


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
    others = [case for case in waiting if case not in own and not _ends_below(case, doer)]
    if not own:
        raise Refused([Problem("filing.nothing_to_release", details={"year": year})])
    if others:
        seen = Case.objects.for_reader(doer.reader).filter(pk__in=[case.pk for case in others])
        named = ", ".join(map(str, seen[:10]))  # what the doer does not see is only counted
        details = {"year": year, "cases": named or "…", "count": len(others)}
        raise Refused([Problem("filing.others_would_be_released", details=details)])
    vintage, _ = freeze(workspace, year, note)
    return vintage, len(release_all(own, doer))


def release_all(cases: list[Case], doer: Doer, reason: str = "") -> list[Case]:
    """Move cases that are in a vintage, all of them or none."""
    with transaction.atomic():
        return [move(case, "release", doer, reason) for case in cases]


def _ends_below(case: Case, doer: Doer) -> bool:
    """Tell whether a case ends at its province, which alone is shown it whoever releases."""
    return doer.party.office is Office.NATION and "nation" not in case.parties


def notice_import(case: Case, workspace: Workspace) -> Case:
    """Move a case on where the command line brought in a filing it does not know of.

    Returns
    -------
    Case
        The case; one to be reconciled where there was an import, an accepted one where its
        acceptance had been cut off.
    """
    stored = workspace.accepted().get((case.cluster, case.year))
    if stored is None or stored.sha256 == case.known_sha256:
        return case
    if case.accepting:
        about = (FILING, case.cluster, case.year, stored.revision)
        entry = _entry_of(workspace.folder, workspace.manifest().get("journal", {}), about)
        if (finished := _finished(case, stored, entry)) is not None:
            return finished
    if "import" not in case.standing.verbs_for(INSTALLATION.party):
        return case
    return _known(case, "import", INSTALLATION, stored.sha256, reason=IMPORTED)


def _known(case: Case, verb: str, doer: Doer, sha256: str, **said: Any) -> Case:
    """Take a step by which a case knows of a document of the workspace."""
    about = {"sha256": sha256}
    return move(case, verb, doer, said=about, known_sha256=sha256, accepting=None, **said)


def _finished(case: Case, stored: Submission, entry: Mapping[str, Any]) -> Case | None:
    """Accept a case whose submission the workspace took by the event the case had noted."""
    holder = case.standing.holder
    if entry.get("event") != str(case.accepting) or holder not in case.standing.parties:
        return None
    party = case.standing.parties[holder]
    doer = Doer(reader_of_office(party.office, party.of), _person(entry["who"]))
    try:
        return _known(case, "accept", doer, stored.sha256, uid=case.accepting)
    except Refused:  # it went elsewhere meanwhile: then the filing is an import, and told as one
        return None


def _entry_of(folder: Path, said: Mapping[str, Any], about: tuple[Any, ...]) -> Mapping[str, Any]:
    """Return the journal's last entry about a filing's revision; empty where there is none."""
    for line in reversed(list(lines(folder, said)) if said else []):
        entry = read_entry(line.content)
        if entry and tuple(entry[k] for k in ("kind", "cluster", "year", "revision")) == about:
            return entry
    return {}


def _person(who: str) -> str:
    """Return the person a journal's entry names; empty for an office without one."""
    try:
        return str(UUID(who))
    except ValueError:
        return ""
