"""Offer something by the slot, change it, take it out of use and back: one event each."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.readers import Office
from jiqun.base.texts import LONGEST_REASON, read_text
from jiqun.exchange.slots.details import said_details, worded
from jiqun.exchange.slots.kinds import kind_named
from jiqun.exchange.slots.offers import Offering, read_offering
from jiqun.exchange.slots.opening import Opening
from jiqun.web.accounts.offices import Doer
from jiqun.web.casework.clocks import today
from jiqun.web.casework.row_policies import seen_whole
from jiqun.web.events.chain import Deed, record
from jiqun.web.filing.models import FirmLine
from jiqun.web.slots.booking import free_touched
from jiqun.web.slots.models import Admitted, Booking, Offer

MOST_OFFERS = 200
"""Offers of one firm; ours."""


def offer(said: Mapping[str, str], doer: Doer) -> Offer:
    """Offer something by the slot.

    Raises
    ------
    Refused
        With everything wrong with it: then nothing is kept.
    """
    owner = firm_of(doer)
    offering = _read(said, owner)
    with transaction.atomic():
        if Offer.objects.filter(credit_code=owner).count() >= MOST_OFFERS:
            raise Refused([Problem("slots.offers_enough", details={"most": MOST_OFFERS})])
        row = Offer.objects.create(credit_code=owner, **_columns(offering))
        _admit(row, offering)
        record(_deed("offer_slots", row, doer, _told(offering), _words(offering)))
    return row


def amend(row: Offer, said: Mapping[str, str], doer: Doer) -> Offer:
    """Change an offer, but not its kind; bookings keep the terms they were asked for by.

    Raises
    ------
    Refused
        With everything wrong with it, or where it is another firm's.
    """
    with transaction.atomic():
        row = _own(row, doer)
        offering = _read({**said, "kind": row.kind}, row.credit_code, row.calendar)
        if row.opening != offering.opening.record():
            before = {"until": today().isoformat(), "opening": row.opening}
            row.openings_before = [*row.openings_before, before]
        for name, value in _columns(offering).items():
            setattr(row, name, value)
        row.save()
        _admit(row, offering)
        record(_deed("amend_offer", row, doer, _told(offering), _words(offering)))
    return row


def break_down(row: Offer, reason: str, doer: Doer) -> list[Booking]:
    """Say that it is out of use: bookings not yet over are freed and told why.

    Returns
    -------
    list of Booking
        Those it touched.

    Raises
    ------
    Refused
        Without a reason, or where it is out of use already.
    """
    why, problems = read_text(reason, Where(field="reason"), longest=LONGEST_REASON, lines=True)
    if not why and not errors_only(problems):
        problems = [Problem("slots.why_broken", Where(field="reason"))]
    if errors_only(problems):
        raise Refused(problems)
    with transaction.atomic():
        row = _own(row, doer)
        if row.broken:
            raise Refused([Problem("slots.broken_already")])
        since = timezone.now()
        broke = {"since": since.isoformat(), "until": None, "reason": why}
        row.breaks = [*row.breaks, broke]
        row.save()
        touched = free_touched(row, since, why, doer)
        said = {"since": broke["since"], "bookings": [booking.pk for booking in touched]}
        record(_deed("break_down", row, doer, said, {"reason": why}))
    return touched


def mend(row: Offer, doer: Doer) -> None:
    """Say that it is back in use.

    Raises
    ------
    Refused
        Where it was not out of use.
    """
    with transaction.atomic():
        row = _own(row, doer)
        if not row.broken:
            raise Refused([Problem("slots.not_broken")])
        row.breaks[-1]["until"] = timezone.now().isoformat()
        row.save()
        record(_deed("mend", row, doer, {"until": row.breaks[-1]["until"]}))


def close(row: Offer, doer: Doer) -> None:
    """Take no further bookings; those there are stand.

    Raises
    ------
    Refused
        Where it is closed already.
    """
    _set_open(row, doer, "close_offer", to=False)


def reopen(row: Offer, doer: Doer) -> None:
    """Take bookings again.

    Raises
    ------
    Refused
        Where it is open already.
    """
    _set_open(row, doer, "reopen_offer", to=True)


def firm_of(doer: Doer) -> str:
    """Return the firm or institution somebody acts for, by its credit code.

    Raises
    ------
    Refused
        Where it is neither.
    """
    code = doer.reader.credit_code
    if doer.reader.office is not Office.FIRM or not code:
        raise Refused([Problem("exchange.firms_only")])
    return code


def _set_open(row: Offer, doer: Doer, verb: str, *, to: bool) -> None:
    with transaction.atomic():
        row = _own(row, doer)
        if row.open is to:
            raise Refused([Problem("slots.is_so_already")])
        row.open = to
        row.save()
        record(_deed(verb, row, doer, {"open": to}))


def _own(row: Offer, doer: Doer) -> Offer:
    """Return an offer anew, held for its owner."""
    row = Offer.objects.select_for_update().get(pk=row.pk)
    if row.credit_code != firm_of(doer):
        raise Refused([Problem("slots.not_yours")])
    return row


def _read(said: Mapping[str, str], owner: str, before: Opening | None = None) -> Offering:
    offering, problems = read_offering(said, owner, before, today())
    if offering.audience == "cluster" and not _clusters_of(owner):
        problems.append(Problem("slots.no_cluster", Where(field="audience")))
    if errors_only(problems):
        raise Refused(problems)
    return offering


def _columns(offering: Offering) -> dict[str, Any]:
    return {
        "kind": offering.kind,
        "name": offering.name,
        "firm": offering.firm,
        **offering.texts,
        "details": offering.details,
        "seats": offering.seats,
        "county": offering.county,
        "audience": offering.audience,
        "centre": offering.centre,
        "terms": offering.terms.record(),
        "opening": offering.opening.record(),
    }


def _told(offering: Offering) -> dict[str, Any]:
    """Return what the log says of an offer: what nobody worded."""
    plain = ("kind", "seats", "county", "audience", "centre", "terms", "opening")
    told = {name: said for name, said in _columns(offering).items() if name in plain}
    own = worded(kind_named(offering.kind), offering.details)
    chosen = {name: said for name, said in offering.details.items() if name not in own}
    return {**told, **({"details": chosen} if chosen else {})}


def _words(offering: Offering) -> dict[str, str]:
    own = worded(kind_named(offering.kind), offering.details)
    said = {"name": offering.name, "firm": offering.firm, **offering.texts, **said_details(own)}
    said["named"] = " ".join(offering.named)
    return {name: text for name, text in said.items() if text}


def _admit(row: Offer, offering: Offering) -> None:
    """Write whom an offer is open to by name: those named, or the owner's cluster as it is now."""
    codes: Iterable[str] = offering.named
    if offering.audience == "cluster":
        codes = _fellows_of(row.credit_code)
    Admitted.objects.filter(offer=row).delete()
    Admitted.objects.bulk_create(
        Admitted(offer=row, owner=row.credit_code, credit_code=code) for code in codes
    )


def _clusters_of(owner: str) -> set[str]:
    """Return the clusters in whose lists of firms a firm stands."""
    with seen_whole():
        lines = FirmLine.objects.filter(credit_code=owner)
        return set(lines.values_list("case__cluster", flat=True))


def _fellows_of(owner: str) -> list[str]:
    """Return the other firms of a firm's clusters."""
    clusters = _clusters_of(owner)
    with seen_whole():
        lines = FirmLine.objects.filter(case__cluster__in=clusters).exclude(credit_code="")
        codes = set(lines.values_list("credit_code", flat=True))
    return sorted(codes - {owner})


def _deed(
    verb: str,
    row: Offer,
    doer: Doer,
    said: Mapping[str, Any],
    sealed: Mapping[str, str] | None = None,
) -> Deed:
    return Deed(verb, row.subject, doer.person, doer.office, said, sealed or {})
