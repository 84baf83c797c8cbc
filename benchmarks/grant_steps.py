"""How firms keep readings and grant fields of them, and how others read by a grant, as a table."""

from collections.abc import Callable, Iterable, Mapping
from itertools import count
from types import SimpleNamespace
from typing import Any

from tests.registry.made_up import code

from benchmarks.draft_steps import doer_of_firm, new_firm
from benchmarks.solution_steps import doer_of
from benchmarks.steps import TEXT, WORDS, Step, Table

CODES = count(6001)
GIVE, DISPUTE = ("grant", "firm"), ("dispute", "firm")
ROOM = "/exchange/grants/"
GRANT = ROOM + "{row.pk}/{verb}/"
FILE = b"machine,time,electricity(kWh)\nM1,2026-01-05 08:00,12.5\nM1,2026-02-05 08:00,13\n"
UNTIL = "2099-12-31"
ASKED: Mapping[str, str] = {
    "name": "某银行", "field": "electricity", "purpose": "finance", "until": UNTIL,
}  # fmt: skip
WANTED: Mapping[str, str] = {
    "name": "某银行", "fields": "electricity", "purpose": "finance", "until": UNTIL,
}  # fmt: skip
CARD: Mapping[str, str] = {"name": "甲公司", "fields": "electricity"}
TOKEN: Mapping[str, str] = {"scope": "grant", "token_name": "风控系统"}
NARROWED: Mapping[str, str] = {"first_month": "2026-02"}


def kept(table: Table, case: Any) -> Any:
    """Put a firm that keeps readings already."""
    from jiqun.web.grants.keeping import keep_readings

    row = new_firm(table, case)
    keep_readings(FILE, "readings.csv", doer_of_firm(row.pk))
    return row


def listed(table: Table, case: Any) -> Any:
    """Put a firm that stands in its cluster's list."""
    row = kept(table, case)
    case.firms.create(number=case.firms.count() + 1, credit_code=row.pk)
    row.cluster = case.cluster
    return row


def two_firms(table: Table, case: Any) -> Any:
    """Put a firm with readings and one that would read them, with nothing asked yet."""
    from jiqun.web.grants.keeping import keep_readings

    own, other = (code(case.county, next(CODES)) for _ in range(2))
    parties = {
        "firm": ["firm", own],
        "reader": ["firm", other],
        "arbiter": ["county", case.county],
    }
    for slot in parties:
        table.session(SimpleNamespace(parties=parties), slot)
    keep_readings(FILE, "readings.csv", doer_of_firm(own))
    return SimpleNamespace(pk=own, county=case.county, parties=parties, state="", subject="")


