"""How a promotion body is founded, gets statutes and members, as a table."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from tests.registry.made_up import code
from tests.web.governance.said import MANDATE, STATUTES, line

from benchmarks.draft_steps import doer_of_firm
from benchmarks.solution_steps import CODES
from benchmarks.steps import TEXT, Step, Table

ROOM = "/governance/"
MEMBER = ROOM + "members/{row.pk}/"


def doer_of(parties: Any, slot: str) -> Any:
    """Return who fills a slot, as what does something."""
    from jiqun.base.readers import Office
    from jiqun.web.accounts.offices import Doer, reader_of_office

    office, of = parties[slot]
    return doer_of_firm(of) if office == "firm" else Doer(reader_of_office(Office(office), of))


def nothing_yet(table: Table, case: Any) -> Any:
    """Put an agency, two firms and their offices, with no body yet."""
    first, second = (code(case.county, next(CODES)) for _ in range(2))
    parties = {
        "agency": ["agency", case.cluster],
        "county": ["county", case.county],
        "province": ["province", case.parties["province"][1]],
        "first": ["firm", first],
        "second": ["firm", second],
    }
    for slot in parties:
        table.session(SimpleNamespace(parties=parties), slot)
    return SimpleNamespace(
        pk=case.cluster, cluster=case.cluster, parties=parties, state="", subject=""
    )


def founded(table: Table, case: Any) -> Any:
    """Put a body without statutes or members."""
    from jiqun.web.explore.shelf import shelf
    from jiqun.web.filing.known import known_clusters
    from jiqun.web.governance.founding import found

    place = nothing_yet(table, case)
    doer = doer_of(place.parties, "agency")
    (known,) = known_clusters(shelf().workspace, doer.reader)
    return _with(found(known.profile, of_body(place), doer), place.parties)


def joined(table: Table, case: Any) -> Any:
    """Put a body with statutes and two firms."""
    from jiqun.web.governance.founding import enact, enter_members

    row = founded(table, case)
    doer = doer_of(row.parties, "agency")
    enact(row, STATUTES, doer)
    enter_members(row, lines_of(row), doer)
    return row


def a_member(table: Table, case: Any) -> Any:
    """Put a member of a body."""
    row = joined(table, case)
    return _with(row.members.get(code=row.parties["first"][1]), row.parties)


def of_body(place: Any) -> dict[str, str]:
    """Return a body as its form says it."""
    return {"cluster": place.cluster, "name": "示例促进中心", "founded": "2026-01-01"}


def lines_of(row: Any) -> str:
    """Return two members, a line each."""
    return "\n".join(line(row.parties[slot][1]) for slot in ("first", "second"))


def body_of(place: Any) -> Any:
    """Return the body of a cluster."""
    from jiqun.web.governance.models import Body

    return Body.objects.filter(cluster=place.cluster).first()


def _with(row: Any, parties: Any) -> Any:
    row.parties = parties
    return row


def has_statutes(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether statutes are entered."""
    yield row.statutes.count() == 1


def has_members(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether both firms are members."""
    yield row.members.count() == 2


def has_mandate(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether somebody speaks for a member."""
    yield row.mandates.count() == 1


class BodySteps(Table):
    """How a body comes about, and its members come and go."""

    STEPS = (
        Step("found_body", "agency", nothing_yet, ROOM, said=of_body, made=body_of),
        Step("enact", "agency", founded, ROOM + "{row.pk}/statutes/", said=STATUTES,
             signs=has_statutes),
        Step("enter_members", "agency", founded, ROOM + "{row.pk}/members/",
             said=lambda row: {"lines": lines_of(row)}, signs=has_members),
        Step("give_mandate", "agency", a_member, MEMBER + "mandate/", said=MANDATE,
             signs=has_mandate),
        Step("release_member", "agency", a_member, MEMBER + "release/", kept={"why": TEXT}),
    )  # fmt: skip


VERBS = {"bodies": BodySteps}
