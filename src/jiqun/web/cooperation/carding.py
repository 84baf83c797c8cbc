"""The card of a firm or institute: written, changed, hidden; one event each."""

from collections.abc import Mapping

from django.db import transaction

from jiqun.base.errors import Problem, Refused, errors_only
from jiqun.exchange.cooperation.terms import read_card
from jiqun.web.accounts.offices import Doer
from jiqun.web.cooperation.models import Card
from jiqun.web.cooperation.proposing import side_columns
from jiqun.web.events.chain import Deed, record


def show_card(said: Mapping[str, str], doer: Doer) -> Card:
    """Show what a firm or institute brings into projects, in place of what it showed before.

    Raises
    ------
    Refused
        With everything wrong with it.
    """
    code = doer.reader.credit_code
    read, problems = read_card(said, code)
    if errors_only(problems):
        raise Refused(problems)
    shown = {
        **side_columns(read.side),
        "kinds": list(read.kinds),
        "industries": list(read.industries),
        "shown": True,
    }
    with transaction.atomic():
        card, _ = Card.objects.update_or_create(code=code, defaults=shown)
        told = {"kinds": card.kinds, "industries": card.industries, "county": card.county}
        words = {"name": card.name, "brings": card.brings}
        record(Deed("show_card", card.subject, doer.person, doer.office, told, words))
    return card


def hide_card(doer: Doer) -> Card:
    """Show one's card no more.

    Raises
    ------
    Refused
        Where none is shown.
    """
    with transaction.atomic():
        own = Card.objects.select_for_update().filter(code=doer.reader.credit_code, shown=True)
        card = own.first()
        if card is None:
            raise Refused([Problem("cooperation.no_card")])
        card.shown = False
        card.save()
        record(Deed("hide_card", card.subject, doer.person, doer.office))
    return card
