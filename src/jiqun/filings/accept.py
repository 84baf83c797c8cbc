"""Check filings, and accept what is right: all or nothing of a file, and the rest goes on."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Severity, errors_only
from jiqun.base.folding import folded
from jiqun.base.forms import family
from jiqun.base.inputs import enough
from jiqun.base.quantities import Quantity
from jiqun.base.texts import LONGEST_REASON, read_text, stated
from jiqun.clusters import place_of
from jiqun.clusters.roster_store import RosterStore
from jiqun.filings import checks, rosters
from jiqun.filings.filer_store import FilerStore
from jiqun.filings.money_units import suspected_units
from jiqun.filings.neighbours import Neighbours
from jiqun.filings.peers import check_among_peers
from jiqun.filings.raw import RawFile, family_of
from jiqun.filings.read import ReadFiling, read_file, read_filing, unread_filing
from jiqun.workspace import Accepted, Batch, Submission, Workspace
from jiqun.workspace.documents import SCHEMA, written
from jiqun.workspace.journal import UNCHANGED, Acceptance, Signature, at_the_command_line
from jiqun.workspace.vintages import released, released_hashes

Progress = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass
class Outcome:
    """What became of one file.

    Parameters
    ----------
    file
        Its name.
    problems
        Everything found, also of a file that was accepted; the same fault once, with its places.
    submissions
        What was accepted; empty where the file was refused or held nothing new.
    unchanged
        How many filings of it were already there, word for word.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    submissions: list[Submission] = field(default_factory=list)
    unchanged: int = 0

    @property
    def refused(self) -> bool:
        """Whether the file was refused."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


@dataclass
class _Entry:
    """What is accepted all or none: a file, or a draft, with its filings read."""

    outcome: Outcome
    filings: list[ReadFiling]

    @property
    def sound(self) -> bool:
        """Whether nothing that refuses it was found yet."""
        return not self.outcome.refused and not any(filing.refused for filing in self.filings)

    def gather(self) -> None:
        """Take over what was found in the filings."""
        for filing in self.filings:
            self.outcome.problems += filing.problems


def _silent(items: Iterable[Any], _: str) -> Iterable[Any]:
    return items


def check_files(
    paths: Sequence[Path], workspace: Workspace | None = None, progress: Progress = _silent
) -> list[Outcome]:
    """Check files without storing anything.

    Parameters
    ----------
    paths
        JSON, long CSV or workbooks.
    workspace
        Where given, filings are also held against what is known there.
    progress
        Wraps an iteration to show how far it is.

    Returns
    -------
    list of Outcome
        One a file, in the order given.
    """
    return check_entries(_read(paths, progress), workspace, progress)


def check_entries(
    files: Sequence[RawFile],
    workspace: Workspace | None = None,
    progress: Progress = _silent,
    *,
    released_peers: bool = False,
) -> list[Outcome]:
    """Check filings however they came in, without storing anything: a file's, or a draft's.

    Parameters
    ----------
    files
        What would be accepted all or none, as read.
    workspace
        Where given, filings are also held against what is known there.
    progress
        Wraps an iteration to show how far it is.
    released_peers
        Whether other clusters' filings count only as far as they are released, as for who fills in.

    Returns
    -------
    list of Outcome
        One an entry, in the order given.
    """
    known = workspace.accepted() if workspace else None
    peers = known
    if released_peers and workspace and known is not None:
        peers = known.of(released_hashes(workspace))
    entries = _checked(files, known, progress, workspace, peers)
    if workspace and known is not None:
        _ask_reasons(entries, known, workspace, "filings.reason_will_be_asked")
    return _outcomes(entries)


def import_files(
    paths: Sequence[Path],
    workspace: Workspace,
    reason: str = "",
    progress: Progress = _silent,
    by: Signature | None = None,
) -> list[Outcome]:
    """Read files, check them, and accept those without errors into the workspace.

    Parameters
    ----------
    paths
        JSON, long CSV or workbooks.
    workspace
        Where accepted submissions go.
    reason
        Why a cluster files again for a year already accepted. Without it the differences are noted
        before a release, and the filing is refused after one.
    progress
        Wraps an iteration to show how far it is.
    by
        Who imports, for the journal; whoever runs this process if not given.

    Returns
    -------
    list of Outcome
        One a file. Nothing of a refused file is stored.
    """
    reason = stated(reason, "--reason")
    files = _read(paths, progress)
    for filing in (filing for file in files for filing in file.filings):
        filing.reason = reason
    return accept(files, workspace, by or at_the_command_line(), progress)


def accept(
    entries: Sequence[RawFile],
    workspace: Workspace,
    by: Signature,
    progress: Progress = _silent,
    unless: Callable[[Accepted], None] | None = None,
) -> list[Outcome]:
    """Accept filings, and the lists of firms that come with them, by one commit.

    The one door: an imported file enters here, and so does a draft of the web.

    Parameters
    ----------
    entries
        What is accepted all or none: the filings of a file, or of a draft, all of one family of
        forms. A filing's ``reason`` says why it is filed again.
    workspace
        Where they go.
    by
        Who brings them, for the acceptance journal.
    progress
        Wraps an iteration to show how far it is.
    unless
        Asked while nobody else writes, with what is accepted by then: raises to store nothing.

    Returns
    -------
    list of Outcome
        One an entry. Nothing of a refused entry is stored; the others are, under one manifest.
    """
    _read_reasons(entries)
    with workspace.writing() as batch:
        known = workspace.accepted(family_of(entries))
        if unless is not None:
            unless(known)
        checked = _checked(entries, known, progress, workspace, known)
        _ask_reasons(checked, known, workspace, "filings.reason_required")
        sound = [entry for entry in checked if entry.sound]
        store = RosterStore(workspace)
        accepted = [filing.raw for entry in sound for filing in entry.filings]
        lists = rosters.current_rosters(accepted, known, store.known())
        for entry in checked:
            entry.gather()
        for entry in sound:
            _take(entry, known, batch, by)
        store.put(lists, batch, by)
        filings = [filing for entry in sound for filing in entry.filings]
        filers = {filing.key: filing.filer for filing in filings if filing.filer}
        FilerStore(workspace).put(filers, batch)
    return _told(checked)


def _read_reasons(entries: Iterable[RawFile]) -> None:
    """Hold the reasons of filings to what a text may be, whichever way they came in."""
    for entry in entries:
        for filing in entry.filings:
            place = filing.where("reason")
            filing.reason, problems = read_text(
                filing.reason, place, longest=LONGEST_REASON, lines=True
            )
            entry.problems += problems


def _take(entry: _Entry, known: Accepted, batch: Batch, by: Signature) -> None:
    """Put an entry's filings into a batch; what was there already, word for word, stays."""
    outcome = entry.outcome
    for filing in entry.filings:
        submission = _submission(filing, known)
        before = known.get(filing.key)
        if before is None or before.content != submission.content:
            outcome.submissions.append(submission)
            continue
        outcome.unchanged += 1
        if reason := filing.raw.reason:
            cluster, year = filing.key
            kept = Acceptance(UNCHANGED, cluster, year, before.revision, before.sha256, reason)
            batch.enter(kept, by)
            outcome.problems.append(Problem("filings.reason_without_change", filing.raw.where()))
    batch.add(outcome.submissions, by)


