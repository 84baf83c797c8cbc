"""Accept what was submitted into the workspace, release a year, and notice what was imported.

Two stores, no transaction over both: the case notes an event's id, and nothing else moves it from
then on; the workspace is written to under that id, while nobody else writes there, and only where
the note still stands and no other filing came in between; the row comes last. What a crash cuts off
between the two is finished afterwards (:mod:`jiqun.web.filing.finishing`).
"""

from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.faults import Busy
from jiqun.base.lock import PATIENCE, Patience
from jiqun.base.readers import Office, Reader
from jiqun.base.rule_reasons import IMPORTED
from jiqun.filings.accept import accept as accept_entries
from jiqun.filings.raw import RawFile
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.casework.moving import locked, move, read_reason
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.filing.drafts import raw_file
from jiqun.web.filing.models import Case
from jiqun.workflow.cases import act
from jiqun.workspace import Accepted, Vintage, Workspace
from jiqun.workspace import release as freeze
from jiqun.workspace.journal import FILING, lines, read_entry, signed

INSTALLATION = Doer(Reader(Office.SYSTEM))
ELSEWHERE = ("release", "import", "open")
"""Steps that are not taken on a case's own page."""


def accept(case: Case, workspace: Workspace, doer: Doer) -> Case:
    """Accept the last submission of a case: it becomes a document of the workspace.

    Raises
    ------
    Refused
        Where the workflow does not allow it, an import has to be reconciled first, somebody else
        was quicker, or a check that sees the whole workspace refuses it.
    """
    noted = case.accepting
    case = notice_import(case, workspace)
    if noted and case.accepting is None and case.standing.standing.acceptance:
        return case  # it was cut off after the workspace had taken it: now it is finished
    case, entry = _noted(case, doer)
    by = signed(doer.person or doer.office, str(case.accepting))
    try:
        (outcome,) = accept_entries([entry], workspace, by, unless=partial(_changed, case))
        if outcome.refused:
            raise Refused(errors_only(outcome.problems))
    except Refused as refused:
        return _given_up(case, workspace, refused)
    taken = outcome.submissions[0].sha256 if outcome.submissions else case.known_sha256
    try:
        return _known(case, "accept", doer, taken, uid=case.accepting)
    except Refused:  # a second click, or a page opened meanwhile, has finished it
        now = Case.objects.select_related("definition").get(pk=case.pk)
        if now.known_sha256 == taken and now.standing.standing.acceptance:
            return now
        raise


def _noted(case: Case, doer: Doer) -> tuple[Case, RawFile]:
    """Note on a case by which event it is being accepted, and return what was submitted last.

    Of two who accept, both do it by the same event.
    """
    with transaction.atomic():
        now = locked(case)
        act(now.standing, "accept", doer.party)
        submitted = now.submissions.first()
        if submitted is None:
            raise Refused([Problem("filing.nothing_submitted")])
        now.accepting = now.accepting or uuid4()
        now.save(update_fields=["accepting"])
    return now, raw_file(now, submitted.cells, now.reason or "", submitted.firms)


def _changed(case: Case, known: Accepted) -> None:
    """Refuse to accept what is not noted any more, or over a filing the case does not know."""
    place = Where(cluster=case.cluster, year=case.year)
    if not Case.objects.filter(pk=case.pk, accepting=case.accepting).exists():
        raise Refused([Problem("filing.moved_meanwhile", place)])
    stored = known.get((case.cluster, case.year))
    if stored is not None and stored.sha256 != case.known_sha256:
        raise Refused([Problem("filing.imported_meanwhile", place)])


def _given_up(case: Case, workspace: Workspace, refused: Refused) -> Case:
    """Take a note back, and tell why; where another accepted by the same note, all is well."""
    case = settled(case, workspace)
    if case.standing.standing.acceptance:
        return case
    notice_import(case, workspace)
    raise refused


def settled(case: Case, workspace: Workspace) -> Case:
    """Finish an acceptance that was noted, or take the note back where nothing came of it.

    Whoever is accepting just now is waited for: they ask for their note while they hold the right
    to write, so that without it nothing of theirs enters the workspace afterwards.

    Raises
    ------
    Busy
        Where somebody writes to the workspace for too long.
    """
    with workspace.writing():
        case = Case.objects.select_related("definition").get(pk=case.pk)
        if case.accepting is None:
            return case
        if (finished := _finished(case, workspace)) is not None:
            return finished
        Case.objects.filter(pk=case.pk, accepting=case.accepting).update(accepting=None)
        case.accepting = None
        return case


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
        acceptance had been cut off, as it stands where one is being accepted just now.
    """
    if case.accepting:
        case = _finished(case, workspace) or _settled_at_once(case, workspace)
    stored = workspace.accepted().get((case.cluster, case.year))
    if stored is None or stored.sha256 == case.known_sha256 or case.accepting:
        return case
    if "import" not in case.standing.verbs_for(INSTALLATION.party):
        return case
    return _known(case, "import", INSTALLATION, stored.sha256, reason=IMPORTED)


def _settled_at_once(case: Case, workspace: Workspace) -> Case:
    """Settle what was noted, but where somebody is writing: it may be being accepted just now."""
    patience = PATIENCE.set(Patience(seconds=0))
    try:
        return settled(case, workspace)
    except Busy:
        return case
    finally:
        PATIENCE.reset(patience)


def _known(case: Case, verb: str, doer: Doer, sha256: str, **said: Any) -> Case:
    """Take a step by which a case knows of a document of the workspace."""
    about = {"sha256": sha256}
    return move(case, verb, doer, said=about, known_sha256=sha256, accepting=None, **said)


def _finished(case: Case, workspace: Workspace) -> Case | None:
    """Accept a case whose submission the workspace took by the event the case had noted."""
    entry = _entry_by(case, workspace.folder, workspace.manifest().get("journal", {}))
    holder = case.standing.holder
    if entry is None or holder not in case.standing.parties:
        return None
    party = case.standing.parties[holder]
    doer = Doer(reader_of_office(party.office, party.of), _person(entry["who"]))
    try:
        return _known(case, "accept", doer, entry["sha256"], uid=case.accepting)
    except Refused:  # somebody else has finished it, or it was an earlier version's and went on
        return None


def _entry_by(case: Case, folder: Path, said: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """Return the journal's entry of a case's filing by the event it noted; None without one."""
    about = (FILING, case.cluster, case.year, str(case.accepting))
    for line in reversed(list(lines(folder, said)) if said else []):
        entry = read_entry(line.content)
        if entry and tuple(entry[k] for k in ("kind", "cluster", "year", "event")) == about:
            return entry
    return None


def _person(who: str) -> str:
    """Return the person a journal's entry names; empty for an office without one."""
    try:
        return str(UUID(who))
    except ValueError:
        return ""
