"""Propose a project, change its text, post what it looks for: one event each."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.cooperation.terms import Side, Text, read_project, read_side
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.telling import told as told_of
from jiqun.web.cooperation.models import AGREED, LEAD, Partner, Project
from jiqun.web.cooperation.outside import tell_outside
from jiqun.web.events.chain import Deed, record
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party

MOST_PROPOSED = 100
"""Projects of one lead; ours."""


def propose(said: Mapping[str, str], doer: Doer) -> Project:
    """Propose a project: its lead agrees to the text by writing it.

    Raises
    ------
    Refused
        With everything wrong with it: then nothing is kept.
    """
    if doer.reader.office is not Office.FIRM or not doer.reader.credit_code:
        raise Refused([Problem("cooperation.firms_only")])
    text, side = _read(said, doer.reader.credit_code)
    table = workflow("cooperation")
    parties = {LEAD: doer.party, "county": Party(Office.COUNTY, side.county)}
    standing = opened(table, parties, doer.party)
    with transaction.atomic():
        if Project.objects.filter(lead=doer.reader.credit_code).count() >= MOST_PROPOSED:
            raise Refused([Problem("cooperation.enough", details={"most": MOST_PROPOSED})])
        row = Project.objects.create(
            lead=doer.reader.credit_code,
            county=side.county,
            **columns(text),
            **opening_of(table, parties, standing),
        )
        Partner.objects.create(
            project=row, code=row.lead, slot=LEAD, state=AGREED, version=1, **side_columns(side)
        )
        words = {**told_of(row, Project.worded).sealed, "brings": side.brings}
        said_of = {**begun(row), "size": side.size}
        record(Deed("propose", row.subject, doer.person, doer.office, said_of, words))
    return row


def amend(row: Project, said: Mapping[str, str], doer: Doer) -> Project:
    """Change the text: all but who changes it are asked anew, also while the project runs.

    Raises
    ------
    Refused
        With everything wrong with it, where it is not the doer's, or somebody changed it
        since it was read.
    """
    text, problems = read_project(said)
    if errors_only(problems):
        raise Refused(problems)
    with transaction.atomic():
        row = locked(row)
        refuse_stale(row, said)
        moved = move(row, "amend", doer, version=row.version + 1, **columns(text))
        Partner.objects.filter(project=row, slot=LEAD).update(version=moved.version)
        tell_outside(moved)
    return moved


def post(row: Project, verb: str, doer: Doer) -> Project:
    """Show what is looked for to everybody, or take it down.

    Raises
    ------
    Refused
        Where nothing is said of what is looked for, or it is not the doer's.
    """
    with transaction.atomic():
        row = locked(row)
        if verb == "post" and not row.need:
            raise Refused([Problem("cooperation.need_missing", Where(field="need"))])
        moved = move(row, verb, doer, posted=verb == "post")
        tell_outside(moved)
    return moved


def refuse_stale(row: Project, said: Mapping[str, str]) -> None:
    """Refuse what was written or agreed over another version of the text.

    Raises
    ------
    Refused
        Where the text has changed since.
    """
    if said.get("version", "") != str(row.version):
        raise Refused([Problem("cooperation.text_changed")])


def columns(text: Text) -> dict[str, Any]:
    """Return the columns of a text."""
    return {
        "kind": text.kind,
        "title": text.title,
        "aim": text.aim,
        "shares": text.shares,
        "steps": list(text.steps),
        "said_outside": text.told,
        "named": text.named,
        "counted": text.counted,
        "need": text.need,
        "industry": text.industry,
    }


def side_columns(side: Side) -> dict[str, Any]:
    """Return the columns of a partner."""
    return {
        "name": side.name,
        "size": side.size,
        "county": side.county,
        "brings": side.brings,
    }


def _read(said: Mapping[str, str], code: str) -> tuple[Text, Side]:
    text, problems = read_project(said)
    side, faults = read_side(said, code)
    if errors_only([*problems, *faults]):
        raise Refused([*problems, *faults])
    return text, side