def asked(*steps: tuple[str, str]) -> Callable[[Table, Any], Any]:
    """Put a request for a field, and take steps with it."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.grants.granting import ask, step

        place = two_firms(table, case)
        row = ask({**ASKED, "firm": place.pk}, doer_of(place.parties, "reader"))
        for verb, slot in steps:
            row = step(row, verb, {**WORDS, "name": "甲公司"}, doer_of(place.parties, slot))
        return row

    return put


def wanted(table: Table, case: Any) -> Any:
    """Put a purpose that wants data, before two firms."""
    from jiqun.web.grants.wanting import want

    place = two_firms(table, case)
    row: Any = want(WANTED, doer_of(place.parties, "reader"))
    row.parties, row.state = place.parties, ""
    return row


def shown(table: Table, case: Any) -> Any:
    """Put a firm that shows a card of its data."""
    from jiqun.web.grants.wanting import show_data

    place = two_firms(table, case)
    row: Any = show_data(CARD, doer_of(place.parties, "firm"))
    row.parties, row.state = place.parties, ""
    return row


def _card_of(row: Any) -> Any:
    from jiqun.web.grants.models import DataCard

    return DataCard.objects.filter(firm=row.pk).first()


def _want_of(row: Any) -> Any:
    from jiqun.web.grants.models import Want

    return Want.objects.filter(by_of=row.parties["reader"][1]).first()


def _answer_to(row: Any) -> Any:
    from jiqun.web.grants.models import Grant

    return Grant.objects.filter(want=row.pk).first()


def _ended(_table: Table, row: Any) -> Iterable[bool]:
    yield row.ended_at is not None


def with_token(table: Table, case: Any) -> Any:
    """Put a grant with a token of its reader."""
    from jiqun.web.accounts.models import Membership
    from jiqun.web.grants.tokens import make_token

    row = asked(GIVE)(table, case)
    table.session(row, "reader")
    office, of = row.parties["reader"]
    person = Membership.objects.get(office=office, of=of).person
    row.token = make_token(row, TOKEN, doer_of(row.parties, "reader"), person)[0].pk
    return row


def _tokens(number: int) -> Callable[[Table, Any], Iterable[bool]]:
    """Tell whether so many tokens of a grant stand."""

    def held(_table: Table, row: Any) -> Iterable[bool]:
        from jiqun.web.accounts.models import Token

        yield Token.objects.standing().filter(scope=row.subject).count() == number

    return held


def _asked_of(row: Any) -> Any:
    from jiqun.web.grants.models import Grant

    return Grant.objects.filter(firm=row.pk).first()


def _readings(number: int) -> Callable[[Table, Any], Iterable[bool]]:
    """Tell whether a firm has so many readings."""

    def held(_table: Table, row: Any) -> Iterable[bool]:
        from jiqun.web.grants.models import Reading

        yield Reading.objects.filter(credit_code=row.pk).count() == number

    return held


def _itself(row: Any) -> Any:
    return row


def _revoked(_table: Table, row: Any) -> Iterable[bool]:
    yield row.revoked_at is not None


class GrantSteps(Table):
    """How readings are kept, fields granted and read, and what ends a grant."""

    STEPS = (
        Step("keep_readings", "firm", new_firm, f"{ROOM}readings/", said={}, made=_itself,
             signs=_readings(2), file=lambda _row: FILE),
        Step("remove_readings", "firm", kept, f"{ROOM}readings/remove/",
             said={"field": "electricity"}, made=_itself, signs=_readings(0)),
        Step("ask", "reader", two_firms, f"{ROOM}new/", "asked",
             said=lambda row: {**ASKED, "firm": row.pk}, made=_asked_of),
        Step("grant", "firm", asked(), GRANT, "granted", said={"name": "甲公司", **NARROWED},
             kept={"firm_name": "甲公司", "first_month": "2026-02"}),
        Step("grant", "firm", listed, f"{ROOM}benchmarks/", "granted", made=_asked_of,
             said=lambda row: {"cluster": row.cluster, "field": "load", "until": UNTIL},
             kept={"purpose": "benchmark"}),
        Step("want_data", "reader", two_firms, f"{ROOM}wants/new/", said=WANTED, made=_want_of,
             kept={"purpose": "finance"}),
        Step("end_want", "reader", wanted, ROOM + "wants/{row.pk}/end/", said={}, signs=_ended),
        Step("grant", "firm", wanted, ROOM + "wants/{row.pk}/answer/", "granted",
             said={"fields": "electricity", "name": "甲公司"}, made=_answer_to,
             kept={"firm_name": "甲公司"}, along=("grant:ask",)),
        Step("show_data", "firm", two_firms, f"{ROOM}card/", said=CARD, made=_card_of,
             kept={"shown": True}),
        Step("hide_data", "firm", shown, f"{ROOM}card/hide/", said={}, kept={"shown": False}),
        Step("refuse", "firm", asked(), GRANT, "refused", kept={"answer": TEXT}),
        Step("withdraw", "reader", asked(), GRANT, "withdrawn"),
        Step("narrow", "firm", asked(GIVE), GRANT, said=NARROWED,
             kept={"first_month": "2026-02"}),
        Step("revoke", "firm", asked(GIVE), GRANT, "revoked", signs=_revoked),
        Step("give_back", "reader", asked(GIVE), GRANT, "given_back"),
        Step("read_data", "reader", asked(GIVE), ROOM + "{row.pk}/data/", said={}),
        Step("make_token", "reader", asked(GIVE), ROOM + "{row.pk}/tokens/", said=TOKEN,
             signs=_tokens(1)),
        Step("revoke_token", "reader", with_token, ROOM + "{row.pk}/tokens/{row.token}/revoke/",
             said={}, signs=_tokens(0)),
        Step("dispute", "firm", asked(GIVE), GRANT, "disputed",
             kept={"firm_says": TEXT, "was_disputed": True}),
        Step("state_side", "reader", asked(GIVE, DISPUTE), GRANT, kept={"reader_says": TEXT}),
        Step("settle", "arbiter", asked(GIVE, DISPUTE), GRANT, "settled",
             kept={"ruling": TEXT}),
    )  # fmt: skip


VERBS = {"grants": GrantSteps}