def _read(paths: Sequence[Path], progress: Progress) -> list[RawFile]:
    return [read_file(path) for path in progress(paths, "files")]


def _outcomes(entries: list[_Entry]) -> list[Outcome]:
    for entry in entries:
        entry.gather()
    return _told(entries)


def _told(entries: Iterable[_Entry]) -> list[Outcome]:
    """Return what became of each entry, the same fault said once with its places."""
    for entry in entries:
        entry.outcome.problems = folded(entry.outcome.problems)
    return [entry.outcome for entry in entries]


def _checked(
    files: Sequence[RawFile],
    known: Accepted | None,
    progress: Progress,
    workspace: Workspace | None,
    peers: Accepted | None,
) -> list[_Entry]:
    """Check filings by themselves, against each other, what is known, and their peers."""
    entries = [_entry(file, progress) for file in files]
    _refuse_collisions(entries)
    every = [filing for entry in entries for filing in entry.filings]
    sound = [filing for entry in entries if entry.sound for filing in entry.filings]
    neighbours = Neighbours(known, every, sound)
    for filing in every:
        before = _against_neighbours(filing, neighbours)
        rosters.tie_filing(filing)
        filing.problems[:0] = suspected_units(filing, before)
    check_among_peers(every, neighbours, Neighbours(peers, every, sound))
    rosters.tie_across(every, workspace)
    return entries


