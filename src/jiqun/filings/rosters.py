"""Lists of firms beside filings: checked, tied to the filing, stored together with it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jiqun.base.errors import Problem, Severity, Where
from jiqun.base.folding import folded
from jiqun.base.forms import form_for
from jiqun.base.quantities import Quantity
from jiqun.base.texts import stated
from jiqun.clusters.roster import Roster
from jiqun.clusters.roster_checks import between, checked, countable
from jiqun.clusters.roster_store import RosterStore, StoredRoster, roster_hash
from jiqun.clusters.roster_ties import TieRow, tie_problems, tie_rows, year_end
from jiqun.filings.raw import RawFiling
from jiqun.filings.read import ReadFiling
from jiqun.filings.roster_files import read_roster_file
from jiqun.filings.roster_reading import Known
from jiqun.workspace import Accepted, Submission, Workspace
from jiqun.workspace.documents import quantity_of
from jiqun.workspace.journal import Signature, at_the_command_line

Progress = Callable[[Iterable[Any], str], Iterable[Any]]


def tie_filing(one: ReadFiling) -> None:
    """Check the list of firms that came with a filing, and tie it to the filing's figures.

    Parameters
    ----------
    one
        A filing read and checked by itself; problems are added to it.
    """
    roster = one.raw.roster
    if roster is None or one.form is None:
        return
    cluster, day = one.stated, year_end(one.raw.year)
    one.raw.roster = roster = checked(
        roster, day, demo=cluster.demo, perimeter=cluster.county_codes
    )
    one.raw.problems += roster.problems
    if not one.dated or not countable(roster):
        return
    rows = tie_rows(roster.firms, one.raw.year, one.values)
    reasons = one.raw.notes.get("values", {})
    one.raw.problems += tie_problems(rows, one.form, one.raw.year, reasons, one.raw.where)


def tie_across(filings: Sequence[ReadFiling], workspace: Workspace | None) -> None:
    """Refuse firms that two clusters list for the same day, in this call or in the workspace."""
    raw = {
        id(filing.raw.roster): filing.raw for filing in filings if filing.raw.roster and filing.form
    }
    rosters = [raw_filing.roster for raw_filing in raw.values() if raw_filing.roster]
    if not rosters:
        return
    stored = RosterStore(workspace).firms_with(_codes(rosters)) if workspace else []
    for roster, problem in between(rosters, stored):
        raw[id(roster)].problems.append(problem)


def _codes(rosters: Iterable[Roster]) -> set[str]:
    return {firm.credit_code for roster in rosters for firm in roster.firms}


def current_rosters(
    filings: Sequence[RawFiling], known: Accepted, stored: Mapping[str, StoredRoster]
) -> list[Roster]:
    """Return the lists, of filings that are accepted, that become the current ones.

    A workbook of an older year is often sent again to correct a figure; its list is of then and
    does not take the place of a list that is there. The filing says so in a note.

    Parameters
    ----------
    filings
        Those accepted in this call.
    known
        What was accepted before.
    stored
        The lists that count now, by cluster.
    """
    years: dict[str, set[int]] = {filing.cluster_id: set() for filing in filings}
    for filing in filings:
        years[filing.cluster_id] |= {filing.year, *known.years(filing.cluster_id)}
    lists: dict[str, Roster] = {}
    for filing in sorted(filings, key=lambda filing: -filing.year):
        cluster, roster = filing.cluster_id, filing.roster
        if roster is None:
            continue
        newest = max(years[cluster])
        if cluster not in lists and (cluster not in stored or filing.year == newest):
            lists[cluster] = roster
        elif cluster in lists or stored[cluster].sha256 != roster_hash(roster.firms):
            details = {"year": str(filing.year), "newest": str(newest)}
            filing.problems.append(Problem("roster.of_an_older_year", filing.where(), details))
    return list(lists.values())


@dataclass
class RosterOutcome:
    """What became of one file of firms.

    Parameters
    ----------
    file
        Its name.
    problems
        Everything found; the same fault once, with its places.
    ties
        By cluster and data year, each figure that must tie beside the list's count.
    firms
        By cluster, how many firms its list has.
    stored
        Clusters whose list is new or changed.
    """

    file: str
    problems: list[Problem] = field(default_factory=list)
    ties: dict[tuple[str, int], list[TieRow]] = field(default_factory=dict)
    firms: dict[str, int] = field(default_factory=dict)
    stored: list[str] = field(default_factory=list)

    @property
    def refused(self) -> bool:
        """Whether the file was refused."""
        return any(problem.severity is Severity.ERROR for problem in self.problems)


def _silent(items: Iterable[Any], _: str) -> Iterable[Any]:
    return items


def import_rosters(
    paths: Sequence[Path],
    workspace: Workspace,
    reason: str = "",
    progress: Progress = _silent,
    by: Signature | None = None,
    cluster: str = "",
) -> list[RosterOutcome]:
    """Check lists of firms and store those without errors: all or nothing of a file.

    Parameters
    ----------
    paths
        Texts (CSV and its kin), or workbooks with a sheet of firms.
    workspace
        Where the lists go; each is tied to its cluster's latest accepted filing.
    reason
        Why lists differ from filings; without it a difference refuses the file.
    progress
        Wraps an iteration to show how far it is.
    by
        Who imports, for the journal; whoever runs this process if not given.
    cluster
        The cluster of rows that name none.
    """
    reason = stated(reason, "--reason")
    with workspace.writing() as batch:
        latest = _latest(workspace.accepted())
        store, outcomes, accepted = RosterStore(workspace), [], []
        known = _known(latest, cluster)
        read = [(path.name, *read_roster_file(path, known)) for path in progress(paths, "files")]
        _refuse_twice(read)
        for file, rosters, problems in read:
            one = RosterOutcome(file, problems)
            whole = not one.refused
            made = [_checked(roster, latest, reason, one, whole=whole) for roster in rosters]
            outcomes.append((one, made))
        every = [roster for outcome, made in outcomes for roster in made if not outcome.refused]
        for roster, problem in between(every, store.firms_with(_codes(every))):
            next(outcome for outcome, made in outcomes if roster in made).problems.append(problem)
        for filed, made in outcomes:
            if not filed.refused:
                filed.firms = {roster.cluster_id: len(roster.firms) for roster in made}
                accepted += made
        changed = set(store.put(accepted, batch, by or at_the_command_line()))
        for filed, _ in outcomes:
            filed.stored = sorted(changed & filed.firms.keys())
            filed.problems = folded(filed.problems)
    return [outcome for outcome, _ in outcomes]


def _latest(known: Mapping[tuple[str, int], Submission]) -> dict[str, Submission]:
    """Return each cluster's submission of its newest year."""
    found: dict[str, Submission] = {}
    for (cluster, year), submission in known.items():
        if cluster not in found or found[cluster].year < year:
            found[cluster] = submission
    return found


