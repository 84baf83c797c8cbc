"""Object to a public notice; examine, ask the county, uphold or reject: one event each."""

import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from jiqun.base.canonical import canonical_text
from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import clocks_of, kept, stepped, today
from jiqun.web.casework.contents import contents_held, drop_content, keep_content, taken
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import locked, move
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import ERASE, Deed, erase_of, record
from jiqun.web.recognition.models import Application, Call, Objection, Objector
from jiqun.web.recognition.objection_rows import SETTLED
from jiqun.workflow.calendars import calendars
from jiqun.workflow.cases import opened
from jiqun.workflow.deadlines import reckon

MOST = 200
"""Open objections to one notice."""
SLOTS = ("authority", "province", "county")
BY_ANYBODY = "public"
"""As what the event log writes whoever objects: their name is not in it."""
PERSONAL = ("name", "contact", "file")
"""What of an objection's sealed texts says who somebody is."""


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says who objects: who they are, how to reach them, and to what."""

    name: str
    contact: str
    text: str


def may_object(application: Application) -> bool:
    """Tell whether somebody may object now: while the notice runs."""
    return application.state == "on_notice" and application.over(today()).get("notice") is not True


def notice_until(application: Application) -> date | None:
    """Return the last day of an application's notice; None where its length is not configured."""
    clock = clocks_of(application.clocks).get("notice")
    return reckon(clock, calendars()).due if clock else None


def noticed_lines(
    applications: Sequence[Application],
) -> list[tuple[Application, tuple[int, int], date | None, bool]]:
    """Return what is public of each notice: its objections, its last day, whether it takes more.

    Notices of one call run alike: each length is reckoned once.
    """
    counts, days, on = counted(applications), dict[str, date | None](), today()
    found = []
    for row in applications:
        said = canonical_text(row.clocks.get("notice"))
        if said not in days:
            days[said] = notice_until(row)
        last = days[said]
        still = row.state == "on_notice" and (last is None or on <= last)
        found.append((row, counts[row.pk], last, still))
    return found


def counted(applications: Iterable[Application]) -> dict[int, tuple[int, int]]:
    """Return how many objections to each notice are under examination and how many are settled."""
    found = {application.pk: [0, 0] for application in applications}
    rows = Objection.objects.filter(application__in=found)
    for application, state in rows.values_list("application", "state"):
        found[application][state in SETTLED] += 1
    return {application: (still, settled) for application, (still, settled) in found.items()}


def real_name_needed(call: Call) -> bool:
    """Tell whether an objection needs a real name: unless the programme says it does not."""
    return call.way.real_name_objections is not False


def lodge(application: Application, said: Said, file: UploadedFile | None) -> tuple[Objection, str]:
    """Lodge an objection to a notice, for anybody.

    Parameters
    ----------
    application
        On public notice.
    said
        Who, how to reach them, and what.
    file
        Evidence: a PDF, JPEG or PNG, told by its content.

    Returns
    -------
    Objection
        As registered.
    str
        The secret its link is made of; it is kept nowhere.

    Raises
    ------
    Refused
        With everything wrong with it; or where the notice is over, or there are too many.
    """
    said, problems = _read(said, needs_name=real_name_needed(application.call))
    name, content = "", b""
    if file is not None:
        name, content, faults = taken(file)
        problems += faults
    if errors_only(problems):
        raise Refused(problems)
    with contents_held() if content else nullcontext(), transaction.atomic(), seen_whole():
        locked(application.call)  # before the decision, which looks for open objections, or after
        application = locked(application)
        if not may_object(application):
            raise Refused([Problem("recognition.notice_over")])
        if application.objections.open().count() >= MOST:
            raise Refused([Problem("recognition.objections_enough", details={"most": MOST})])
        sha256 = keep_content(content) if content else ""
        return _registered(application, said, name, sha256)


