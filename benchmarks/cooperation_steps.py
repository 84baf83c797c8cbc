"""How joint projects are proposed, joined, agreed, recorded, confirmed and ended, as a table."""

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from tests.registry.made_up import code
from tests.web.cooperation.projects import CARD, PATENT, SIDES, TEXT

from benchmarks.challenge_steps import doer_of
from benchmarks.solution_steps import CODES
from benchmarks.steps import TEXT as REASON
from benchmarks.steps import WORDS, Step, Table

ROOM = "/exchange/cooperation/"
STEP = ROOM + "{row.pk}/{verb}/"
WITH = ROOM + "{row.pk}/partners/{row.place}/{verb}/"
ENTRY = ROOM + "{row.pk}/records/{row.place}/{verb}/"
MONEY = {"entry": "paid", "amount": "300000", "year": "2026"}


def nothing_yet(table: Table, case: Any) -> Any:
    """Put a lead, a small firm and another, with nothing proposed yet."""
    lead, small, other = (code(case.county, next(CODES)) for _ in range(3))
    parties = {
        "lead": ["firm", lead],
        "small": ["firm", small],
        "other": ["firm", other],
        "county": ["county", case.county],
    }
    for slot in parties:
        table.session(SimpleNamespace(parties=parties), slot)
    return SimpleNamespace(pk=lead, county=case.county, parties=parties, state="", subject="")


def said_of(row: Any, login: str = "lead") -> dict[str, Any]:
    """Return a project as its form says it, or how a partner says itself."""
    return {
        **TEXT,
        **SIDES[login],
        "county": row.county,
        "version": str(getattr(row, "version", 1)),
    }


def proposed(table: Table, case: Any) -> Any:
    """Put a project that its lead proposed."""
    from jiqun.web.cooperation.proposing import propose

    place = nothing_yet(table, case)
    row = propose(said_of(place), doer_of(place.parties, "lead"))
    return _with(row, place.parties)


def posted(table: Table, case: Any) -> Any:
    """Put a project whose need everybody sees."""
    from jiqun.web.cooperation.proposing import post

    row = proposed(table, case)
    return _with(post(row, "post", doer_of(row.everybody, "lead")), row.everybody)


def asking(table: Table, case: Any) -> Any:
    """Put a project that a firm asks to join."""
    from jiqun.web.cooperation.joining import ask_to_join

    row = posted(table, case)
    ask_to_join(row.notice, said_of(row, "small"), doer_of(row.everybody, "small"))
    return _at_small(row)


def invited(table: Table, case: Any) -> Any:
    """Put a project to which a firm is invited."""
    from jiqun.web.cooperation.joining import invite

    row = proposed(table, case)
    made = invite(row, row.everybody["small"][1], doer_of(row.everybody, "lead"))
    return _at_small(_with(made, row.everybody))


def agreed(table: Table, case: Any) -> Any:
    """Put a project to whose text everybody agreed."""
    from jiqun.web.cooperation.joining import agree

    row = invited(table, case)
    made = agree(row, said_of(row, "small"), doer_of(row.everybody, "small"))
    return _at_small(_with(made, row.everybody))


def running(table: Table, case: Any) -> Any:
    """Put a project that runs."""
    from jiqun.web.cooperation.joining import begin

    row = agreed(table, case)
    return _at_small(_with(begin(row, doer_of(row.everybody, "lead")), row.everybody))


def recorded(table: Table, case: Any) -> Any:
    """Put a project of which the small firm recorded money."""
    from jiqun.web.cooperation.models import Project
    from jiqun.web.cooperation.recording import enter

    row = running(table, case)
    entry = enter(row, MONEY, doer_of(row.everybody, "small"))
    made = _with(Project.objects.get(pk=row.pk), row.everybody)
    made.place = entry.pk
    return made


def disputed(table: Table, case: Any) -> Any:
    """Put a project that its partners dispute."""
    from jiqun.web.cooperation.recording import turn

    row = running(table, case)
    return _with(turn(row, "dispute", REASON, doer_of(row.everybody, "small")), row.everybody)


def claimed(table: Table, case: Any) -> Any:
    """Put a project of which the small firm reported that the lead is gone."""
    from jiqun.web.cooperation.leading import claim

    row = running(table, case)
    return _with(claim(row, REASON, doer_of(row.everybody, "small")), row.everybody)


