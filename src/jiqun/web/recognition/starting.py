"""From a candidate of a discovery run to an application: the cluster, and what is known of it."""

from typing import Any

from jiqun.base.codes import sector_of_industry
from jiqun.clusters import Profile
from jiqun.discovery.candidates import Candidate
from jiqun.discovery.output import row


def profile_of(candidate: Candidate, *, demo: bool) -> tuple[Profile, dict[str, Any]]:
    """Return a candidate as a cluster that can apply, and the candidate for the application.

    Parameters
    ----------
    candidate
        A candidate with a rank.
    demo
        Whether the register it comes from is made up.
    """
    said = row(candidate)
    return (
        Profile(
            id=f"{candidate.county_code}-{candidate.industry_code}-{candidate.rank}",
            name=f"{said['county']}{candidate.label}产业集群",
            county_codes=(candidate.county_code,),
            sector=sector_of_industry(candidate.industry_code),
            industry=candidate.industry_code,
            demo=demo,
        ),
        {name: str(value) for name, value in said.items()},
    )
