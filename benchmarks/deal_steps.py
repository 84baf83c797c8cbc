"""What becomes of a challenge once a solver is chosen: contract, milestones, appeal, dispute."""

from collections.abc import Callable, Iterable
from types import SimpleNamespace
from typing import Any

from tests.registry.made_up import code

from benchmarks.challenge_steps import (
    ROOM,
    SEALED,
    STEP,
    doer_of,
    everybody,
    past,
    proposed,
)
from benchmarks.solution_steps import CODES
from benchmarks.steps import TEXT, Step, Table

STAGE = ROOM + "{row.pk}/1/{verb}/"
CONTRACT = {
    "reference": "HT-01", "signed": "2026-10-08", "price": "1000",
    "stages": "样机 | 2099-12-31 | 1000",
}  # fmt: skip
TO_PAY = {"paid": "1000", "day": "2026-12-01"}
LINE = {"kind": "roadmap", "field": "传动", "text": "低噪声", "since": "2026", "until": "2028"}
MORE_TIME = {"reason": TEXT, "day": "2100-01-31"}


def opened(table: Table, case: Any) -> Any:
    """Put a challenge for which two firms proposed, opened."""
    import json

    from jiqun.web.challenges.opening import open_proposals
    from jiqun.web.challenges.proposing import propose

    before = proposed(table, case)
    parties = {**before.everybody, "other": ["firm", code(case.county, next(CODES))]}
    table.session(SimpleNamespace(parties=parties), "other")
    propose(before, *SEALED.posted.values(), doer_of(parties, "other"))
    row = past(lambda _table, _case: before)(table, case)
    said = [{"id": str(sealed.pk), **SEALED.shown} for sealed in row.proposals.all()]
    made = open_proposals(row, json.dumps(said), doer_of(parties, "county"))
    made.everybody = parties
    return made


def chosen(table: Table, case: Any) -> Any:
    """Put a challenge for which one of two firms is chosen."""
    from jiqun.web.challenges.choosing import choose

    row = opened(table, case)
    solver = row.everybody["solver"][1]
    mine = str(row.proposals.get(solver=solver).pk)
    made = choose(row, mine, TEXT, doer_of(row.everybody, "owner"))
    made.everybody = row.everybody
    return made


def appealed(table: Table, case: Any) -> Any:
    """Put a challenge against whose choice the other firm appeals."""
    from jiqun.web.challenges.appealing import appeal

    row = chosen(table, case)
    made = appeal(row, TEXT, doer_of(row.everybody, "other"))
    made.everybody = row.everybody
    return made


def contracted(*steps: str) -> Callable[[Table, Any], Any]:
    """Put a challenge under contract, and take steps with its milestone."""

    def put(table: Table, case: Any) -> Any:
        from jiqun.web.challenges.fulfilling import contract, step

        row = chosen(table, case)
        made = contract(row, CONTRACT, doer_of(row.everybody, "owner"))
        made.everybody = row.everybody
        for verb in steps:
            if verb == "deliver":
                made.milestones.update(state="delivered")  # as the step with a file leaves it
            else:
                step(made.milestones.get(), verb, {}, doer_of(row.everybody, "owner"))
        return made

    return put


def late(table: Table, case: Any) -> Any:
    """Put a challenge whose milestone is late again, after more time was given."""
    from datetime import date

    row = contracted()(table, case)
    row.milestones.update(due=date(2020, 1, 1), extended=1)
    return row


def disputed(table: Table, case: Any) -> Any:
    """Put a challenge that is disputed."""
    from jiqun.web.challenges.fulfilling import turn

    row = contracted()(table, case)
    made = turn(row, "dispute", TEXT, doer_of(row.everybody, "owner"))
    made.everybody = row.everybody
    return made


def stage_is(state: str, **kept: Any) -> Callable[[Table, Any], Iterable[bool]]:
    """Look whether the milestone stands so, where that changes, with what is kept of it."""

    def look(_table: Table, row: Any) -> Iterable[bool]:
        stage = row.milestones.first()
        if state:
            yield stage is not None and stage.state == state
        for name, value in kept.items():
            yield stage is not None and str(getattr(stage, name)) == value

    return look


