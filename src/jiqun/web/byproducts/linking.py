"""Ask for a by-product, carry the link, agree, move, finish, differ: each step one event."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction

from jiqun.base.errors import Problem, Refused, Where, errors_only
from jiqun.base.language import Bilingual
from jiqun.base.readers import Office
from jiqun.base.texts import read_text
from jiqun.exchange.byproducts.avoided import read_replaced
from jiqun.exchange.byproducts.hazard import UNKNOWN, barred
from jiqun.exchange.byproducts.offering import MOST, OFFER, WANT, read_number
from jiqun.exchange.wording import read_size, read_texts
from jiqun.web.accounts.offices import Doer
from jiqun.web.byproducts.models import CHECKED, DEALT, LISTED, Deal, Listing
from jiqun.web.casework.clocks import today
from jiqun.web.casework.models import opening_of
from jiqun.web.casework.moving import begun, locked, move
from jiqun.web.casework.telling import told as told_of
from jiqun.web.events.chain import ERASE, Deed, erase_of, record
from jiqun.workflow.cases import opened
from jiqun.workflow.loading import workflow
from jiqun.workflow.routes import Party

REACHED = {"accept": 1, "deal": DEALT, "finish": 3}
MOST_MOVED = 500
LONGEST_NUMBER = 200


def ask(offer: Listing, want: Listing | None, said: Mapping[str, str], doer: Doer) -> Deal:
    """Ask for a by-product with a want of one's own.

    Parameters
    ----------
    offer
        The by-product, as its reader sees it.
    want
        One of the firm's own; None where none is chosen.
    said
        ``size`` and ``purpose``.
    doer
        Who asks.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    code = doer.reader.credit_code
    if doer.reader.office is not Office.FIRM or not code:
        raise Refused([Problem("exchange.firms_only")])
    problems: list[Problem] = []
    texts, size = read_texts(said, ("purpose",), problems), read_size(said, problems)
    table = workflow("byproduct_deal")
    parties = {
        "receiver": doer.party,
        "giver": Party(Office.FIRM, offer.owner),
        "county": Party(Office.COUNTY, offer.county),
    }
    standing = opened(table, parties, doer.party)
    try:
        with transaction.atomic():
            # Under lock: neither is changed between the check and the link that stands on it.
            offer, want = locked(offer), want and locked(want)
            problems += _unfit(offer, want, code)
            if errors_only(problems) or want is None:
                raise Refused(problems)
            deal = Deal.objects.create(
                offer=offer,
                want=want,
                receiver=code,
                giver=offer.owner,
                county=offer.county,
                size=size,
                **texts,
                **opening_of(table, parties, standing),
            )
            sealed = told_of(deal, Deal.worded).sealed
            of = {"offer": offer.subject, "want": want.subject}
            record(Deed("ask", deal.subject, doer.person, doer.office, begun(deal) | of, sealed))
    except IntegrityError as fault:  # the constraint: one of a pair that is open at a time
        raise Refused([Problem("byproducts.asked_already")]) from fault
    return deal


def step(deal: Deal, verb: str, said: Mapping[str, str], doer: Doer) -> Deal:
    """Take a step with a link.

    Parameters
    ----------
    deal
        As its reader sees it.
    verb
        By its workflow.
    said
        ``reason`` and what the step takes: ``carrier`` and ``body``, ``price`` and ``approval``,
        ``amount``, what it replaces.
    doer
        Who.

    Raises
    ------
    Refused
        Where the step is not possible, not the doer's, or lacks what it takes.
    """
    with transaction.atomic():
        deal = locked(deal)
        changes = _changes(deal, verb, said, doer)
        if verb in REACHED:
            changes["reached"] = REACHED[verb]
        numbers = {
            name: str(changes[name])
            for name in ("price", "moved_amount", "factor")
            if changes.get(name) is not None
        }
        return move(deal, verb, doer, said.get("reason", ""), secret=numbers, **changes)


def forget_carrier(deal: Deal, doer: Doer) -> None:
    """Erase who carried a link: out of the row and of the log; that it was done is told.

    Raises
    ------
    Refused
        Where it is not over, is another office's, or names nobody.
    """
    with transaction.atomic():
        deal = locked(deal)
        if [str(doer.party.office), doer.party.of] != deal.parties["county"]:
            raise Refused([Problem("byproducts.not_yours")])
        if not deal.carrier:
            raise Refused([Problem("byproducts.nobody_to_forget")])
        if not deal.standing.standing.final:
            raise Refused([Problem("byproducts.not_over")])
        deal.carrier = ""
        deal.save()
        gone = erase_of(deal.subject, ("carrier",))
        record(Deed(ERASE, deal.subject, doer.person, doer.office, {"texts": gone}))


