"""Check files, and accept what is right: all or nothing of a file, and the rest goes on."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Severity
from jiqun.base.quantities import Quantity
from jiqun.clusters import Profile, place_of
from jiqun.filings import checks
from jiqun.filings.read import ReadFiling, read_file, read_filing
from jiqun.workspace import Submission, Workspace
from jiqun.workspace.documents import SCHEMA, quantity_of, written

Known = dict[tuple[str, int], Submission]
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


def _silent(items: Iterable[Any], _: str) -> Iterable[Any]:
    return items


def check_files(
    paths: Sequence[Path], workspace: Workspace | None = None, progress: Progress = _silent
) -> list[Outcome]:
    """Check files without storing anything.

    Parameters
    ----------
    paths
        JSON or long CSV files.
    workspace
        Where given, filings are also held against what is known there.
    progress
        Wraps an iteration to show how far it is.

    Returns
    -------
    list of Outcome
        One a file, in the order given.
    """
    known = workspace.newest() if workspace else {}
    return [one.outcome for one in _checked(paths, known, progress, strict=workspace is not None)]


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
        JSON or long CSV files.
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
    with workspace.writing():
        known = workspace.newest()
        files = _checked(paths, known, progress, strict=True)
        accepted: list[Submission] = []
        for one in files:
            if one.outcome.refused:
                continue
            for filing in one.filings:
                submission = _submission(filing, known, reason)
                before = known.get((submission.cluster_id, submission.year))
                if before is not None and before.content == submission.content:
                    one.outcome.unchanged += 1
                    continue
                one.outcome.submissions.append(submission)
            accepted += one.outcome.submissions
        workspace.append(accepted)
    return [one.outcome for one in files]


def _checked(
    paths: Sequence[Path], known: Known, progress: Progress, *, strict: bool
) -> list[_File]:
    files = []
    for path in progress(paths, "files"):
        raw = read_file(path)
        filings = [read_filing(one) for one in progress(raw.filings, raw.file)]
        files.append(_File(Outcome(raw.file, raw.problems), filings))
    _refuse_collisions(files)
    together = _in_this_call(files)
    for file in files:
        for one in file.filings:
            _against_known(one, known, together, strict=strict)
            file.outcome.problems += one.problems
    return files


def _in_this_call(files: list[_File]) -> dict[tuple[str, int], ReadFiling]:
    return {
        (one.raw.cluster_id, one.raw.year): one
        for file in files
        for one in file.filings
        if not one.refused
    }


def _refuse_collisions(files: list[_File]) -> None:
    """Refuse every filing of a cluster and year that comes more than once in one call."""
    keys = Counter(
        (one.raw.cluster_id, one.raw.year) for file in files for one in file.filings if one.form
    )
    for file in files:
        for one in file.filings:
            if one.form and keys[one.raw.cluster_id, one.raw.year] > 1:
                others = [
                    other.outcome.file
                    for other in files
                    for filing in other.filings
                    if filing is not one
                    and (filing.raw.cluster_id, filing.raw.year)
                    == (one.raw.cluster_id, one.raw.year)
                ]
                details = {"others": ", ".join(sorted(set(others)))}
                one.problems.append(Problem("filings.two_for_one", one.raw.where(), details))


def _against_known(
    one: ReadFiling,
    known: Known,
    together: dict[tuple[str, int], ReadFiling],
    *,
    strict: bool,
) -> None:
    """Hold a filing against what was accepted before, and against its neighbours in the call."""
    if one.form is None or one.refused:
        return
    if one.profile is None:
        one.profile = _profile_known(one.raw.cluster_id, known, together)
        if one.profile is None and strict:
            one.problems.append(Problem("filings.unknown_cluster", one.raw.where()))
            return
    key = (one.raw.cluster_id, one.raw.year - 1)
    filed = _cells_of(known.get(key), together.get(key))
    one.problems.extend(checks.restatements(one.raw, one.form, one.previous, filed))
    before = {**filed, **{k: v for k, v in one.previous.items() if v.value is not None}}
    one.problems.extend(checks.jumps(one.raw, one.form, one.values, before))


def _profile_known(
    cluster: str, known: Known, together: dict[tuple[str, int], ReadFiling]
) -> Profile | None:
    """Return the newest profile of a cluster: from this call's filings, else from the store."""
    beside = [one.profile for key, one in sorted(together.items()) if key[0] == cluster]
    if stated := [profile for profile in beside if profile]:
        return stated[-1]
    stored = [known[key] for key in known if key[0] == cluster]
    if not stored:
        return None
    said = max(stored, key=lambda one: one.year).document["cluster"]
    return Profile(**{**said, "county_codes": tuple(said["county_codes"])})


def _cells_of(stored: Submission | None, beside: ReadFiling | None) -> dict[str, Quantity]:
    if beside is not None:
        return beside.values
    if stored is None:
        return {}
    return {name: quantity_of(said) for name, said in stored.document["values"].items()}


def _submission(one: ReadFiling, known: Known, reason: str) -> Submission:
    """Make the document acceptance stores."""
    assert one.form is not None and one.profile is not None  # noqa: S101  # refused otherwise
    before = known.get((one.profile.id, one.raw.year))
    flags = {name for name, field in one.form.fields.items() if field.type == "flag"}
    document = {
        "schema": SCHEMA,
        "form": one.form.id,
        "form_version": one.form.version,
        "year": one.raw.year,
        "revision": before.revision + 1 if before else 1,
        "reason": "",
        "cluster": one.profile.record(),
        "region": place_of(one.profile),
        "values": {k: written(v, flag=k in flags) for k, v in one.values.items()},
        "previous": {k: written(v, flag=k in flags) for k, v in one.previous.items()},
    }
    if before:
        document["reason"] = reason or _difference(before, document)
    return Submission(document)


def _difference(before: Submission, document: dict[str, Any]) -> str:
    """Say which parts of a filing changed, where the filer gave no reason."""
    changed = [
        name
        for part in ("cluster", "values", "previous")
        for name in sorted(before.document[part].keys() | document[part].keys())
        if before.document[part].get(name) != document[part].get(name)
    ]
    return "changed: " + ", ".join(changed)
