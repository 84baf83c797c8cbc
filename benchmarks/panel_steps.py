"""How a challenge's panel is invited, judges, is replaced and closed, as a table of steps."""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from benchmarks import challenge_steps
from benchmarks.challenge_steps import ROOM, SEALED, doer_of, past, where
from benchmarks.steps import TEXT, Step, Table, led

PANEL = {"criteria": "指标 | 60\n价格 | 40", "experts": "3"}
SCORES = {"1-c1": "80", "1-c2": "70.5", "1-remark": TEXT}
EXPERTS = 5
"""Experts there are, of whom three are drawn."""
STEP = challenge_steps.STEP
REVIEW = "/exchange/challenges/{row.challenge_id}/review/"
PART = "/exchange/challenges/{row.challenge_id}/panel/{row.pk}/{verb}/"


def opened(table: Table, case: Any) -> Any:
    """Put a challenge that states a panel, with a proposal that was opened."""
    from jiqun.web.challenges.opening import open_proposals
    from jiqun.web.challenges.proposing import propose
    from jiqun.web.challenges.publishing import pose, publish
    from jiqun.web.panels.models import Judge

    for number in range(Judge.objects.count(), EXPERTS):
        table.expert(f"panel-{number}")
    place = challenge_steps.nothing_yet(table, case)
    row = pose({**where(place), **PANEL}, doer_of(place.parties, "owner"))
    row = publish(row, *challenge_steps.PUBLISHING.values(), doer_of(place.parties, "county"))
    row.everybody = place.parties
    propose(row, *SEALED.posted.values(), doer_of(place.parties, "solver"))
    row = past(lambda _table, _case: row)(table, case)
    made = open_proposals(
        row, challenge_steps.all_opened(row)["opened"], doer_of(place.parties, "county")
    )
    made.everybody = place.parties
    return made


def convened(table: Table, case: Any) -> Any:
    """Put a challenge whose panel is invited."""
    from jiqun.web.challenges.panelling import convene

    row = opened(table, case)
    made = convene(row, doer_of(row.everybody, "county"))
    made.everybody = row.everybody
    return made


def scored(table: Table, case: Any) -> Any:
    """Put a challenge whose panel has given its scores."""
    row = convened(table, case)
    key = str(row.proposals.get().pk)
    for found in row.judgements.all():
        led(found, "scoring", "scored")
    row.judgements.update(sheet={key: {"c1": "80", "c2": "70.5"}}, remarks={key: TEXT})
    return row


def closed(table: Table, case: Any) -> Any:
    """Put a challenge whose scores are closed."""
    from jiqun.web.challenges.scoring import close_scores

    row = scored(table, case)
    made = close_scores(row, "", doer_of(row.everybody, "county"))
    made.everybody = row.everybody
    return made


def part(state: str, put: Any = convened) -> Any:
    """Put an expert's part in a state, of a challenge that is put so."""

    def of(table: Table, case: Any) -> Any:
        return led(put(table, case).judgements.order_by("pk").first(), state)

    return of


def was_convened(table: Table, row: Any) -> Iterable[bool]:
    """Look whether every expert is invited, and the log says so once."""
    parts = list(row.judgements.all())
    yield len(parts) == row.experts
    yield from (table.logged("invite", found) == 1 for found in parts)


def was_told(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether what the panel gave stands with the proposal."""
    yield row.proposals.get().result.get("mean") == "76.20"


def was_reopened(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether scores are open again, and nothing of them is told."""
    above = row.challenge
    yield above.state == "under_review"
    yield above.reviewed_at is None
    yield above.proposals.get().result == {}


def scores_kept(_table: Table, row: Any) -> Iterable[bool]:
    """Look whether a sheet is there whole."""
    yield bool(row.sheet)
    yield [*row.sheet.values()] == [{"c1": "80", "c2": "70.5"}]


def everybody(row: Any) -> Any:
    """Return who takes part."""
    return SimpleNamespace(parties=row.everybody)


class PanelSteps(Table):
    """How experts are invited to judge what was opened, and what becomes of their parts."""

    STEPS = (
        Step("convene", "county", opened, ROOM + "{row.pk}/panel/", "under_review",
             signs=was_convened, along=("proposal_review:invite",)),
        Step("accept", "expert", part("invited"), REVIEW + "{verb}/", "scoring"),
        Step("decline", "expert", part("invited"), REVIEW + "{verb}/", "declined"),
        Step("declare_conflict", "expert", part("scoring"), REVIEW + "{verb}/", "conflicted"),
        Step("give_scores", "expert", part("scoring"), REVIEW, "scored", said=SCORES,
             signs=scores_kept),
        Step("replace", "authority", part("scoring"), PART, "replaced"),
        Step("exclude", "authority", part("scored"), PART, "excluded"),
        Step("exclude", "authority", part("scored", closed), PART, "excluded",
             signs=was_reopened, along=("challenge:reopen_scores",)),
        Step("close_scores", "county", scored, STEP, "reviewed", kept={"panel_says": TEXT},
             signs=was_told),
        Step("waive_panel", "county", opened, STEP, "reviewed", kept={"panel_says": TEXT}),
    )  # fmt: skip


VERBS = {"panels": PanelSteps}
