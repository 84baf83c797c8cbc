"""How a promotion body is founded and its members decide, as tables."""

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from tests.registry.made_up import code
from tests.web.governance.said import (
    DRAW,
    MANDATE,
    MEETING,
    MOVED,
    RESOLVED,
    STATUTES,
    calling,
    line,
)

from benchmarks.solution_steps import CODES, doer_of
from benchmarks.steps import TEXT, Step, Table, as_it_is

ROOM = "/governance/"
MOTION = ROOM + "motions/{row.pk}/{verb}/"
CLOSE, OPEN = (MOTION.replace("{verb}", verb) for verb in ("close", "open"))
RESOLVE = ROOM + "meetings/{row.place}/resolve/"
MEETINGS = ROOM + "meetings/{row.pk}/{verb}/"
MEMBER = ROOM + "members/{row.pk}/"


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


def spoken_for(table: Table, case: Any) -> Any:
    """Put a member for whom somebody spoke, and does no more."""
    from jiqun.web.governance.founding import mandate

    row = a_member(table, case)
    mandate(row, {**MANDATE, "until": "2026-02-02"}, doer_of(row.parties, "agency"))
    return row


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
    row.parties, row.state = parties, ""  # a body goes by no workflow
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


def names_nobody(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether the name of who spoke for a member is gone."""
    yield [mandate.name for mandate in row.mandates.all()] == [""]


def moved(table: Table, case: Any) -> Any:
    """Put a motion that the agency has still to admit."""
    from jiqun.web.governance.moving import submit

    body = joined(table, case)
    return _of(submit(body, MOVED, doer_of(body.parties, "first")), body.parties)


def discussed(table: Table, case: Any) -> Any:
    """Put a motion that is discussed."""
    return stepped(moved(table, case), "admit")


def stepped(row: Any, verb: str, why: str = TEXT) -> Any:
    """Take a step of the agency with a motion."""
    from jiqun.web.governance.moving import step

    return _of(step(row, verb, why, doer_of(row.everybody, "agency")), row.everybody)


def balloted(table: Table, case: Any, without: str = "again") -> Any:
    """Put a motion that is voted on."""
    from jiqun.web.governance.balloting import open_ballot

    row = discussed(table, case)
    row.body.statutes.update(without=without)
    calling_it = calling(row.everybody["second"][1])
    ballot = open_ballot(row, calling_it, doer_of(row.everybody, "agency"))
    return _of(as_it_is(row), row.everybody, ballot)


def over(row: Any) -> Any:
    """Let the last day be over."""
    from tests.web.governance.voting import over as day_over

    return _of(day_over(row), row.everybody, row.ballot)


def voted(table: Table, case: Any) -> Any:
    """Put a motion both firms have voted on, whose last day is over."""
    return over(_voted(table, case, "yes"))


def _voted(table: Table, case: Any, choice: str) -> Any:
    from tests.web.governance.voting import Box

    row = balloted(table, case)
    box = Box(row.ballot)
    for slot in ("first", "second"):
        box.vote(doer_of(row.everybody, slot), choice)
    row.said = box.opened()
    return row


def missed(without: str) -> Callable[[Table, Any], Any]:
    """Return what puts a motion nobody voted on, whose last day is over."""
    return lambda table, case: over(balloted(table, case, without))


def closed(choice: str) -> Callable[[Table, Any], Any]:
    """Return what puts a motion whose votes are to be opened: all alike."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.governance.balloting import close

        row = _voted(table, case, choice)
        made = close(over(row), doer_of(row.everybody, "agency"))
        made = _of(made, row.everybody, row.ballot)
        made.said = row.said
        return made

    return put


def undecided(table: Table, case: Any) -> Any:
    """Put a motion without a quorum that a meeting decides."""
    from jiqun.web.governance.balloting import close

    row = missed("meeting")(table, case)
    return _of(close(row, doer_of(row.everybody, "agency")), row.everybody)


def adopted(table: Table, case: Any) -> Any:
    """Put a motion that a meeting adopted."""
    return stepped(undecided(table, case), "adopt_at_meeting", "会议同意。")


def sat(table: Table, case: Any) -> Any:
    """Put a meeting that was held."""
    from jiqun.web.governance.sitting import call_meeting

    body = joined(table, case)
    return _with(call_meeting(body, MEETING, doer_of(body.parties, "agency")), body.parties)


def left_to_it(table: Table, case: Any) -> Any:
    """Put a motion without a quorum, and the meeting that decides it."""
    from jiqun.web.governance.sitting import call_meeting

    row = undecided(table, case)
    row.place = call_meeting(row.body, MEETING, doer_of(row.everybody, "agency")).pk
    return row


def deciding(outcome: str) -> Callable[[Any], dict[str, str]]:
    """Return what says a resolution that decides a motion."""
    return lambda row: {**RESOLVED, "outcome": outcome, "motion": str(row.pk)}


def announced(table: Table, case: Any) -> Any:
    """Put a draw that was announced yesterday."""
    from datetime import timedelta

    from jiqun.web.governance.sitting import announce_draw

    body = joined(table, case)
    row = announce_draw(body, DRAW, doer_of(body.parties, "agency"))
    type(row).objects.filter(pk=row.pk).update(announced_on=row.announced_on - timedelta(days=1))
    return _with(as_it_is(row), body.parties)


def meeting_of(body: Any) -> Any:
    """Return the meeting of a body."""
    return body.meetings.first()


def draw_of(body: Any) -> Any:
    """Return the draw of a body."""
    return body.draws.first()


def has_resolved(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether something was resolved once."""
    yield row.resolutions.count() == 1


def is_drawn(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether as many were drawn as were to be."""
    yield len(row.drawn) == row.count


def vote_of(row: Any) -> dict[str, str]:
    """Return a sealed vote of the first firm."""
    from tests.web.governance.voting import Cast

    vote = Cast(row.ballot, row.everybody["first"][1], "yes")
    return {"ballot": vote.ballot, **vote.posted}


def opened_of(row: Any) -> dict[str, str]:
    """Return what a holder sends who opened every vote."""
    return {"ballot": str(row.ballot), "opened": row.said}


def has_voted(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether exactly one vote is in the box."""
    yield row.ballots.get().votes.exclude(envelope=None).count() == 1


def keeps_none(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether nothing sealed is left."""
    yield not row.ballots.get().votes.exclude(envelope=None).exists()


def had_none(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether it was closed with nothing in the box."""
    yield row.ballots.get().voted == 0  # which is not known before the step


def is_frozen(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether the roll is whole, and a vote stands beside each place."""
    ballot = row.ballots.first()  # none before the step
    yield ballot is not None and (ballot.places.count(), ballot.votes.count()) == (2, 2)


def is_closed(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether it says how many voted, and the hash of each vote."""
    ballot = row.ballots.get()
    opened = getattr(ballot, "opened", None)  # none before the step
    yield opened is not None and (ballot.voted, len(opened.hashes)) == (2, 2)


def was_said(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether something was said of it once."""
    yield row.remarks.count() == 1


def motion_of(body: Any) -> Any:
    """Return what was moved in a body."""
    return body.motions.first()


def everybody(row: Any) -> Any:
    """Return who takes part, members among them."""
    return SimpleNamespace(parties=row.everybody)


def _of(row: Any, parties: Any, ballot: Any = None) -> Any:
    row.everybody, row.ballot = parties, ballot
    return row


class MotionSteps(Table):
    """How motions are moved, discussed, voted on and followed."""

    STEPS = (
        Step("submit", "first", joined, ROOM + "{row.pk}/move/", "submitted", said=MOVED,
             made=motion_of),
        Step("amend", "first", moved, MOTION, "submitted", said={**MOVED, "text": "改"},
             kept={"text": "改"}, whose=everybody),
        Step("withdraw", "first", moved, MOTION, "withdrawn", whose=everybody),
        Step("decline", "agency", moved, MOTION, "declined", kept={"why": TEXT}),
        Step("admit", "agency", moved, MOTION, "discussing"),
        Step("remark", "second", discussed, MOTION, said={"remark": TEXT}, signs=was_said,
             whose=everybody),
        Step("open_ballot", "agency", discussed, MOTION.replace("{verb}", "ballot"), "balloting",
             said=lambda row: calling(row.everybody["second"][1]), signs=is_frozen),
        Step("", "first", balloted, MOTION.replace("{verb}", "vote"), said=vote_of,
             signs=has_voted, whose=everybody),
        Step("close", "agency", voted, MOTION, "closed", signs=is_closed),
        Step("miss_quorum", "agency", missed("again"), CLOSE, "no_quorum", signs=had_none),
        Step("fall", "agency", missed("falls"), CLOSE, "fallen", signs=had_none),
        Step("adopt", "agency", closed("yes"), OPEN, "adopted", signs=keeps_none,
             said=opened_of),
        Step("reject", "second", closed("no"), OPEN, "rejected", signs=keeps_none,
             said=opened_of, whose=everybody),
        Step("annul", "county", closed("yes"), MOTION, "discussing", signs=keeps_none),
        Step("", "agency", left_to_it, RESOLVE, "adopted", said=deciding("adopted"),
             signs=has_resolved, along=("motion:adopt_at_meeting", "meeting:resolve")),
        Step("", "agency", left_to_it, RESOLVE, "rejected", said=deciding("rejected"),
             signs=has_resolved, along=("motion:reject_at_meeting", "meeting:resolve")),
        Step("report", "agency", adopted, MOTION, "adopted", signs=was_said),
        Step("carry_out", "agency", adopted, MOTION, "carried_out", kept={"why": TEXT}),
        Step("give_up", "agency", adopted, MOTION, "given_up", kept={"why": TEXT}),
    )  # fmt: skip


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
        Step("call_meeting", "agency", joined, ROOM + "{row.pk}/meetings/", said=MEETING,
             made=meeting_of),
        Step("keep_minutes", "agency", sat, MEETINGS.replace("{verb}", "minutes"),
             said={"minutes": TEXT}, kept={"minutes": TEXT}),
        Step("resolve", "agency", sat, MEETINGS, said=RESOLVED, signs=has_resolved),
        Step("announce_draw", "agency", joined, ROOM + "{row.pk}/draws/", said=DRAW, made=draw_of),
        Step("draw", "agency", announced, ROOM + "draws/{row.pk}/", said={"seed": "2026030"},
             kept={"seed": "2026030"}, signs=is_drawn),
        Step("release_member", "agency", a_member, MEMBER + "release/", kept={"why": TEXT}),
        Step("erase", "agency", spoken_for, MEMBER + "forget/", signs=names_nobody),
    )  # fmt: skip


VERBS = {"bodies": BodySteps, "motions": MotionSteps}
