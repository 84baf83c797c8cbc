"""How challenges are posed, published, answered under seal, opened and decided, as a table."""

import json
from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from tests.registry.made_up import code
from tests.web.challenges.sealed import KEY, POSED, PUBLISHING, Enclosed, Sealed, envelope

from benchmarks.draft_steps import doer_of_firm
from benchmarks.solution_steps import CODES, doer_of
from benchmarks.steps import TEXT, WORDS, Step, Table, as_it_is

ROOM = "/exchange/challenges/"
STEP = ROOM + "{row.pk}/{verb}/"
SEALED = Sealed()


def nothing_yet(table: Table, case: Any) -> Any:
    """Put the owner, a solver, and the three who hold a share, with nothing posed yet."""
    owner, solver, custodian = (code(case.county, next(CODES)) for _ in range(3))
    parties = {
        "owner": ["firm", owner],
        "solver": ["firm", solver],
        "custodian": ["firm", custodian],
        "county": ["county", case.county],
    }
    for slot in parties:
        table.session(SimpleNamespace(parties=parties), slot)
    return SimpleNamespace(pk=owner, county=case.county, parties=parties, state="", subject="")


def where(row: Any) -> dict[str, Any]:
    """Return a challenge as its form says it, of parties of its own."""
    custodian = row.parties["custodian"][1]
    return {**POSED, "deadline": "2099-01-01", "county": row.county, "custodian": custodian}


def posed(table: Table, case: Any) -> Any:
    """Put a challenge that its county has still to publish."""
    from jiqun.web.challenges.publishing import pose

    place = nothing_yet(table, case)
    row = pose(where(place), doer_of(place.parties, "owner"))
    row.everybody = place.parties
    return row


def published(table: Table, case: Any) -> Any:
    """Put a challenge that takes proposals."""
    from jiqun.web.challenges.publishing import publish

    before = posed(table, case)
    row = publish(before, *PUBLISHING.values(), doer_of(before.everybody, "county"))
    row.everybody = before.everybody
    return row


def proposed(table: Table, case: Any) -> Any:
    """Put a challenge that a firm has proposed for."""
    from jiqun.web.challenges.proposing import propose

    row = published(table, case)
    propose(row, *SEALED.posted.values(), doer_of(row.everybody, "solver"))
    return row


def with_files(row: Any) -> tuple[Sealed, Enclosed]:
    """Return what a solver sends with a file, the same whenever it is asked for."""
    if not hasattr(row, "sent"):
        solver = row.everybody["solver"][1]
        bound = f"jiqun-challenge-files/1|{row.pk}|{solver}|{row.key}"
        enclosed = Enclosed(bound, {"a.pdf": f"%PDF-1.7 {row.pk}".encode()})
        row.sent = Sealed(enclosed=enclosed.opens), enclosed
    return row.sent


def enclosed(table: Table, case: Any) -> Any:
    """Put a challenge that a firm has proposed for with a file."""
    from jiqun.web.challenges.proposing import propose

    row = published(table, case)
    sealed, beside = with_files(row)
    solver = doer_of(row.everybody, "solver")
    propose(row, *sealed.posted.values(), solver, beside.posted)
    return row


def two_proposed(table: Table, case: Any) -> Any:
    """Put a challenge that two firms have proposed for."""
    from jiqun.web.challenges.proposing import propose

    row = proposed(table, case)
    propose(row, *SEALED.posted.values(), doer_of_firm(code(case.county, next(CODES))))
    return row


def past(put: Callable[[Table, Any], Any]) -> Callable[[Table, Any], Any]:
    """Put a challenge whose deadline is over."""

    def over(table: Table, case: Any) -> Any:
        from datetime import date

        row = put(table, case)
        type(row).objects.filter(pk=row.pk).update(deadline=date(2020, 1, 1))
        row.deadline = date(2020, 1, 1)
        return row

    return over


def asked(table: Table, case: Any) -> Any:
    """Put a challenge for which the county asks the custodian for a share."""
    from jiqun.web.challenges.opening import ask_share

    row = past(proposed)(table, case)
    ask_share(row, KEY, doer_of(row.everybody, "county"))
    return row


def opened(table: Table, case: Any) -> Any:
    """Put a challenge whose proposals were opened."""
    from jiqun.web.challenges.opening import open_proposals

    row = past(proposed)(table, case)
    made = open_proposals(row, all_opened(row)["opened"], doer_of(row.everybody, "county"))
    made.everybody = row.everybody
    return made


def unreadable(table: Table, case: Any) -> Any:
    """Put a challenge of whose proposal its opener said that it cannot be read."""
    from jiqun.web.challenges.opening import open_proposals

    row = past(proposed)(table, case)
    said = json.dumps([{"id": str(row.proposals.get().pk)}])
    made = open_proposals(row, said, doer_of(row.everybody, "county"))
    made.everybody = row.everybody
    return made


def all_opened(row: Any) -> dict[str, str]:
    """Return what a browser posts that has opened what was sealed."""
    return {"opened": json.dumps([{"id": str(row.proposals.get().pk), **SEALED.shown}])}


def opened_with_files(row: Any) -> dict[str, str]:
    """Return what a browser posts that has opened a proposal with a file."""
    shown = with_files(row)[0].shown
    return {"opened": json.dumps([{"id": str(row.proposals.get().pk), **shown}])}


