"""How by-products are said, checked, linked, moved, finished and disputed, as a table of steps."""

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from types import SimpleNamespace
from typing import Any

from tests.registry.made_up import code

from benchmarks.solution_steps import doer_of
from benchmarks.steps import TEXT, WORDS, Step, Table

CODES = count(7001)
SAID = {"side": "offer", "name": "脱硫石膏", "firm": "甲电厂", "hazard": "none", "unit": "吨",
        "period": "month", "amount": "200", "price": "-30", "treatment_cost": "5"}  # fmt: skip
WANTED = {"side": "want", "name": "脱硫石膏", "firm": "乙建材", "unit": "吨", "period": "month",
          "amount": "150", "price": "10"}  # fmt: skip
ROOM = "/exchange/byproducts/"
LISTING, LINK = ROOM + "{row.pk}/{verb}/", ROOM + "links/{row.pk}/{verb}/"
CITED = {"replaces": "天然石膏", "factor": "32", "factor_year": "2023", "factor_source": "示例"}
CARRIED = {"carrier": "王明", "body": "集群服务中心"}


def nothing_yet(table: Table, case: Any) -> Any:
    """Put two firms and their county, with nothing said yet."""
    own, other = (code(case.county, next(CODES)) for _ in range(2))
    parties = {
        "owner": ["firm", own],
        "giver": ["firm", own],
        "receiver": ["firm", other],
        "county": ["county", case.county],
    }
    for slot in parties:
        table.session(SimpleNamespace(parties=parties), slot)
    return SimpleNamespace(pk=own, county=case.county, parties=parties, state="", subject="")


def said(*steps: tuple[str, str]) -> Callable[[Table, Any], Any]:
    """Put a by-product, and take steps with it."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.byproducts.saying import say, step

        place = nothing_yet(table, case)
        row: Any = say({**SAID, "county": place.county}, doer_of(place.parties, "owner"))
        for verb, slot in steps:
            row = step(row, verb, TEXT, doer_of(place.parties, slot))
        row.everybody = place.parties
        return row

    return put


def wanted(table: Table, case: Any) -> Any:
    """Put a listed by-product, and a listed want of another firm."""
    from jiqun.web.byproducts.saying import say, step

    row = said(LIST)(table, case)
    want = say({**WANTED, "county": case.county}, doer_of(row.everybody, "receiver"))
    row.want = step(want, "list", TEXT, doer_of(row.everybody, "county"))
    return row


def linked(*steps: tuple[str, str]) -> Callable[[Table, Any], Any]:
    """Put a link, and take steps with it."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.byproducts.linking import ask, step

        offer = wanted(table, case)
        parties = offer.everybody
        row = ask(offer, offer.want, {"size": "small"}, doer_of(parties, "receiver"))
        for verb, slot in steps:
            row = step(row, verb, {**WORDS, **CARRIED, "amount": "80"}, doer_of(parties, slot))
        return row

    return put


def _said_by(row: Any) -> Any:
    from jiqun.web.byproducts.models import Listing

    return Listing.objects.filter(owner=row.parties["owner"][1]).first()


def _asked_of(row: Any) -> Any:
    return row.given.first()


def _asked(table: Table, row: Any) -> Iterable[bool]:
    yield row.state == "asked"
    yield table.logged("ask", row) == 1


def _everybody(row: Any) -> Any:
    return SimpleNamespace(parties=row.everybody)


def _where(row: Any) -> Mapping[str, Any]:
    return {**SAID, "county": row.county}


LIST, RETURN = ("list", "county"), ("return", "county")
ACCEPT, CARRY, DEAL = ("accept", "giver"), ("carry", "county"), ("deal", "receiver")
MOVE, DISPUTE = ("move", "receiver"), ("dispute", "receiver")


class ByproductSteps(Table):
    """How by-products are said and checked, and what becomes of links."""

    STEPS = (
        Step("say", "owner", nothing_yet, ROOM + "new/", "submitted",
             said=_where, made=_said_by),
        Step("list", "county", said(), LISTING, "listed"),
        Step("return", "county", said(), LISTING, "returned", kept={"answer": TEXT}),
        Step("amend", "owner", said(RETURN), LISTING, "submitted",
             said=lambda row: {**_where(row), "name": "改"}, kept={"name": "改", "answer": ""}),
        Step("withdraw", "owner", said(LIST), LISTING, "withdrawn"),
        Step("ask", "receiver", wanted, ROOM + "{row.pk}/ask/", "asked",
             said=lambda row: {"want": row.want.pk, "size": "small"}, made=_asked_of,
             signs=_asked, whose=_everybody),
        Step("accept", "giver", linked(), LINK, "accepted", kept={"reached": 1}),
        Step("refuse", "giver", linked(), LINK, "refused", kept={"answer": TEXT}),
        Step("withdraw", "receiver", linked(), LINK, "withdrawn"),
        Step("carry", "county", linked(ACCEPT), LINK, "carried", said=CARRIED,
             kept={"carrier": "王明"}),
        Step("deal", "receiver", linked(ACCEPT, CARRY), LINK, "dealt", kept={"reached": 2}),
        Step("move", "receiver", linked(ACCEPT, CARRY, DEAL), LINK, "moved",
             said={"amount": "80"}, kept={"moved_amount": 80}),
        Step("cite", "giver", linked(ACCEPT, CARRY, DEAL), LINK, "dealt", said=CITED,
             kept={"replaces": "天然石膏", "factor": 32, "factor_year": 2023}),
        Step("cancel", "giver", linked(ACCEPT), LINK, "cancelled"),
        Step("finish", "receiver", linked(ACCEPT, CARRY, DEAL, MOVE), LINK, "finished",
             kept={"reached": 3, "outcome": TEXT}),
        Step("dispute", "receiver", linked(ACCEPT, CARRY, DEAL), LINK, "disputed",
             kept={"receiver_says": TEXT, "was_disputed": True}),
        Step("state_side", "giver", linked(ACCEPT, CARRY, DEAL, DISPUTE), LINK,
             kept={"giver_says": TEXT}),
        Step("settle", "county", linked(ACCEPT, CARRY, DEAL, DISPUTE), LINK, "settled",
             kept={"ruling": TEXT}),
        Step("erase", "county", linked(ACCEPT, CARRY, ("cancel", "giver")),
             ROOM + "links/{row.pk}/forget/", kept={"carrier": ""}),
    )  # fmt: skip


VERBS = {"byproducts": ByproductSteps}
