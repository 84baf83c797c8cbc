"""The clusters a county or an agency can check itself with, before there is an application."""

from dataclasses import dataclass

from jiqun.base.readers import Office, Reader
from jiqun.clusters import Profile
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.kept import kept_run
from jiqun.web.candidates.covered import candidates_of
from jiqun.web.filing.known import Known, known_clusters, never_filed
from jiqun.workspace import Workspace

CANDIDATE, NEW = "candidate-", "new"


@dataclass(frozen=True, slots=True)
class Subject:
    """A cluster that can be checked.

    Parameters
    ----------
    key
        How an address names it: its id, ``candidate-3``, or ``new`` for one nobody knows.
    kind
        ``filed``, ``recognised`` (and never filed), ``candidate`` or ``new``.
    name
        Its name; empty for a new one.
    county
        Where it lies: whose programmes it is held against.
    profile
        Of one that is known.
    candidate
        Of one that discovery found.
    last
        The last year it filed for.
    """

    key: str
    kind: str
    name: str
    county: str
    profile: Profile | None = None
    candidate: Candidate | None = None
    last: int | None = None

    @property
    def cluster(self) -> str:
        """Its id; empty for one that has none yet."""
        return self.profile.id if self.profile else ""


def subjects(workspace: Workspace, reader: Reader) -> list[Subject]:
    """Return the clusters a reader can check, those that filed first; a new one last.

    Parameters
    ----------
    workspace
        Where filings and the kept run of discovery are.
    reader
        A county, or an agency with the clusters it serves.
    """
    found = [_known("filed", known) for known in known_clusters(workspace, reader)]
    found += [_known("recognised", known) for known in never_filed(workspace, reader)]
    if reader.office is not Office.COUNTY:
        return found
    run = kept_run(workspace.folder)
    found += [_found(candidate) for candidate in candidates_of(run, reader)]
    return [*found, Subject(NEW, "new", "", reader.within[0])]


def _known(kind: str, known: Known) -> Subject:
    profile = known.profile
    return Subject(
        profile.id, kind, profile.name, profile.county_codes[0], profile=profile, last=known.last
    )


def _found(candidate: Candidate) -> Subject:
    key = f"{CANDIDATE}{candidate.rank}"
    return Subject(key, "candidate", candidate.label, candidate.county_code, candidate=candidate)
