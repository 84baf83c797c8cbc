"""Clusters a year can be opened for: those that ever filed, as they last described themselves."""

from dataclasses import dataclass

from jiqun.base.readers import Reader
from jiqun.clusters import Profile
from jiqun.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Known:
    """A cluster and the last year it filed for."""

    profile: Profile
    last: int


def known_clusters(workspace: Workspace, reader: Reader) -> list[Known]:
    """Return the clusters of a reader's coverage, by id."""
    accepted = workspace.accepted()
    newest: dict[str, int] = {}
    for cluster, year in accepted:
        newest[cluster] = max(year, newest.get(cluster, year))
    found = []
    for cluster, year in sorted(newest.items()):
        said = accepted[cluster, year].document["cluster"]
        profile = Profile(**{**said, "county_codes": tuple(said["county_codes"])})
        if reader.sees_cluster(profile.id, profile.county_codes[0]):
            found.append(Known(profile, year))
    return found


def county_of(workspace: Workspace, cluster: str) -> str:
    """Return the county a cluster files under; empty for one that never filed."""
    accepted = workspace.accepted()
    years = accepted.years(cluster)
    if not years:
        return ""
    return str(accepted[cluster, max(years)].document["cluster"]["county_codes"][0])