def may_not_go(offer: Listing, want: Listing, approval: str) -> tuple[Bilingual, ...]:
    """Return why a by-product may not go to a want, as both are now and an office checked them."""
    provinces = offer.county[:2], want.county[:2]
    hazard = offer.hazard if offer.state in CHECKED else UNKNOWN
    return barred(hazard, want.permits_now, provinces, approval)


def _unfit(offer: Listing, want: Listing | None, code: str) -> list[Problem]:
    problems = []
    if offer.side != OFFER or offer.state != LISTED:
        problems.append(Problem("byproducts.not_listed"))
    if offer.owner == code:
        problems.append(Problem("byproducts.your_own"))
    if want is None or want.owner != code or want.side != WANT or want.state != LISTED:
        return [*problems, Problem("byproducts.no_want", Where(field="want"))]
    if offer.unit != want.unit:
        problems.append(Problem("byproducts.other_unit"))
    # Over the border of a province the approval comes with the agreement, not before.
    return problems + _barred(offer, want, "later")


def _barred(offer: Listing, want: Listing, approval: str) -> list[Problem]:
    return [
        Problem("byproducts.may_not_go", details={"why": why.zh, "why_en": why.en})
        for why in may_not_go(offer, want, approval)
    ]


def _changes(deal: Deal, verb: str, said: Mapping[str, str], doer: Doer) -> dict[str, Any]:
    """Return the columns that a step changes besides where the link stands."""
    text = said.get("reason", "").strip()
    if verb in ("accept", "refuse", "cancel"):
        return {"answer": text}
    if verb == "carry":
        return _carried(said)
    if reads := {"deal": _agreed, "move": _moved, "cite": _cited}.get(verb):
        return reads(deal, said)
    if verb in ("dispute", "state_side"):
        says = "receiver_says" if doer.reader.credit_code == deal.receiver else "giver_says"
        return {says: text, "was_disputed": True}
    return {"finish": {"outcome": text}, "settle": {"ruling": text}}.get(verb, {})


def _carried(said: Mapping[str, str]) -> dict[str, Any]:
    problems: list[Problem] = []
    found = {}
    for field in ("carrier", "body"):
        found[field], faults = read_text(said.get(field, ""), Where(field=field), longest=100)
        problems += faults
        if not found[field] and not faults:
            problems.append(Problem("byproducts.no_carrier", Where(field=field)))
    if errors_only(problems):
        raise Refused(problems)
    return found


def _agreed(deal: Deal, said: Mapping[str, str]) -> dict[str, Any]:
    problems: list[Problem] = []
    price = read_number(said, "price", "no_price", problems, below=True)
    at = Where(field="approval")
    approval, faults = read_text(said.get("approval", ""), at, longest=LONGEST_NUMBER)
    problems += [*faults, *_barred(deal.offer, deal.want, approval)]
    if errors_only(problems):
        raise Refused(problems)
    return {"price": price, "approval": approval}


def _cited(deal: Deal, said: Mapping[str, str]) -> dict[str, Any]:
    found, problems = read_replaced(said, deal.offer.unit, today().year)
    if problems or found is None:
        raise Refused(problems)
    return {
        "replaces": found.what,
        "factor": found.factor,
        "factor_year": found.year,
        "factor_source": found.source,
    }


def _moved(deal: Deal, said: Mapping[str, str]) -> dict[str, Any]:
    problems: list[Problem] = []
    amount = read_number(said, "amount", "no_amount", problems)
    if not problems and not amount:
        problems.append(Problem("byproducts.no_amount", Where(field="amount"), {"said": ""}))
    if len(deal.movements) >= MOST_MOVED:
        problems.append(Problem("byproducts.enough", details={"most": MOST_MOVED}))
    if problems or amount is None:
        raise Refused(problems)
    rows = [*deal.movements, [today().isoformat(), f"{amount:f}"]]
    total = sum((Decimal(moved) for _, moved in rows), Decimal(0))
    problems += _barred(deal.offer, deal.want, deal.approval)
    if total >= MOST:
        problems.append(Problem("byproducts.too_much", Where(field="amount")))
    if problems:
        raise Refused(problems)
    return {"movements": rows, "moved_amount": total}