def first_opened(row: Any) -> dict[str, str]:
    """Return what a browser posts that has opened the first of two."""
    return {"opened": json.dumps([{"id": str(row.proposals.first().pk), **SEALED.shown}])}


def everybody(row: Any) -> Any:
    """Return who takes part, the solver among them."""
    return SimpleNamespace(parties=row.everybody)


def proposal_of(row: Any) -> Any:
    """Return what was proposed for a challenge."""
    return row.proposals.first()


def challenge_of(row: Any) -> Any:
    """Return what an owner posed."""
    from jiqun.web.challenges.models import Challenge

    return Challenge.objects.filter(owner=row.parties["owner"][1]).first()


def is_sealed(table: Table, row: Any) -> Iterable[bool]:
    """Look whether a proposal is there, sealed, and told once."""
    yield row.state == "sealed"
    yield table.logged("propose", row) == 1


def sealed_beside(table: Table, row: Any) -> Iterable[bool]:
    """Look whether a proposal is there with its files, under a hash that is kept."""
    from jiqun.web.casework.contents import stored
    from jiqun.web.challenges.models import SealedFile

    yield from is_sealed(table, row)
    beside = SealedFile.objects.filter(proposal=row).first()
    yield beside is not None and stored(beside.sha256).is_file()


def nothing_beside(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether no files are left beside a proposal."""
    from jiqun.web.challenges.models import SealedFile

    yield not SealedFile.objects.filter(proposal=row).exists()


def files_opened(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether a proposal's file was opened, is kept, and its ciphertext is not named."""
    from jiqun.web.casework.contents import stored
    from jiqun.web.challenges.models import Enclosure, SealedFile

    kept = Enclosure.objects.filter(proposal__challenge=row).first()
    yield kept is not None and stored(kept.sha256).is_file()
    yield not SealedFile.objects.filter(proposal__challenge=row).exists()


def half_opened(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether one of two was read in, and nobody is shown it."""
    states = sorted(row.proposals.values_list("state", flat=True))
    yield states == ["opened", "sealed"] and row.opened_at is None


def sent(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether a share was relayed."""
    yield row.relays.filter(by="custodian", envelope__isnull=False).exists()


def was_asked(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether a share was asked for."""
    yield row.relays.filter(holder="county", key=KEY).exists()


class ChallengeSteps(Table):
    """How challenges are posed and published, and what becomes of what is proposed for them."""

    STEPS = (
        Step("draft", "owner", nothing_yet, ROOM + "new/", "drafted",
             said=where, made=challenge_of),
        Step("amend", "owner", posed, STEP, "drafted",
             said=lambda row: {**where(row), "title": "改"}, kept={"title": "改"}),
        Step("refuse", "county", posed, STEP, "refused", kept={"why": TEXT}),
        Step("publish", "county", posed, STEP, "published", said=PUBLISHING, kept={"key": KEY}),
        Step("cancel", "owner", published, STEP, "cancelled", kept={"why": TEXT}),
        Step("lapse", "owner", past(published), STEP, "unanswered"),
        Step("propose", "solver", published, ROOM + "{row.pk}/propose/",
             said=lambda _row: SEALED.posted,
             made=proposal_of, signs=is_sealed, whose=everybody),
        Step("propose", "solver", published, ROOM + "{row.pk}/propose/",
             said=lambda row: with_files(row)[0].posted, under="enclosed",
             file=lambda row: with_files(row)[1].sealed,
             made=proposal_of, signs=sealed_beside, whose=everybody),
        Step("replace", "solver", enclosed, ROOM + "{row.pk}/propose/",
             said=lambda _row: SEALED.posted, made=proposal_of, kept={"times": 2},
             signs=nothing_beside, whose=everybody),
        Step("replace", "solver", proposed, ROOM + "{row.pk}/propose/",
             said=lambda _row: SEALED.posted, made=proposal_of, kept={"times": 2},
             whose=everybody),
        Step("withdraw_proposal", "solver", proposed, ROOM + "{row.pk}/withdraw/",
             made=proposal_of, kept={"state": "withdrawn", "envelope": None}, whose=everybody),
        Step("ask_share", "county", past(proposed), ROOM + "{row.pk}/relay/",
             said={"key": KEY}, made=as_it_is, signs=was_asked),
        Step("send_share", "custodian", asked, ROOM + "{row.pk}/relay/send/",
             said=lambda _row: {"to": "county", "envelope": envelope(300)}, signs=sent),
        Step("open", "county", past(proposed), STEP, "opened", said=all_opened),
        Step("open", "county", past(enclosed), STEP, "opened", said=opened_with_files,
             signs=files_opened),
        Step("open_part", "county", past(two_proposed), ROOM + "{row.pk}/open/",
             said=first_opened, signs=half_opened),
        Step("prove", "solver", unreadable, ROOM + "{row.pk}/prove/",
             said=lambda _row: {"opened": json.dumps(SEALED.shown)}, made=proposal_of,
             kept={"state": "opened"}, whose=everybody),
        Step("choose", "owner", opened, STEP, "chosen",
             said=lambda row: {**WORDS, "proposal": str(row.proposals.get().pk)},
             kept={"why": TEXT, "reached": 1}),
        Step("choose_none", "owner", opened, STEP, "none_chosen", kept={"why": TEXT}),
    )  # fmt: skip


VERBS = {"challenges": ChallengeSteps}