def _entry(file: RawFile, progress: Progress) -> _Entry:
    """Read an entry's filings; once too much is wrong, only for whom and when the rest are."""
    read: list[ReadFiling] = []
    errors = errors_only(file.problems)
    ended: list[Problem] = []
    for filing in progress(file.filings, file.file):
        if ended:
            read.append(unread_filing(filing))
            continue
        read.append(read_filing(filing))
        errors += errors_only(filing.problems)
        ended = enough(file.file, errors)
    file.problems += ended
    return _Entry(Outcome(file.file, file.problems), read)


def _ask_reasons(
    entries: list[_Entry], known: Accepted, workspace: Workspace, problem: str
) -> None:
    """Ask why a filing that a vintage holds is changed, where no reason is given."""
    changed = [
        filing
        for entry in entries
        for filing in entry.filings
        if filing.form and filing.profile and not filing.refused and not filing.raw.reason
        if (before := known.get(filing.key))
        and before.content != _submission(filing, known).content
    ]
    held = {form: released(workspace, form) for form in {own.raw.family for own in changed}}
    for filing in changed:
        if filing.key in held[filing.raw.family]:
            filing.problems.append(Problem(problem, filing.raw.where()))


def _refuse_collisions(entries: list[_Entry]) -> None:
    """Refuse every filing of a cluster and year that comes more than once in one call."""
    found: dict[tuple[str, int], list[ReadFiling]] = defaultdict(list)
    for entry in entries:
        for filing in entry.filings:
            if filing.form and "cluster" not in filing.raw.unread:
                found[filing.key].append(filing)
    for same in found.values():
        names = sorted({filing.raw.file for filing in same})
        for filing in same if len(same) > 1 else ():
            others = [name for name in names if name != filing.raw.file] or names
            details = {"others": ", ".join(others)}
            filing.problems.append(Problem("filings.two_for_one", filing.raw.where(), details))


def _against_neighbours(filing: ReadFiling, neighbours: Neighbours) -> Mapping[str, Quantity]:
    """Hold a filing against what was accepted before, and against the others of the call.

    A refused filing is held against them too, over the cells that could be read: its filer learns
    everything at once. The cells of the year before are returned.
    """
    if filing.form is None:
        return {}
    if filing.raw.profile is None:
        filing.profile = neighbours.profile(*filing.key)
        known = filing.profile is not None or "cluster" in filing.raw.unread
        if not known and neighbours.complete:
            filing.problems.append(Problem("filings.unknown_cluster", filing.raw.where()))
    elif filing.profile:
        filing.profile = neighbours.recognised(filing.profile)
    cluster, year = filing.key
    filed = neighbours.cells(cluster, year - 1) if filing.dated else {}
    form_before = family(filing.form.family).form_around(year - 1)
    filing.problems.extend(checks.restatements(filing.raw, form_before, filing.previous, filed))
    before = filing.year_before(filed)
    filing.problems.extend(checks.jumps(filing.raw, filing.form, filing.values, before))
    return before


def _submission(one: ReadFiling, known: Accepted) -> Submission:
    """Make the document acceptance stores."""
    assert one.form is not None and one.profile is not None  # noqa: S101  # refused otherwise
    before = known.get(one.key)
    asked = family(one.form.family).fields.values()
    flags = {field.id for field in asked if field.type == "flag"}
    document = {
        "schema": SCHEMA,
        "form": one.form.family,
        "form_version": one.form.version,
        "year": one.raw.year,
        "revision": before.revision + 1 if before else 1,
        "reason": "",
        "cluster": one.profile.record(),
        "region": place_of(one.profile),
        "values": {k: written(v, flag=k in flags) for k, v in one.values.items()},
        "previous": {k: written(v, flag=k in flags) for k, v in one.previous.items()},
    }
    if one.raw.notes:
        document["notes"] = one.raw.notes
    if before:
        document["reason"] = one.raw.reason or _difference(before, document)
    return Submission(document)


def _difference(before: Submission, document: dict[str, Any]) -> str:
    """Say which parts of a filing changed, where the filer gave no reason."""
    changed = [
        name
        for part in ("cluster", "values", "previous", "notes")
        for old, new in [(before.document.get(part, {}), document.get(part, {}))]
        for name in sorted(old.keys() | new.keys())
        if old.get(name) != new.get(name)
    ]
    return "changed: " + ", ".join(changed)
