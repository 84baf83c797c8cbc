"""A recognition of an installation's own, made on a day."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from unittest.mock import patch

from tests.web.people import doer, the_case

from jiqun.clusters import Profile
from jiqun.rules import programmes
from jiqun.web.recognised.entering import Listed, enter
from jiqun.web.recognised.models import Recognition
from jiqun.workflow.routes import NATION, route_of

NATIONAL = "national/sme-cluster"


@contextmanager
def on(day: date) -> Iterator[None]:
    """Let it be a day in China."""
    with patch("jiqun.web.casework.clocks.timezone.localdate", return_value=day):
        yield


def entered(
    day: date, batch: int = 2022, cluster: str = "one", targets: Mapping[str, str] | None = None
) -> Recognition:
    """Let the nation list a cluster on a day; of batch 2022 the file itself has the days."""
    return listed(Profile.of(the_case(cluster).profile), day, batch, targets)


def listed(
    profile: Profile, day: date, batch: int = 2022, targets: Mapping[str, str] | None = None
) -> Recognition:
    """Let the nation list a cluster that no case is about."""
    parties = {**route_of(profile.county_codes, national=True).parties, "authority": NATION}
    with on(day):
        said = Listed(programmes()[NATIONAL], batch, profile, parties, targets or {})
        return enter(said, doer("nation"))
