"""Offer a service, change it, take it out of use and back: one event each."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction

from jiqun.base.errors import Problem, Refused, errors_only
from jiqun.exchange.solutions.offering import read_price
from jiqun.exchange.wording import read_names, read_texts
from jiqun.services.kinds import read_kind
from jiqun.web.accounts.offices import Doer
from jiqun.web.events.chain import Deed, record
from jiqun.web.services.models import LISTED, Provider, Service

MOST_OFFERED = 100
"""Services of one provider; ours."""
TURNS = {"close": ("close_service", False), "open": ("open_service", True)}
"""By turn what the log calls it, and whether requests are taken afterwards."""


def offer(row: Provider, said: Mapping[str, str], doer: Doer) -> Service:
    """Offer a service, once one is listed.

    Parameters
    ----------
    row
        The provider, as its reader sees it.
    said
        ``kind``, ``name``, ``summary`` and ``price``.
    doer
        Who offers.

    Raises
    ------
    Refused
        With everything wrong: then nothing is kept.
    """
    columns = _read(said)
    with transaction.atomic():
        row = Provider.objects.select_for_update().get(pk=row.pk)  # not delisted meanwhile
        _refuse_others(row, doer)
        if row.services.count() >= MOST_OFFERED:
            raise Refused([Problem("services.enough", details={"most": MOST_OFFERED})])
        service = Service.objects.create(provider=row, **columns)
        record(_deed("offer_service", service, doer, columns))
    return service


def amend(service: Service, said: Mapping[str, str], doer: Doer) -> Service:
    """Change a service; requests keep the price they were asked for at.

    Raises
    ------
    Refused
        With everything wrong with it, or where it is another's.
    """
    columns = _read({**said, "kind": service.kind})
    with transaction.atomic():
        _refuse_others(Provider.objects.select_for_update().get(pk=service.provider_id), doer)
        service = Service.objects.select_for_update().get(pk=service.pk)
        for name, value in columns.items():
            setattr(service, name, value)
        service.save()
        record(_deed("amend_service", service, doer, columns))
    return service


def turn(service: Service, way: str, doer: Doer) -> Service:
    """Take a service out of use, or back: requests that were asked go on.

    Raises
    ------
    Refused
        Where it is another's, or stands so already.
    """
    verb, takes = TURNS[way]
    with transaction.atomic():
        _refuse_others(Provider.objects.select_for_update().get(pk=service.provider_id), doer)
        service = Service.objects.select_for_update().get(pk=service.pk)
        if service.open is takes:
            raise Refused([Problem("services.turned_already")])
        service.open = takes
        service.save()
        record(Deed(verb, service.subject, doer.person, doer.office))
    return service


def _refuse_others(row: Provider, doer: Doer) -> None:
    if row.code != doer.party.of:
        raise Refused([Problem("services.not_yours")])
    if row.state != LISTED:
        raise Refused([Problem("services.not_listed_yet")])


def _read(said: Mapping[str, str]) -> dict[str, Any]:
    problems: list[Problem] = []
    kind = read_kind(said.get("kind", ""), problems)
    [name] = read_names(said, ("name",), problems)
    texts = read_texts(said, ("summary",), problems)
    price = read_price(said.get("price", ""), "price", problems)
    if errors_only(problems):
        raise Refused(problems)
    return {"kind": kind, "name": name, **texts, "price": price}


def _deed(verb: str, service: Service, doer: Doer, columns: Mapping[str, Any]) -> Deed:
    price = None if service.price is None else str(service.price)
    said = {"kind": service.kind, "price": price, "provider": service.provider_id}
    words = {name: columns[name] for name in ("name", "summary") if columns[name]}
    return Deed(verb, service.subject, doer.person, doer.office, said, words)