def _known(latest: Mapping[str, Submission], cluster: str) -> Known:
    """Return what is known of clusters: their counties, and their names where one bears it."""
    said = {name: submission.document["cluster"] for name, submission in latest.items()}
    bearers = Counter(profile["name"] for profile in said.values())
    return Known(
        cluster,
        {name: profile["county_codes"] for name, profile in said.items()},
        {said[name]["name"]: name for name in said if bearers[said[name]["name"]] == 1},
    )


def _refuse_twice(read: list[tuple[str, list[Roster], list[Problem]]]) -> None:
    """Refuse every list of a cluster that comes in more than one file of a call."""
    files: dict[str, list[str]] = {}
    for file, rosters, _ in read:
        for roster in rosters:
            files.setdefault(roster.cluster_id, []).append(file)
    for file, rosters, problems in read:
        for roster in rosters:
            if len(files[roster.cluster_id]) > 1:
                details = {
                    "cluster": roster.cluster_id,
                    "others": ", ".join(files[roster.cluster_id]),
                }
                place = Where(file, cluster=roster.cluster_id)
                problems.append(Problem("roster.two_for_one", place, details))


def _checked(
    roster: Roster,
    latest: Mapping[str, Submission],
    reason: str,
    outcome: RosterOutcome,
    *,
    whole: bool,
) -> Roster:
    """Check one cluster's list and tie it to the cluster's latest filing, if it is whole."""
    submission = latest.get(roster.cluster_id)
    if submission is None:
        details = {"cluster": roster.cluster_id}
        place = Where(roster.file, cluster=roster.cluster_id)
        outcome.problems += [*roster.problems, Problem("roster.unknown_cluster", place, details)]
        return roster
    said, year = submission.document, submission.year
    cluster = said["cluster"]
    made = checked(roster, year_end(year), demo=cluster["demo"], perimeter=cluster["county_codes"])
    outcome.problems += made.problems
    if not (whole and countable(made)):
        return made
    rows = tie_rows(made.firms, year, _cells(said["values"]))
    outcome.ties[roster.cluster_id, year] = rows
    filed = {**said.get("notes", {}).get("values", {})}
    reasons = {row.figure: filed.get(row.figure, reason) for row in rows}

    def where(figure: str) -> Where:
        return Where(roster.file, cluster=roster.cluster_id, year=year, field=figure)

    outcome.problems += tie_problems(rows, form_for(said["form"], year), year, reasons, where)
    return made


def _cells(said: Mapping[str, Any]) -> dict[str, Quantity]:
    return {name: quantity_of(value) for name, value in said.items()}