def led_by_small(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether the small firm leads, the old lead is gone, and everything says so."""
    from jiqun.web.cooperation.models import Partner

    slots = {partner.slot: partner for partner in Partner.objects.filter(project=row)}
    old, new = slots["partner_2"], slots["lead"]
    yield old.state == "fallen"
    yield (old.state, old.code) == ("fallen", row.parties["partner_2"][1])
    yield (new.version, new.code) == (2, row.lead)
    yield (row.version, row.lead) == (2, row.parties["lead"][1])


def carded(table: Table, case: Any) -> Any:
    """Put a firm that shows its card."""
    from jiqun.web.cooperation.carding import show_card

    place = nothing_yet(table, case)
    show_card(card_of(place), doer_of(place.parties, "small"))
    return place


def card_of(row: Any) -> dict[str, Any]:
    """Return a card as its form says it."""
    return {**CARD, "county": row.county, "kinds": "pilot"}


def _with(row: Any, everybody: Any) -> Any:
    row.everybody = everybody
    return row


def _at_small(row: Any) -> Any:
    row.place = row.partners.get(code=row.everybody["small"][1]).pk
    return row


def everybody(row: Any) -> Any:
    """Return who takes part, the others among them."""
    return SimpleNamespace(parties=getattr(row, "everybody", row.parties))


def project_of(row: Any) -> Any:
    """Return what a lead proposed."""
    from jiqun.web.cooperation.models import Project

    return Project.objects.filter(lead=row.parties["lead"][1]).first()


def own_card(row: Any) -> Any:
    """Return the card of the small firm."""
    from jiqun.web.cooperation.models import Card

    return Card.objects.filter(code=row.parties["small"][1]).first()


def joining(row: Any) -> Any:
    """Return the small firm's place in a project."""
    return row.partners.filter(code=row.everybody["small"][1]).first()


def stands(state: str, firms: int = 1) -> Callable[[Table, Any], Iterable[bool]]:
    """Look whether so many firms stand so in the project: the small one, or the lead with it."""

    def look(_table: Table, row: Any) -> Iterable[bool]:
        yield row.partners.filter(state=state).count() == firms

    return look


def entry_is(state: str) -> Callable[[Table, Any], Iterable[bool]]:
    """Look whether what was recorded is in a state."""

    def look(_table: Table, row: Any) -> Iterable[bool]:
        yield row.entries.filter(state=state).count() == 1

    return look


def is_told(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether outsiders are told what is looked for."""
    yield hasattr(row, "notice")


def is_not_told(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether outsiders are told nothing."""
    yield not hasattr(row, "notice")


def asks_no_more(table: Table, partner: Any) -> Iterable[bool]:
    """Look whether the log says once that a firm took its asking back."""
    yield table.logged("withdraw_asking", partner) == 1


def of_small(row: Any) -> dict[str, Any]:
    """Return how the small firm says itself."""
    return said_of(row, "small")


class CooperationSteps(Table):
    """How projects come about: proposed, posted, joined, agreed, begun."""

    STEPS = (
        Step("propose", "lead", nothing_yet, ROOM + "new/", "proposed",
             said=said_of, made=project_of),
        Step("amend", "lead", agreed, STEP, "proposed", kept={"aim": "改", "version": 2},
             said=lambda row: {**said_of(row), "aim": "改"}, whose=everybody),
        Step("post", "lead", proposed, STEP, kept={"posted": True}, signs=is_told),
        Step("unpost", "lead", posted, STEP, kept={"posted": False}, signs=is_not_told),
        Step("invite", "lead", proposed, STEP,
             said=lambda row: {"code": row.everybody["small"][1]}, signs=stands("invited")),
        Step("take_back", "lead", invited, WITH, signs=stands("taken_back")),
        Step("ask_to_join", "small", posted, ROOM + "{row.pk}/join/", said=of_small,
             made=joining, kept={"state": "asking"}, whose=everybody),
        Step("", "small", asking, WITH.replace("{verb}", "withdraw_asking"), made=joining,
             kept={"state": "withdrawn"}, whose=everybody, signs=asks_no_more,
             along=("partner:withdraw_asking",)),
        Step("admit", "lead", asking, WITH, signs=stands("invited")),
        Step("turn_down", "lead", asking, WITH, signs=stands("turned_down")),
        Step("agree", "small", invited, STEP, said=of_small, kept={"reached": 1},
             signs=stands("agreed", 2), whose=everybody),
        Step("decline", "small", invited, STEP, signs=stands("declined"), whose=everybody),
        Step("begin", "lead", agreed, STEP, "under_way", kept={"reached": 2}),
        Step("cancel", "lead", agreed, STEP, "cancelled", kept={"why": REASON}),
        Step("show_card", "small", nothing_yet, ROOM + "card/", said=card_of, made=own_card,
             kept={"shown": True}),
        Step("hide_card", "small", carded, ROOM + "card/hide/", made=own_card,
             kept={"shown": False}),
    )  # fmt: skip


class RunningSteps(Table):
    """How projects run: recorded, confirmed, left, finished, disputed."""

    STEPS = (
        Step("record", "small", running, STEP, said=lambda row: {
            **PATENT, "owners": [row.everybody["small"][1]],
        }, signs=entry_is("recorded"), whose=everybody),
        Step("confirm", "lead", recorded, ENTRY, signs=entry_is("confirmed")),
        Step("reject", "lead", recorded, ENTRY, signs=entry_is("rejected")),
        Step("withdraw_record", "small", recorded, ENTRY, signs=entry_is("withdrawn"),
             whose=everybody),
        Step("leave", "small", running, STEP, "proposed", kept={"version": 2},
             signs=stands("left"), whose=everybody),
        Step("fall_away", "lead", running, WITH, "proposed", kept={"version": 2},
             signs=stands("fallen")),
        Step("claim_lead", "small", running, STEP, kept={"claim": REASON}, whose=everybody),
        Step("still_here", "lead", claimed, STEP, said={"reason": ""},
             kept={"claimed_by": ""}),
        Step("keep_lead", "county", claimed, STEP,
             kept={"claimed_by": "", "claim_answer": REASON}),
        Step("hand_lead", "county", claimed, STEP, "proposed",
             kept={"claimed_by": "", "version": 2}, signs=led_by_small),
        Step("finish", "lead", running, STEP, "finished", kept={"outcome": REASON, "reached": 3}),
        Step("end", "lead", running, STEP, "ended", kept={"why": REASON}),
        Step("dispute", "small", running, STEP, "disputed", kept={"was_disputed": True},
             whose=everybody),
        Step("state_side", "lead", disputed, STEP, said=WORDS,
             kept={"says": {"partner_2": REASON, "lead": REASON}}),
        Step("settle", "county", disputed, STEP, "settled", kept={"ruling": REASON}),
    )  # fmt: skip


VERBS = {"cooperation": CooperationSteps, "joint-records": RunningSteps}
