"""Check files, and accept what is right: all or nothing of a file, and the rest goes on."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Severity, errors_only
from jiqun.base.forms import family
from jiqun.base.inputs import enough
from jiqun.base.texts import stated
from jiqun.clusters import place_of
from jiqun.clusters.roster import Roster
from jiqun.clusters.roster_store import RosterStore
from jiqun.filings import checks, rosters
from jiqun.filings.neighbours import Neighbours
from jiqun.filings.peers import check_among_peers
from jiqun.filings.raw import RawFile
from jiqun.filings.read import ReadFiling, read_file, read_filing, unread_filing
from jiqun.workspace import Accepted, Submission, Workspace
from jiqun.workspace.documents import SCHEMA, written

Progress = Callable[[Iterable[Any], str], Iterable[Any]]


@dataclass
class Outcome:
    """What became of one file.

    Parameters
    ----------
    file
        Its name.
    problems
        Everything found, also of a file that was accepted.
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
        return any(one.severity is Severity.ERROR for one in self.problems)


@dataclass
class _File:
    outcome: Outcome
    filings: list[ReadFiling]

    @property
    def sound(self) -> bool:
        """Whether nothing that refuses it was found yet."""
        return not self.outcome.refused and not any(one.refused for one in self.filings)


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
    known = workspace.accepted() if workspace else None
    return [one.outcome for one in _checked(paths, known, progress, workspace)]


def import_files(
    paths: Sequence[Path],
    workspace: Workspace,
    reason: str = "",
    progress: Progress = _silent,
) -> list[Outcome]:
    """Check files and accept those without errors into the workspace.

    Parameters
    ----------
    paths
        JSON, long CSV or workbooks.
    workspace
        Where accepted submissions go.
    reason
        Why a cluster files again for a year already accepted; without it the differences are noted.
    progress
        Wraps an iteration to show how far it is.

    Returns
    -------
    list of Outcome
        One a file. Nothing of a refused file is stored.
    """
    reason = stated(reason, "--reason")
    with workspace.writing():
        known = workspace.accepted()
        files = _checked(paths, known, progress, workspace)
        accepted: list[Submission] = []
        lists: list[Roster] = []
        for one in files:
            if one.outcome.refused:
                continue
            lists += rosters.accepted_rosters(filing.raw for filing in one.filings)
            for filing in one.filings:
                submission = _submission(filing, known, reason)
                before = known.get(filing.key)
                if before is not None and before.content == submission.content:
                    one.outcome.unchanged += 1
                    continue
                one.outcome.submissions.append(submission)
            accepted += one.outcome.submissions
        workspace.append(accepted)
        RosterStore(workspace).put(lists)
    return [one.outcome for one in files]


def _checked(
    paths: Sequence[Path],
    known: Accepted | None,
    progress: Progress,
    workspace: Workspace | None,
) -> list[_File]:
    files = []
    for path in progress(paths, "files"):
        raw = read_file(path)
        filings = _read(raw, progress)
        files.append(_File(Outcome(raw.file, raw.problems), filings))
    _refuse_collisions(files)
    neighbours = Neighbours(known, [one for file in files if file.sound for one in file.filings])
    for file in files:
        for one in file.filings:
            _against_neighbours(one, neighbours)
            rosters.tie_filing(one)
    every = [one for file in files for one in file.filings]
    check_among_peers(every, neighbours)
    rosters.tie_across(every, workspace)
    for file in files:
        for one in file.filings:
            file.outcome.problems += one.problems
    return files


def _read(raw: RawFile, progress: Progress) -> list[ReadFiling]:
    """Read a file's filings; once too much is wrong, only for whom and when the rest are."""
    read: list[ReadFiling] = []
    errors = errors_only(raw.problems)
    ended: list[Problem] = []
    for filing in progress(raw.filings, raw.file):
        if ended:
            read.append(unread_filing(filing))
            continue
        read.append(read_filing(filing))
        errors += errors_only(filing.problems)
        ended = enough(raw.file, errors)
    raw.problems += ended
    return read


def _refuse_collisions(files: list[_File]) -> None:
    """Refuse every filing of a cluster and year that comes more than once in one call."""
    found: dict[tuple[str, int], list[ReadFiling]] = defaultdict(list)
    for file in files:
        for one in file.filings:
            if one.form:
                found[one.key].append(one)
    for same in found.values():
        names = sorted({one.raw.file for one in same})
        for one in same if len(same) > 1 else ():
            others = [name for name in names if name != one.raw.file] or names
            details = {"others": ", ".join(others)}
            one.problems.append(Problem("filings.two_for_one", one.raw.where(), details))


def _against_neighbours(one: ReadFiling, neighbours: Neighbours) -> None:
    """Hold a filing against what was accepted before, and against the others of the call."""
    if one.form is None or one.refused:
        return
    if one.profile is None:
        one.profile = neighbours.profile(*one.key)
        if one.profile is None and neighbours.complete:
            one.problems.append(Problem("filings.unknown_cluster", one.raw.where()))
            return
    cluster, year = one.key
    filed = neighbours.cells(cluster, year - 1)
    form_before = family(one.form.family).form_around(year - 1)
    one.problems.extend(checks.restatements(one.raw, form_before, one.previous, filed))
    before = {**filed, **{k: v for k, v in one.previous.items() if v.value is not None}}
    one.problems.extend(checks.jumps(one.raw, one.form, one.values, before))


def _submission(one: ReadFiling, known: Accepted, reason: str) -> Submission:
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
        document["reason"] = reason or _difference(before, document)
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
