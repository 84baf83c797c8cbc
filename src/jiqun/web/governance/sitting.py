"""Call a meeting, keep its minutes, enter what it resolved; announce a draw, and draw."""

from collections.abc import Mapping

from django.db import transaction

from jiqun.base.canonical import canonical_text
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.governance.meetings import panel_of, read_draw, read_meeting, read_resolution
from jiqun.governance.members import SME
from jiqun.governance.wording import LONGEST_LAW, read_name, read_words
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.events.chain import Deed, record
from jiqun.web.governance import moving
from jiqun.web.governance.models import Body, Draw, Meeting, Motion, Resolution
from jiqun.web.posted import number_in

AT_MEETING = {"adopted": "adopt_at_meeting", "rejected": "reject_at_meeting"}
"""The step a resolution takes with a motion that is left to a meeting."""


def call_meeting(body: Body, said: Mapping[str, str], doer: Doer) -> Meeting:
    """Call a meeting, with its agenda.

    Raises
    ------
    Refused
        With everything wrong with it.
    """
    _agency_of(body, doer)
    called, problems = read_meeting(said)
    if errors_only(problems) or called.day is None:
        raise Refused(problems)
    with transaction.atomic():
        row = Meeting.objects.create(
            body=body, title=called.title, day=called.day, agenda=list(called.agenda)
        )
        told = {"body": body.subject, "day": called.day.isoformat()}
        words = {"title": row.title, "agenda": canonical_text(row.agenda)}
        record(Deed("call_meeting", row.subject, doer.person, doer.office, told, words))
    return row


def keep_minutes(meeting: Meeting, said: Mapping[str, str], doer: Doer) -> Meeting:
    """Keep the minutes of a meeting that was held: once.

    Raises
    ------
    Refused
        Before its day, where they are kept already, or nothing is said.
    """
    _agency_of(meeting.body, doer)
    problems: list[Problem] = []
    minutes = read_words(said, "minutes", problems, longest=LONGEST_LAW)
    with transaction.atomic():
        row: Meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if row.day > today():
            problems.append(Problem("governance.not_held", Where(field="minutes")))
        if row.minutes:
            problems.append(Problem("governance.minutes_kept", Where(field="minutes")))
        if errors_only(problems):
            raise Refused(problems)
        row.minutes = minutes
        row.save(update_fields=["minutes"])
        words = {"minutes": minutes}
        record(Deed("keep_minutes", row.subject, doer.person, doer.office, {}, words))
    return row


def resolve(meeting: Meeting, said: Mapping[str, str], doer: Doer) -> Resolution:
    """Enter a resolution; one about a motion that is left to a meeting decides it.

    Raises
    ------
    Refused
        With everything wrong with it, before the meeting's day, or where the motion is not one of
        the body that a meeting decides.
    """
    _agency_of(meeting.body, doer)
    resolved, problems = read_resolution(said)
    motion = _motion(meeting, said.get("motion", ""), problems)
    if meeting.day > today():
        problems.append(Problem("governance.not_held", Where(field="number")))
    if errors_only(problems):
        raise Refused(problems)
    with transaction.atomic():
        # Before the end of the log, as who keeps the minutes locks it: nobody waits in a ring.
        meeting = Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
        if motion is not None:
            moving.step(motion, AT_MEETING[resolved.outcome], resolved.text[:1000], doer)
        row = Resolution.objects.create(
            meeting=meeting,
            motion=motion,
            number=resolved.number,
            title=resolved.title,
            text=resolved.text,
            outcome=resolved.outcome,
        )
        told = {"outcome": row.outcome} | ({"motion": motion.subject} if motion else {})
        words = {"number": row.number, "title": row.title, "text": row.text}
        record(Deed("resolve", meeting.subject, doer.person, doer.office, told, words))
    return row


def announce_draw(body: Body, said: Mapping[str, str], doer: Doer) -> Draw:
    """Announce a draw: its pool is frozen before anybody knows the seed.

    Raises
    ------
    Refused
        With everything wrong with it, or where the pool has fewer firms than are drawn.
    """
    _agency_of(body, doer)
    drawing, problems = read_draw(said)
    firms = body.members.there().filter(kind="firm")
    if drawing.pool == "smes":
        firms = firms.filter(size__in=sorted(SME))
    pool = sorted(firms.values_list("code", flat=True))
    if len(pool) < drawing.count:
        told = {"pool": len(pool), "count": drawing.count}
        problems.append(Problem("governance.small_pool", Where(field="count"), told))
    if errors_only(problems):
        raise Refused(problems)
    with transaction.atomic():
        row = Draw.objects.create(
            body=body,
            purpose=drawing.purpose,
            among=drawing.pool,
            count=drawing.count,
            source=drawing.source,
            pool=pool,
            announced_on=today(),
        )
        said_of = {"body": body.subject, "count": row.count, "among": row.among, "pool": len(pool)}
        words = {"purpose": row.purpose, "source": row.source, "codes": canonical_text(pool)}
        record(Deed("announce_draw", row.subject, doer.person, doer.office, said_of, words))
    return row


def draw(row: Draw, said: Mapping[str, str], doer: Doer) -> Draw:
    """Draw by the seed that its announced source gave: once, and after the day it was announced.

    Raises
    ------
    Refused
        Where it is drawn already, the seed is missing, or it is still the day it was announced.
    """
    _agency_of(row.body, doer)
    problems: list[Problem] = []
    seed = read_name(said, "seed", problems)
    with transaction.atomic():
        row = Draw.objects.select_for_update(of=("self",)).get(pk=row.pk)
        if row.drawn:
            problems.append(Problem("governance.drawn", Where(field="seed")))
        if row.announced_on >= today():
            problems.append(Problem("governance.seed_too_soon", Where(field="seed")))
        if errors_only(problems):
            raise Refused(problems)
        row.seed, row.drawn = seed, panel_of(seed, row.pool, row.count)
        row.save(update_fields=["seed", "drawn"])
        words = {"drawn": canonical_text(row.drawn)}
        record(Deed("draw", row.subject, doer.person, doer.office, {"seed": seed}, words))
    return row


def _motion(meeting: Meeting, written: str, problems: list[Problem]) -> Motion | None:
    """Return the motion a resolution is about; None where it is about none."""
    if not written.strip():
        return None
    rows = Motion.objects.filter(body=meeting.body, state="no_quorum")
    found = rows.filter(pk=number_in(written, 9) or 0).first()
    if found is None:
        problems.append(Problem("governance.no_motion", Where(field="motion")))
    return found


def _agency_of(body: Body, doer: Doer) -> None:
    """Refuse whoever is not the cluster's promotion agency."""
    if doer.reader.office is not Office.AGENCY or body.cluster not in doer.reader.clusters:
        raise Refused([Problem("governance.agency_only")])
