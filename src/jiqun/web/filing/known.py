"""Clusters a year can be opened for: those that ever filed, and those recognised that never did."""

from collections.abc import Mapping
from dataclasses import dataclass

from jiqun.base.errors import Problem, Refused, Where
from jiqun.base.readers import Reader
from jiqun.clusters import Profile, read_profile
from jiqun.clusters.joined import recognition_named
from jiqun.clusters.recognised import Recognised, recognised
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.filing.handing import followed
from jiqun.web.filing.models import Case
from jiqun.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Known:
    """A cluster and the last year it filed for; None where it never did."""

    profile: Profile
    last: int | None


def known_clusters(workspace: Workspace, reader: Reader) -> list[Known]:
    """Return the clusters of a reader's coverage that ever filed, by id."""
    accepted = workspace.accepted()
    newest: dict[str, int] = {}
    for cluster, year in accepted:
        newest[cluster] = max(year, newest.get(cluster, year))
    profiles = followed(
        {
            cluster: Profile.of(accepted[cluster, year].document["cluster"])
            for cluster, year in sorted(newest.items())
        }
    )
    found = [Known(profile, newest[cluster]) for cluster, profile in profiles.items()]
    return [known for known in found if sees(reader, known.profile)]


def never_filed(workspace: Workspace, reader: Reader) -> list[Known]:
    """Return the recognised clusters of a reader's coverage that never filed, by county.

    Name, county, sector and industry are those of the catalogue; who runs a cluster is not stated
    there, and the county fills it in.
    """
    filed = {
        recognition.id
        for known in known_clusters(workspace, reader)
        if (recognition := _recognition_of(known.profile))
    }
    found = [
        Known(profile_of(cluster), None)
        for cluster in recognised().values()
        if cluster.id not in filed
    ]
    return [known for known in found if sees(reader, known.profile)]


def new_cluster(said: Mapping[str, object], workspace: Workspace, reader: Reader) -> Known:
    """Return a cluster nobody knows yet, as an office describes it: one a province recognised.

    Parameters
    ----------
    said
        Its profile, as a filing's.
    workspace, reader
        What is known already, and who describes it.

    Raises
    ------
    Refused
        Where the profile is faulty, its id is taken, or it lies outside what the reader covers.
    """
    profile, problems = read_profile(said, "")
    if profile is None:
        raise Refused(problems)
    place = Where(cluster=profile.id)
    with seen_whole():  # an id stands for one cluster wherever it lies
        case = Case.objects.filter(cluster=profile.id).exists()
    if case or profile.id in recognised() or workspace.accepted().years(profile.id):
        raise Refused([Problem("filing.cluster_known", place)])
    if not all(map(reader.covers, profile.county_codes)):
        raise Refused([Problem("filing.cluster_elsewhere", place)])
    return Known(profile, None)


def county_of(workspace: Workspace, cluster: str) -> str:
    """Return the county a cluster files under; empty for one nobody knows."""
    accepted = workspace.accepted()
    if years := accepted.years(cluster):
        profile = Profile.of(accepted[cluster, max(years)].document["cluster"])
        return followed({cluster: profile})[cluster].county_codes[0]
    with seen_whole():
        opened = Case.objects.filter(cluster=cluster).values_list("county", flat=True).first()
    return str(opened or "")


def profile_of(cluster: Recognised) -> Profile:
    """Return a recognised cluster's profile, as far as the catalogue states it."""
    counties = (cluster.county_code,)
    return Profile(cluster.id, cluster.name, counties, cluster.sector_id, cluster.industry)


def sees(reader: Reader, profile: Profile) -> bool:
    """Tell whether a reader sees a cluster in full."""
    return reader.sees_cluster(profile.id, profile.county_codes[0])


def _recognition_of(profile: Profile) -> Recognised | None:
    if profile.demo:
        return None
    return recognition_named(profile.id, profile.county_codes[0], profile.name)
