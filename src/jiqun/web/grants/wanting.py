"""Purposes that want data and firms that let be known what they have: said, ended, answered."""

from collections.abc import Collection, Mapping
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.exchange.grants.fitting import read_card, read_wanted
from jiqun.exchange.wording import read_names
from jiqun.web.accounts.offices import Doer, reader_of_office
from jiqun.web.events.chain import Deed, record
from jiqun.web.grants.granting import county_of, names_itself, put_forward, refuse_held, step
from jiqun.web.grants.keeping import firm_of
from jiqun.web.grants.models import ASKED, GRANTED, DataCard, Grant, Want
from jiqun.workflow.routes import Party

MOST_WANTS = 50
"""Purposes of one office that are open at a time."""
WORDS = ("name", "wish")


def show_data(said: Mapping[str, str], doer: Doer) -> DataCard:
    """Let be known which fields a firm has data of, in place of what it showed before.

    Raises
    ------
    Refused
        With everything wrong with it.
    """
    code, problems = firm_of(doer), list[Problem]()
    card = read_card({**said, "county": county_of(code, said, problems)}, problems)
    if errors_only(problems):
        raise Refused(problems)
    shown = {**asdict(card), "fields": list(card.fields), "shown": True}
    with transaction.atomic():
        row, _ = DataCard.objects.update_or_create(firm=code, defaults=shown)
        told = {name: shown[name] for name in ("fields", "industry", "county", "first_month")}
        words = {"name": row.name, "about": row.about}
        record(Deed("show_data", row.subject, doer.person, doer.office, told, words))
    return row


def hide_data(doer: Doer) -> DataCard:
    """Let it be known no more.

    Raises
    ------
    Refused
        Where nothing is shown.
    """
    code = firm_of(doer)
    with transaction.atomic():
        row = DataCard.objects.select_for_update().filter(firm=code, shown=True).first()
        if row is None:
            raise Refused([Problem("grants.no_card")])
        row.shown = False
        row.save()
        record(Deed("hide_data", row.subject, doer.person, doer.office))
    return row


def want(said: Mapping[str, str], doer: Doer) -> Want:
    """Say what data are wanted for; everybody who may share data reads it.

    Raises
    ------
    Refused
        With everything wrong with it.
    """
    problems: list[Problem] = []
    read = read_wanted(said, timezone.now(), problems, names_itself=names_itself(doer))
    by = {"by_office": str(doer.party.office), "by_of": doer.party.of}
    there = Want.objects.filter(**by, ended_at=None, until__gt=timezone.now())
    if there.count() >= MOST_WANTS:
        problems.append(Problem("grants.many_wants", details={"most": MOST_WANTS}))
    if errors_only(problems):
        raise Refused(problems)
    columns: dict[str, Any] = {**asdict(read), "fields": list(read.fields)}
    with transaction.atomic():
        row = Want.objects.create(**by, **columns)
        told = {name: value for name, value in columns.items() if name not in WORDS}
        told["until"] = row.until.isoformat()
        words = {name: columns[name] for name in WORDS if columns[name]}
        record(Deed("want_data", row.subject, doer.person, doer.office, told, words))
    return row


def end_want(row: Want, doer: Doer) -> None:
    """Want data for a purpose no more; grants that were given for it stand.

    Raises
    ------
    Refused
        Where it is another's, or has ended.
    """
    with transaction.atomic():
        row = Want.objects.select_for_update().get(pk=row.pk)
        if (row.by_office, row.by_of) != (str(doer.party.office), doer.party.of):
            raise Refused([Problem("grants.not_your_want")])
        if row.ended_at is not None:
            raise Refused([Problem("grants.want_over")])
        row.ended_at = timezone.now()
        row.save()
        record(Deed("end_want", row.subject, doer.person, doer.office))


def answer(row: Want, fields: Collection[str], said: Mapping[str, str], doer: Doer) -> list[Grant]:
    """Grant fields to who wants them, for its purpose and not longer than it asks.

    Parameters
    ----------
    row
        As its reader sees it.
    fields
        Of those it wants; each makes a grant of its own, with all its rights.
    said
        ``name`` of the firm, ``until`` and ``first_month`` where they are narrower, ``county``
        where the credit code names none.
    doer
        The firm.

    Raises
    ------
    Refused
        With everything wrong: then nothing is granted.
    """
    code, problems = firm_of(doer), list[Problem]()
    county = county_of(code, said, problems)
    read_names(said, ("name",), problems)
    if not fields or {*fields} - {*row.fields}:
        problems.append(Problem("grants.no_such_field", Where(field="fields")))
    if row.by_office == Office.FIRM and row.by_of == code:
        problems.append(Problem("grants.your_own", Where(field="firm")))
    if errors_only(problems):
        raise Refused(problems)
    reader = Party(Office(row.by_office), row.by_of)
    with transaction.atomic():
        # Under lock: it is not ended between the check and the grants that stand on it.
        row = Want.objects.select_for_update().get(pk=row.pk)
        if not row.is_open:
            raise Refused([Problem("grants.want_over")])
        given = row.answers.filter(firm=code, field__in=fields, state__in=(ASKED, GRANTED))
        if any(grant.ended > timezone.now() for grant in given):
            raise Refused([Problem("grants.asked_already")])
        return [
            _granted(row, field, {"firm": code, "county": county}, reader, said, doer)
            for field in sorted({*fields})
        ]


def _granted(
    row: Want,
    field: str,
    firm: Mapping[str, str],
    reader: Party,
    said: Mapping[str, str],
    doer: Doer,
) -> Grant:
    columns = {
        **firm, "field": field, "purpose": row.purpose, "reader_name": row.name,
        "since": timezone.now(), "until": row.until, "first_month": row.first_month,
        "wish": row.wish, "want": row,
    }  # fmt: skip
    refuse_held(columns, reader)
    reads = reader_of_office(reader.office, reader.of)
    asked = put_forward(columns, {"reader": reader}, doer, reads)
    return step(asked, "grant", said, doer)