def _registered(
    application: Application, said: Said, file: str, sha256: str
) -> tuple[Objection, str]:
    table = application.call.way.table("objection")
    parties = {slot: application.standing.parties[slot] for slot in SLOTS}
    standing = opened(table, parties, parties["authority"])
    secret = secrets.token_urlsafe(24)
    authority = f"{parties['authority'].office}:{parties['authority'].of}".rstrip(":")
    objection = Objection.objects.create(
        application=application,
        authority=authority,
        text=said.text,
        file=file,
        sha256=sha256,
        secret=hash_of(secret),
        **opening_of(table, parties, standing),
        clocks=kept(stepped({}, table.opening, standing, today())),
    )
    Objector.objects.create(
        objection=objection, authority=authority, name=said.name, contact=said.contact
    )
    told = {"to": objection.state, "application": str(application), "sha256": sha256}
    sealed = {"name": said.name, "contact": said.contact, "text": said.text, "file": file}
    sealed = {key: text for key, text in sealed.items() if text}
    record(Deed("register", objection.subject, "", BY_ANYBODY, told, sealed))
    return objection, secret


def hash_of(secret: str) -> str:
    """Return what is kept of a link's secret."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _read(said: Said, *, needs_name: bool) -> tuple[Said, list[Problem]]:
    name, problems = read_text(said.name, Where(field="name"), longest=64)
    contact, faults = read_text(said.contact, Where(field="contact"), longest=100)
    text, more = read_text(said.text, Where(field="text"), longest=LONGEST_REASON, lines=True)
    problems = [*problems, *faults, *more]
    if needs_name and not name:
        problems.append(Problem("recognition.objector_unnamed", Where(field="name")))
    if needs_name and not contact:
        problems.append(Problem("recognition.objector_unreachable", Where(field="contact")))
    if not text:
        problems.append(Problem("recognition.objection_empty", Where(field="text")))
    return Said(name, contact, text), problems


KEEPS: Mapping[str, str] = {
    "ask": "question",
    "answer": "answer",
    "refuse": "outcome",
    "uphold": "outcome",
    "reject": "outcome",
    "withdraw": "outcome",
}
"""By step the column that keeps what was written with it."""


def move_objection(objection: Objection, verb: str, text: str, doer: Doer) -> Objection:
    """Take a step with an objection; upheld, its application ends with it.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks its text.
    """
    if verb == "answer" and not text.strip():
        raise Refused([Problem("recognition.objection_empty", Where(field="reason"))])
    changes: dict[str, Any] = {KEEPS[verb]: text.strip()} if verb in KEEPS else {}
    if verb == "ask":
        changes["put_to_county"] = True
    with transaction.atomic():
        objection = move(objection, verb, doer, text, **changes)
        if verb == "uphold" and objection.application.state == "on_notice":
            said = {"objection": objection.subject}
            move(objection.application, "uphold_objection", doer, text, said=said)
    return objection


def refuse_objected(call: Call) -> None:
    """Refuse a decision while an objection to one of its notices is open.

    Raises
    ------
    Refused
        Naming the clusters.
    """
    noticed = call.applications.filter(state="on_notice")
    still = noticed.filter(pk__in=Objection.objects.open().values("application"))
    names = [application.name for application in still]
    if names:
        details = {"clusters": "、".join(names), "clusters_en": ", ".join(names)}
        raise Refused([Problem("recognition.objection_open", details=details)])


def erase_objector(objection: Objection, doer: Doer) -> None:
    """Erase who objected once it is settled: name, contact and evidence go, the text stays.

    Raises
    ------
    Refused
        Where it is open, or not the doer's.
    """
    if doer.party != objection.standing.parties["authority"]:
        raise Refused([Problem("recognition.not_your_objection")])
    with contents_held():
        with transaction.atomic():
            objection = locked(objection)
            if objection.is_open:
                raise Refused([Problem("recognition.objection_still_open")])
            sha256 = objection.sha256
            Objector.objects.filter(objection=objection).update(name="", contact="", erased=True)
            objection.file = objection.sha256 = ""
            objection.save()
            gone = erase_of(objection.subject, PERSONAL)
            record(Deed(ERASE, objection.subject, doer.person, doer.office, {"texts": gone}))
        if sha256:
            drop_content(sha256)
