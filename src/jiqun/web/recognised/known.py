"""The real clusters of the catalogue, standing in the register as recognitions without figures.

They are entered when an installation's database is made ready, and brought up to the catalogue's
facts again until an office has done something about them.
"""

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import transaction

from jiqun.base.canonical import content_hash
from jiqun.base.readers import NATION as THE_NATION
from jiqun.clusters import Profile
from jiqun.clusters.recognised import Recognised, recognised
from jiqun.clusters.reviews import review_of
from jiqun.recognition.lives import real_recognition
from jiqun.rules import Programme, programmes
from jiqun.rules.procedures import procedure_of
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import kept_definition
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.casework.telling import told
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.accepting import INSTALLATION
from jiqun.web.filing.known import profile_of
from jiqun.web.recognised.entering import SLOTS, Listed, row_of
from jiqun.web.recognised.models import BATCH_UNKNOWN, Recognition
from jiqun.workflow.cases import opened
from jiqun.workflow.routes import NATION, route_of

NATIONAL_PROGRAMME = "national/sme-cluster"
FACTS = ("batch", "since", "until", "uncertain", "citation")
"""What the catalogue says of a recognition, and may say otherwise later."""


def enter_known(**_: Any) -> None:
    """Let the register say of the catalogue's clusters what the catalogue says; one event."""
    programme = programmes().get(NATIONAL_PROGRAMME)
    if programme is None:
        return
    with seen_whole(), transaction.atomic():
        standing = {row.cluster: row for row in Recognition.objects.filter(known=True)}
        facts = {row.cluster: row for row in _rows(programme)}
        new = [row for cluster, row in facts.items() if cluster not in standing]
        moved = [row for cluster, row in standing.items() if _moved(row, facts.get(cluster))]
        if not new and not moved:
            return
        _begin(new, programme)
        Recognition.objects.bulk_create(new)
        Recognition.objects.bulk_update(moved, FACTS)
        said = {"entered": len(new), "changed": len(moved), "facts": content_hash(_said(facts))}
        said["rows"] = {row.subject: told(row).said for row in (*new, *moved)}
        record(Deed("enter_known", "register", INSTALLATION.person, INSTALLATION.office, said))


def _rows(programme: Programme) -> Iterator[Recognition]:
    for cluster in recognised().values():
        profile = profile_of(cluster)
        yield row_of(
            Listed(programme, _batch(cluster), profile, _parties(profile)),
            **_days(programme, cluster),
            known=True,
            citation=cluster.source,
        )


def _parties(profile: Profile) -> dict[str, Any]:
    route = route_of(profile.county_codes, national=True)
    parties = {**route.parties, "authority": NATION}
    return {slot: parties[slot] for slot in SLOTS}


def _batch(cluster: Recognised) -> int:
    return int(cluster.batch) if cluster.batch.isdigit() else BATCH_UNKNOWN


def _days(programme: Programme, cluster: Recognised) -> dict[str, Any]:
    """Return first and last day as far as stated, and whether the outcome of a review is not."""
    held = real_recognition(programme, cluster, date.min)
    if held is None:
        return {"since": None, "until": None, "uncertain": True}
    return {"since": held.since, "until": held.until, "uncertain": review_of(cluster) is None}


def _moved(row: Recognition, facts: Recognition | None) -> bool:
    """Take the catalogue's facts over where they changed and no office has acted since."""
    if facts is None or row.revision > 1 or row.state != "valid":
        return False
    changed = [name for name in FACTS if getattr(row, name) != getattr(facts, name)]
    for name in changed:
        setattr(row, name, getattr(facts, name))
    return bool(changed)


def _begin(rows: list[Recognition], programme: Programme) -> None:
    """Put rows at the beginning of their workflow, as the authority's list did."""
    table = procedure_of(programme).table("recognition")
    definition, nation = kept_definition(table), Doer(THE_NATION)
    for row in rows:
        standing = opened(table, _parties(Profile.of(row.profile)), nation.party)
        row.definition, row.state, row.holder = definition, standing.state, standing.holder


def _said(facts: dict[str, Recognition]) -> dict[str, list[str]]:
    return {cluster: [str(getattr(row, name)) for name in FACTS] for cluster, row in facts.items()}
