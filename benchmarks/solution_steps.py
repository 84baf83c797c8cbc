"""How solutions are offered, looked at and asked for, agreed, finished and disputed, as a table."""

from collections.abc import Callable, Iterable
from itertools import count
from types import SimpleNamespace
from typing import Any

from tests.registry.made_up import code

from benchmarks.draft_steps import doer_of_firm
from benchmarks.steps import TEXT, WORDS, Step, Table

CODES = count(4001)
SAID = {"name": "轻量排产", "firm": "示例软件", "scenes": "计划排程", "price": "18000"}
ASKED = {"firm": "甲公司", "size": "small", "scenes": "计划排程"}
ROOM = "/exchange/solutions/"
OFFER, REQUEST = ROOM + "{row.pk}/{verb}/", ROOM + "requests/{row.pk}/{verb}/"


def nothing_yet(table: Table, case: Any) -> Any:
    """Put two firms and their county, with nothing offered yet."""
    own, other = (code(case.county, next(CODES)) for _ in range(2))
    parties = {
        "provider": ["firm", own],
        "firm": ["firm", other],
        "county": ["county", case.county],
    }
    return with_sessions(table, own, case.county, parties)


def with_sessions(table: Table, own: str, county: str, parties: Any) -> Any:
    """Return where a step begins with nothing there, each party signed in."""
    for slot in parties:
        table.session(SimpleNamespace(parties=parties), slot)
    return SimpleNamespace(pk=own, county=county, parties=parties, state="", subject="")


def doer_of(parties: Any, slot: str) -> Any:
    """Return what somebody acts in who fills a slot."""
    office, of = parties[slot]
    if office == "firm":
        return doer_of_firm(of)
    from jiqun.web.accounts.offices import Doer, reader_of_office

    return Doer(reader_of_office(office_of(office), of))


def office_of(name: str) -> Any:
    """Return an office by its name."""
    from jiqun.base.readers import Office

    return Office(name)


def offered(*steps: tuple[str, str]) -> Callable[[Table, Any], Any]:
    """Put a solution, and take steps with it."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.solutions.offering import offer, step

        place = nothing_yet(table, case)
        row = offer({**SAID, "county": place.county}, doer_of(place.parties, "provider"))
        for verb, slot in steps:
            row = step(row, verb, TEXT, doer_of(place.parties, slot))
        row.everybody = place.parties
        return row

    return put


def asked(*steps: tuple[str, str]) -> Callable[[Table, Any], Any]:
    """Put a request for a listed solution, and take steps with it."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.solutions.requesting import ask, step

        solution = offered(LIST)(table, case)
        parties = solution.everybody
        row = ask(solution, {**ASKED, "county": case.county}, doer_of(parties, "firm"))
        for verb, slot in steps:
            row = step(row, verb, WORDS, doer_of(parties, slot))
        return row

    return put


def _offered_by(row: Any) -> Any:
    from jiqun.web.solutions.models import Solution

    return Solution.objects.filter(provider=row.parties["provider"][1]).first()


def _asked_of(row: Any) -> Any:
    return row.requests.first()


def _asked(table: Table, row: Any) -> Iterable[bool]:
    yield row.state == "asked"
    yield row.scenes == ["计划排程"]
    yield table.logged("ask", row) == 1


def _everybody(row: Any) -> Any:
    return SimpleNamespace(parties=row.everybody)


def _where(row: Any) -> dict[str, Any]:
    return {**SAID, "county": row.county}


LIST, RETURN = ("list", "county"), ("return", "county")
ACCEPT, DEAL, DISPUTE = ("accept", "provider"), ("deal", "firm"), ("dispute", "firm")


class SolutionSteps(Table):
    """How solutions are offered and looked at, and what becomes of requests for them."""

    STEPS = (
        Step("offer", "provider", nothing_yet, ROOM + "new/", "submitted",
             said=_where, made=_offered_by),
        Step("list", "county", offered(), OFFER, "listed"),
        Step("return", "county", offered(), OFFER, "returned", kept={"answer": TEXT}),
        Step("amend", "provider", offered(RETURN), OFFER, "submitted",
             said=lambda row: {**_where(row), "name": "改"}, kept={"name": "改", "answer": ""}),
        Step("withdraw", "provider", offered(LIST), OFFER, "withdrawn"),
        Step("ask", "firm", offered(LIST), ROOM + "{row.pk}/ask/", "asked",
             said=lambda row: {**ASKED, "county": row.county}, made=_asked_of, signs=_asked,
             whose=_everybody),
        Step("accept", "provider", asked(), REQUEST, "accepted", kept={"reached": 1}),
        Step("refuse", "provider", asked(), REQUEST, "refused", kept={"answer": TEXT}),
        Step("withdraw", "firm", asked(), REQUEST, "withdrawn"),
        Step("deal", "firm", asked(ACCEPT), REQUEST, "dealt", kept={"reached": 2}),
        Step("cancel", "provider", asked(ACCEPT), REQUEST, "cancelled"),
        Step("finish", "firm", asked(ACCEPT, DEAL), REQUEST, "finished",
             kept={"reached": 3, "outcome": TEXT}),
        Step("dispute", "firm", asked(ACCEPT, DEAL), REQUEST, "disputed",
             kept={"asker_says": TEXT, "was_disputed": True}),
        Step("state_side", "provider", asked(ACCEPT, DEAL, DISPUTE), REQUEST,
             kept={"provider_says": TEXT}),
        Step("settle", "county", asked(ACCEPT, DEAL, DISPUTE), REQUEST, "settled",
             kept={"ruling": TEXT}),
    )  # fmt: skip


VERBS = {"solutions": SolutionSteps}