def shown(table: Table, row: Any) -> Iterable[bool]:
    """Look whether what was delivered is there with its file, and was told once."""
    yield from stage_is("delivered", said=TEXT)(table, row)
    yield row.deliveries.count() == 1


def a_scan(row: Any) -> bytes:
    """Return a file of its own for each challenge."""
    return f"%PDF-1.7 {row.pk}".encode()


def to_plan(_table: Table, case: Any) -> Any:
    """Put a cluster whose county plans."""
    parties = {"county": ["county", case.county]}
    return SimpleNamespace(
        pk=case.cluster, cluster=case.cluster, parties=parties, state="", subject=""
    )


def planned(table: Table, case: Any) -> Any:
    """Put a line of a cluster's plan."""
    from jiqun.web.challenges.planned import add_line

    parties = to_plan(table, case).parties
    line = add_line(case.cluster, case.county, LINE, doer_of(parties, "county"))
    line.parties, line.state = parties, ""
    return line


def line_of(row: Any) -> Any:
    """Return the line of a cluster's plan."""
    from jiqun.web.challenges.models import PlanLine

    return PlanLine.objects.filter(cluster=row.cluster).first()


class DealSteps(Table):
    """How a challenge is contracted, fulfilled and paid, appealed against, disputed and ended."""

    STEPS = (
        Step("add_line", "county", to_plan, ROOM + "plan/",
             said=lambda row: {**LINE, "cluster": row.cluster}, made=line_of,
             kept={"field": "传动"}),
        Step("remove_line", "county", planned, ROOM + "plan/{row.pk}/remove/",
             kept={"removed": True}),
        Step("readvertise", "owner", opened, STEP, "readvertised"),
        Step("appeal", "other", chosen, STEP, "appealed", kept={"appeal": TEXT},
             whose=everybody),
        Step("withdraw_appeal", "other", appealed, STEP, "chosen", whose=everybody),
        Step("uphold", "county", appealed, STEP, "opened", kept={"ruling": TEXT}),
        Step("dismiss", "county", appealed, STEP, "chosen", kept={"ruling": TEXT}),
        Step("decline", "solver", chosen, STEP, "opened", whose=everybody),
        Step("fall_through", "owner", contracted(), STEP, "opened"),
        Step("owner_gone", "county", opened, STEP, "cancelled"),
        Step("owner_gone", "county", contracted(), STEP, "ended", signs=stage_is("stopped")),
        Step("contract", "owner", chosen, STEP, "under_way", said=CONTRACT,
             kept={"reached": 2, "reference": "HT-01"}, signs=stage_is("due")),
        Step("deliver", "solver", contracted(), STAGE, said={"reason": TEXT}, file=a_scan,
             signs=shown, whose=everybody),
        Step("accept", "owner", contracted("deliver"), STAGE, signs=stage_is("accepted")),
        Step("return", "owner", contracted("deliver"), STAGE,
             signs=stage_is("due", answer=TEXT)),
        Step("extend", "owner", contracted(), STAGE, said=MORE_TIME,
             signs=stage_is("", due="2100-01-31")),
        Step("fail", "owner", late, STAGE, "opened", signs=stage_is("failed", answer=TEXT)),
        Step("pay", "owner", contracted("deliver", "accept"), STAGE, said=TO_PAY,
             signs=stage_is("paid", paid_on="2026-12-01")),
        Step("finish", "owner", contracted("deliver", "accept"), STEP, "finished",
             kept={"reached": 3}),
        Step("end", "owner", contracted(), STEP, "ended"),
        Step("dispute", "owner", contracted(), STEP, "disputed",
             kept={"owner_says": TEXT, "was_disputed": True}),
        Step("state_side", "solver", disputed, STEP, kept={"solver_says": TEXT},
             whose=everybody),
        Step("settle", "county", disputed, STEP, "settled", kept={"ruling": TEXT}),
    )  # fmt: skip


VERBS = {"deals": DealSteps}
